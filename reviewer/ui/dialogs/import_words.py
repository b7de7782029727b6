"""What is said of an import, before and after it; text from outside stays plain."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reviewer.ui.lettering.counting import counted
from reviewer.ui.lettering.plain import show_identifier

NAMED = 3
"""Files that are named; of more, only the number is given."""
SHOWN = 40
"""Files whose first records are shown."""
TRUSTED = ("roster", "policy")
"""Files that hold no records: who may sign, and what one works by."""
_LONG = ("text", "statement", "bio")


def taken_files(answer: dict[str, Any]) -> int:
    """How many files of a preview would be read."""
    return sum(f["status"] not in ("left_out", "refused") for f in answer["files"])


def preview_sentence(answer: dict[str, Any]) -> str:
    """What an import would bring, in one sentence."""
    totals, taken = answer["totals"], taken_files(answer)
    if not taken:
        words = "Nothing here can be taken in"
    elif answer["counted"]:
        words = f"{counted(totals['new'], 'new record')}, {totals['known']:,} known"
        if totals["quarantined"]:
            words += f", {totals['quarantined']:,} put aside"
    else:
        words = f"{counted(taken, 'file')}, too large to be counted beforehand"
    for status, said in (("files_left_out", "left out"), ("files_refused", "refused")):
        if totals[status]:
            words += f"; {counted(totals[status], 'file')} {said}"
    return f"{words}."


def preview_text(answer: dict[str, Any]) -> str:
    """Every file with its format, map, counts and first records; those that are taken first."""
    files = sorted(answer["files"], key=_rank)
    blocks = [_file_block(file, answer["counted"]) for file in files[:SHOWN]]
    own = {file["path"] for file in files if file["format"] in TRUSTED}
    said = [show_identifier(one["says"], 400) for one in answer["trust"] if one["path"] not in own]
    if said:
        blocks.insert(0, "\n".join(said))
    if len(files) > SHOWN:
        blocks.append(f"and {counted(len(files) - SHOWN, 'more file', 'more files')}")
    return "\n\n".join(blocks)


def _rank(file: dict[str, Any]) -> int:
    return ("refused", "partly", "imported", "known", "left_out").index(file["status"])


def _file_block(file: dict[str, Any], counts: bool) -> str:
    if file["status"] in ("left_out", "refused"):
        head = "left out" if file["status"] == "left_out" else "refused"
        return f"{_name(file)}: {head}. {file['reason'] or ''}".rstrip()
    named = file["map"] if file["map"] != file["format"] else ""
    through = f", map {show_identifier(named)}" if named else ""
    worth = f", {show_identifier(file['signed'])}" if file["signed"] else ""
    lines = [f"{_name(file)}: {file['format']}{through}{worth}"]
    if counts and file["format"] not in TRUSTED:
        lines.append(f"{file['new']:,} new, {file['known']:,} known, {file['quarantined']:,} aside")
    if file["reason"]:
        lines.append(file["reason"])
    for one in file.get("sample", []):
        lines += _sample_lines(one)
    return "\n".join(lines)


def _sample_lines(sample: dict[str, Any]) -> list[str]:
    """A record: its short fields in one line, each long text in a line of its own, so that it
    takes its own direction."""
    place = f", line {sample['line']:,}" if sample["line"] else ""
    if sample["reason"]:
        return [f"– {sample['kind']}{place}: {sample['reason']}"]
    short = [f"{name} {_one_line(text)}" for name, text in sample["fields"] if name not in _LONG]
    long = [_one_line(text) for name, text in sample["fields"] if name in _LONG]
    return [f"– {sample['kind']}{place}: {' · '.join(short)}", *long]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def refused_lines(files: list[dict[str, Any]]) -> list[str]:
    """What was refused and why, one line for each of the first few."""
    lines = [f"{_name(f)}: {f['reason'] or 'refused, without a reason'}" for f in files[:NAMED]]
    more = len(files) - NAMED
    return (
        [*lines, f"and {counted(more, 'more file', 'more files')} refused"] if more > 0 else lines
    )


def imported_words(answer: dict[str, Any]) -> str:
    """What came of an import, in one or two sentences."""
    totals = answer["totals"]
    words = f"Imported {counted(totals['new'], 'new record')}, {totals['known']:,} known"
    if totals["quarantined"]:
        words += f", {totals['quarantined']:,} put aside"
    left = [_name(f) for f in answer["files"] if f["status"] == "left_out"]
    said = (show_identifier(one["says"], 400).rstrip(".") for one in adopted(answer))
    words = ". ".join([words, *said])
    if not left:
        return words
    names = ", ".join(left[:NAMED]) + (", …" if len(left) > NAMED else "")
    return f"{words}. {len(left):,} left out: {names}"


def adopted(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """The rosters and policy sets of an import that were adopted or ignored."""
    return [one for one in answer["trust"] if one["status"] in ("adopted", "ignored")]


def _name(file: dict[str, Any]) -> str:
    """The name of a file as it can be shown: without its folders, nothing invisible in it."""
    return show_identifier(Path(str(file["path"])).name)
