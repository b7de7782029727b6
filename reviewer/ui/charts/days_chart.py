"""The overview: all events as bars of days, those of the list over them, and the range."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QPoint, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from reviewer.session.views.timeline_views import TimelineHead
from reviewer.ui.charts.axis import Label, axis_of, binned, few_days, months, spans
from reviewer.ui.charts.chart import INSET, Chart
from reviewer.ui.lettering.ink import Ink
from reviewer.ui.looks.fonts import META
from reviewer.ui.looks.look import Look

AXIS = 18
BARS_LEAST = 20
"""With less room than this for the bars, the labels give way."""
BAR_MIN, BAR_MAX = 2, 8
GRIP = 8
DRAWN = ("days", "listed_days", "hits", "range")
"""What of the head all is drawn from but the line of what was seen."""


class DaysChart(Chart):
    """All events as bars; those of the list in accent over them; the range with two grips.

    Signals:
        chosen(float, str): a place on the axis that was clicked, and no lane.
        ranged(int, int): first and last day after a grip was let go.
    """

    chosen = Signal(float, str)
    ranged = Signal(int, int)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._head = TimelineHead()
        self._place: float | None = None
        self.labels: list[Label] = []
        self.token = "t3"
        self._drawn: tuple[int, QSize] | None = None
        self._seen: list[tuple[int, int]] | None = None
        self.all, self.listed = self.bars("mark"), self.bars("accent", 1)
        self.rule, self.seen = self.bars("edge", 2), self.bars("decided", 2)
        self.here = self.bars("accent", 3)
        self.hits = self.diamonds()
        self.stretch = self.region()
        self.grips = [self.grip(), self.grip()]
        self.stretch.sigRegionChanged.connect(self._place_grips)
        self.stretch.sigRegionChangeFinished.connect(self._let_go)
        self._drawing = False
        self._foot = 0
        self._thick = 0.0
        self._heights: Any = np.zeros(0)

    def show_head(self, head: TimelineHead) -> None:
        """Take other counts."""
        before, self._head = self._head, head
        drawn = (self.look.generation, self.size())
        if drawn == self._drawn and all(
            getattr(before, name) == getattr(head, name) for name in DRAWN
        ):
            self._mark_seen()
            return
        self.draw()

    def show_place(self, place: float | None) -> None:
        """Mark the selected event."""
        if place != self._place:
            self._place = place
            self._mark()

    def draw(self) -> None:
        """Bars, seen part, hits, range, labels."""
        head = self._head
        self.setBackground(self.look.colour("s1"))
        if not head.days:
            return
        self.axis = axis_of(head.days)
        self.frame_axis()
        self._drawn = (self.look.generation, self.size())
        labels = self.height() - self.look.px(AXIS) >= BARS_LEAST
        self._seen = None
        self._foot = self.height() - (self.look.px(AXIS) if labels else 5)
        self._bars()
        self.fill(self.rule, [self.axis[0]], self.span, self._foot, 1)
        self._mark_seen()
        self.mark_hits(self.hits, head.hits, self.look.px(8) / 2 + 1)
        self._mark()
        self._range()
        self._words(labels)

    def _mark_seen(self) -> None:
        """The stretches below the axis in which something was seen."""
        x = spans(self._head.seen_days)
        if x == self._seen:
            return
        self._seen = x
        widths = np.maximum([b - a for a, b in x], 3 / self.per_day) if x else []
        self.fill(self.seen, [a for a, _ in x], widths, self._foot + 1, 3)

    def _bars(self) -> None:
        head = self._head
        bins = max(1, int(self.span * self.per_day) // BAR_MIN)
        counts = np.asarray(binned(head.days, bins, self.axis), dtype=float)
        listed = np.asarray(binned(head.listed_days, bins, self.axis), dtype=float)
        step = self.span / len(counts)
        wide = step * self.per_day
        thick = min(BAR_MAX, max(1.0, wide - 1.0)) if wide >= BAR_MIN else wide
        room = self._foot - self.look.px(8) - 3
        self._thick = thick / self.per_day
        self._heights = room * counts / counts.max()
        for item, values in ((self.all, counts), (self.listed, listed)):
            at = np.flatnonzero(values)
            heights = np.maximum(2.0, room * values[at] / counts.max())
            x = self.axis[0] + at * step
            self.fill(item, x, self._thick, self._foot - heights, heights)

    def _mark(self) -> None:
        """The bar of the selected event in accent, and a line down to it."""
        if self._place is None or not self._heights.size:
            self.fill(self.here, [], 0, 0, 0)
            return
        n = len(self._heights)
        at = min(n - 1, max(0, int((self._place - self.axis[0]) * n / self.span)))
        left, one = self.axis[0] + at * self.span / n, 1 / self.per_day
        x = [left, left + (self._thick - one) / 2]
        high = [max(2.0, self._heights[at]), self._foot]
        self.fill(self.here, x, [self._thick, one], np.subtract(self._foot, high), high)

    def _range(self) -> None:
        chosen = self._head.range
        first, last = chosen or self.axis
        self._drawing = True
        self.stretch.setBounds((self.axis[0], self.axis[1] + 1))
        self.stretch.setRegion((first, last + 1))
        self._drawing = False
        edge = "accent" if chosen else "edge"
        self.dress(self.stretch, "s3" if chosen else "", edge)
        for grip in self.grips:
            grip.setPen(QPen(self.look.colour(edge), 1.5))
            grip.setBrush(self.look.colour("s0"))
        self.stretch.setSpan(0, self._foot / max(1, self.height()))
        self._place_grips()

    @Slot()
    def _place_grips(self) -> None:
        """On the edges; beside them where they would cover each other."""
        low, high = self.stretch.getRegion()
        aside = 5 / self.per_day if (high - low) * self.per_day < 2 * GRIP else 0
        for grip, x in zip(self.grips, (low - aside, high + aside), strict=True):
            grip.setPos(x, self._foot / 2)

    @Slot()
    def _let_go(self) -> None:
        """A grip was let go: whole days, one at least."""
        if self._drawing:
            return
        low, high = self.stretch.getRegion()
        first = min(round(low), self.axis[1])
        self.ranged.emit(first, max(first, round(high) - 1))

    def _words(self, shown: bool) -> None:
        """The months, or the dates of the few days there are."""
        few = few_days(self._head.days)
        self.token = "t2" if few else "t3"
        labels = self._fitting(few) if shown else []
        if labels != self.labels:
            self.labels = labels
            self.viewport().update()

    def drawForeground(self, painter: QPainter, _rect: QRectF) -> None:  # noqa: N802 - Qt's name
        """The labels, in pixels: text items of the plot would be made anew for every case."""
        painter.save()
        painter.resetTransform()
        ink, high = Ink(painter, self.look), self.look.line(META)
        for day, word in self.labels:
            x = INSET + (day - self.axis[0]) * self.per_day
            ink.words(x, self._foot + 3, high, word, META, self.token)
        painter.restore()

    def _fitting(self, few: str) -> list[Label]:
        """The labels that stand clear of each other."""
        first, last = self.axis
        right = self.span * self.per_day
        if few:
            days, wide = self._head.days, self.look.width(META, few) + 2
            middle = ((days[0][0] + days[-1][0] + 1) / 2 - first) * self.per_day
            left = min(max(0.0, middle - wide / 2), right - wide)
            return [Label(first + left / self.per_day, few)]
        kept: list[Label] = []
        free = -1.0
        found = months(first, last)
        for n, (day, word) in enumerate(found):
            x, wide = (day - first) * self.per_day, self.look.width(META, word)
            ahead = found[n + 1].day if n + 1 < len(found) else last + 1
            if x < free or x + wide > right or (n == 0 and (ahead - day) * self.per_day < wide + 8):
                continue
            kept.append(Label(day, word))
            free = x + max(wide + 12, self.look.px(64))
        return kept

    def clicked_at(self, where: QPoint) -> None:
        """Ask for the event nearest to this place."""
        self.chosen.emit(self.place_at(where.x()), "")
