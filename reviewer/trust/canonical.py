"""Canonical JSON out, strict JSON in: the two ends of everything that is signed.

``dumps`` writes the subset of RFC 8785 that the formats use: ASCII keys, no floats, integers
within ±(2^53 − 1). Within it, sorted and compact output is byte-identical to RFC 8785; a test
compares with an independent implementation.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from typing import Any, NoReturn

from reviewer.domain.errors import Refused
from reviewer.domain.plainjson import encode

MAX_INT = 2**53 - 1
"""The largest integer that every JSON reader keeps exactly."""

MAX_DEPTH = 32
"""Arrays and objects inside each other, at most."""

_BOM = "\ufeff"
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")


def sha256_hex(data: bytes | str) -> str:
    """The SHA-256 of bytes, or of the UTF-8 of a text, as 64 lower-case hex digits."""
    raw = data.encode("utf-8") if isinstance(data, str) else data
    return hashlib.sha256(raw).hexdigest()


def dumps(obj: Any) -> str:
    """The canonical text of a value of dicts, lists, tuples, str, int, bool and None.

    Raises:
        Refused: code ``canonical``, when a value has no canonical form here: a float, an
            integer beyond 2^53 − 1, a lone surrogate, a key that is not ASCII text, more than
            ``MAX_DEPTH`` levels, or a type that JSON does not know.
    """
    _check(obj, 0)
    return encode(obj).decode("utf-8")


def _check(obj: Any, depth: int) -> None:
    kind = type(obj)
    if kind is str:
        _check_text(obj)
    elif kind is int:
        if not -MAX_INT <= obj <= MAX_INT:
            _refuse("an integer is beyond 2^53 - 1; write it as text")
    elif kind is dict or kind is list or kind is tuple:
        if depth >= MAX_DEPTH:
            _refuse(f"more than {MAX_DEPTH} levels of nesting")
        if kind is dict:
            for key in obj:
                if type(key) is not str or not key.isascii():
                    _refuse(f"the key {key!r} is not ASCII text")
        for item in obj.values() if kind is dict else obj:
            if type(item) is not str or not item.isascii():
                _check(item, depth + 1)
    elif obj is not None and kind is not bool:
        _refuse(f"a {kind.__name__} has no canonical form")


def _check_text(text: str) -> None:
    if text.isascii():
        return
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        _refuse("a text holds half of a surrogate pair")


def _refuse(why: str) -> NoReturn:
    raise Refused(f"This cannot be written as canonical JSON: {why}.", code="canonical")


def loads_strict(text: str | bytes, *, file: str = "", line: int | None = None) -> Any:
    """Read one JSON value, refusing all that readers disagree about.

    Args:
        text: JSON as text or as UTF-8 bytes.
        file: named in the refusal.
        line: named in the refusal.

    Raises:
        Refused: code ``json``: not JSON, not UTF-8, a byte order mark, a key that occurs twice,
            a number that is not finite, a lone surrogate, more than ``MAX_DEPTH`` levels.
    """
    try:
        return _loads(text)
    except _NotStrictError as bad:
        raise Refused(f"This is not strict JSON: {bad}.", code="json", file=file, line=line) from (
            bad.__cause__
        )


class _NotStrictError(ValueError):
    """Why a text is refused; never leaves this module."""


def _loads(text: str | bytes) -> Any:
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError as error:
            raise _NotStrictError(f"byte {error.start} is not UTF-8") from error
    if text.startswith(_BOM):
        raise _NotStrictError("it begins with a byte order mark")
    try:
        value = json.loads(
            text, object_pairs_hook=_pairs, parse_constant=_constant, parse_float=_float
        )
    except _NotStrictError:
        raise
    except RecursionError as error:
        raise _NotStrictError("it is nested too deeply") from error
    except json.JSONDecodeError as error:
        raise _NotStrictError(f"{error.msg} at character {error.pos}") from error
    except ValueError as error:
        raise _NotStrictError("a number is too long") from error
    _check_depth(text, value)
    _check_surrogates(text, value)
    return value


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _NotStrictError(f"the key {key[:60]!r} occurs twice")
            seen.add(key)
    return found


def _constant(name: str) -> NoReturn:
    raise _NotStrictError(f"{name} is not a JSON number")


def _float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise _NotStrictError("a number is beyond all bounds")
    return number


def _check_depth(text: str, value: Any) -> None:
    if text.count("{") + text.count("[") <= MAX_DEPTH:
        return
    layer, depth = [value], 0
    while layer:
        nested = [item for item in layer if isinstance(item, dict | list)]
        if nested and depth >= MAX_DEPTH:
            raise _NotStrictError(f"more than {MAX_DEPTH} levels of nesting")
        layer = [
            child
            for item in nested
            for child in (item.values() if isinstance(item, dict) else item)
        ]
        depth += 1


def _check_surrogates(text: str, value: Any) -> None:
    escaped = _SURROGATE_ESCAPE.search(text) is not None
    checked = json.dumps(value, ensure_ascii=False) if escaped else text
    try:
        checked.encode("utf-8")
    except UnicodeEncodeError as error:
        raise _NotStrictError("a text holds half of a surrogate pair") from error
