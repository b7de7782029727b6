"""Runs of Arabic and its kin in a text: they are set larger, with more air."""

from __future__ import annotations

import re

LETTERS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
ARABIC = re.compile(f"[{LETTERS}](?:[{LETTERS}\u200c-\u200f ]*[{LETTERS}])?")


def arabic_runs(text: str) -> list[tuple[int, int]]:
    """(start, end) of each run of right-to-left script, inner spaces included."""
    return [match.span() for match in ARABIC.finditer(text)]


class Units:
    """From code points, as Python counts, to UTF-16 units, as Qt counts, within one text."""

    __slots__ = ("_before",)

    def __init__(self, text: str) -> None:
        self._before: list[int] | None = None
        if text and max(text) > "\uffff":
            before, units = [], 0
            for char in text:
                before.append(units)
                units += 2 if char > "\uffff" else 1
            before.append(units)
            self._before = before

    def at(self, place: int) -> int:
        """The unit at which code point number ``place`` begins."""
        return place if self._before is None else self._before[place]
