"""Charts of shares: rates with their intervals, and the curve of a plan. Beside each its table."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Any

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from reviewer.session.leads.quality_page import Bar
from reviewer.ui.charts.chart import INSET, Chart
from reviewer.ui.lettering.ink import Ink
from reviewer.ui.looks.fonts import META
from reviewer.ui.looks.look import Look

WHOLE = 100
MARKS = (0, 25, 50, 75, 100)
HALVES = (50, 100)
"""Percent at which the curve has a rule with its figure; its foot is 0."""
FOUND_LINE, WIDTH_LINE = "solid line: finds at least one fault", "dots: width of the interval"
DOT, GAP = 3.0, 5.0
"""Px: the second line differs by its dots, and not by its colour alone."""


class SharesChart(Chart):
    """Percent along x or up y; words are painted, bars are items of the plot."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self.axis = (0, WHOLE - 1)
        self.rules = self.bars("line", 0)
        self.said: list[tuple[float, float, str, str]] = []
        look.changed.connect(self.draw)

    def clicked_at(self, where: QPoint) -> None:
        """Nothing is chosen in these."""

    def dots(
        self,
        item: Any,
        starts: Sequence[float],
        ends: Sequence[float],
        heights: Sequence[float],
        thick: float,
    ) -> None:
        """Fill stretches with dots instead of a bar; one too short for two keeps one."""
        step, wide = (DOT + GAP) / self.per_day, DOT / self.per_day
        found = [
            (start + n * step, y)
            for start, end, y in zip(starts, ends, heights, strict=True)
            for n in range(max(1, round((end - start) / step)))
        ]
        self.fill(item, [x for x, _ in found], wide, [y for _, y in found], thick)

    def drawForeground(self, painter: QPainter, _rect: QRectF) -> None:  # noqa: N802 - Qt's name
        """The words, in pixels."""
        painter.save()
        painter.resetTransform()
        ink, high = Ink(painter, self.look), self.look.line(META)
        for x, y, words, token in self.said:
            ink.fill(x, y, self.look.width(META, words), high, "s1")  # no rule runs through them
            ink.words(x, y, high, words, META, token)
        painter.restore()


class RatesChart(SharesChart):
    """A line for each rate: its interval as a bar, its value as a mark; greyed where too wide."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self.sure, self.unsure = self.bars("accent", 1), self.bars("mark", 1)
        self.marks = self.bars("t1", 2)
        self._bars: list[Bar] = []

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Take other rates."""
        self._bars = [one for one in bars if one.value is not None]
        line = 2 * self.look.line(META) + 6
        self.setMinimumHeight(max(1, len(self._bars)) * line + self.look.line(META) + 8)
        said = "; ".join(f"{one.name} {100 * (one.value or 0):.0f} %" for one in self._bars)
        self.setAccessibleName(f"Rates with intervals: {said}" if said else "No rates yet")
        self.draw()

    def draw(self) -> None:
        """Name over bar, line by line, and the marks of the axis below."""
        self.setBackground(self.look.colour("s1"))
        self.frame_axis()
        words = self.look.line(META)
        line, thick, self.said = 2 * words + 6, max(4, words // 3), []
        foot = len(self._bars) * line
        rows = list(enumerate(self._bars))
        for item, wide in ((self.sure, False), (self.unsure, True)):
            own = [(n, one) for n, one in rows if one.wide == wide]
            x = [100 * one.low for _, one in own]
            w = [max(0.5, 100 * (one.high - one.low)) for _, one in own]
            y = [n * line + words + 4 for n, _ in own]
            if wide:  # by its pattern too, not by its colour alone
                ends = [a + b for a, b in zip(x, w, strict=True)]
                self.dots(item, x, ends, y, thick)
            else:
                self.fill(item, x, w, y, thick)
        x = [100 * (one.value or 0) - 1 / self.per_day for _, one in rows]
        y = [n * line + words + 1 for n, _ in rows]
        self.fill(self.marks, x, 3 / self.per_day, y, thick + 6)
        for n, one in rows:
            token = "t3" if one.wide else "t1"
            value = f"{100 * (one.value or 0):.1f} %, {100 * one.low:.0f} to {100 * one.high:.0f}"
            self.said.append((INSET, n * line, f"{one.name}: {value}", token))
        self.fill(self.rules, MARKS, 1 / self.per_day, 0, foot if rows else 0)
        for mark in MARKS if rows else ():
            x_px = (
                INSET + mark * self.per_day - (self.look.width(META, "100 %") if mark == 100 else 0)
            )
            self.said.append((x_px, foot + 2, f"{mark} %", "t3"))
        self.viewport().update()


class CurveChart(SharesChart):
    """How surely a fault is found, and how wide the interval is, for each size of the draw."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self.found, self.width_line = self.bars("accent", 2), self.bars("mark", 1)
        self._points: list[tuple[int, float, float]] = []

    def show_points(self, points: Sequence[tuple[int, float, float]]) -> None:
        """Take another curve: (n, chance to find one, whole width), shares."""
        self._points = list(points)
        self.draw()

    def draw(self) -> None:
        """Both curves as steps over a scale that grows by doubling."""
        self.setBackground(self.look.colour("s1"))
        self.frame_axis()
        words = self.look.line(META)
        self.said = []
        if not self._points:
            for item in (self.found, self.width_line, self.rules):
                self.fill(item, [], 0, 0, 0)
            self.viewport().update()
            return
        rising, falling = FOUND_LINE, WIDTH_LINE
        wide = self.look.width
        stacked = wide(META, rising) + wide(META, falling) + 4 * INSET > self.width()
        top, foot = words * (2.0 if stacked else 1.0) + 4.0, self.height() - words - 6.0
        room, most = max(1.0, foot - top), max(2, self._points[-1][0])
        x = [WHOLE * log(n) / log(most) for n, _, _ in self._points]
        widths = [b - a for a, b in zip(x, [*x[1:], WHOLE], strict=True)]
        y = [foot - room * one[1] for one in self._points]
        self.fill(self.found, x, widths, y, 2)
        y = [foot - room * one[2] for one in self._points]
        self.dots(self.width_line, x, [*x[1:], WHOLE], y, 3)
        heights = [foot - room * mark / WHOLE for mark in HALVES]
        self.fill(self.rules, [0] * (1 + len(heights)), WHOLE, [foot, *heights], 1)
        self.said = [
            *((INSET, y + 2, f"{mark} %", "t3") for mark, y in zip(HALVES, heights, strict=True)),
            (INSET, 0, rising, "accent"),
            (INSET, foot + 4, "1 drawn", "t3"),
        ]
        last = f"{most:,} drawn"
        self.said.append((self.width() - INSET - self.look.width(META, last), foot + 4, last, "t3"))
        x_grey = INSET if stacked else self.width() - INSET - wide(META, falling)
        self.said.append((x_grey, words if stacked else 0, falling, "t2"))
        self.viewport().update()
