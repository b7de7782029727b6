"""The lanes' ticks: one line for each kind of event, as many ticks as can be told apart."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from reviewer.ui.charts.chart import Chart
from reviewer.ui.looks.look import Look

TICK = 2


class TicksChart(Chart):
    """One line of ticks for each lane. ``chosen`` as of the bars, with the lane."""

    chosen = Signal(float, str)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._lanes: list[str] = []
        self._ticks: dict[str, list[float]] = {}
        self._place: tuple[float, str] | None = None
        self.rules, self.ticks = self.bars("line", -1), self.bars("mark")
        self.here, self.hits = self.bars("accent", 2), self.diamonds()

    def show_ticks(
        self, lanes: list[str], ticks: dict[str, list[float]], axis: tuple[int, int]
    ) -> None:
        """Take the ticks of the lanes, top to bottom."""
        self._lanes, self._ticks, self.axis = lanes, ticks, axis
        self.draw()

    def show_place(self, place: tuple[float, str] | None) -> None:
        """Mark the selected event in its lane."""
        if place != self._place:
            self._place = place
            self._mark()

    def _row(self, lane: str) -> float:
        return self._lanes.index(lane) * self.look.measures.lane

    def draw(self) -> None:
        """All ticks in one item."""
        self.setBackground(self.look.colour("s1"))
        lane = self.look.measures.lane
        if not self._lanes or not lane:
            return
        self.frame_axis()
        x = [self.pixels_of(self._ticks.get(name, [])) for name in self._lanes]
        y = [np.full(len(row), n * lane + 4.0) for n, row in enumerate(x)]
        wide = TICK / self.per_day
        self.fill(self.ticks, np.concatenate(x), wide, np.concatenate(y), lane - 8.0)
        feet = [(n + 1) * lane - 1.0 for n in range(len(self._lanes))]
        self.fill(self.rules, [self.axis[0]] * len(feet), self.span, feet, 1)
        hits = self._ticks.get("hits", [])
        middle = self._row("media") + lane / 2 if "media" in self._lanes else 0
        self.mark_hits(self.hits, hits, middle)
        self._mark()

    def _mark(self) -> None:
        if self._place is None or self._place[1] not in self._lanes:
            self.fill(self.here, [], 0, 0, 0)
            return
        place, name = self._place
        x = self.pixels_of([place])
        lane = self.look.measures.lane
        self.fill(self.here, x, (TICK + 1) / self.per_day, self._row(name) + 2, lane - 4)

    def clicked_at(self, where: QPoint) -> None:
        """Ask for the event of this lane nearest to this place."""
        lane = int(where.y() // max(1, self.look.measures.lane))
        if 0 <= lane < len(self._lanes):
            self.chosen.emit(self.place_at(where.x()), self._lanes[lane])
