"""Peers that are no limit: what others do for the same job, for a table beside the goals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reviewer.bench.import_rows import with_sqlite_utils
from reviewer.bench.pairs import Goal, Pair, timed
from reviewer.bench.row import Row
from reviewer.bench.stock import Stock
from reviewer.store.disk.engine import database

NONE = float("inf")


@contextmanager
def _search(stock: Stock) -> Iterator[Pair]:
    """Full-text search as sqlite-utils sets it up, ranked, with snippets."""
    term = stock.maker.latin[20]
    with stock.opened() as workspace, stock.database() as conn:
        tables = database(conn)
        tables.table("post").insert_all(_lines(stock.records), batch_size=10_000, alter=True)
        tables.table("post").enable_fts(["text"])
        sql = (
            "SELECT rowid, snippet(post_fts, 0, '[', ']', '…', 12) FROM post_fts"
            " WHERE post_fts MATCH ? ORDER BY rank LIMIT 50"
        )
        yield Pair(
            lambda: timed(lambda: workspace.search.search(term, 50, count_cap=1_001)),
            lambda: timed(lambda: conn.execute(sql, (term,)).fetchall()),
        )


def _lines(records: Path) -> Iterator[dict[str, object]]:
    with (records / "posts.jsonl").open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


@contextmanager
def _searchable(stock: Stock) -> Iterator[Pair]:
    """Import and index, and the same by sqlite-utils."""

    def ours() -> list[float]:
        with stock.empty() as workspace:
            from reviewer.bench.stock import take_in

            def both() -> None:
                take_in(workspace, stock.batch)
                workspace.search.complete()

            return timed(both)

    def theirs() -> list[float]:
        with stock.database() as conn:
            tables = database(conn)

            def both() -> None:
                tables.table("post").insert_all(_lines(stock.batch), batch_size=10_000, alter=True)
                tables.table("post").enable_fts(["text"])

            return timed(both)

    yield Pair(ours, theirs)


@contextmanager
def _parsed(stock: Stock) -> Iterator[Pair]:
    """sqlite-utils against nothing but parsing the lines."""
    yield Pair(lambda: with_sqlite_utils(stock), lambda: timed(lambda: list(_lines(stock.batch))))


ROWS = (
    Row("peer-searchable", "import until searchable", "sqlite-utils insert and enable-fts",
        (Goal("median", NONE),), _searchable, rounds=3, peer=True),
    Row("peer-search", "newest 50 with highlights", "sqlite-utils full-text search by rank",
        (Goal("median", NONE),), _search, peer=True),
    Row("peer-parse", "sqlite-utils insert", "parsing the lines alone",
        (Goal("median", NONE),), _parsed, rounds=3, peer=True),
)  # fmt: skip
