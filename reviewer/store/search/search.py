"""Full-text search over posts and accounts: exact matches first, then newest first.

The index holds folded words only; texts, and the places of the hits in them, are read from the
evidence. Newest first needs no sorting: the rowid is the post's number, dense in time order
within each import, so the newest of all imports are a merge of one descending range each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from reviewer.domain.views import SearchResult
from reviewer.store.disk.engine import Connection, connect, empty_log, guard, transaction
from reviewer.store.evidence.base import in_chunks, marks
from reviewer.store.evidence.evidence import Evidence
from reviewer.store.search.fold_text import fold_words
from reviewer.store.search.hits import Found, hits_of
from reviewer.store.search.indexer import FILE, Indexer, Progress
from reviewer.store.search.query import Query, expressions, in_range, parse, quoted

COUNT_CAP = 1_001
"""Where the desk stops counting: beyond it says "more than 1,000"."""

PAGE_QUERY = (
    "SELECT rowid FROM post_words WHERE post_words MATCH ? AND rowid BETWEEN ? AND ?"
    " ORDER BY rowid DESC LIMIT ?"
)
_ACCOUNTS = "SELECT rowid FROM account_words WHERE account_words MATCH ? LIMIT ?"
_FIRST = "SELECT n, at FROM post WHERE n >= ? ORDER BY n LIMIT 1"


class Window(NamedTuple):
    """The numbers of an import that are asked for, and the newest time in them."""

    n_lo: int
    n_hi: int
    at_hi: int


class SearchIndex:
    """``search/search.db``, open beside the evidence.

    Args:
        path: the file; made when absent, unless ``read_only``.
        key: 32 raw bytes.
        evidence: what is searched.
        read_only: change no byte; an absent index finds nothing and says so.
    """

    def __init__(
        self, path: Path, key: bytes, evidence: Evidence, *, read_only: bool = False
    ) -> None:
        self.read_only = read_only
        self._evidence = evidence
        self._conn: Connection | None = None
        if not read_only or path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._conn = connect(path, key, durable=False, read_only=read_only)

    def close(self) -> None:
        """Close it. May be called again."""
        if self._conn is not None:
            self._conn.close()

    @property
    def complete_now(self) -> bool:
        """Whether every import is in the index."""
        return self._conn is not None and not Indexer(self._conn, self._evidence).missing()

    def complete(
        self, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None
    ) -> int:
        """Index what is missing: after each import, and on opening. Nothing in read-only.

        Returns:
            How many imports were indexed.
        """
        if self._conn is None or self.read_only:
            return 0
        return Indexer(self._conn, self._evidence).complete(progress, cancelled)

    def search(self, text: str, limit: int = 50, *, count_cap: int | None = None) -> SearchResult:
        """Find posts and accounts.

        Args:
            text: as typed; see ``search_query``.
            limit: how many hits at most.
            count_cap: where counting stops (``COUNT_CAP`` keeps every query quick); None counts
                to the end.
        """
        query = parse(text)
        indexed = self.complete_now
        metas = self._metas(query)
        every, exact = ("", "") if metas is None else expressions(query, metas)
        if not every or not self._usable():
            return SearchResult(query=text, indexed=indexed, notes=tuple(query.notes))
        windows = self._windows(query)
        total = self._count(every, query, windows, count_cap)
        total_exact = self._count(exact, query, windows, count_cap)
        first = self._newest(exact, query, windows, limit)
        rest: list[Found] = []
        if len(first) < limit:
            known = set(first)
            more = self._newest(every, query, windows, limit + len(first))
            rest = [found for found in more if found not in known]
        return SearchResult(
            query=text,
            total=total,
            total_exact=total_exact,
            hits=hits_of(self._evidence, [*first, *rest][:limit], len(first), query.needles),
            capped=count_cap is not None and total >= count_cap,
            indexed=indexed,
            notes=tuple(query.notes),
        )

    def forget(self, posts: Sequence[int], accounts: Sequence[int]) -> None:
        """Take posts and accounts out for good: the index is merged anew, so that none of its parts
        still holds their words."""
        if self._conn is None or self.read_only or not self._usable():
            return
        with transaction(self._conn):
            for table, numbers in (("post_words", posts), ("account_words", accounts)):
                sql = f"DELETE FROM {table} WHERE rowid = ?"
                self._conn.executemany(sql, [(n,) for n in numbers])
                self._conn.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")
        with guard(FILE):
            self._conn.execute("VACUUM")
        empty_log(self._conn, FILE)

    def _usable(self) -> bool:
        if self._conn is None:
            return False
        sql = "SELECT count(*) FROM sqlite_master WHERE name IN ('indexed', 'post_words')"
        with guard(FILE):
            return bool(self._conn.execute(sql).fetchone()[0] == 2)

    def _rows(self, sql: str, *values: object) -> list[tuple[int, ...]]:
        if self._conn is None:
            return []
        with guard(FILE):
            rows: list[tuple[int, ...]] = self._conn.execute(sql, values).fetchall()
        return rows

    def _metas(self, query: Query) -> list[list[str]] | None:
        """The marks that the filters ask for; None where an author is unknown."""
        metas = []
        if query.authors:
            numbers = {n for author in query.authors for n in self._authors(author)}
            if not numbers:
                query.notes.append(f"no account is called {' or '.join(query.authors)}")
                return None
            metas.append([f"a{n}" for n in sorted(numbers)])
        if query.langs:
            metas.append([f"l{lang}" for lang in query.langs])
        if query.media:
            metas.append(["m"])
        if query.timed and not metas and not query.needles:
            metas.append(["p"])
        return metas

    def _authors(self, name: str) -> set[int]:
        """Accounts by key, platform id, or a present or earlier handle."""
        direct = "SELECT account_n FROM account WHERE key = ? OR handle = ? COLLATE NOCASE"
        found = {int(n) for (n,) in self._evidence.rows(direct, name, name)}
        words = fold_words(name)
        if found or not words or not self._usable():
            return found
        near = self._rows(_ACCOUNTS, f"folded : {quoted(' '.join(words))}", 1_000)
        accounts = self._evidence.accounts_numbered([n for (n,) in near])
        wanted = name.casefold()
        return {
            n
            for n, account in accounts.items()
            if account.ext_id == name or wanted in [h.casefold() for h in account.handles]
        }

    def _windows(self, query: Query) -> list[Window]:
        """The numbers to look at, import by import, the one with the newest post first."""
        rows = self._rows("SELECT n_lo, n_hi, at_hi FROM indexed WHERE n_hi > 0")
        windows = [Window(*row) for row in rows]
        if query.timed:
            since, until = in_range(query)
            windows = [
                Window(self._first(w, since), self._first(w, until) - 1, min(w.at_hi, until - 1))
                for w in windows
            ]
        return sorted((w for w in windows if w.n_lo <= w.n_hi), key=_newest_first)

    def _first(self, window: Window, at: int) -> int:
        """The first number of an import whose post is not older than a time: by bisection."""
        low, high = window.n_lo, window.n_hi + 1
        while low < high:
            middle = (low + high) // 2
            row = self._evidence.row(_FIRST, middle)
            if row is None or row[0] > window.n_hi or row[1] >= at:
                high = middle
            else:
                low = row[0] + 1
        return low

    def _count(self, match: str, query: Query, windows: list[Window], cap: int | None) -> int:
        bound = -1 if cap is None else cap
        total = 0
        if query.timed:
            sql = (
                "SELECT count(*) FROM (SELECT 1 FROM post_words WHERE post_words MATCH ?"
                " AND rowid BETWEEN ? AND ? LIMIT ?)"
            )
            total = sum(self._rows(sql, match, w.n_lo, w.n_hi, bound)[0][0] for w in windows)
        else:
            sql = "SELECT count(*) FROM (SELECT 1 FROM post_words WHERE post_words MATCH ? LIMIT ?)"
            total = self._rows(sql, match, bound)[0][0]
        if not query.posts_only:
            sql = sql.replace("post_words", "account_words")
            total += self._rows(sql, match, bound)[0][0]
        return total if cap is None else min(total, cap)

    def _newest(self, match: str, query: Query, windows: list[Window], limit: int) -> list[Found]:
        """The newest matches among posts and accounts."""
        found: list[Found] = []
        for window in windows:
            if len(found) >= limit and found[limit - 1].at > window.at_hi:
                break
            numbers = self._rows(PAGE_QUERY, match, window.n_lo, window.n_hi, limit)
            for part in in_chunks([n for (n,) in numbers]):
                sql = f"SELECT at, n FROM post WHERE n IN ({marks(part)})"
                found += [Found(at, n, "post") for at, n in self._evidence.rows(sql, *part)]
            found.sort(reverse=True)
            del found[limit:]
        if not query.posts_only:
            numbers = self._rows(_ACCOUNTS, match, max(limit, COUNT_CAP))
            for part in in_chunks([n for (n,) in numbers]):
                sql = (
                    f"SELECT captured_at, account_n FROM account WHERE account_n IN ({marks(part)})"
                )
                found += [Found(at, n, "account") for at, n in self._evidence.rows(sql, *part)]
            found.sort(reverse=True)
        return found[:limit]


def _newest_first(window: Window) -> int:
    return -window.at_hi
