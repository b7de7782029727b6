"""What an import needs of the workspace, so that intake names no store but its shapes."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, Protocol

from reviewer.domain.records import Record
from reviewer.intake.joining import Directory
from reviewer.store.evidence.types import ImportInfo, ImportResult, Origin, Outcome


class Writer(Protocol):
    """An import being written: ``store.evidence`` has it."""

    def source_file(self, path: str, sha256: str, size: int, format_name: str, /) -> int:
        """Enter a file; its number."""
        ...

    def container(self, sha256: str, /) -> None:
        """Remember a bundle by the hash of its bytes."""
        ...

    def add(self, record: Record, origin: Origin) -> Outcome:
        """Take a record in."""
        ...

    def quarantine(self, origin: Origin, reason: str, raw_sha256: str) -> None:
        """Note what is not taken in."""
        ...

    @property
    def directory(self) -> Directory:
        """Who and what is known, here and before."""
        ...

    def rehearse(self) -> ImportResult:
        """Count what ``finish`` would write, and undo all."""
        ...

    def finish(self) -> ImportResult:
        """Commit and sync."""
        ...

    def abort(self) -> None:
        """Undo all."""
        ...


class Evidence(Protocol):
    """The evidence store, as far as an import needs it."""

    def begin_import(
        self, info: ImportInfo, *, has_blob: Callable[[str], bool] | None = None
    ) -> Writer:
        """Start the one transaction."""
        ...


class Blobs(Protocol):
    """The blob store, as far as an import needs it."""

    def put(
        self, src: BinaryIO, sha256: str | None = None, *, durable: bool = True
    ) -> tuple[str, int]:
        """Store a content; its SHA-256 and size."""
        ...

    def has(self, sha256: str) -> bool:
        """Whether it is stored."""
        ...

    def delete(self, sha256: str) -> bool:
        """Take it away."""
        ...

    def flush(self) -> None:
        """Make all that was put durable."""
        ...


class Target(Protocol):
    """What is written to: ``store.workspace.Workspace``."""

    @property
    def evidence(self) -> Evidence:
        """The evidence store."""
        ...

    @property
    def blobs(self) -> Blobs:
        """The blob store."""
        ...
