"""Media of an import: one row per distinct medium, found by its hash or a platform's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reviewer.domain.ids import SHA256_RE, qualified
from reviewer.domain.records import Media
from reviewer.store.evidence.media_rows import (
    INSERT,
    SELECT,
    STUB,
    UPDATE,
    filled,
    values_of,
)
from reviewer.store.evidence.names import Work
from reviewer.store.evidence.parse import named
from reviewer.store.evidence.types import BadRecordError, Origin, Outcome

Attachment = tuple[int, int, int, str, list[str], Origin]
"""(account_n, at, n, platform, media as the post names them, where the post stands)."""


class MediaStore:
    """Takes media records in and ties media to posts."""

    def __init__(self, work: Work, has_blob: Callable[[str], bool] | None) -> None:
        self._work = work
        self._has_blob = has_blob
        self._numbers: dict[str, int] = {}
        self._shown: set[str] = set()
        self._fresh = work.one("SELECT 1 FROM media LIMIT 1") is None
        self.stubs = 0
        self._next = 1
        self._named_only: list[tuple[Any, ...]] = []

    def find(self, alias: str) -> int | None:
        """The number of a medium by SHA-256 or ``platform:key``, or None."""
        number = self._numbers.get(alias)
        if number is None and not self._fresh:
            sql = "SELECT media_n FROM media_alias WHERE alias = ?"
            row = self._work.one(sql, alias)
            if row is not None:
                number = self._numbers[alias] = int(row[0])
        return number

    def in_import(self, alias: str) -> bool:
        """Whether this import shows the medium."""
        return alias in self._shown

    def number(self, alias: str, origin: Origin) -> int:
        """The number of a medium; makes a stub where it was never shown."""
        number = self.find(alias)
        if number is not None:
            return number
        return self._insert(self._stub(alias, origin), [alias])

    def key_of(self, number: int) -> str:
        """The key of a medium."""
        row = self._work.one("SELECT key FROM media WHERE media_n = ?", number)
        return str(row[0])

    def add(self, record: Media, platform: str, origin: Origin) -> Outcome:
        """Store a medium, or merge it with what is known of it.

        Args:
            record: the record.
            platform: of its source key; "" where it has none.
            origin: where it stands.

        Raises:
            BadRecordError: neither a hash nor a key, or a hash that is none.
        """
        if record.sha256 and not SHA256_RE.match(record.sha256):
            raise BadRecordError("sha256 is not 64 lower-case hex digits")
        alias = qualified(platform, named(record.key, "key")) if platform and record.key else ""
        if not record.sha256 and not alias:
            raise BadRecordError("a medium with neither sha256 nor key")
        aliases = [name for name in (record.sha256, alias) if name]
        self._shown.update(aliases)
        values = values_of(record, aliases[0], 0, self._state(record), origin)
        number = self._meet(record.sha256, alias)
        if number is None:
            if record.sha256 and alias and self.find(alias) is not None:
                aliases = [record.sha256]  # the key already names other bytes
            self._touch(self._insert(values, aliases))
            return "new"
        return self._merge(number, values, aliases)

    def _state(self, record: Media) -> str:
        stored = bool(record.sha256) and (self._has_blob is None or self._has_blob(record.sha256))
        if record.state == "present":
            return "present" if stored else "missing"
        return "present" if stored and self._has_blob is not None else record.state

    def _meet(self, sha256: str, alias: str) -> int | None:
        """The row that hash and key name; two rows that prove to be one medium become one."""
        by_hash = self.find(sha256) if sha256 else None
        by_key = self.find(alias) if alias else None
        if by_key is None or by_key == by_hash or not sha256:
            return by_key if by_hash is None else by_hash
        has_hash = self._work.one("SELECT sha256 FROM media WHERE media_n = ?", by_key)[0]
        if has_hash:
            return by_hash
        if by_hash is None:
            return by_key
        self._absorb(by_hash, by_key)
        return by_hash

    def _insert(self, values: list[Any], aliases: list[str]) -> int:
        number = int(self._work.conn.execute(INSERT, values).lastrowid or 0)
        for alias in aliases:
            self._alias(alias, number)
        return number

    def _alias(self, alias: str, number: int) -> None:
        sql = "INSERT OR REPLACE INTO media_alias VALUES (?, ?)"
        self._work.conn.execute(sql, (alias, number))
        self._numbers[alias] = number

    def _merge(self, number: int, new: list[Any], aliases: list[str]) -> Outcome:
        """Fill what was empty; the first known value of each column stands."""
        old = list(self._work.one(SELECT, number))
        unknown = [alias for alias in aliases if self.find(alias) is None]
        for alias in unknown:
            self._alias(alias, number)
        both = filled(old, new)
        if new[1] and not old[1]:
            both[0] = both[1] = new[1]
            self._rename(old[0], new[1])
        if both == old and not unknown:
            return "known"
        self._work.conn.execute(UPDATE, (*both, number))
        self._touch(number)
        return "new" if old[STUB] else "changed"

    def _rename(self, old_key: str, new_key: str) -> None:
        """A medium got its hash as key: reports and cases about it follow."""
        old, new = f"media:{old_key}", f"media:{new_key}"
        conn = self._work.conn
        conn.execute("UPDATE OR IGNORE report SET subject = ? WHERE subject = ?", (new, old))
        conn.execute("DELETE FROM report WHERE subject = ?", (old,))
        conn.execute("UPDATE case_subject SET subject = ? WHERE subject = ?", (new, old))
        self._work.reported.add(new)

    def _absorb(self, keep: int, drop: int) -> None:
        """Two rows are one medium."""
        conn = self._work.conn
        kept, dropped = (list(self._work.one(SELECT, number)) for number in (keep, drop))
        conn.execute("UPDATE post_media SET media_n = ? WHERE media_n = ?", (keep, drop))
        conn.execute("UPDATE media_alias SET media_n = ? WHERE media_n = ?", (keep, drop))
        conn.execute("DELETE FROM media WHERE media_n = ?", (drop,))
        conn.execute(UPDATE, (*filled(kept, dropped), keep))
        self._numbers = {a: keep if n == drop else n for a, n in self._numbers.items()}
        self._rename(dropped[0], kept[0])
        self._touch(keep)

    def _touch(self, number: int) -> None:
        """What is new about a medium is new about the accounts that show it."""
        self._work.media_touched.add(number)
        sql = "SELECT DISTINCT account_n FROM post_media WHERE media_n = ?"
        self._work.touched.update(n for (n,) in self._work.conn.execute(sql, (number,)))

    def keys_at(self, account_n: int, at: int, n: int) -> list[str]:
        """The media of a stored post, by the keys that ``attach`` understands."""
        rows = self._work.conn.execute(
            "SELECT m.key FROM post_media p JOIN media m ON m.media_n = p.media_n"
            " WHERE p.account_n = ? AND p.at = ? AND p.post_n = ? ORDER BY p.position",
            (account_n, at, n),
        )
        return [key for (key,) in rows]

    def detach(self, account_n: int, at: int, n: int) -> None:
        """A post lets go of its media."""
        self._work.conn.execute(
            "DELETE FROM post_media WHERE account_n = ? AND at = ? AND post_n = ?",
            (account_n, at, n),
        )

    def attach(self, posts: list[Attachment]) -> None:
        """Tie media to posts, in their order; a medium without a record becomes a stub."""
        rows: list[tuple[int, int, int, int, int]] = []
        self._next = (self._work.one("SELECT max(media_n) FROM media")[0] or 0) + 1
        for account_n, at, n, platform, names, origin in posts:
            for position, name in enumerate(names):
                rows.append((account_n, at, n, position, self._named(name, platform, origin)))
        rows.sort()
        sql = INSERT.replace("(key", "(media_n, key").replace("VALUES (", "VALUES (?, ")
        self._work.conn.executemany(sql, self._named_only)
        self._work.conn.executemany(
            "INSERT INTO media_alias VALUES (?, ?)", [(row[1], row[0]) for row in self._named_only]
        )
        self._named_only = []
        self._work.conn.executemany("INSERT INTO post_media VALUES (?, ?, ?, ?, ?)", rows)

    def _named(self, name: str, platform: str, origin: Origin) -> int:
        alias = name if SHA256_RE.match(name) else None
        if alias is None:
            known = self.find(name) if name.startswith(f"{platform}:") else None
            if known is not None:
                return known
            alias = qualified(platform, name)
        number = self.find(alias)
        if number is None:
            number = self._numbers[alias] = self._next
            self._next += 1
            self._named_only.append((number, *self._stub(alias, origin)))
        return number

    def _stub(self, alias: str, origin: Origin) -> list[Any]:
        """The columns of a medium of which only the name is known."""
        named(alias.partition(":")[2] or alias, "the medium's id")
        self.stubs += 1
        stub = Media(sha256=alias if SHA256_RE.match(alias) else "", state="missing")
        return values_of(stub, alias, 1, self._state(stub), origin)
