"""What is said of a merge, before and after it, as lines with all about them; plain text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reviewer.domain.rules import OUTCOME_WORDS
from reviewer.session.exchange.merge_answers import lines_of
from reviewer.ui.dialogs.listing import Line
from reviewer.ui.lettering.counting import counted
from reviewer.ui.lettering.plain import show_identifier

SHOWN = 200
"""So many events that do not count are listed; the command line says all."""
Answer = dict[str, Any]


def brings_something(answer: Answer) -> bool:
    """Whether merging would change anything: a package not merged before, or an event not here."""
    known = all(one["status"] != "sound" for one in answer["packages"])
    totals = answer["totals"]
    return not known or bool(totals["new"] or totals["waiting"] or totals["quarantined"])


def sentence_of(answer: Answer) -> str:
    """What a merge would do or did, in one or two sentences."""
    totals = answer["totals"]
    if not answer["packages"]:
        left = len(answer["left_out"])
        more = f" {counted(left, 'file')}, each with what it is, below." if left else ""
        return f"There is no package of decisions here.{more}"
    if answer["lost"]:
        verb = "would not" if answer["preview"] else "do not"
        told = counted(len(answer["lost"]), "decision")
        return f"{told} that counted {verb} count any more. {_sums(answer)}"
    if not brings_something(answer) and not totals["refused"]:
        return f"Nothing new: {totals['repeats']:,} events, all here already."
    return _sums(answer)


def _sums(answer: Answer) -> str:
    totals = answer["totals"]
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
    lines = [_lost(one) for one in answer["lost"]]
    lines += [(f"Refused: {_name(one)}", _package(one)) for one in refused]
    lines += [_subject(one) for one in answer["subjects"]]
    lines += [_device(one) for one in answer["devices"]]
    lines += [
        (f"Evidence missing: {show_identifier(name)}", MISSING)
        for name in answer["evidence_missing"]
    ]
    lines += [aside_line(one) for one in answer["quarantine"][:SHOWN]]
    lines += [(f"{_name(one)}: {counted(one['events'], 'event')}", _package(one)) for one in sound]
    lines += [_left(one) for one in answer["left_out_why"]]
    if len(answer["quarantine"]) > SHOWN:
        lines.append((f"and {len(answer['quarantine']) - SHOWN:,} more that do not count", ""))
    return [*lines, ("All of it in words", "\n".join(lines_of(answer)))]


REFUSED = "Nothing of it is taken, here or later, unless it comes whole: ask its sender for it."
MISSING = (
    "Decisions that come in rest on an import that is not in this workspace. They count; what"
    " their authors saw cannot be shown here before the same material is imported."
)


MOVED = {
    "contested": "Reviewers differ: it stays contested until a lead settles it.",
    "confirmed": "Several reviewers decided the same.",
    "settled": "What was contested is settled.",
}


def _lost(one: Answer) -> Line:
    name, who = show_identifier(one["name"]), show_identifier(one["pseudonym"] or one["device"])
    said = OUTCOME_WORDS.get(one["outcome"], "a decision")
    detail = [
        f"{name}: {said} by {who} does not count any more",
        f"Why: {one['reason'] or 'its history is in doubt'}",
        f"Event {one['seq']:,} of device {one['device']}",
        "It stays in your inbox until somebody opened it there.",
    ]
    return f"No longer counts: {said}, {name}, by {who}", "\n".join(detail)


def _subject(one: Answer) -> Line:
    name = show_identifier(one["name"])
    head = f"{one['becomes'].capitalize()}: {name}"
    return head, f"{head}\n{MOVED[one['becomes']]}\nSubject: {show_identifier(one['subject'])}"


def _left(one: Answer) -> Line:
    name, why = show_identifier(one["name"]), show_identifier(one["why"])
    return f"Not a package: {name}", f"{name}\n{why[:1].upper()}{why[1:]}"


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
        return "\n".join([*said, f"Why: {one['reason']}", REFUSED])
    if one["status"] == "known":
        said.append("It was merged before.")
    said += [f"Events {s['from_seq']:,} to {s['to_seq']:,}" for s in one["spans"]]
    return "\n".join([*said, f"Key: {one['signer']}", f"Package: {one['id']}"])


def _name(one: Answer) -> str:
    return show_identifier(Path(str(one["path"])).name)
