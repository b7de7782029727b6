"""What an import and the evidence before it know by id and handle: for what names no platform."""

from __future__ import annotations

from reviewer.domain.ids import qualified
from reviewer.store.evidence.names import Names, Work
from reviewer.store.evidence.parse import unpack
from reviewer.store.evidence.posts import Posts


class Directory:
    """Looks up, inside the import's own transaction."""

    def __init__(self, work: Work, names: Names, posts: Posts) -> None:
        self._work = work
        self._names = names
        self._posts = posts
        self._stored: set[str] | None = None
        self._earlier: dict[str, list[tuple[str, str]]] | None = None

    def platforms(self, kind: str, ext_id: str) -> list[str]:
        """The platforms on which an account, a post or a medium of this id is known."""
        if self._stored is None:
            rows = self._work.conn.execute(
                "SELECT DISTINCT platform FROM account UNION"
                " SELECT substr(alias, 1, instr(alias, ':') - 1) FROM media_alias"
                " WHERE instr(alias, ':') > 0"
            )
            self._stored = {str(row[0]) for row in rows}
        spoken = self._stored.union(self._names.spoken())
        return sorted(name for name in spoken if self._knows(kind, qualified(name, ext_id)))

    def _knows(self, kind: str, key: str) -> bool:
        if kind == "account":
            return self._names.find(key) is not None
        if kind == "post":
            found = self._posts.in_import(key)
            return found or self._has("SELECT 1 FROM post WHERE key = ?", key)
        return self._has("SELECT 1 FROM media_alias WHERE alias = ?", key)

    def _has(self, sql: str, *values: str) -> bool:
        return self._work.one(sql, *values) is not None

    def accounts_with_handle(self, handle: str) -> list[tuple[str, str]]:
        """(platform, id) of the accounts that bear a handle; else of those that once bore it."""
        rows = self._work.conn.execute(
            "SELECT platform, ext_id FROM account WHERE handle = ? COLLATE NOCASE", (handle,)
        ).fetchall()
        if rows:
            return [(str(platform), str(ext_id)) for platform, ext_id in rows]
        if self._earlier is None:
            self._earlier = self._former()
        return self._earlier.get(handle.casefold(), [])

    def _former(self) -> dict[str, list[tuple[str, str]]]:
        """The handles that accounts bore before their present one."""
        found: dict[str, list[tuple[str, str]]] = {}
        rows = self._work.conn.execute(
            "SELECT platform, ext_id, handles FROM account WHERE json_array_length(handles) > 1"
        )
        for platform, ext_id, handles in rows:
            for name in {str(one).casefold() for one in unpack(handles)}:
                found.setdefault(name, []).append((str(platform), str(ext_id)))
        return found

    def has_report(self, subject: str, report_id: str) -> bool:
        """Whether a report of this id about this subject is known."""
        sql = "SELECT 1 FROM report WHERE subject = ? AND report_id = ?"
        return self._has(sql, subject, report_id)
