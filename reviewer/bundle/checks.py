"""What a record's fields must look like beyond their types: one table for rows and schemas."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from operator import attrgetter
from types import UnionType
from typing import Any, get_args, get_origin

import msgspec

from reviewer.domain.records import (
    Account,
    Assignment,
    Case,
    Entity,
    History,
    Legal,
    Link,
    Media,
    MediaHash,
    Post,
    Record,
    Report,
    Status,
    Subject,
    WorldEvent,
)

MAX_INT = 2**53 - 1
ID_LENGTH = 512

TIME = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$"
ID = r"^[^\u0000-\u001f\u007f]+$"
PLATFORM = r"^[^\u0000-\u0020\u007f:]{1,64}$"
SHA256 = r"^[0-9a-f]{64}$"
HEX = r"^[0-9a-f]{2,2048}$"

_TIME = re.compile(TIME.replace("$", r"\Z"))
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")

_KINDS: dict[str, tuple[str, str]] = {
    "time": (TIME, "a time such as 2026-01-31T12:00:00.000Z"),
    "id": (ID, f"an id of 1 to {ID_LENGTH} characters without control characters"),
    "platform": (PLATFORM, "a platform's name of 1 to 64 characters without colon or blank"),
    "sha256": (SHA256, "64 lower-case hex digits"),
    "hex": (HEX, "lower-case hex digits"),
}

FIELD_KINDS: dict[type[Record], dict[str, str]] = {
    Subject: {"id": "id", "platform": "platform?"},
    Legal: {"received_at": "time?"},
    Case: {"case_id": "id", "opened_at": "time", "due_at": "time?"},
    Account: {
        "account_id": "id",
        "platform": "platform",
        "captured_at": "time?",
        "created_at": "time?",
    },
    Entity: {},
    Post: {
        "post_id": "id",
        "account_id": "id",
        "platform": "platform?",
        "published_at": "time?",
        "reply_to": "id?",
        "repost_of": "id?",
        "quote_of": "id?",
    },
    MediaHash: {"value": "hex"},
    Media: {"sha256": "sha256?", "key": "id?", "platform": "platform?"},
    Report: {"report_id": "id", "at": "time?"},
    Link: {"source": "id", "target": "id", "platform": "platform?"},
    History: {"account_id": "id", "at": "time?", "until": "time?", "platform": "platform?"},
    Status: {"account_id": "id", "at": "time?", "platform": "platform?"},
    WorldEvent: {"event_id": "id", "at": "time"},
    Assignment: {"case_id": "id", "to": "id", "at": "time?"},
}
"""Kind of each text field that has one; a question mark lets it be empty, which means unknown."""

SIGNED: dict[type[Record], frozenset[str]] = {Case: frozenset(["priority"])}
"""The whole numbers that may be below zero; all others may not."""

_NOT_EMPTY: dict[type[Record], tuple[str, ...]] = {Case: ("subjects",)}


def pattern_of(kind: str) -> str:
    """The regular expression of a field kind, in the dialect of JSON Schema."""
    pattern = _KINDS[kind.rstrip("?")][0]
    return f"^$|{pattern}" if kind.endswith("?") else pattern


def not_empty(record: type[Record]) -> tuple[str, ...]:
    """The lists that must hold at least one item."""
    return _NOT_EMPTY.get(record, ())


def is_time(text: str) -> bool:
    """Whether a text is RFC 3339 UTC with milliseconds and ``Z`` and such a time exists."""
    if not _TIME.match(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_id(text: str) -> bool:
    # letters and digits are no control characters; most ids hold nothing else
    return 0 < len(text) <= ID_LENGTH and (text.isalnum() or _CONTROL.search(text) is None)


def _matcher(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern.removesuffix("$") + r"\Z")

    def matches(text: str) -> bool:
        return compiled.match(text) is not None

    return matches


_TESTS: dict[str, Callable[[str], bool]] = {
    "time": is_time,
    "id": _is_id,
    "platform": _matcher(PLATFORM),
    "sha256": _matcher(SHA256),
    "hex": _matcher(HEX),
}


@dataclass(frozen=True)
class _Plan:
    """Which fields of a record type need which look."""

    texts: tuple[tuple[str, bool, Callable[[str], bool], str], ...]
    read: Callable[[Record], tuple[str, ...]]
    numbers: tuple[tuple[str, int], ...]
    parts: tuple[str, ...]
    lists: tuple[str, ...]
    counts: tuple[str, ...]
    inner: bool


@cache
def _plan(kind: type[Record]) -> _Plan:
    texts = tuple(
        (name, rule.endswith("?"), _TESTS[rule.rstrip("?")], _KINDS[rule.rstrip("?")][1])
        for name, rule in FIELD_KINDS.get(kind, {}).items()
    )
    signed = SIGNED.get(kind, frozenset())
    fields = {field.name: _types(field.type) for field in msgspec.structs.fields(kind)}
    parts = tuple(n for n, t in fields.items() if any(_is_record(one) for one in t))
    lists = tuple(n for n, t in fields.items() if any(_is_record_list(one) for one in t))
    return _Plan(
        texts=texts,
        read=_reader([name for name, *_ in texts]),
        numbers=tuple((n, -MAX_INT if n in signed else 0) for n, t in fields.items() if int in t),
        parts=parts,
        lists=lists,
        counts=tuple(n for n, t in fields.items() if dict[str, int] in t),
        inner=bool(parts or lists or not_empty(kind)),
    )


def _reader(names: list[str]) -> Callable[[Record], tuple[str, ...]]:
    """Reads these fields in one go."""
    if len(names) > 1:
        return attrgetter(*names)

    def few(record: Record) -> tuple[str, ...]:
        return tuple(getattr(record, name) for name in names)

    return few


def _types(annotation: Any) -> tuple[Any, ...]:
    """The members of a union, or the type itself."""
    return get_args(annotation) if isinstance(annotation, UnionType) else (annotation,)


def _is_record(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Record)


def _is_record_list(annotation: Any) -> bool:
    return get_origin(annotation) is list and _is_record(get_args(annotation)[0])


def problem(record: Record) -> str:
    """What is wrong with a decoded record, in words; "" where nothing is."""
    kind = type(record)
    plan = _plan(kind)
    for value, (name, empty, test, words) in zip(plan.read(record), plan.texts, strict=True):
        if not (test(value) if value else empty):
            return f"{_json_name(kind, name)} is not {words}"
    for name, low in plan.numbers:
        number = getattr(record, name)
        if number is not None and not low <= number <= MAX_INT:
            return f"{name} is out of range"
    for name in plan.counts:
        for key, count in getattr(record, name).items():
            if not _is_id(key) or not 0 <= count <= MAX_INT:
                return f"{name} holds a count out of range"
    if plan.inner and (found := _inner_problem(record, plan)):
        return found
    return _whole_problem(record) if kind is Post or kind is Media else ""


def _inner_problem(record: Record, plan: _Plan) -> str:
    for name in plan.parts:
        part = getattr(record, name)
        if part is not None and (found := problem(part)):
            return found
    for name in plan.lists:
        for item in getattr(record, name):
            if found := problem(item):
                return found
    for name in not_empty(type(record)):
        if not getattr(record, name):
            return f"{name} is empty"
    return ""


def _json_name(kind: type[Record], name: str) -> str:
    fields: tuple[str, ...] = kind.__struct_encode_fields__
    return fields[kind.__struct_fields__.index(name)]


def _whole_problem(record: Record) -> str:
    if isinstance(record, Media):
        if not record.sha256 and not record.key:
            return "it has neither sha256 nor key"
        if record.state == "present" and not record.sha256:
            return "its state is present but it has no sha256"
    if isinstance(record, Post):
        length = len(record.text)
        for entity in record.entities:
            if not entity.start <= entity.end <= length:
                return f"an entity ({entity.start}, {entity.end}) lies outside the text"
        if not all(_is_id(name) for name in record.media):
            return "media holds an empty or unprintable name"
    return ""
