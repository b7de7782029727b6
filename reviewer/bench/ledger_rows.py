"""Rows about the ledger: saving a decision, opening a workspace with many, exporting them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from time import perf_counter

from reviewer import bootstrap
from reviewer.bench.pairs import Goal, Pair, once, timed
from reviewer.bench.row import Row
from reviewer.bench.stock import Stock, add_decisions, decision
from reviewer.trust.canonical import dumps, sha256_hex

SAVED = 60
"""Decisions saved in each half of a pair."""


@contextmanager
def _saved(stock: Stock) -> Iterator[Pair]:
    path = stock.place("bare.log")
    numbers = count(1_000_000)
    with stock.empty("ledger") as workspace, path.open("wb", buffering=0) as file:
        add_decisions(workspace, 1000)
        text = workspace.ledger.append([decision(1)])[0].text.encode()

        def save() -> Sequence[float]:
            return [once(workspace.ledger.append, [decision(next(numbers))]) for _ in range(SAVED)]

        def flush() -> Sequence[float]:
            found = []
            for _ in range(SAVED):
                start = perf_counter()
                file.write(text)
                os.fdatasync(file.fileno())
                found.append(perf_counter() - start)
            return found

        yield Pair(save, flush)
    path.unlink()


@contextmanager
def _open(stock: Stock) -> Iterator[Pair]:
    folder = stock.decided

    def opened() -> Sequence[float]:
        start = perf_counter()
        session = bootstrap.open_session(bootstrap.open_workspace(folder, None))
        session.queue()
        took = perf_counter() - start
        session.close()
        return [took]

    yield Pair(opened, lambda: [1.0])


@contextmanager
def _exported(stock: Stock) -> Iterator[Pair]:
    folder = stock.place("export")
    numbers = count()
    session = bootstrap.open_session(bootstrap.create_workspace(folder, "bench", None))
    try:
        add_decisions(session.workspace, stock.size.exported)
        events = [one.event for one in session.workspace.ledger.events()]

        def export() -> Sequence[float]:
            out = stock.place(f"package-{next(numbers)}.zip")
            took = timed(lambda: session.jobs.export(out))
            out.unlink()
            return took

        def bare() -> Sequence[float]:
            return timed(lambda: [sha256_hex(dumps(event)) for event in events])

        yield Pair(export, bare)
    finally:
        session.close()
        shutil.rmtree(folder, ignore_errors=True)


ROWS = (
    Row("decision-saved", "decision saved: signed, chained, projected, durable",
        "append and fdatasync of the same bytes", (Goal("p50", 2.5), Goal("p99", 4.0)), _saved),
    Row("open", "workspace with a long ledger opened, session started", "one second",
        (Goal("median", 1.0),), _open, rounds=5),
    Row("export", "export of decisions, signed, read back and verified",
        "serialising and hashing them", (Goal("median", 2.0),), _exported, rounds=5),
)  # fmt: skip
