"""The evidence: imported material in ``evidence.db``, written by imports and read by everyone.

evidence = Evidence(folder / "evidence.db", key)
with evidence.begin_import(ImportInfo(import_id=…, name="dump.jsonl", at=now)) as writer:
    file_n = writer.source_file("dump.jsonl", sha256, size, "twitter-v2")
    writer.add(post, Origin(file_n, 1))
    result = writer.finish()
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from reviewer.domain.errors import Refused
from reviewer.store.disk.engine import connect, empty_log, transaction
from reviewer.store.disk.migrate import migrate
from reviewer.store.evidence.read import FactReader
from reviewer.store.evidence.read_cases import CaseReader
from reviewer.store.evidence.read_media import MediaReader
from reviewer.store.evidence.read_places import PlaceReader
from reviewer.store.evidence.read_posts import PostReader
from reviewer.store.evidence.schema_evidence import MIGRATIONS as MIGRATIONS
from reviewer.store.evidence.types import Counts, ImportInfo, ImportResult, Origin, Outcome
from reviewer.store.evidence.watch import WatchReader
from reviewer.store.evidence.write import ImportWriter

__all__ = ["Counts", "Evidence", "ImportInfo", "ImportResult", "ImportWriter", "Origin", "Outcome"]


class Evidence(PostReader, PlaceReader, MediaReader, CaseReader, FactReader, WatchReader):
    """``evidence.db``, open.

    Reading uses one connection, each import another: a long import blocks no page, and nobody
    sees an import before it is finished. One import at a time.

    Args:
        path: the file; made when absent, unless ``read_only``.
        key: 32 raw bytes.
        read_only: change no byte.

    Raises:
        Refused: wrong key, newer or older schema, absent file.
        Damaged: the disk.
    """

    def __init__(self, path: Path, key: bytes, *, read_only: bool = False) -> None:
        conn = connect(path, key, durable=True, read_only=read_only)
        try:
            migrate(conn, MIGRATIONS)
        except BaseException:
            conn.close()
            raise
        super().__init__(conn)
        self._path = path
        self._key = key
        self.read_only = read_only

    @property
    def evidence_id(self) -> str:
        """The identity of this database, which its search index remembers."""
        found = self.row("SELECT value FROM meta WHERE name = 'evidence_id'")
        return str(found[0]) if found else ""

    def begin_import(
        self, info: ImportInfo, *, has_blob: Callable[[str], bool] | None = None
    ) -> ImportWriter:
        """Start an import.

        Args:
            info: what it is called.
            has_blob: whether the bytes of a SHA-256 are stored. Media are then *present* exactly
                where it says so, so store the bytes before adding the record. Without it the
                records are believed.

        Raises:
            Refused: the workspace is only being read.
            Damaged: another import is running, or the disk.
        """
        if self.read_only:
            raise Refused(
                "The workspace is open for reading only; nothing can be imported.",
                code="read_only",
                next_step="Open the workspace normally.",
            )
        conn = connect(self._path, self._key, durable=True)
        try:
            return ImportWriter(conn, info, has_blob)
        except BaseException:
            conn.close()
            raise

    def forget_hashes(self, key: str) -> None:
        """Delete the perceptual hashes of a medium (child safety); pages are overwritten.

        Raises:
            Damaged: an import is writing, or the disk.
        """
        with transaction(self.conn):
            self.conn.execute(
                "UPDATE media SET hashes = '[]' WHERE hashes <> '[]' AND media_n IN"
                " (SELECT media_n FROM media_alias WHERE alias = ?)",
                (key,),
            )
        self._digests.clear()
        empty_log(self.conn, "evidence.db")

    def forget_digests(self) -> None:
        """After rows went: what was remembered of cases is worked out anew."""
        self._digests.clear()

    def close(self) -> None:
        """Close the reading connection. May be called again."""
        self.conn.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
