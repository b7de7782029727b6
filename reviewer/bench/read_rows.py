"""Rows about reading: timeline pages, activity, search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from random import Random

from reviewer.bench.made import BUSY, PLATFORM, SEED, SMALL
from reviewer.bench.pairs import Goal, Pair, once, timed
from reviewer.bench.row import Row
from reviewer.bench.stock import Stock
from reviewer.session.timeline.timeline import Timeline
from reviewer.store.disk.engine import transaction
from reviewer.store.evidence.evidence import Evidence
from reviewer.store.evidence.schema_evidence import POST_COLUMNS
from reviewer.store.search.search import COUNT_CAP

PAGE = 100
PAGES = 40
"""Pages read in each half of a pair."""

BUSY_KEY, SMALL_KEY = f"{PLATFORM}:{BUSY}", f"{PLATFORM}:{SMALL}"
_LIST = ", ".join(POST_COLUMNS)
_DAYS = (
    "SELECT at / 86400000 AS day, kind, count(*) FROM post WHERE account_n ="
    " (SELECT account_n FROM account WHERE key = ?) GROUP BY day, kind"
)


def _places(evidence: Evidence, random: Random) -> list[tuple[int, int]]:
    """Cursors at random depths of the busy account."""
    places = evidence.timeline_places(BUSY_KEY)
    return [places[random.randrange(max(1, len(places) - PAGE))] for _ in range(400)]


@contextmanager
def _page(stock: Stock) -> Iterator[Pair]:
    random = Random(SEED)
    with stock.opened() as workspace, stock.database() as conn:
        evidence = workspace.evidence
        cursors = cycle(_places(evidence, random))
        conn.execute(f"CREATE TABLE dense (id INTEGER PRIMARY KEY, {_LIST})")
        rows = evidence.rows(
            f"SELECT row_number() OVER (ORDER BY account_n, at, n), {_LIST} FROM post"
        )
        marks = ", ".join("?" * (len(POST_COLUMNS) + 1))
        with transaction(conn):
            conn.executemany(f"INSERT INTO dense VALUES ({marks})", rows)
        starts = cycle([random.randrange(max(1, len(rows) - PAGE)) for _ in range(400)])
        sql = f"SELECT {_LIST} FROM dense WHERE id > ? ORDER BY id LIMIT {PAGE}"
        yield Pair(
            lambda: [
                once(evidence.timeline_page, BUSY_KEY, next(cursors), PAGE) for _ in range(PAGES)
            ],
            lambda: [
                once(lambda: conn.execute(sql, (next(starts),)).fetchall()) for _ in range(PAGES)
            ],
        )


@contextmanager
def _cold(stock: Stock) -> Iterator[Pair]:
    with stock.opened() as workspace:
        evidence = workspace.evidence
        cursors = cycle(_places(evidence, Random(SEED)))

        def read(*, cold: bool) -> Sequence[float]:
            found = []
            for _ in range(PAGES):
                at = next(cursors)
                if cold:
                    evidence.rows("PRAGMA shrink_memory")
                else:
                    evidence.timeline_page(BUSY_KEY, at, PAGE)
                found.append(once(evidence.timeline_page, BUSY_KEY, at, PAGE))
            return found

        yield Pair(lambda: read(cold=True), lambda: read(cold=False))


@contextmanager
def _activity(stock: Stock) -> Iterator[Pair]:
    with stock.opened() as workspace:
        evidence = workspace.evidence
        yield Pair(
            lambda: [once(evidence.day_counts, BUSY_KEY) for _ in range(20)],
            lambda: timed(lambda: evidence.rows(_DAYS, BUSY_KEY)),
        )


@contextmanager
def _shape(stock: Stock) -> Iterator[Pair]:
    """The list of a busy account and that of a small one, until the last row can be shown."""
    from reviewer import bootstrap

    session = bootstrap.open_session(bootstrap.open_workspace(stock.material, None))
    core = session._core
    try:

        def show(account: str) -> Sequence[float]:
            return [once(_last_rows, Timeline(core), account) for _ in range(10)]

        yield Pair(lambda: show(BUSY_KEY), lambda: show(SMALL_KEY))
    finally:
        session.close()


def _last_rows(timeline: Timeline, account: str) -> None:
    timeline.open(account)
    for row in range(len(timeline) - 20, len(timeline)):
        timeline.row(row)


@contextmanager
def _search(stock: Stock) -> Iterator[Pair]:
    maker = stock.maker
    terms = cycle(
        [stock_[rank] for stock_ in (maker.latin, maker.arabic) for rank in
         (0, 1, 2, 5, 10, 20, 50, 100, 300, 700, 1500, 3000, 5000)]
        + [f"{maker.latin[0]} {maker.latin[3]}", f'"{maker.latin[1]} {maker.latin[0]}"']
    )  # fmt: skip
    with stock.opened() as workspace:
        index, evidence = workspace.search, workspace.evidence
        yield Pair(
            lambda: [once(index.search, next(terms), 50, count_cap=COUNT_CAP) for _ in range(28)],
            lambda: timed(
                lambda: evidence.rows(
                    "SELECT count(*) FROM post WHERE text LIKE ?", f"%{next(terms)}%"
                )
            ),
        )


ROWS = (
    Row("timeline-page", "timeline page of 100, any depth", "100 adjacent rows by rowid",
        (Goal("p50", 2.5),), _page),
    Row("timeline-cold", "timeline page of 100, cold pages", "the same page, warm",
        (Goal("p99", 3.0),), _cold),
    Row("activity", "activity per day of the busiest account", "live GROUP BY",
        (Goal("median", 1 / 50, scale=True),), _activity),
    Row("open-many", "list of the busiest account opened at its end", "the same of 100 posts",
        (Goal("median", 1.5),), _shape),
    Row("search", "newest 50 with highlights, any term", "LIKE scan of the same rows",
        (Goal("p99", 1 / 50, scale=True),), _search),
)  # fmt: skip
