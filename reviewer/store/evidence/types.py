"""What goes into an import and what comes out of it."""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

Outcome = Literal["new", "known", "changed", "quarantined", "waiting"]
"""``waiting``: the record names no platform yet and is settled by ``finish``; the counts of the
result have it in its place."""


class Origin(NamedTuple):
    """Where a record stands: the number of its file, its line from 1 (0: none), a JSON pointer."""

    file_n: int
    line: int = 0
    pointer: str = ""


class ImportInfo(msgspec.Struct, frozen=True, kw_only=True):
    """One import.

    Args:
        import_id: a UUID of ours.
        name: as the person knows it, a folder's or file's name.
        at: ms UTC.
        kind: ``bundle`` or the name of the source format.
        sha256: of the bundle or the single file, "" where there is none.
        signed, signer: of the bundle: whether signed, and the key's id.
    """

    import_id: str
    name: str
    at: int
    kind: str = ""
    sha256: str = ""
    signed: bool = False
    signer: str = ""


class Counts(msgspec.Struct):
    """Records of a file or an import. ``read`` is the sum of the others."""

    read: int = 0
    new: int = 0
    known: int = 0
    changed: int = 0
    quarantined: int = 0

    def add(self, outcome: Outcome, by: int = 1) -> None:
        """Count one more record of this outcome (not ``waiting``)."""
        self.read += by
        setattr(self, outcome, getattr(self, outcome) + by)


class ImportResult(msgspec.Struct, frozen=True, kw_only=True):
    """What an import did.

    ``wrote`` is False where every record was known already: then nothing was stored, there is no
    new import, and ``import_id`` is that of the latest import which read one of the same files
    ("" if none did). ``by_file`` maps the numbers that ``source_file`` gave to counts;
    ``changed`` records count as known for a person.
    """

    import_id: str
    import_n: int
    wrote: bool
    totals: Counts
    by_file: dict[int, Counts]
    stubs: int = 0
    cases_derived: int = 0


class BadRecordError(Exception):
    """A record cannot be taken in; the message is the reason, in plain words."""
