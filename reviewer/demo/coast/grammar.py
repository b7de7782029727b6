"""Sentences from patterns: slots are filled from word lists, with their translation beside them.

A pattern is ``text`` or ``text || English``. ``{place}`` is an entry of the list ``place``;
``{place.b}`` another one of the same list; ``{3-40}`` a number. A slot that stands on both sides
takes the same entry on both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from random import Random

Rules = Mapping[str, Sequence[str]]
_SLOT = re.compile(r"\{([a-z_]+)(?:\.[a-z])?\}|\{(\d+)-(\d+)\}")


class Grammar:
    """Patterns and word lists of one language."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    def fill(self, random: Random, pattern: str) -> tuple[str, str]:
        """(text, English); the English is "" where the pattern has none."""
        picked: dict[str, tuple[str, str]] = {}
        text, _, english = pattern.partition(" || ")
        for match in _SLOT.finditer(text):
            if match[0] not in picked:
                picked[match[0]] = self._pick(random, match)
        return _put(text, picked, 0), _put(english, picked, 1)

    def _pick(self, random: Random, match: re.Match[str]) -> tuple[str, str]:
        if match[2]:
            number = str(random.randint(int(match[2]), int(match[3])))
            return number, number
        word, english = self.fill(random, random.choice(self._rules[match[1]]))
        return word, english or word

    def names(self) -> set[str]:
        """The names of all word lists."""
        return set(self._rules)


def slots(pattern: str) -> set[str]:
    """The names of the word lists that a pattern uses."""
    return {match[1] for match in _SLOT.finditer(pattern) if match[1]}


def _put(text: str, picked: Mapping[str, tuple[str, str]], side: int) -> str:
    return _SLOT.sub(_Filler(picked, side), text)


class _Filler:
    """Puts the picked entries in."""

    def __init__(self, picked: Mapping[str, tuple[str, str]], side: int) -> None:
        self._picked = picked
        self._side = side

    def __call__(self, match: re.Match[str]) -> str:
        return self._picked[match[0]][self._side]
