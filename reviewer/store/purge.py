"""Removing the evidence of cases for good: rows, search entries, thumbnails, drafts, stored files.

The ledger says first what is to go (``purge`` events with the hashes), then the steps follow in
their order. Each may be done again, and the last leaves a mark; what has an event and no mark is
done again at the next opening, so that a crash anywhere only delays it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reviewer.domain.errors import Damaged
from reviewer.domain.ids import UNDATED
from reviewer.store.blobs import Blobs
from reviewer.store.cache import Cache
from reviewer.store.desk import Desk
from reviewer.store.disk import shape
from reviewer.store.disk.engine import (
    CACHE_PAGE,
    Connection,
    connect,
    empty_log,
    guard,
    transaction,
)
from reviewer.store.evidence.base import Reader, in_chunks, marks
from reviewer.store.evidence.evidence import Evidence
from reviewer.store.purge_scope import Scope, scope_of
from reviewer.store.safety.backup import Source
from reviewer.store.search.search import SearchIndex

FILE = "evidence.db"
DONE = "purged"
"""The name in ``meta`` under which the ids of finished ``purge`` events stand, a blank between."""

Tell = Callable[[str, int, int], None]


def finished(evidence: Reader) -> set[str]:
    """The ids of ``purge`` events whose every step was done."""
    row = evidence.row("SELECT value FROM meta WHERE name = ?", DONE)
    return set(str(row[0]).split()) if row else set()


@dataclass(frozen=True, slots=True)
class Stores:
    """The stores that a purge cleans."""

    evidence: Evidence
    search: SearchIndex
    cache: Cache
    desk: Desk
    blobs: Blobs


@contextlib.contextmanager
def stores_of(source: Source) -> Iterator[Stores]:
    """The stores of an open workspace once more, with connections of their own, so that another
    thread may clean them."""
    folder, keys = source.folder, source.keys
    with contextlib.ExitStack() as stack:
        evidence = Evidence(folder / shape.EVIDENCE, keys.database(shape.EVIDENCE))
        stack.callback(evidence.close)
        path = folder / shape.SEARCH / shape.SEARCH_DB
        search = SearchIndex(path, keys.database(shape.SEARCH_DB), evidence)
        stack.callback(search.close)
        key = keys.database(shape.CACHE)
        cache = connect(folder / shape.CACHE, key, durable=False, page_size=CACHE_PAGE)
        stack.callback(cache.close)
        desk = connect(folder / shape.DESK, keys.database(shape.DESK), durable=False)
        stack.callback(desk.close)
        blobs = Blobs(folder / shape.BLOBS, keys.blobs)
        yield Stores(evidence, search, Cache(cache), Desk(desk), blobs)


def carry_out(
    source: Source, cases: Sequence[str], files: Sequence[str], event_ids: Sequence[str], tell: Tell
) -> None:
    """Every step in its order; done again, it changes nothing.

    Args:
        cases: what the events name; what went already is passed over.
        files: SHA-256 of media and source files that the events name.
        event_ids: the events.

    Raises:
        Damaged: the disk; what is left is done at the next opening.
    """
    with stores_of(source) as space:
        scope = scope_of(space.evidence, cases)
        for place, (words, step) in enumerate(STEPS):
            tell(words, place, len(STEPS))
            step(space, scope, files)
        _mark(space, event_ids)


def _search(space: Stores, scope: Scope, _files: Sequence[str]) -> None:
    space.search.forget([row[2] for row in scope.posts], scope.accounts)


def _thumbnails(space: Stores, _scope: Scope, files: Sequence[str]) -> None:
    for sha256 in files:
        space.cache.forget(sha256)


def _drafts(space: Stores, scope: Scope, _files: Sequence[str]) -> None:
    space.desk.purge(scope.cases, scope.subjects)


def _blobs(space: Stores, _scope: Scope, files: Sequence[str]) -> None:
    for sha256 in files:
        space.blobs.delete(sha256)


def _rows(space: Stores, scope: Scope, _files: Sequence[str]) -> None:
    """Rows of the evidence; the case and the bare key of its subjects stay."""
    conn = space.evidence.conn
    accounts = [(n,) for n in scope.accounts]
    posts = [(a, at, n) for a, at, n, _ in scope.posts]
    media = [(n,) for n in scope.media]
    with transaction(conn):
        about = [*scope.subjects, *(f"post:{key}" for *_, key in scope.posts)]
        for part in in_chunks(list(scope.media)):
            sql = f"SELECT key FROM media WHERE media_n IN ({marks(part)})"
            about += [f"media:{key}" for (key,) in conn.execute(sql, tuple(part))]
        conn.executemany("DELETE FROM report WHERE subject = ?", [(key,) for key in about])
        conn.executemany("DELETE FROM report WHERE account_n = ?", accounts)
        conn.executemany(
            "DELETE FROM post_media WHERE account_n = ? AND at = ? AND post_n = ?", posts
        )
        conn.executemany("DELETE FROM post WHERE account_n = ? AND at = ? AND n = ?", posts)
        conn.executemany("DELETE FROM post_snapshot WHERE post_n = ?", [(n,) for *_, n in posts])
        conn.executemany("DELETE FROM media_alias WHERE media_n = ?", media)
        conn.executemany("DELETE FROM media WHERE media_n = ?", media)
        for table in ("account_snapshot", "history", "status", "day_count"):
            conn.executemany(f"DELETE FROM {table} WHERE account_n = ?", accounts)
        conn.executemany("DELETE FROM link WHERE link_n = ?", _links(conn, scope.accounts))
        conn.executemany(_BARE, accounts)
        conn.executemany(
            "UPDATE case_ SET why = '[]', reports = '[]', legal = '' WHERE case_id = ?",
            [(case_id,) for case_id in scope.cases],
        )
        _recount(conn, {a for a, *_ in scope.posts} - set(scope.accounts))


def _links(conn: Connection, accounts: Sequence[int]) -> list[tuple[int]]:
    """The links of accounts, but those to accounts whose cases stay: they are evidence of these."""
    cased = "SELECT DISTINCT account_n FROM case_subject WHERE account_n IS NOT NULL"
    staying = {n for (n,) in conn.execute(cased)} - set(accounts)
    sql = "SELECT link_n, source_n, target_n FROM link WHERE source_n = ? OR target_n = ?"
    found = {row for n in accounts for row in conn.execute(sql, (n, n))}
    return sorted((n,) for n, *ends in found if not staying & set(ends))


_BARE = (
    f"UPDATE account SET stub = 1, digest = NULL, captured_at = {UNDATED}, created_at = {UNDATED},"
    " handle = '', handles = '[]', display_names = '[]', bio = '', location = '', url = '',"
    " avatar = '', labels = '[]', kind = 'person', followers = NULL, followees = NULL,"
    " posts_count = NULL, verified = NULL, protected = NULL, source = '', posts_stored = 0,"
    " media_stored = 0, reports = 0, snapshots = 0 WHERE account_n = ?"
)


def _recount(conn: Connection, authors: set[int]) -> None:
    """Authors in no case who lost a post that was only shown."""
    for n in sorted(authors):
        conn.execute("DELETE FROM day_count WHERE account_n = ?", (n,))
        conn.execute(
            "INSERT INTO day_count SELECT account_n, CASE WHEN at = ? THEN -1099511627776"
            " WHEN at < 0 THEN (at - 86399999) / 86400000 ELSE at / 86400000 END AS day, kind,"
            " count(*) FROM post WHERE account_n = ? GROUP BY account_n, day, kind",
            (UNDATED, n),
        )
        conn.execute(
            "UPDATE account SET posts_stored = (SELECT count(*) FROM post WHERE account_n = ?),"
            " media_stored = (SELECT count(DISTINCT media_n) FROM post_media WHERE account_n = ?)"
            " WHERE account_n = ?",
            (n, n, n),
        )


def _compact(space: Stores, _scope: Scope, _files: Sequence[str]) -> None:
    """No free page and no log still holds what was deleted."""
    with guard(FILE):
        space.evidence.conn.execute("VACUUM")
    if not empty_log(space.evidence.conn, FILE):
        raise Damaged(
            "The log of the evidence could not be emptied: something else reads it.",
            code="busy",
            file=FILE,
            next_step="It is tried again at the next start.",
        )


Step = Callable[[Stores, Scope, Sequence[str]], None]

STEPS: tuple[tuple[str, Step], ...] = (
    ("search entries", _search),
    ("thumbnails", _thumbnails),
    ("drafts", _drafts),
    ("stored files", _blobs),
    ("rows", _rows),
    ("free pages", _compact),
)
"""What is done, in this order."""


def _mark(space: Stores, event_ids: Sequence[str]) -> None:
    done = finished(space.evidence) | set(event_ids)
    with transaction(space.evidence.conn):
        space.evidence.conn.execute(
            "INSERT INTO meta VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (DONE, " ".join(sorted(done))),
        )
