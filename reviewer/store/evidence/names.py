"""Who is meant: accounts by platform and id, stubs for the absent, platforms left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reviewer.domain.ids import UNDATED, qualified
from reviewer.store.disk.engine import Connection
from reviewer.store.evidence.parse import named
from reviewer.store.evidence.types import BadRecordError, Origin

Known = Callable[[str], bool]


class WaitingError(Exception):
    """The platform of a record cannot be told yet."""


class Work:
    """What the parts of one import share.

    ``touched``: accounts about which something new was read; ``own``: those with own posts or
    reports; ``reported``: subjects whose reports changed; ``media_touched``: media likewise.
    """

    def __init__(self, conn: Connection, import_n: int) -> None:
        self.conn = conn
        self.import_n = import_n
        self.final = False
        self.touched: set[int] = set()
        self.own: set[int] = set()
        self.reported: set[str] = set()
        self.media_touched: set[int] = set()
        self.todo: set[tuple[str, int]] = set()

    def one(self, sql: str, *values: Any) -> Any:
        """The first row, or None."""
        return self.conn.execute(sql, values).fetchone()


class Names:
    """Accounts by key, and the platforms that this import speaks of."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._numbers: dict[str, int] = {}
        self._fresh = work.one("SELECT 1 FROM account LIMIT 1") is None
        self._shown: set[str] = set()
        self._platforms: dict[str, None] = {}
        self.stubs = 0

    def platform(self, given: str) -> str:
        """A platform's name as keys have it; remembers it."""
        if given not in self._platforms:
            if len(given) > 64:
                raise BadRecordError("the platform is longer than 64 characters")
            given = given.replace(":", "_")
            self._platforms[given] = None
        return given

    def spoken(self) -> list[str]:
        """The platforms that this import speaks of."""
        return list(self._platforms)

    def shown(self, key: str) -> None:
        """An account record of this import bears this key."""
        self._shown.add(key)

    def in_import(self, key: str) -> bool:
        """Whether this import shows the account."""
        return key in self._shown

    def find(self, key: str) -> int | None:
        """The number of an account, or None."""
        number = self._numbers.get(key)
        if number is None and not self._fresh:
            row = self._work.one("SELECT account_n FROM account WHERE key = ?", key)
            if row is not None:
                number = self._numbers[key] = int(row[0])
        return number

    def number(self, platform: str, ext_id: str, origin: Origin) -> int:
        """The number of an account; makes a stub where it was never shown."""
        key = f"{platform}:{ext_id}"
        number = self._numbers.get(key)
        if number is not None:
            return number
        number = self.find(key)
        return self.make_stub(key, origin) if number is None else number

    def make_stub(self, key: str, origin: Origin) -> int:
        """An account of which only the id is known."""
        platform, _, ext_id = key.partition(":")
        named(ext_id, "the account's id")
        cursor = self._work.conn.execute(
            "INSERT INTO account (key, platform, ext_id, stub, captured_at, created_at, handle,"
            " handles, display_names, bio, location, url, avatar, labels, kind, source,"
            " file_n, line, pointer)"
            " VALUES (?, ?, ?, 1, ?, ?, '', '[]', '[]', '', '', '', '', '[]', '', '', ?, ?, ?)",
            (key, platform, ext_id, UNDATED, UNDATED, origin[0], origin[1], origin[2] or None),
        )
        self.stubs += 1
        number = self._numbers[key] = int(cursor.lastrowid or 0)
        return number

    def platform_of_account(self, ext_id: str) -> str:
        """The platform of an account named without one; see ``resolve``."""
        return self.resolve("account", ext_id, self.in_import)

    def resolve(self, what: str, ext_id: str, in_import: Known) -> str:
        """The platform of something named without one.

        It is the only platform on which this import shows it; else the only platform that this
        import speaks of at all. What was imported before has no say: the same import always
        means the same.

        Raises:
            WaitingError: before the end, unless this import has shown exactly one.
            BadRecordError: at the end, when there are several or none.
        """
        hits = [p for p in self._platforms if in_import(qualified(p, ext_id))]
        if len(hits) == 1:
            return hits[0]
        if not self._work.final:
            raise WaitingError
        if not hits and len(self._platforms) == 1:
            hits = list(self._platforms)
        if len(hits) != 1:
            where = "is on " + " and ".join(sorted(hits)) if hits else "is on no platform known"
            raise BadRecordError(f"names no platform, and {what} {ext_id[:80]!r} {where}")
        return hits[0]
