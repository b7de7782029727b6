"""What is said of a merge, before and after it, as lines with all about them; plain text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reviewer.session.merge_answers import lines_of
from reviewer.ui.counting import counted
from reviewer.ui.listing import Line
from reviewer.ui.plain import show_identifier

SHOWN = 200
"""So many events that do not count are listed; the command line says all."""
Answer = dict[str, Any]


def sentence_of(answer: Answer) -> str:
    """What a merge would do or did, in one or two sentences."""
    totals = answer["totals"]
    if not answer["packages"]:
        return "There is no package of decisions here."
    said = f"{counted(totals['new'], 'new event')} of {counted(len(answer['devices']), 'chain')}"
    parts = [
        (totals["repeats"], "here already"),
        (totals["waiting"], "waiting for events before them"),
        (totals["quarantined"], "that do not count"),
        (totals["lost"], "that counted and do not any more"),
    ]
    said += "".join(f", {number:,} {words}" for number, words in parts if number)
    if totals["refused"]:
        said += f"; {counted(totals['refused'], 'package')} refused"
    new = [(len(answer["contested"]), "newly contested"), (len(answer["confirmed"]), "confirmed")]
    said += "".join(f"; {counted(n, 'subject')} {words}" for n, words in new if n)
    return f"{said}."


def preview_lines(answer: Answer) -> list[Line]:
    """What is refused first, then the chains, the packages, and what does not count."""
    refused = [one for one in answer["packages"] if one["status"] == "refused"]
    sound = [one for one in answer["packages"] if one["status"] != "refused"]
    lines = [(f"Refused: {_name(one)}", _package(one)) for one in refused]
    lines += [_device(one) for one in answer["devices"]]
    lines += [
        (f"Evidence missing: {show_identifier(name)}", MISSING)
        for name in answer["evidence_missing"]
    ]
    lines += [aside_line(one) for one in answer["quarantine"][:SHOWN]]
    lines += [(f"{_name(one)}: {counted(one['events'], 'event')}", _package(one)) for one in sound]
    if len(answer["quarantine"]) > SHOWN:
        lines.append((f"and {len(answer['quarantine']) - SHOWN:,} more that do not count", ""))
    return [*lines, ("All of it in words", "\n".join(lines_of(answer)))]


MISSING = (
    "Decisions that come in rest on an import that is not in this workspace. They count; what"
    " their authors saw cannot be shown here before the same material is imported."
)


def _device(one: Answer) -> Line:
    parts = [f"{one['new']:,} new"]
    parts += [f"{one[n]:,} {n}" for n in ("repeats", "waiting", "quarantined", "lost") if one[n]]
    who = show_identifier(one["pseudonym"] or one["device"])
    detail = [
        f"Chain of {who}",
        f"Device: {one['device']}",
        f"Taken up to event {one['seq']:,}",
        f"Its hash: {one['head'] or 'none'}",
        *(f"{name}: {one[name]:,}" for name in ("new", "repeats", "waiting", "quarantined")),
    ]
    if one["waiting"]:
        detail.append("What waits comes in by itself when the missing package is merged.")
    if one["lost"]:
        detail.append(f"{one['lost']:,} events that counted do not count any more.")
    return f"{who}: {', '.join(parts)}", "\n".join(detail)


def aside_line(one: Answer) -> Line:
    """An event that does not count."""
    who = show_identifier(one["pseudonym"] or one["device"])
    detail = [
        f"Event {one['seq']:,} of {who}: {show_identifier(one['type'])}",
        f"Why: {one['reason']}",
        f"Code: {one['code']}",
        f"Id: {show_identifier(one['id'])}",
        f"Device: {one['device']}",
        f"Package: {one['package'] or 'not known'}",
        "It is kept as it came, byte for byte, and is judged anew when more comes or the roster"
        " changes.",
    ]
    return f"Does not count: event {one['seq']:,} of {who}: {one['code']}", "\n".join(detail)


def _package(one: Answer) -> str:
    said = [f"File: {_name(one)}", f"By: {one['pseudonym'] or 'nobody that can be read'}"]
    if one["status"] == "refused":
        return "\n".join([*said, f"Why: {one['reason']}", "Nothing of it was taken; ask for it."])
    if one["status"] == "known":
        said.append("It was merged before.")
    said += [f"Events {s['from_seq']:,} to {s['to_seq']:,}" for s in one["spans"]]
    return "\n".join([*said, f"Key: {one['signer']}", f"Package: {one['id']}"])


def _name(one: Answer) -> str:
    return show_identifier(Path(str(one["path"])).name)
