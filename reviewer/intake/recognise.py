"""Which source a file belongs to, by what it holds."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewer.domain.errors import Refused
from reviewer.intake.maps import REPORTS, built_in_maps, load_map
from reviewer.intake.sources.base import HEAD_BYTES, Source
from reviewer.intake.sources.bundle_source import BUNDLE, looks_like_bundle
from reviewer.intake.sources.reviewer_records import ReviewerRecords
from reviewer.intake.sources.table import Table
from reviewer.intake.sources.twitter_v1 import TwitterV1
from reviewer.intake.sources.twitter_v2 import TwitterV2
from reviewer.intake.sources.watchlists import WatchlistsFile
from reviewer.intake.tablehead import head_of
from reviewer.intake.trustfiles import kind_of
from reviewer.trust.recipients import MAGIC

SOURCES: tuple[Source, ...] = (WatchlistsFile(), ReviewerRecords(), TwitterV2(), TwitterV1())
"""In the order in which they are asked."""

TABLE = "table"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Found:
    """A file or bundle that was met: its path, its name for people, and what it is.

    ``format`` is ``bundle``, ``roster`` or ``policy``, the name of a source, or "" where it is left
    out for ``reason``. ``source`` reads it; all others have none. ``refused`` says why a file of a
    known format is not read. ``sealed`` says that it is encrypted: only the import opens it.
    """

    path: Path
    name: str
    format: str = ""
    reason: str = ""
    source: Source | None = None
    refused: Refused | None = None
    sealed: bool = False

    @property
    def holds_records(self) -> bool:
        """Whether there are records in it, as in a bundle or a source."""
        return self.format == BUNDLE or self.source is not None

    @property
    def map_label(self) -> str:
        """The map that a table is read through; "" for all else."""
        return self.source.map.label if isinstance(self.source, Table) else ""

    @property
    def late(self) -> bool:
        """Whether it is read after all others: its reports are about them."""
        return isinstance(self.source, Table) and self.source.late


def format_names() -> list[str]:
    """All that ``--format`` takes."""
    named = [one.format_name for one in built_in_maps()]
    return [BUNDLE, *(source.name for source in SOURCES), *named, TABLE]


class Recogniser:
    """Asks the sources in their order; maps that were named are asked first.

    Args:
        format_name: takes every file for this format instead of looking at it.
        maps: built-in names or files.

    Raises:
        Refused: ``format`` where there is no format of that name; ``map``.
    """

    def __init__(self, format_name: str | None, maps: Sequence[str | Path]) -> None:
        self._built_in = [Table(one) for one in built_in_maps()]
        self._named = [Table(load_map(one)) for one in maps]
        self._sources = [*SOURCES, *self._built_in]
        self._forced: Source | None = None
        self._only_bundles = format_name == BUNDLE
        if format_name is not None and not self._only_bundles:
            self._forced = self._by_name(format_name)

    def _by_name(self, name: str) -> Source:
        if name == TABLE:
            if len(self._named) == 1:
                return self._named[0]
            raise Refused(
                "A table is read through one map.",
                code="map",
                next_step="Name it with --map; --suggest-map makes a first one.",
            )
        for source in self._sources:
            if source.name == name:
                return source
        raise Refused(
            f"There is no format {name!r}.",
            code="format",
            next_step=f"Choose one of: {', '.join(format_names())}.",
        )

    def file(self, path: Path, name: str) -> Found:
        """What a file is."""
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                return Found(path, name, reason="It is not a regular file.")
            with path.open("rb") as stream:
                head = stream.read(HEAD_BYTES)
        except OSError as error:
            return Found(path, name, reason=f"It cannot be read: {error.strerror}.")
        if head.startswith(MAGIC):
            return Found(path, name, BUNDLE, sealed=True)
        if self._only_bundles or looks_like_bundle(path):
            return Found(path, name, BUNDLE)
        if self._forced is not None:
            return self._of(self._forced, path, name, head)
        if not head:
            return Found(path, name, reason="It is empty.")
        kind = kind_of(path, head)
        if kind is not None:
            return Found(path, name, kind)
        source = self._source(path, head)
        if source is not None:
            return self._of(source, path, name, head)
        return Found(path, name, reason=self._why_not(head))

    def _source(self, path: Path, head: bytes) -> Source | None:
        for table in self._named:
            if table.fits(head):
                return table
        return next((one for one in self._sources if one.sniff(head, path)), None)

    def _of(self, source: Source, path: Path, name: str, head: bytes) -> Found:
        refused = None
        if isinstance(source, Table):
            try:
                source.check(path, head)
            except Refused as problem:
                refused = problem
        return Found(path, name, source.name, source=source, refused=refused)

    def _why_not(self, head: bytes) -> str:
        """Why a file is left out, and for a table how a map for it is made."""
        if head.startswith(b"PK\x03\x04"):
            return "It is a zip file that is not a bundle."
        for table in self._named:
            found = table.head(head)
            if found is not None and found.sure:
                lacking = ", ".join(table.map.lacking(found.columns))
                return f"It lacks what the map {table.map.label} reads: {lacking}."
        if head.startswith(_UTF16):
            return "It may be a table in UTF-16; a map must name its encoding."
        found = head_of(head)
        if found is None or not found.sure:
            return "It is of no format that is known."
        kind = "CSV" if found.kind == "csv" else "JSON Lines"
        return (
            f"It is a table ({kind}, {len(found.columns)} columns) that no map is for."
            " `reviewer import --suggest-map FILE` makes a first map."
        )


__all__ = ["REPORTS", "SOURCES", "TABLE", "Found", "Recogniser", "format_names"]
