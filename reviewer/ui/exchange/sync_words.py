"""A sync as lines with all about them; plain text."""

from __future__ import annotations

from typing import Any

from reviewer.session.exchange.sync_plan import NOUNS, size_of, what_of
from reviewer.ui.dialogs.listing import Line
from reviewer.ui.lettering.counting import counted
from reviewer.ui.lettering.plain import show_identifier

Answer = dict[str, Any]
RANK = ("refused", "stopped", "new", "done", "known", "left")


def item_lines(answer: Answer) -> list[Line]:
    """What was refused first, then what there is to do or was done, then the rest."""
    items = sorted(answer["items"], key=_rank)
    lines = [_item(one, answer["sealed_to"]) for one in items]
    lines += [_remark(words) for words in answer["remarks"]]
    return [*lines, *(_left(one) for one in answer["left_out"])]


def _rank(one: Answer) -> int:
    return RANK.index(one["status"])


def _item(one: Answer, sealed_to: list[str]) -> Line:
    what, noun = what_of(one), NOUNS[one["kind"]]
    who = show_identifier(one["who"] or "")
    link = "for" if one["way"] == "out" else "of" if one["kind"] == "package" else "from"
    file = show_identifier(one["name"].rpartition("/")[2])
    parts = [f"{noun} {link} {who}" if who else f"{noun}, {file}" if file else noun]
    if one["count"] is not None:
        parts.append(counted(one["count"], "case" if one["kind"] == "bundle" else "event"))
    if one["size"] is not None:
        parts.append(size_of(one["size"]))
    detail = [
        f"{what.capitalize()}: {noun}",
        f"File: {show_identifier(one['name'])}",
        *([f"{'For' if one['way'] == 'out' else 'From'}: {who}"] if who else []),
        *parts[1:],
    ]
    if one["says"]:
        detail.append(one["says"])
    if one["code"]:
        detail.append(f"Code: {one['code']}")
    if one["way"] == "out" and sealed_to and one["kind"] == "package":
        detail.append(f"Encrypted: {', '.join(map(show_identifier, sealed_to))} and you open it.")
    return f"{what.capitalize()}: {', '.join(parts)}", "\n".join(detail)


def _left(one: Answer) -> Line:
    name, why = show_identifier(one["name"]), show_identifier(one["why"])
    return f"Left alone: {name}", f"{name}\n{why[:1].upper()}{why[1:]}. It stays as it is."


def _remark(words: str) -> Line:
    return words, words
