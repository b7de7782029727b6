"""The two stores that an import writes to, real and encrypted, without the rest of a workspace."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reviewer.store.blobs import Blobs
from reviewer.store.evidence.evidence import Evidence

KEY = bytes(range(32))


@dataclass
class Shelf:
    evidence: Evidence
    blobs: Blobs
    folder: Path

    @classmethod
    def make(cls, folder: Path) -> Shelf:
        (folder / "blobs").mkdir(parents=True)
        return cls(Evidence(folder / "evidence.db", KEY), Blobs(folder / "blobs", KEY), folder)

    def stored(self) -> int:
        """How many blobs there are."""
        return sum(path.is_file() for path in (self.folder / "blobs").rglob("*"))
