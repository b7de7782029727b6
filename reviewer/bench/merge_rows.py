"""The row about merging: packages of many reviewers verified and brought to one state."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from reviewer import bootstrap
from reviewer.bench.pairs import Goal, Pair, timed
from reviewer.bench.row import Row
from reviewer.bench.stock import Stock, add_decisions
from reviewer.exchange.merge import merge_parcels, read_packages
from reviewer.store.ledger.merging import Parcel
from reviewer.trust import keys
from reviewer.trust.dsse import EVENT_TYPE, pae

REVIEWERS = 20
"""So many where each has twenty events or more; fewer in a trial."""


@contextmanager
def _merged(stock: Stock) -> Iterator[Pair]:
    """Half one: all packages read, verified, judged, stored, folded. Half two: nothing but the
    Ed25519 check of the same events."""
    folder = stock.place("merge")
    folder.mkdir()
    people = min(REVIEWERS, max(2, stock.size.events // 20))
    each = stock.size.events // people
    packages = [_package(folder, number, each) for number in range(people)]
    found = read_packages(packages)
    signed = [
        (line.public, pae(EVENT_TYPE, line.text.encode()), line.sig)
        for parcel in found.parcels
        for line in parcel.lines
    ]
    numbers = count()
    del found

    def merge() -> Sequence[float]:
        place = folder / f"lead-{next(numbers)}"
        with bootstrap.create_workspace(place, "lead", None) as lead:
            took = timed(lambda: merge_parcels(lead.ledger, _read(packages), None))
        shutil.rmtree(place)
        return took

    def bare() -> Sequence[float]:
        return timed(lambda: [keys.verify(*one) for one in signed])

    try:
        yield Pair(merge, bare)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _read(packages: list[Path]) -> tuple[Parcel, ...]:
    return read_packages(packages).parcels


def _package(folder: Path, number: int, events: int) -> Path:
    """What one reviewer exported."""
    place, out = folder / f"r-{number}", folder / f"r-{number}.zip"
    session = bootstrap.open_session(bootstrap.create_workspace(place, f"r-{number}", None))
    try:
        add_decisions(session.workspace, events)
        session.jobs.export(out, profile="decisions-only")
    finally:
        session.close()
    shutil.rmtree(place)
    return out


ROWS = (
    Row("merge", "packages of 20 reviewers verified, judged, stored, folded",
        "Ed25519 checks of the same events", (Goal("median", 3.0),), _merged, rounds=3),
)  # fmt: skip
