"""Runs rows and says how it went."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from reviewer.bench import (
    desk_rows,
    import_rows,
    ledger_rows,
    merge_rows,
    other_rows,
    peer_rows,
    read_rows,
)
from reviewer.bench.made import Size
from reviewer.bench.pairs import Figure, figure, run
from reviewer.bench.row import Row
from reviewer.bench.stock import Stock
from reviewer.domain.errors import Refused

ROWS = (
    *import_rows.ROWS,
    *ledger_rows.ROWS,
    *merge_rows.ROWS,
    *read_rows.ROWS,
    *desk_rows.ROWS,
    *other_rows.ROWS,
    *peer_rows.ROWS,
)
"""All rows, peers last."""


_EMPTY = "statistic ratio goal reached low high subject limit samples".split()


def chosen(only: Sequence[str], peers: bool) -> list[Row]:
    """The rows to run.

    Raises:
        Refused: code ``row``, for a name that no row has.
    """
    names = {row.name for row in ROWS}
    unknown = [name for name in only if name not in names]
    if unknown:
        raise Refused(
            f"There is no row {unknown[0]!r}.",
            code="row",
            next_step="Rows are " + ", ".join(row.name for row in ROWS) + ".",
        )
    if only:
        return [row for row in ROWS if row.name in only]
    return [row for row in ROWS if peers or not row.peer]


def bench(
    rows: Sequence[Row],
    size: Size,
    told: Callable[[str], None] | None = None,
    *,
    rounds: int | None = None,
) -> list[dict[str, Any]]:
    """Measure rows one after another, in a scratch folder.

    Args:
        rows: which.
        size: how much is made.
        told: told the title of each row before it runs.
        rounds: pairs of every row, instead of the row's own number.

    Returns:
        One entry for each goal of each row; see ``reviewer.answers.looking.BenchRow``.
    """
    found: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="reviewer-bench-") as folder:
        stock = Stock(Path(folder), size)
        for row in rows:
            if told is not None:
                told(f"{row.name}: {row.title}")
            count = rounds or (min(row.rounds, row.full_rounds) if size.full else row.rounds)
            found += _entries(row, stock, count)
    return found


def _entries(row: Row, stock: Stock, count: int) -> Iterator[dict[str, Any]]:
    head = {"row": row.name, "title": row.title, "against": row.against, "unit": row.unit,
            "peer": row.peer}  # fmt: skip
    try:
        with row.make(stock) as pair:
            rounds = run(pair, count)
    except Refused as refused:
        yield {**head, **dict.fromkeys(_EMPTY), "left_out": str(refused)}
        return
    for goal in row.goals:
        judged = not row.peer and (stock.size.full or not goal.scale)
        yield {**head, **_values(figure(rounds, goal), peer=row.peer, judged=judged)}


def _values(found: Figure, *, peer: bool, judged: bool) -> dict[str, Any]:
    return {
        "statistic": found.statistic,
        "ratio": round(found.ratio, 5),
        "goal": None if peer else round(found.goal, 5),
        "reached": found.reached if judged else None,
        "low": round(found.low, 5),
        "high": round(found.high, 5),
        "subject": round(found.subject, 7),
        "limit": round(found.limit, 7),
        "samples": found.samples,
        "left_out": None,
    }
