"""Folding text for search, in every script, with a way back to the original's code points.

Two forms of a text are made, character by character, so that the offset map cannot disagree
with what was indexed:

* *folded*: compatibility decomposition, case folding, without marks (Mn, Me) and format
  characters (Cf), Arabic letter variants united, digits of all scripts as ASCII. Characters that
  belong to no word become spaces; signs that are written without spaces between words
  (Han, kana, Thai, emoji …) stand alone. Words are what is between spaces.
* *light*: composed and case-folded only, bidi controls removed. A word is *exact* when its light
  form is what was typed.

Source of the rules: nine spellings of one Arabic word must be found by any of them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

FOLD_VERSION = "1"
"""Part of the index: when the rules change, it is built again."""

_UNITED = {
    "ٱ": "ا", "أ": "ا", "إ": "ا", "آ": "ا", "ٲ": "ا", "ٳ": "ا",
    "ى": "ي", "ی": "ي", "ئ": "ي", "ې": "ي", "ے": "ي",
    "ؤ": "و", "ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۃ": "ه", "ک": "ك", "ـ": "",
}  # fmt: skip

_NO_SPACES = re.compile(
    "CJK |HIRAGANA |KATAKANA |BOPOMOFO |THAI |LAO |KHMER |MYANMAR |TIBETAN |YI SYLLABLE"
)
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def _alone(char: str) -> bool:
    """Whether a character is a word of its own."""
    category = unicodedata.category(char)
    if category == "So":
        return True
    return category in ("Lo", "Lm") and bool(_NO_SPACES.match(unicodedata.name(char, "")))


def _letters(text: str) -> str:
    """One folding step: decomposed, case-folded, marks and format characters dropped, united."""
    kept = []
    for char in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()):
        if unicodedata.category(char) not in ("Mn", "Me", "Cf"):
            kept.append(_UNITED.get(char, char))
    return "".join(kept)


def _settled(char: str) -> str:
    """The folding step repeated until nothing changes."""
    now = _letters(char)
    while (after := _letters(now)) != now:
        now = after
    return now


def _plain(char: str) -> str:
    """A folded character as it enters the index: letter, digit, lone sign or space."""
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.digit(char))
    if _alone(char):
        return f" {char} "
    return char if category[0] in "LN" or category in ("Mc", "Co") else " "


class _FoldTable(dict[int, str]):
    """A table for ``str.translate`` that fills itself: the memo of a pure function."""

    def __missing__(self, code: int) -> str:
        value = "".join(_plain(char) for char in _settled(chr(code)))
        self[code] = value
        return value


class _LightTable(dict[int, str]):
    """The same for the light form."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char in _BIDI:
            value = ""
        elif unicodedata.category(char) in ("Mn", "Me", "Cf"):
            value = char
        elif FOLD_TABLE[code].strip(" "):
            value = f" {char} " if _alone(char) else char
        else:
            value = char if char == "ـ" else " "
        self[code] = value
        return value


FOLD_TABLE = _FoldTable()
"""For ``str.translate``: what each character folds to."""
_LIGHT = _LightTable()


def fold(text: str) -> str:
    """The folded form: words of letters and digits with spaces between them."""
    return text.translate(FOLD_TABLE)


def fold_words(text: str) -> list[str]:
    """The folded words in their order."""
    return [word for word in fold(text).split(" ") if word]


def light(text: str) -> str:
    """The light form: composed, case-folded, bidi controls removed, non-words as spaces."""
    return unicodedata.normalize("NFC", text).casefold().translate(_LIGHT)


def is_plain(word: str) -> bool:
    """Whether a light word is its own folded form, so that folding loses nothing of it."""
    folded = word.translate(FOLD_TABLE)
    return folded == word or unicodedata.normalize("NFC", folded.strip(" ")) == word


class _Chunk(NamedTuple):
    """A part of a text between white space: folded, its changed words, their and other folds."""

    folded: str
    changed: tuple[str, ...]
    changed_folds: tuple[str, ...]
    plain: tuple[str, ...]


def _chunk(text: str) -> _Chunk:
    changed: list[str] = []
    folds: list[str] = []
    plain: list[str] = []
    for word in light(text).split(" "):
        folded = [part for part in word.translate(FOLD_TABLE).split(" ") if part]
        if word.isascii() or is_plain(word):
            plain += folded
        else:
            changed.append(word)
            folds += folded
    return _Chunk(fold(text), tuple(changed), tuple(folds), tuple(plain))


LONG = 48
"""Parts of a text from here on are too rare to be remembered."""

_known_chunk = lru_cache(maxsize=1 << 16)(_chunk)


def for_index(text: str) -> tuple[str, str]:
    """The two columns of the index: the folded text, and what tells exact matches apart.

    The second holds the light form of each word that folding changes, and the folded form of
    each that stands in the text only in such variants; it is "" for most texts. ASCII is handed
    on as it is: the index splits and lower-cases it in the same way.
    """
    if text.isascii():
        return text, ""
    chunks = [_known_chunk(c) if len(c) < LONG else _chunk(c) for c in text.split()]
    folded = " ".join([chunk.folded for chunk in chunks])
    changed = {word for chunk in chunks for word in chunk.changed}
    if not changed:
        return folded, ""
    only = {word for chunk in chunks for word in chunk.changed_folds}
    only.difference_update(*[chunk.plain for chunk in chunks])
    return folded, " ".join(sorted(changed | only))
