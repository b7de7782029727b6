"""Small conversions between records and columns."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

import msgspec

from reviewer.domain.ids import UNDATED
from reviewer.store.evidence.types import BadRecordError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


def ms_of(text: str, what: str = "time") -> int:
    """Unix time in ms of an RFC 3339 text; ``UNDATED`` for "". A time without a zone is UTC.

    Raises:
        BadRecordError: when it is no time.
    """
    if not text:
        return UNDATED
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        since = moment - _EPOCH
    except (ValueError, OverflowError):
        raise BadRecordError(f"the {what} is not readable: {text[:40]!r}") from None
    return since.days * 86_400_000 + since.seconds * 1000 + since.microseconds // 1000


def pack(value: Any) -> str:
    """Compact JSON of a plain value or record."""
    return _encode(value).decode()


def unpack(text: str) -> Any:
    """The inverse of ``pack``, as plain values."""
    return _decode(text)


def digest_of(record: msgspec.Struct) -> bytes:
    """SHA-256 of a record's content: equal for equal records only."""
    return hashlib.sha256(_encode(record)).digest()


def whole(value: int | None, what: str) -> int | None:
    """A count that the database can hold.

    Raises:
        BadRecordError: beyond 63 bits.
    """
    if value is not None and not -(2**63) <= value < 2**63:
        raise BadRecordError(f"{what} is too large")
    return value


def named(value: str, what: str) -> str:
    """An identifier that names something.

    Raises:
        BadRecordError: when it is empty, or longer than 512 characters.
    """
    if not value:
        raise BadRecordError(f"{what} is missing")
    if len(value) > 512:
        raise BadRecordError(f"{what} is longer than 512 characters")
    return value
