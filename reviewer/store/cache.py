"""cache.db: thumbnails, and the files that must not be decoded again. May be deleted."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from reviewer.store.disk.engine import Connection, empty_log, guard, transaction
from reviewer.store.disk.migrate import Migration, migrate, statements

MIGRATIONS = (
    Migration(
        1,
        statements(
            "CREATE TABLE thumb (sha256 TEXT NOT NULL, variant TEXT NOT NULL, data BLOB NOT NULL,"
            " PRIMARY KEY (sha256, variant)) STRICT",
            "CREATE TABLE poison (sha256 TEXT PRIMARY KEY, reason TEXT NOT NULL)"
            " STRICT, WITHOUT ROWID",
        ),
    ),
)


class Cache:
    """Small pictures by the SHA-256 of their source and a variant such as ``thumb-160x120``.

    A cache never stands in the way: in a workspace that is only read, ``put`` and ``poison``
    do nothing; without a connection it is empty.
    """

    def __init__(self, conn: Connection | None) -> None:
        self._conn = conn
        self.locks: Container[str] = frozenset()
        """Of these nothing is kept and nothing given: media stopped for child safety."""
        if conn is not None:
            migrate(conn, MIGRATIONS)

    def get(self, sha256: str, variant: str) -> bytes | None:
        """The encoded picture, or None."""
        if sha256 in self.locks:
            return None
        sql = "SELECT data FROM thumb WHERE sha256 = ? AND variant = ?"
        found = self._one(sql, sha256, variant)
        return bytes(found) if found is not None else None

    def put(self, sha256: str, variant: str, data: bytes) -> None:
        """Keep an encoded picture, replacing an older one; of a locked medium none is kept."""
        if sha256 in self.locks:
            return
        self._write(
            "INSERT INTO thumb VALUES (?, ?, ?)"
            " ON CONFLICT (sha256, variant) DO UPDATE SET data = excluded.data",
            sha256,
            variant,
            data,
        )

    def forget(self, sha256: str) -> None:
        """Remove every picture made of a file (child safety, purge); pages are overwritten, and
        the log that may still hold them is emptied into the file."""
        self._write("DELETE FROM thumb WHERE sha256 = ?", sha256)
        if self._conn is not None and not self._conn.read_only:
            empty_log(self._conn, "cache.db")

    def poison(self, sha256: str, reason: str) -> None:
        """Remember that a file stopped the decoder."""
        self._write(
            "INSERT INTO poison VALUES (?, ?)"
            " ON CONFLICT (sha256) DO UPDATE SET reason = excluded.reason",
            sha256,
            reason,
        )

    def poisoned(self, sha256: str) -> str | None:
        """Why a file is not decoded, or None."""
        found = self._one("SELECT reason FROM poison WHERE sha256 = ?", sha256)
        return str(found) if found is not None else None

    def close(self) -> None:
        """Close the connection."""
        if self._conn is not None:
            self._conn.close()

    def _one(self, sql: str, *values: str) -> Any:
        if self._conn is None:
            return None
        with guard("cache.db"):
            row = self._conn.execute(sql, values).fetchone()
        return row[0] if row else None

    def _write(self, sql: str, *values: str | bytes) -> None:
        if self._conn is not None and not self._conn.read_only:
            with transaction(self._conn):
                self._conn.execute(sql, values)
