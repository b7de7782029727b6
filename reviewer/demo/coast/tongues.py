"""The languages of the coast: which voice speaks from which lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from reviewer.demo.coast import voices_en, words_ar, words_en, words_ka, words_ru
from reviewer.demo.coast.grammar import Grammar, Rules
from reviewer.demo.coast.words_en import Voice

_SMALL = frozenset("abcdefghijklmnopqrstuvwxyzабвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ")
"""Letters that become capitals at the head of a sentence; Georgian has none there."""


_HEAD = re.compile(r"(^|[.?!] )(\w)")


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language: its lists, its voices, its replies and comments on quotes."""

    words: Rules
    voices: dict[str, Voice]
    replies: tuple[str, ...]
    quotes: tuple[str, ...]


TONGUES = {
    "en": Tongue(words_en.WORDS, voices_en.VOICES, words_en.REPLIES, words_en.QUOTES),
    "ar": Tongue(words_ar.WORDS, words_ar.VOICES, words_ar.REPLIES, words_ar.REPLIES),
    "ru": Tongue(
        words_ru.RUSSIAN_WORDS,
        words_ru.RUSSIAN,
        words_ru.RUSSIAN_REPLIES,
        words_ru.RUSSIAN_REPLIES,
    ),
    "uk": Tongue(
        words_ru.UKRAINIAN_WORDS,
        words_ru.UKRAINIAN,
        words_ru.UKRAINIAN_REPLIES,
        words_ru.UKRAINIAN_REPLIES,
    ),
    "ka": Tongue(words_ka.WORDS, words_ka.VOICES, words_ka.REPLIES, words_ka.REPLIES),
}


class Speaker:
    """Says things in a language and a voice.

    Args:
        lang: a key of ``TONGUES``.
        voice: a voice of that language.
    """

    def __init__(self, lang: str, voice: str) -> None:
        tongue = TONGUES[lang]
        self._grammar = Grammar(tongue.words)
        self._bodies, self._tails = tongue.voices[voice]
        self._replies, self._quotes = tongue.replies, tongue.quotes

    def post(self, random: Random) -> tuple[str, str]:
        """(text, English) of a post: a sentence, often with an afterthought, at times two more."""
        parts = [self._grammar.fill(random, random.choice(self._bodies))]
        if random.random() < 0.55:
            parts.append(self._grammar.fill(random, random.choice(self._tails)))
        if random.random() < 0.12:
            parts.append(self._grammar.fill(random, random.choice(self._bodies)))
        return _joined(parts)

    def reply(self, random: Random) -> tuple[str, str]:
        """(text, English) of a short answer, at times with an afterthought."""
        return self._short(random, self._replies)

    def quote(self, random: Random) -> tuple[str, str]:
        """(text, English) of a remark on another post."""
        return self._short(random, self._quotes)

    def _short(self, random: Random, patterns: tuple[str, ...]) -> tuple[str, str]:
        parts = [self._grammar.fill(random, random.choice(patterns))]
        if random.random() < 0.5:
            parts.append(self._grammar.fill(random, random.choice(self._tails)))
        return _joined(parts)


def _joined(parts: list[tuple[str, str]]) -> tuple[str, str]:
    text = " ".join(_start(part) for part, _ in parts)
    english = " ".join(_start(part) for _, part in parts)
    return text, english.strip()


def _start(part: str) -> str:
    """Every sentence begins with a capital, where the script has them."""
    return _HEAD.sub(_capital, part)


def _capital(match: re.Match[str]) -> str:
    return match[0].upper() if match[2] in _SMALL else match[0]
