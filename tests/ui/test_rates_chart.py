"""Charts of shares: what they draw is what their tables say; no line differs by colour alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from pytestqt.qtbot import QtBot

from reviewer.quality.intervals import wilson
from reviewer.quality.report import agreement
from reviewer.session.leads.drawing import percent
from reviewer.session.leads.quality_page import (
    AGREED,
    Section,
    agreed_row,
    bar,
    table_section,
    words_of,
)
from reviewer.ui.charts.rates_chart import CurveChart, RatesChart
from reviewer.ui.looks.look import look_of
from reviewer.ui.looks.theme import apply

PAIRS = {
    "is_it_praise": [("met", "met")] * 60 + [("met", "not_met")] * 3,
    "a_call": [("met", "not_met")] * 2 + [("unclear", "unclear")] * 3,
    "nothing_yet": [],
}


@pytest.fixture(params=["dark", "contrast"])
def theme(request: pytest.FixtureRequest, qapp: object) -> Iterator[str]:
    apply(qapp, request.param)
    yield request.param
    apply(qapp, "dark")


def shown(item: object, *names: str) -> list[tuple[float, ...]]:
    """What the bars of a plot are, in the units of its axis."""
    if not item.isVisible():
        return []
    return list(zip(*(map(float, item.opts[name]) for name in names), strict=True))


def test_the_plot_of_each_criterion_shows_the_numbers_of_its_table(
    qtbot: QtBot, theme: str
) -> None:
    found = [agreement(name, pairs, "seed") for name, pairs in PAIRS.items()]
    section = Section(
        "Agreement",
        "",
        AGREED,
        [agreed_row(one) for one in found],
        [bar(words_of(one.name), one.raw) for one in found],
    )
    chart = RatesChart(look_of(), None)
    qtbot.addWidget(chart)
    chart.resize(600, 200)
    chart.show_bars(section.bars)
    drawn = [one for one in section.bars if one.value is not None]
    rows = [row for row in section.rows if row[1] != "–"]
    assert [row[0] for row in rows] == [one.name for one in drawn] == ["is it praise", "a call"]
    marks = shown(chart.marks, "x0", "width")
    for row, one, (left, wide) in zip(rows, drawn, marks, strict=True):
        assert percent(one.value) == row[1]
        assert row[2].startswith(f"{percent(one.low)} to {percent(one.high)}")
        assert abs(left + wide / 3 - 100 * (one.value or 0)) < 1e-6
    (sure,) = shown(chart.sure, "x0", "width")
    assert sure[0] == pytest.approx(100 * drawn[0].low)
    assert sure[0] + sure[1] == pytest.approx(100 * drawn[0].high)
    dots = shown(chart.unsure, "x0", "width")
    assert drawn[1].wide and len(dots) > 5, "what is too wide to go by is dotted, not only grey"
    assert dots[0][0] == pytest.approx(100 * drawn[1].low)
    assert dots[-1][0] + dots[-1][1] <= 100 * drawn[1].high + 0.5
    assert "is it praise 95 %" in chart.accessibleName()


def test_the_two_lines_of_the_curve_differ_without_their_colours(qtbot: QtBot, theme: str) -> None:
    chart = CurveChart(look_of(), None)
    qtbot.addWidget(chart)
    chart.resize(600, 200)
    points = [(n, n / 20, wilson(1, n).high) for n in range(1, 21)]
    chart.show_points(points)
    solid, dots = (shown(i, "x0", "width", "y0") for i in (chart.found, chart.width_line))
    assert len(solid) == len(points) and len(dots) > len(points)
    assert all(a + w == pytest.approx(b) for (a, w, _), (b, _, _) in pairwise(solid))
    inside = [gap for gap in (b[0] - a[0] - a[1] for a, b in pairwise(dots)) if gap > 0]
    assert len(inside) > len(points), "gaps between dots"
    assert len({y for _, _, y in dots}) == len({one[2] for one in points})
    words = [said[2] for said in chart.said]
    assert any(one.startswith("solid line") for one in words)
    assert any(one.startswith("dots") for one in words)


def test_the_matrix_has_counts_and_shares_and_its_sums() -> None:
    pairs = [("suspend", "suspend")] * 6 + [("suspend", "no_action")] * 3 + [("no_action",) * 2]
    made = table_section(agreement("outcome", pairs, "seed"))
    assert made.head == ("outcome", "no action", "suspend", "all")
    assert made.rows == [
        ("no action", "1 (10.0 %)", "0", "1 (10.0 %)"),
        ("suspend", "3 (30.0 %)", "6 (60.0 %)", "9 (90.0 %)"),
        ("all", "4 (40.0 %)", "6 (60.0 %)", "10 (100.0 %)"),
    ]
    assert "share of all" in made.sentence
    assert table_section(agreement("outcome", [], "seed")).rows == []
