"""What a source is: something that tells its own files by their content and reads records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from reviewer.domain.records import Record, Report
from reviewer.trust.canonical import sha256_hex

HEAD_BYTES = 512 * 1024
"""How much of a file a source sees when it is asked whether the file is its own."""


@dataclass(frozen=True)
class Row:
    """A record and where it stands: line from 1 (0: none) and a JSON pointer within the line."""

    record: Record
    line: int = 0
    pointer: str = ""


@dataclass(frozen=True)
class Bad:
    """Something that is not a record: where, why, and the SHA-256 of what stands there."""

    line: int
    pointer: str
    reason: str
    raw_sha256: str

    @classmethod
    def of(cls, line: int, pointer: str, reason: str, raw: bytes | str) -> Bad:
        """With the digest of the raw material."""
        return cls(line, pointer, reason, sha256_hex(raw))


@dataclass(frozen=True)
class Loose:
    """A report about something that it does not name fully: it waits for all other records.

    Its subject has no platform, or is an account of which only the handle is known (``handle``).
    """

    report: Report
    handle: bool
    line: int
    pointer: str = ""


@dataclass(frozen=True)
class Declared:
    """How many records the source says it holds, from one place of it; they are summed."""

    count: int


@dataclass(frozen=True)
class Note:
    """Something a person should know that is no record: a counted sentence."""

    text: str


Item = Row | Bad | Loose | Declared | Note


class Source(Protocol):
    """A real-world format. ``name`` is what ``--format`` takes; ``title`` is for people."""

    @property
    def name(self) -> str:
        """A short name in lower case."""
        ...

    @property
    def title(self) -> str:
        """What people call it."""
        ...

    def sniff(self, head: bytes, path: Path) -> bool:
        """Whether a file that begins with ``head`` is of this format, by content, not by name."""
        ...

    def read(self, path: Path, stream: BinaryIO) -> Iterator[Item]:
        """All items of the file in their order; never raises for what stands in the file."""
        ...
