"""Where folded words stand in the original text, in code points: for highlighting."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from reviewer.store.search.fold_text import FOLD_TABLE, LONG


class Word(NamedTuple):
    """A folded word and its half-open place in the original, in code points."""

    folded: str
    start: int
    end: int


class Needle(NamedTuple):
    """What is looked for: consecutive folded words; ``prefix``: the last may go on."""

    words: tuple[str, ...]
    prefix: bool = False


def words(text: str) -> list[Word]:
    """The folded words of a text with their places. Marks that follow a word belong to it."""
    found: list[Word] = []
    for match in _CHUNK.finditer(text):
        chunk, place = match[0], match.start()
        for folded, start, end in _known_places(chunk) if len(chunk) < LONG else _places(chunk):
            found.append(Word(folded, place + start, place + end))
    return found


def _places(chunk: str) -> tuple[tuple[str, int, int], ...]:
    """The words of a part of a text between white space, with their places in it."""
    found: list[tuple[str, int, int]] = []
    letters: list[str] = []
    start = end = 0
    for index, char in enumerate(chunk):
        part = FOLD_TABLE[ord(char)]
        if not part:
            if unicodedata.category(char) not in ("Mn", "Me"):
                continue
            if letters:
                end = index + 1
            elif found and found[-1][2] == index:
                found[-1] = (found[-1][0], found[-1][1], index + 1)
            continue
        for letter in part:
            if letter != " ":
                if not letters:
                    start = index
                letters.append(letter)
                end = index + 1
            elif letters:
                found.append(("".join(letters), start, end))
                letters.clear()
    if letters:
        found.append(("".join(letters), start, end))
    return tuple(found)


_CHUNK = re.compile(r"\S+")
_known_places = lru_cache(maxsize=1 << 14)(_places)


def spans(text: str, needles: Iterable[Needle]) -> tuple[tuple[int, int], ...]:
    """Where the needles stand in the original.

    Returns:
        Half-open (start, end) offsets in code points, in order, without overlap.
    """
    asked = list(needles)
    hits: list[tuple[int, int]] = []
    alone = [needle for needle in asked if len(needle.words) == 1]
    if alone:
        hits = _alone(text, alone)
    rows = [needle for needle in asked if len(needle.words) > 1]
    stock = words(text) if rows else []
    for words_, prefix in rows:
        *head, last = words_
        for index, (folded, _, end) in enumerate(stock):
            if folded != last and not (prefix and folded.startswith(last)):
                continue
            first = index - len(head)
            if first >= 0 and [word.folded for word in stock[first:index]] == head:
                hits.append((stock[first].start, end))
    return _merged(hits)


def _alone(text: str, needles: list[Needle]) -> list[tuple[int, int]]:
    """Where single words stand: most searches ask for no more, and need no list of all words."""
    whole = {needle.words[0] for needle in needles if not needle.prefix}
    begins = tuple(needle.words[0] for needle in needles if needle.prefix)
    hits: list[tuple[int, int]] = []
    for match in _CHUNK.finditer(text):
        chunk = match[0]
        for folded, start, end in _known_places(chunk) if len(chunk) < LONG else _places(chunk):
            if folded in whole or (begins and folded.startswith(begins)):
                place = match.start()
                hits.append((place + start, place + end))
    return hits


def _merged(hits: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(hits):
        place = bisect_left(merged, (start, -1))
        if place and merged[-1][1] > start:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif not merged or merged[-1] != (start, end):
            merged.append((start, end))
    return tuple(merged)
