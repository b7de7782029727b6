"""Rows about taking material in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from reviewer.bench.pairs import Goal, Pair, timed
from reviewer.bench.row import Row
from reviewer.bench.stock import Stock, take_in
from reviewer.store.disk.engine import database, transaction
from reviewer.store.evidence.schema_evidence import POST_COLUMNS

_LIST = ", ".join(POST_COLUMNS)
_TABLE = f"CREATE TABLE bare ({_LIST})"
_INSERT = f"INSERT INTO bare VALUES ({', '.join('?' * len(POST_COLUMNS))})"
BATCH = 10_000


def tuples_of(stock: Stock) -> list[tuple[Any, ...]]:
    """The posts as the product stores them, ready to be inserted."""
    with stock.empty() as workspace:
        take_in(workspace, stock.batch)
        return workspace.evidence.rows(f"SELECT {_LIST} FROM post ORDER BY n")


def bare(stock: Stock, rows: list[tuple[Any, ...]], *, encrypted: bool = True) -> Sequence[float]:
    """The limit: one ``executemany`` of ready tuples in one transaction, without an index."""
    with stock.database(encrypted=encrypted) as conn:
        conn.execute(_TABLE)

        def insert() -> None:
            with transaction(conn):
                conn.executemany(_INSERT, rows)

        return timed(insert)


def with_sqlite_utils(stock: Stock) -> Sequence[float]:
    """The peer: parsed lines into a table, in batches, on the same kind of database."""

    def lines() -> Iterator[dict[str, Any]]:
        with (stock.batch / "posts.jsonl").open(encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)

    with stock.database() as conn:
        tables = database(conn)
        return timed(lambda: tables.table("post").insert_all(lines(), batch_size=BATCH, alter=True))


def _usable(stock: Stock) -> Sequence[float]:
    with stock.empty() as workspace:
        return timed(lambda: take_in(workspace, stock.batch))


def _searchable(stock: Stock) -> Sequence[float]:
    with stock.empty() as workspace:

        def both() -> None:
            take_in(workspace, stock.batch)
            workspace.search.complete()

        return timed(both)


@contextmanager
def _import_usable(stock: Stock) -> Iterator[Pair]:
    rows = tuples_of(stock)
    yield Pair(lambda: _usable(stock), lambda: bare(stock, rows))


@contextmanager
def _import_searchable(stock: Stock) -> Iterator[Pair]:
    rows = tuples_of(stock)
    yield Pair(lambda: _searchable(stock), lambda: bare(stock, rows))


@contextmanager
def _import_peer(stock: Stock) -> Iterator[Pair]:
    yield Pair(lambda: _usable(stock), lambda: with_sqlite_utils(stock))


@contextmanager
def _encrypted_write(stock: Stock) -> Iterator[Pair]:
    rows = tuples_of(stock)
    yield Pair(lambda: bare(stock, rows), lambda: bare(stock, rows, encrypted=False))


@contextmanager
def _encrypted_read(stock: Stock) -> Iterator[Pair]:
    rows = tuples_of(stock)
    with stock.database() as sealed, stock.database(encrypted=False) as open_:
        for conn in (sealed, open_):
            conn.execute(_TABLE)
            with transaction(conn):
                conn.executemany(_INSERT, rows)

        def read(conn: Any) -> Sequence[float]:
            conn.execute("PRAGMA shrink_memory").fetchall()
            return timed(conn.execute(f"SELECT {_LIST} FROM bare").fetchall)

        yield Pair(lambda: read(sealed), lambda: read(open_))


ROWS = (
    Row("import-usable", "import until usable", "bare executemany of the same tuples",
        (Goal("median", 3.5),), _import_usable, full_rounds=3),
    Row("import-peer", "import until usable", "sqlite-utils insert, batches of 10,000",
        (Goal("median", 0.42),), _import_peer, full_rounds=1),
    Row("import-searchable", "import until searchable", "bare executemany of the same tuples",
        (Goal("median", 7.0),), _import_searchable, full_rounds=1),
    Row("encrypted-write", "bare executemany, encrypted", "the same, not encrypted",
        (Goal("median", 1.4),), _encrypted_write, full_rounds=3),
    Row("encrypted-read", "reading all rows, encrypted", "the same, not encrypted",
        (Goal("median", 1.4),), _encrypted_read, full_rounds=3),
)  # fmt: skip
