"""JSON documents of a file: one a line, or the whole file as one document or one list."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from reviewer.intake.sources.base import Bad

LINE_LIMIT = 64 * 1024 * 1024
WHOLE_LIMIT = 512 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Document:
    """One parsed document: its line from 1, the pointer at which it stands, and its value."""

    line: int
    pointer: str
    value: Any


def parse(raw: bytes) -> Any:
    """One JSON value. Raises ValueError in plain words."""
    try:
        return json.loads(raw)
    except json.JSONDecodeError as error:
        cut = error.msg.startswith("Unterminated string") or error.pos >= len(error.doc.rstrip())
        if cut:
            raise ValueError("The JSON is cut off before its end.") from error
        raise ValueError(f"This is not JSON: {error.msg} at character {error.pos + 1}.") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"This is not UTF-8 at byte {error.start + 1}.") from error
    except RecursionError as error:
        raise ValueError("The JSON is nested too deeply.") from error


def documents(stream: BinaryIO) -> Iterator[Document | Bad]:
    """Every document of a JSON or JSON Lines file; what cannot be parsed comes as Bad.

    Blank lines are passed over but counted. Where the first line is no document of its own, the
    file is read as one whole.
    """
    number = 0
    first = True
    while raw := stream.readline(LINE_LIMIT + 1):
        number += 1
        raw = raw.removeprefix(_BOM) if number == 1 else raw
        if not raw.strip():
            continue
        if len(raw) > LINE_LIMIT and not raw.endswith(b"\n"):
            yield _too_long(stream, raw, number)
            first = False
            continue
        try:
            value = parse(raw)
        except ValueError as error:
            if first and raw.rstrip()[-1:] in b"{[,":
                yield from _whole(raw, stream, number)
                return
            yield Bad.of(number, "", str(error), raw.rstrip(b"\r\n"))
            first = False
            continue
        first = False
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield Document(number, f"/{index}", item)
        else:
            yield Document(number, "", value)


def _whole(start: bytes, stream: BinaryIO, number: int) -> Iterator[Document | Bad]:
    raw = start + stream.read(WHOLE_LIMIT)
    try:
        value = parse(raw)
    except ValueError as error:
        yield Bad.of(number, "", str(error), raw)
        return
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield Document(number, f"/{index}", item)
    else:
        yield Document(number, "", value)


def _too_long(stream: BinaryIO, raw: bytes, number: int) -> Bad:
    digest = hashlib.sha256(raw)
    while raw and not raw.endswith(b"\n"):
        raw = stream.readline(1024 * 1024)
        digest.update(raw)
    return Bad(number, "", f"The line is longer than {LINE_LIMIT} bytes.", digest.hexdigest())
