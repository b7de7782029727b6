"""The command ``bench``: the ratios of the hot paths against their limits."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from reviewer.cli.kit import PATH, Answer, answers, notice


def _say(answer: Answer) -> Iterator[str]:
    yield f"{'row':20} {'ratio':>9} {'goal':>8}  {'':8} {'spread':>17}  measured against"
    for row in answer["rows"]:
        if row["left_out"]:
            yield f"{row['row']:20} left out: {row['left_out']}"
            continue
        name = row["row"] + ("" if row["statistic"] == "median" else f" {row['statistic']}")
        unjudged = "peer" if row["peer"] else "at scale"
        said = {True: "reached", False: "NOT YET", None: unjudged}[row["reached"]]
        goal = "" if row["goal"] is None else f"{row['goal']:.4g}"
        spread = f"{row['low']:.3g} to {row['high']:.3g}"
        against = f"{row['against']} ({_value(row, 'subject')} : {_value(row, 'limit')})"
        yield f"{name:20} {row['ratio']:9.4g} {goal:>8}  {said:8} {spread:>17}  {against}"
    missed = [row for row in answer["rows"] if row["reached"] is False]
    total = len([row for row in answer["rows"] if row["reached"] is not None])
    yield f"{total - len(missed)} of {total} goals reached; {answer['posts']} posts made"


def _value(row: Answer, name: str) -> str:
    value = row[name]
    if row["unit"] != "s":
        return f"{value:.0f} {row['unit']}"
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.3g} ms"


@click.command()
@click.option("--full", is_flag=True, help="A million posts, a hundred thousand events.")
@click.option("--peers", is_flag=True, help="Also what others do for the same job.")
@click.option("--only", multiple=True, metavar="ROW", help="Only this row; may be repeated.")
@click.option("--first-paint", type=PATH, hidden=True, default=None, help="Be such a child.")
@answers(_say)
def bench(full: bool, peers: bool, only: tuple[str, ...], first_paint: Path | None) -> Answer:
    """Measure every hot path against its limit, in pairs in one process.

    Ratios are printed, never bare times: the median of the ratios of alternating pairs. The
    material is made in a temporary folder and removed.
    """
    if first_paint is not None:
        from reviewer.bench.alone import first_paint as start

        sys.exit(start(str(first_paint)))
    from reviewer.bench.made import Size
    from reviewer.bench.run import bench as measure
    from reviewer.bench.run import chosen

    size = Size.of(full)
    rows = measure(chosen(only, peers), size, notice)
    return {"full": full, "posts": size.posts, "events": size.events, "rows": rows}
