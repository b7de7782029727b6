"""desk.db: what lies on the reviewer's own desk. It stays on this machine, in no export."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from reviewer.domain.errors import Damaged, Refused
from reviewer.store.disk.engine import Connection, empty_log, guard, transaction
from reviewer.store.disk.migrate import Migration, migrate, statements

MIGRATIONS = (
    Migration(
        1,
        statements(
            "CREATE TABLE draft (case_id TEXT NOT NULL, subject TEXT NOT NULL,"
            " text TEXT NOT NULL, PRIMARY KEY (case_id, subject)) STRICT, WITHOUT ROWID",
            "CREATE TABLE later (case_id TEXT PRIMARY KEY, due INTEGER, reason TEXT NOT NULL)"
            " STRICT, WITHOUT ROWID",
            "CREATE TABLE seen (subject TEXT NOT NULL, key TEXT NOT NULL,"
            " PRIMARY KEY (subject, key)) STRICT, WITHOUT ROWID",
            "CREATE TABLE exposure (day INTEGER NOT NULL, kind TEXT NOT NULL,"
            " count INTEGER NOT NULL, PRIMARY KEY (day, kind)) STRICT, WITHOUT ROWID",
            "CREATE TABLE value (name TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID",
        ),
    ),
)


def answers_name(case_id: str, subject: str) -> str:
    """The value that holds the answers to the questions of a policy, not yet committed."""
    return "\x1f".join(("answers", case_id, subject))


@dataclass(frozen=True, slots=True)
class Later:
    """A case that was put off: until ``due`` (ms UTC), or until it is taken up again."""

    case_id: str
    due: int | None
    reason: str


class Desk:
    """Drafts, put-off cases, what was seen, exposure counts, and settings of this desk.

    Every method that changes something is one transaction. ``subject`` is a subject key.
    """

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        migrate(conn, MIGRATIONS)

    def draft(self, case_id: str, subject: str) -> str:
        """The note not yet committed, bound to case and subject; empty if none."""
        row = self._one(
            "SELECT text FROM draft WHERE case_id = ? AND subject = ?", case_id, subject
        )
        return str(row[0]) if row else ""

    def draft_count(self) -> int:
        """How many notes are not yet committed."""
        row = self._one("SELECT count(*) FROM draft")
        return int(row[0]) if row else 0

    def save_draft(self, case_id: str, subject: str, text: str) -> None:
        """Keep a note; an empty one removes it."""
        if text:
            self._write(
                "INSERT INTO draft VALUES (?, ?, ?)"
                " ON CONFLICT (case_id, subject) DO UPDATE SET text = excluded.text",
                case_id,
                subject,
                text,
            )
        else:
            self._write("DELETE FROM draft WHERE case_id = ? AND subject = ?", case_id, subject)

    def later(self, case_id: str, due: int | None = None, reason: str = "") -> None:
        """Put a case off; ``due`` in ms UTC brings it back."""
        self._write(
            "INSERT INTO later VALUES (?, ?, ?)"
            " ON CONFLICT (case_id) DO UPDATE SET due = excluded.due, reason = excluded.reason",
            case_id,
            due,
            reason,
        )

    def not_later(self, case_id: str) -> None:
        """Take a case up again."""
        self._write("DELETE FROM later WHERE case_id = ?", case_id)

    def later_cases(self, now: int | None = None) -> dict[str, Later]:
        """Cases put off, by id; with ``now`` (ms UTC) without those that are due."""
        with guard("desk.db"):
            rows = self._conn.execute("SELECT case_id, due, reason FROM later").fetchall()
        found = (Later(str(c), due, str(r)) for c, due, r in rows)
        return {
            one.case_id: one for one in found if now is None or one.due is None or one.due > now
        }

    def settle(self, done: Iterable[tuple[str, str]]) -> None:
        """These (case, subject) were decided: no note, no answers and no *later* of theirs is
        kept, in one transaction."""
        if self._conn.read_only:
            raise Refused("The workspace is only being read.", code="read_only")
        pairs = list(done)
        with transaction(self._conn):
            self._conn.executemany("DELETE FROM draft WHERE case_id = ? AND subject = ?", pairs)
            self._conn.executemany("DELETE FROM later WHERE case_id = ?", [(c,) for c, _ in pairs])
            names = [(answers_name(case, subject),) for case, subject in pairs]
            self._conn.executemany("DELETE FROM value WHERE name = ?", names)

    def purge(self, cases: Iterable[str], subjects: Iterable[str]) -> None:
        """Forget all about cases and their subjects; pages are overwritten, the log is emptied."""
        with transaction(self._conn):
            for case_id in cases:
                self._conn.execute("DELETE FROM draft WHERE case_id = ?", (case_id,))
                self._conn.execute("DELETE FROM later WHERE case_id = ?", (case_id,))
                start = answers_name(case_id, "")
                self._conn.execute(
                    "DELETE FROM value WHERE substr(name, 1, ?) = ?", (len(start), start)
                )
            self._conn.executemany("DELETE FROM seen WHERE subject = ?", [(s,) for s in subjects])
        empty_log(self._conn, "desk.db")

    def mark_seen(self, subject: str, keys: Iterable[str]) -> int:
        """Remember what of a subject was on the screen; returns how many were new."""
        rows = [(subject, key) for key in keys]
        with transaction(self._conn):
            before = self._conn.total_changes
            self._conn.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?)", rows)
            return int(self._conn.total_changes - before)

    def seen(self, subject: str) -> set[str]:
        """Keys of the posts and media of a subject that were on the screen."""
        with guard("desk.db"):
            rows = self._conn.execute("SELECT key FROM seen WHERE subject = ?", (subject,))
            return {str(key) for (key,) in rows}

    def seen_count(self, subject: str) -> int:
        """How many were."""
        row = self._one("SELECT count(*) FROM seen WHERE subject = ?", subject)
        return int(row[0]) if row else 0

    def add_exposure(self, day: int, kind: str, count: int = 1) -> None:
        """Count what was shown unconcealed; ``day`` in days since 1970-01-01."""
        self._write(
            "INSERT INTO exposure VALUES (?, ?, ?)"
            " ON CONFLICT (day, kind) DO UPDATE SET count = count + excluded.count",
            day,
            kind,
            count,
        )

    def exposure(self, day: int) -> dict[str, int]:
        """Counts of a day by kind; only for the reviewer's own eyes."""
        with guard("desk.db"):
            rows = self._conn.execute("SELECT kind, count FROM exposure WHERE day = ?", (day,))
            return {str(kind): int(count) for kind, count in rows}

    def value(self, name: str, default: Any = None) -> Any:
        """A stored JSON value, or ``default``."""
        row = self._one("SELECT json FROM value WHERE name = ?", name)
        if row is None:
            return default
        try:
            return msgspec.json.decode(row[0])
        except msgspec.DecodeError as error:
            raise Damaged(f"The setting {name} cannot be read.", file="desk.db") from error

    def set_value(self, name: str, value: Any) -> None:
        """Store a JSON value; None removes it."""
        if value is None:
            self._write("DELETE FROM value WHERE name = ?", name)
            return
        self._write(
            "INSERT INTO value VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET json = excluded.json",
            name,
            msgspec.json.encode(value).decode("utf-8"),
        )

    def close(self) -> None:
        """Close the connection."""
        self._conn.close()

    def _one(self, sql: str, *values: Any) -> tuple[Any, ...] | None:
        with guard("desk.db"):
            row: tuple[Any, ...] | None = self._conn.execute(sql, values).fetchone()
            return row

    def _write(self, sql: str, *values: Any) -> None:
        if self._conn.read_only:
            raise Refused("The workspace is only being read.", code="read_only")
        with transaction(self._conn):
            self._conn.execute(sql, values)
