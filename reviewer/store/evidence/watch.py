"""Watchlists: which accounts stand on a list, and which account of ours an entry means."""

from __future__ import annotations

from reviewer.domain.ids import qualified
from reviewer.domain.records import WatchEntry
from reviewer.domain.views import WatchRow
from reviewer.store.evidence.base import Reader
from reviewer.store.evidence.names import Names, Work
from reviewer.store.evidence.parse import ms_of, named
from reviewer.store.evidence.types import BadRecordError, Origin, Outcome

_ROWS = (
    "SELECT w.entity, a.key, coalesce(nullif(a.handle, ''), nullif(w.handle, ''), w.ext_id),"
    " w.tier, w.source, w.added, w.status, (SELECT s.value FROM status AS s"
    " WHERE s.account_n = w.account_n ORDER BY s.at DESC, s.value DESC LIMIT 1),"
    " w.file_n, w.line, w.pointer FROM watch AS w"
    " LEFT JOIN account AS a ON a.account_n = w.account_n"
)


class Watches:
    """Takes entries of watchlists in; the reading last made of an entry stands."""

    def __init__(self, work: Work, names: Names) -> None:
        self._work = work
        self._names = names

    def add(self, record: WatchEntry, origin: Origin) -> Outcome:
        """An account on a list. It makes no stub: whoever is on a list need not be here.

        Raises:
            BadRecordError: no list, no platform, neither id nor handle, or a time that is none.
        """
        named(record.entity, "the name of the list")
        named(record.platform, "the platform")
        if not record.account_id and not record.handle:
            raise BadRecordError("an entry of a watchlist with neither id nor handle")
        key = (
            record.entity,
            self._names.platform(record.platform),
            record.account_id,
            record.handle,
        )
        said = (record.tier, record.source, ms_of(record.added, "added"), record.status)
        old = self._work.one(
            "SELECT watch_n, account_n, tier, source, added, status FROM watch WHERE entity = ?"
            " AND platform = ? AND ext_id = ? AND handle = ?",
            *key,
        )
        if old is None:
            self._work.conn.execute(
                "INSERT INTO watch (entity, platform, ext_id, handle, tier, source, added, status,"
                " file_n, line, pointer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*key, *said, origin[0], origin[1], origin[2] or None),
            )
            return "new"
        if tuple(old[2:]) == said:
            return "known"
        self._work.conn.execute(
            "UPDATE watch SET tier = ?, source = ?, added = ?, status = ? WHERE watch_n = ?",
            (*said, old[0]),
        )
        if old[1] is not None:
            self._work.touched.add(old[1])
        return "changed"

    def settle(self) -> None:
        """At the end: which accounts the entries mean that meant none so far."""
        conn = self._work.conn
        unsettled = conn.execute(
            "SELECT watch_n, platform, ext_id, handle FROM watch WHERE account_n IS NULL"
        ).fetchall()
        for watch_n, platform, ext_id, handle in unsettled:
            account_n = self._meant(platform, ext_id, handle)
            if account_n is not None:
                conn.execute(
                    "UPDATE watch SET account_n = ? WHERE watch_n = ?", (account_n, watch_n)
                )
                self._work.touched.add(account_n)

    def _meant(self, platform: str, ext_id: str, handle: str) -> int | None:
        """By id; by handle only where no id is named and one account of the platform bears it."""
        if ext_id:
            rows = self._work.conn.execute(
                "SELECT account_n FROM account WHERE key = ?", (qualified(platform, ext_id),)
            ).fetchall()
        else:
            rows = self._work.conn.execute(
                "SELECT account_n FROM account WHERE handle = ? COLLATE NOCASE AND platform = ?",
                (handle.lstrip("@"), platform),
            ).fetchall()
        return int(rows[0][0]) if len(rows) == 1 else None


class WatchReader(Reader):
    """Reading watchlists."""

    def watches_of(self, account_key: str) -> list[WatchRow]:
        """The lists on which an account stands, by name."""
        return self._watches(" WHERE a.key = ? ORDER BY w.entity, w.watch_n", account_key)

    def watchlist(self, entity: str) -> list[WatchRow]:
        """All that stand on a list, in the order of the list."""
        return self._watches(" WHERE w.entity = ? ORDER BY w.watch_n", entity)

    def watched(self) -> dict[str, tuple[str, ...]]:
        """Account key to the names of the lists on which it stands, of all accounts on any."""
        found: dict[str, tuple[str, ...]] = {}
        for key, entity in self.rows(
            "SELECT DISTINCT a.key, w.entity FROM watch AS w"
            " JOIN account AS a ON a.account_n = w.account_n ORDER BY w.entity"
        ):
            found[key] = (*found.get(key, ()), entity)
        return found

    def _watches(self, where: str, value: str) -> list[WatchRow]:
        return [
            WatchRow(
                entity=row[0],
                account=row[1] or "",
                handle=row[2],
                tier=row[3],
                source=row[4],
                added=row[5],
                status=row[6],
                platform_says=row[7] or "",
                origin=self.origin(*row[8:11]),
            )
            for row in self.rows(_ROWS + where, value)
        ]
