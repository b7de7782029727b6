"""From the cells of a row to values: each field of a map becomes one function, made once a file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import Any

from reviewer.intake.mapspec import Given, Value
from reviewer.intake.tabletimes import Precision, TimeReader
from reviewer.intake.text import Unescaped, clean

Cells = Sequence[Any]
"""The cells of a row in the order of the file's columns; text in CSV, any value in JSON Lines."""
Text = Callable[[Cells], str]

_SAFE = 2**53


def text_of(cell: Any) -> str:
    """A cell as text.

    Raises:
        ValueError: it holds a list, an object or a number that was rounded.
    """
    if isinstance(cell, str):
        return clean(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < _SAFE:
            return str(int(cell))
        if cell.is_integer() or cell != cell:
            raise ValueError("is a number that was rounded")
        return repr(cell)
    raise ValueError("holds a list" if isinstance(cell, list) else "holds an object")


def _nothing(cells: Cells) -> str:
    return ""


class Compiler:
    """Makes functions of values for one file.

    Args:
        columns: of the file, in their order.
        path: of the file, for values made of its name.
    """

    def __init__(self, columns: Sequence[str], path: PurePath) -> None:
        self._places = {name: place for place, name in enumerate(columns)}
        self._path = path

    def text(self, given: Given | None) -> Text:
        """A function that gives the value of a field as text; "" where there is none."""
        if given is None:
            return _nothing
        if isinstance(given, str):
            return self._column(given)
        return self._changed(self._origin(given), given)

    def texts(self, given: Given | None) -> Callable[[Cells], list[str]]:
        """As ``text``, for a list: a list of the source, or a text that is split."""
        if given is None:
            return _no_texts
        column = given if isinstance(given, str) else given.column
        split = "" if isinstance(given, str) else given.split
        one = self.text(given)
        place = self._places.get(column or "", -1)
        empty = () if isinstance(given, str) else tuple(given.empty)

        def read(cells: Cells) -> list[str]:
            cell = cells[place] if place >= 0 else None
            if isinstance(cell, list):
                found = [text_of(item).strip() for item in cell]
            else:
                text = one(cells)
                found = [part.strip() for part in text.split(split)] if split else [text.strip()]
            return [part for part in dict.fromkeys(found) if part and part not in empty]

        return read

    def number(self, given: Given | None) -> Callable[[Cells], int | None]:
        """A whole number; None where there is none.

        The function raises ValueError where the text is no whole number.
        """
        read = self.text(given)

        def number(cells: Cells) -> int | None:
            text = read(cells).strip()
            return _whole(text) if text else None

        return number

    def flag(self, given: Given | None) -> Callable[[Cells], bool | None]:
        """True or false, by the words that the map lists; None for an empty cell."""
        read = self.text(given)
        said = given if isinstance(given, Value) else Value()
        true = {word.casefold() for word in said.true}
        false = {word.casefold() for word in said.false}

        def flag(cells: Cells) -> bool | None:
            word = read(cells).strip().casefold()
            if not word:
                return None
            if word in true or word in false:
                return word in true
            if said.otherwise == "refuse":
                raise ValueError(f"{word[:40]!r} is neither true nor false")
            return said.otherwise == "true"

        return flag

    def time(self, given: Given | None) -> Callable[[Cells], tuple[str, str, Precision]]:
        """(RFC 3339 UTC, zone of the source, precision); three times "" for an empty cell."""
        if not isinstance(given, Value):
            return _no_time
        reader = TimeReader(given.time, given.zone)
        read = self.text(given)

        def time(cells: Cells) -> tuple[str, str, Precision]:
            text = read(cells).strip()
            return reader.read(text) if text else ("", "", "")

        return time

    def _column(self, name: str) -> Text:
        place = self._places.get(name)
        if place is None:
            return _nothing

        def column(cells: Cells) -> str:
            cell = cells[place]
            return cell if type(cell) is str and cell.isascii() else text_of(cell)

        return column

    def _origin(self, value: Value) -> Text:
        if value.column is not None:
            return self._column(value.column)
        if value.parts is not None:
            return _joined([self.text(part) for part in value.parts], value.join)
        if value.made_of is not None:
            return _hashed([self._column(name) for name in value.made_of])
        if value.file is not None:
            named = {
                "name": self._path.name,
                "stem": self._path.name.partition(".")[0] or self._path.name,
                "folder": self._path.parent.name,
            }
            return _always(named[value.file])
        return _always(text_of(value.constant))

    def _changed(self, read: Text, value: Value) -> Text:
        """With the changes that the map declares, in the order in which the help lists them."""
        for change in _changes(value):
            read = _then(read, change)
        conditions = [(self._column(n), frozenset(words)) for n, words in value.only_if.items()]
        return _only_if(read, conditions) if conditions else read


def _changes(value: Value) -> list[Callable[[str], str]]:
    changes: list[Callable[[str], str]] = []
    if value.unescape:
        changes.append(_unescaped)
    if value.after:
        changes.append(_After(value.after))
    if value.before:
        changes.append(_Before(value.before))
    if value.strip_start:
        changes.append(_Start(value.strip_start))
    if value.strip_end:
        changes.append(_End(value.strip_end))
    if value.lower:
        changes.append(str.lower)
    if value.empty and not value.split:
        changes.append(_Empty(value.empty))
    if value.values or value.others != "keep":
        changes.append(_Words(value.values, value.others))
    return changes


def _then(read: Text, change: Callable[[str], str]) -> Text:
    def changed(cells: Cells) -> str:
        return change(read(cells))

    return changed


def _only_if(read: Text, conditions: list[tuple[Text, frozenset[str]]]) -> Text:
    def guarded(cells: Cells) -> str:
        return read(cells) if all(one(cells) in words for one, words in conditions) else ""

    return guarded


def _always(text: str) -> Text:
    def constant(cells: Cells) -> str:
        return text

    return constant


def _joined(parts: list[Text], join: str) -> Text:
    def joined(cells: Cells) -> str:
        return join.join(text for text in (part(cells) for part in parts) if text)

    return joined


def _hashed(parts: list[Text]) -> Text:
    def hashed(cells: Cells) -> str:
        texts = [part(cells) for part in parts]
        if not any(texts):
            return ""
        return f"made-{hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:32]}"

    return hashed


def _no_texts(cells: Cells) -> list[str]:
    return []


def _no_time(cells: Cells) -> tuple[str, str, Precision]:
    return "", "", ""


def _whole(text: str) -> int:
    """A whole number, also where it is written as ``12.0``."""
    digits, _, rest = text.partition(".")
    sign, digits = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 15) or rest.strip("0"):
        raise ValueError(f"{text[:40]!r} is no whole number")
    return int(sign + digits)


def _unescaped(text: str) -> str:
    return Unescaped(text).text


class _After:
    """What stands after the first mark; nothing where it is not there."""

    def __init__(self, mark: str) -> None:
        self._mark = mark

    def __call__(self, text: str) -> str:
        return text.partition(self._mark)[2]


class _Before(_After):
    """What stands before the first mark; all where it is not there."""

    def __call__(self, text: str) -> str:
        return text.partition(self._mark)[0]


class _Start(_After):
    def __call__(self, text: str) -> str:
        return text.removeprefix(self._mark)


class _End(_After):
    def __call__(self, text: str) -> str:
        return text.removesuffix(self._mark)


class _Empty:
    """The words that mean nothing."""

    def __init__(self, words: list[str]) -> None:
        self._words = frozenset(words)

    def __call__(self, text: str) -> str:
        return "" if text in self._words else text


class _Words:
    """Other words for the source's; what is not listed is kept, dropped or refused."""

    def __init__(self, words: dict[str, str], others: str) -> None:
        self._words = words
        self._others = others

    def __call__(self, text: str) -> str:
        if text in self._words or not text:
            return self._words.get(text, "")
        if self._others == "refuse":
            raise ValueError(f"{text[:40]!r} is not among the values of the map")
        return text if self._others == "keep" else ""
