"""JSONL rows of a bundle: split with a limit, decoded fast, and strictly where it matters."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import msgspec

from reviewer.bundle.checks import problem
from reviewer.domain.errors import Refused
from reviewer.domain.records import RECORD_FILES, Record
from reviewer.trust.canonical import loads_strict

_CHUNK = 1024 * 1024

_KEYS: dict[str, tuple[bytes, ...]] = {
    "cases": (b'"case_id"', b'"subjects"', b'"opened_at"'),
    "accounts": (b'"account_id"', b'"platform"', b'"captured_at"', b'"handles"'),
    "posts": (b'"post_id"', b'"account_id"', b'"published_at"', b'"platform"'),
    "media": (b'"sha256"', b'"key"', b'"platform"', b'"state"'),
    "reports": (b'"report_id"', b'"subject"', b'"at"'),
    "links": (b'"from"', b'"to"', b'"kind"'),
    "history": (b'"account_id"', b'"at"', b'"action"'),
    "status": (b'"account_id"', b'"at"', b'"value"'),
    "events": (b'"event_id"', b'"at"'),
    "assignments": (b'"case_id"', b'"to"'),
}
"""Keys of a row that, met twice, send it to the strict parser."""

_HIDDEN = re.compile(rb"\\u00[2-7]")
_DECODERS = {stem: msgspec.json.Decoder(kind) for stem, kind in RECORD_FILES.items()}
_ENCODER = msgspec.json.Encoder(order="deterministic")


@dataclass(frozen=True)
class BadRow:
    """A row that is not taken in: the code of the violation, why, and what it was (by digest)."""

    code: str
    reason: str
    raw_sha256: str


def encode_row(record: Record) -> bytes:
    """A record as one JSON line with its line end; the same record gives the same bytes."""
    return _ENCODER.encode(record) + b"\n"


def decode_row(stem: str, raw: bytes) -> Record:
    """One row of ``data/<stem>.jsonl`` as a record.

    Raises:
        ValueError: in plain words, why it is not one.
    """
    try:
        if _suspicious(stem, raw):
            loads_strict(raw)
        record = _DECODERS[stem].decode(raw)
    except Refused as refused:
        raise ValueError(refused.message) from refused
    except msgspec.MsgspecError as error:
        raise ValueError(f"It is not valid: {error}.") from error
    except RecursionError as error:
        raise ValueError("It is nested too deeply.") from error
    wrong = problem(record)
    if wrong:
        raise ValueError(f"It is not valid: {wrong}.")
    return record


def _suspicious(stem: str, raw: bytes) -> bool:
    """Whether a key that matters may occur twice, or hides behind an escape, or a surrogate."""
    if _HIDDEN.search(raw):
        return True
    if raw.count(b'"text"') > 1 and stem == "posts":
        return True
    for key in _KEYS[stem]:  # noqa: SIM110 - a generator takes twice as long, for every row
        if raw.count(key) > 1:
            return True
    return False


def decode_or_bad(stem: str, raw: bytes) -> Record | BadRow:
    """As ``decode_row``, with the reason as a value."""
    try:
        return decode_row(stem, raw)
    except ValueError as error:
        return BadRow("row", str(error), hashlib.sha256(raw).hexdigest())


def lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | BadRow]]:
    """(number from 1, bytes without line end) of each line that is not blank.

    A line beyond ``limit`` bytes is read past in pieces and comes as a BadRow.
    """
    number = 0
    while raw := stream.readline(limit + 1):
        number += 1
        if len(raw) > limit and not raw.endswith(b"\n"):
            yield number, _too_long(stream, raw, limit)
        elif raw.strip(b" \t\r\n"):
            yield number, raw.removesuffix(b"\n").removesuffix(b"\r")


def _too_long(stream: BinaryIO, raw: bytes, limit: int) -> BadRow:
    digest = hashlib.sha256(raw)
    while raw and not raw.endswith(b"\n"):
        raw = stream.readline(_CHUNK)
        digest.update(raw)
    return BadRow("row_length", f"It is longer than {limit} bytes.", digest.hexdigest())


def rows(stem: str, stream: BinaryIO, limit: int) -> Iterator[tuple[int, Record | BadRow]]:
    """(line, record or bad row) of each row of ``data/<stem>.jsonl``."""
    for number, raw in lines(stream, limit):
        yield number, raw if isinstance(raw, BadRow) else decode_or_bad(stem, raw)
