"""The ground of all reading: one connection, rows, and where they came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reviewer.domain.views import OriginRow
from reviewer.store.disk.engine import Connection, guard

FILE = "evidence.db"


class Reader:
    """Reads with one connection, in short queries without OFFSET.

    It may be handed from thread to thread, but only one may use it at a time.
    """

    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self._files: dict[int, tuple[str, int]] = {}
        self._digests: dict[str, tuple[int, str]] = {}

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with guard(FILE):
            found: list[tuple[Any, ...]] = self.conn.execute(sql, values).fetchall()
        return found

    def row(self, sql: str, *values: Any) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        with guard(FILE):
            found: tuple[Any, ...] | None = self.conn.execute(sql, values).fetchone()
        return found

    def number(self, sql: str, *values: Any) -> int:
        """The first value of a query as a whole number; 0 where there is none."""
        found = self.row(sql, *values)
        return int(found[0] or 0) if found else 0

    def origin(self, file_n: int, line: int, pointer: str | None) -> OriginRow:
        """Where a row was read. File names are remembered: they never change."""
        known = self._files.get(file_n)
        if known is None:
            found = self.row("SELECT path, import_n FROM source_file WHERE file_n = ?", file_n)
            known = self._files[file_n] = (found[0], found[1]) if found else ("", 0)
        return OriginRow(file=known[0], line=line, pointer=pointer or "", import_n=known[1])

    def account_number(self, key: str) -> int | None:
        """The number of an account, or None."""
        found = self.row("SELECT account_n FROM account WHERE key = ?", key)
        return int(found[0]) if found else None


def marks(values: Sequence[Any]) -> str:
    """Question marks for an IN list."""
    return ", ".join("?" * len(values))


def in_chunks(values: Sequence[Any], size: int = 900) -> list[Sequence[Any]]:
    """A sequence in parts that fit one statement."""
    return [values[start : start + size] for start in range(0, len(values), size)]
