"""Accounts of an import: the newest capture stands, older ones are kept as snapshots."""

from __future__ import annotations

from typing import Any

from reviewer.domain.ids import qualified
from reviewer.domain.records import Account
from reviewer.store.evidence.names import Names, Work
from reviewer.store.evidence.parse import digest_of, ms_of, named, pack, unpack, whole
from reviewer.store.evidence.types import BadRecordError, Origin, Outcome

_COLUMNS = (
    "stub", "digest", "captured_at", "created_at", "handle", "handles", "display_names", "bio",
    "location", "url", "avatar", "labels", "kind", "followers", "followees", "posts_count",
    "verified", "protected", "source", "file_n", "line", "pointer",
)  # fmt: skip
_UPDATE = f"UPDATE account SET {', '.join(f'{c} = ?' for c in _COLUMNS)} WHERE account_n = ?"


class Accounts:
    """Takes account records in."""

    def __init__(self, work: Work, names: Names) -> None:
        self._work = work
        self._names = names

    def add(self, record: Account, origin: Origin) -> Outcome:
        """Store a capture of an account.

        Raises:
            BadRecordError: no id, no platform, or a time or count that cannot be read.
        """
        named(record.account_id, "account_id")
        if not record.platform:
            raise BadRecordError("an account without a platform")
        key = qualified(self._names.platform(record.platform), record.account_id)
        values = _values(record, origin)
        number = self._names.find(key)
        if number is None:
            number = self._names.make_stub(key, origin)
            self._names.stubs -= 1
            stored = None
        else:
            stored = self._work.one(
                "SELECT stub, digest, captured_at, handles, display_names FROM account"
                " WHERE account_n = ?",
                number,
            )
        self._names.shown(key)
        outcome = self._settle(number, stored, record, values, origin)
        if outcome != "known":
            self._work.touched.add(number)
            self._work.todo.add(("a", number))
        return outcome

    def _settle(
        self, number: int, stored: Any, record: Account, values: list[Any], origin: Origin
    ) -> Outcome:
        """Write the row; decide between the stored capture and the new one."""
        if stored is None or stored[0]:
            self._work.conn.execute(_UPDATE, (*values, number))
            return "new"
        _, digest, captured_at, handles, names = stored
        mine, my_time = values[1], values[2]
        if digest == mine or self._seen(number, my_time, mine):
            return "known"
        if my_time <= captured_at:
            self._keep(number, my_time, mine, pack(record), origin)
            self._remember_names(number, handles, names, record)
            return "changed"
        self._work.conn.execute(
            "INSERT INTO account_snapshot SELECT account_n, captured_at, digest, json_object("
            "'handle', handle, 'handles', json(handles), 'display_names', json(display_names),"
            " 'bio', bio, 'location', location, 'url', url, 'avatar', avatar, 'followers',"
            " followers, 'followees', followees, 'posts_count', posts_count, 'source', source),"
            " file_n, line, pointer FROM account WHERE account_n = ?",
            (number,),
        )
        values[5] = _joined(handles, record.handles)
        values[6] = _joined(names, record.display_names)
        self._work.conn.execute(_UPDATE, (*values, number))
        self._count_snapshot(number)
        return "changed"

    def _seen(self, number: int, at: int, digest: bytes) -> bool:
        sql = (
            "SELECT 1 FROM account_snapshot WHERE account_n = ? AND captured_at = ? AND digest = ?"
        )
        return self._work.one(sql, number, at, digest) is not None

    def _keep(self, number: int, at: int, digest: bytes, text: str, origin: Origin) -> None:
        """An older capture: kept beside the newer one that stands."""
        self._work.conn.execute(
            "INSERT INTO account_snapshot VALUES (?, ?, ?, ?, ?, ?, ?)",
            (number, at, digest, text, origin[0], origin[1], origin[2] or None),
        )
        self._count_snapshot(number)

    def _count_snapshot(self, number: int) -> None:
        sql = "UPDATE account SET snapshots = snapshots + 1 WHERE account_n = ?"
        self._work.conn.execute(sql, (number,))

    def _remember_names(self, number: int, handles: str, names: str, record: Account) -> None:
        """Names of an older capture stand before those of the newer one."""
        self._work.conn.execute(
            "UPDATE account SET handles = ?, display_names = ? WHERE account_n = ?",
            (
                _joined(pack(record.handles), unpack(handles)),
                _joined(pack(record.display_names), unpack(names)),
                number,
            ),
        )


def _joined(older: str, newer: list[str]) -> str:
    """Names known so far, those of the newer capture last."""
    return pack([name for name in unpack(older) if name not in newer] + newer)


def _bit(value: bool | None) -> int | None:
    return None if value is None else int(value)


def _values(record: Account, origin: Origin) -> list[Any]:
    """The columns of an account in the order of ``_COLUMNS``."""
    return [
        0,
        digest_of(record),
        ms_of(record.captured_at, "captured_at"),
        ms_of(record.created_at, "created_at"),
        record.handles[-1] if record.handles else "",
        pack(record.handles),
        pack(record.display_names),
        record.bio,
        record.location,
        record.url,
        record.avatar,
        pack(record.labels),
        record.kind,
        whole(record.followers, "followers"),
        whole(record.followees, "followees"),
        whole(record.posts_count, "posts_count"),
        _bit(record.verified),
        _bit(record.protected),
        record.source,
        origin[0],
        origin[1],
        origin[2] or None,
    ]
