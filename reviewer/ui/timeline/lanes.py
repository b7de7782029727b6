"""The lanes under the overview: each kind of event with its counts and ticks; on small windows one
line of kinds. A click on a kind leaves it out of the list, or takes it in again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from reviewer.session.views.timeline_views import Lane
from reviewer.ui.lettering.ink import Ink
from reviewer.ui.looks.fonts import META
from reviewer.ui.looks.look import Look
from reviewer.ui.pane_header import Piece, paint_pieces, pieces_width

if TYPE_CHECKING:
    from reviewer.ui.charts.ticks_chart import TicksChart

NAMES = 176
"""Px for glyph, kind and counts at 100 % text."""
PAD = 4


def count_words(lane: Lane) -> str:
    """``46 of 188`` where a range leaves some out."""
    if lane.inside == lane.count:
        return f"{lane.count:,}"
    return f"{lane.inside:,} of {lane.count:,}"


def spoken(lane: Lane) -> str:
    """A lane in words."""
    return f"{lane.word} {count_words(lane)}{', left out' if lane.off else ''}"


class Lanes(QWidget):
    """Names painted on the left, one chart of ticks for all lanes on the right.

    Signals:
        toggled(str): the id of a lane whose name was clicked.
        chosen(float, str): a place among the ticks and its lane.
    """

    toggled = Signal(str)
    chosen = Signal(float, str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._lanes: list[Lane] = []
        self._ticks: dict[str, list[float]] = {}
        self._axis = (0, 1)
        self._place: tuple[float, str] | None = None
        self.chart: TicksChart | None = None
        self._ready = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        look.changed.connect(self._relook)

    @property
    def folded(self) -> bool:
        """Whether there is only one line."""
        return self._look.measures.lane == 0

    def show_lanes(self, lanes: list[Lane]) -> None:
        """Take counts."""
        if lanes != self._lanes:
            self._lanes = lanes
            self.setAccessibleName("; ".join(spoken(lane) for lane in lanes))
            self.update()

    def show_ticks(self, ticks: dict[str, list[float]], axis: tuple[int, int]) -> None:
        """Take the ticks."""
        self._ticks, self._axis = ticks, axis
        self._feed()

    def clear(self) -> None:
        """Another account comes: none of these ticks is its own."""
        if self.chart is not None:
            self.chart.hide()

    def show_place(self, place: tuple[float, str] | None) -> None:
        """Mark the selected event."""
        self._place = place
        if self.chart is not None:
            self.chart.show_place(place)

    @Slot()
    def make_chart(self) -> None:
        """The plotting library is there; lanes that are folded get their chart when they unfold."""
        self._ready = True
        if self.chart is not None or self.folded:
            return
        from reviewer.ui.charts.ticks_chart import TicksChart

        self.chart = TicksChart(self._look, self)
        self.chart.chosen.connect(self.chosen)
        self.chart.show_place(self._place)
        self._place_chart()
        self._feed()
        self.chart.show()

    def _feed(self) -> None:
        if self.chart is not None and not self.folded:
            names = [lane.id for lane in self._lanes]
            self.chart.show_ticks(names, self._ticks, self._axis)
            self.chart.show()

    def _place_chart(self) -> None:
        if self.chart is not None:
            left = self._look.px(NAMES)
            height = self._look.measures.lane * len(self._lanes)
            self.chart.setGeometry(left, PAD, max(1, self.width() - left), max(1, height))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All lanes, or the folded line."""
        m = self._look.measures
        return QSize(100, m.lanes_folded if self.folded else m.lane * 6 + 2 * PAD)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The ticks take what the names leave."""
        super().resizeEvent(event)
        self._place_chart()

    @Slot()
    def _relook(self) -> None:
        self.updateGeometry()
        if self._ready:
            self.make_chart()
        if self.chart is not None:
            self.chart.setVisible(not self.folded)
            self._place_chart()
            self._feed()
        self.update()

    # -- painting and clicking ------------------------------------------------------------

    def _pieces(self, lane: Lane) -> tuple[Piece, ...]:
        tone = "t3" if lane.off else "t2"
        pieces = [Piece(lane.word, tone, glyph=lane.glyph)]
        if lane.off:
            pieces.append(Piece("left out", "t3"))
        else:
            pieces.append(Piece(count_words(lane), "t1", strong=True))
        return tuple(pieces)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The names, with a line below."""
        painter = QPainter(self)
        ink = Ink(painter, self._look)
        w, h = self.width(), self.height()
        ink.rule(0, h - 1, w)
        if self.folded:
            ink.rule(0, 0, w)
            for lane, x, _ in self._spread():
                paint_pieces(ink, self._pieces(lane), x, h, w)
            return
        for n, lane in enumerate(self._lanes):
            self._name(ink, lane, PAD + n * self._look.measures.lane)

    def _name(self, ink: Ink, lane: Lane, y: float) -> None:
        look, high = self._look, self._look.measures.lane
        x: float = look.measures.pad
        tone = "t3" if lane.off else "t2"
        x += ink.glyph(x, y, high, lane.glyph, tone, 12) + 8
        ink.words(x, y, high, lane.word, META, tone)
        if lane.off:
            ink.words_right(look.px(NAMES - 12), y, high, "left out", META, "t3")
            return
        of = "" if lane.inside == lane.count else f" of {lane.count:,}"
        right = look.px(NAMES - 12)
        right -= round(ink.words_right(right, y, high, of, META, "t2")) if of else 0
        ink.words_right(right, y, high, f"{lane.inside:,}", META.strong, "t1")

    def _spread(self) -> list[tuple[Lane, float, float]]:
        """The folded lanes with their left and right edges, as many as fit."""
        ink = Ink(QPainter(), self._look)
        x: float = self._look.measures.pad
        found = []
        for lane in self._lanes:
            right = x + pieces_width(ink, self._pieces(lane))
            if right > self.width():
                break
            found.append((lane, x, right))
            x = right + 14
        return found

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click on a name."""
        at = event.position()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self.folded:
            found = [lane.id for lane, left, right in self._spread() if left <= at.x() <= right]
        else:
            n = int((at.y() - PAD) // self._look.measures.lane)
            there = 0 <= n < len(self._lanes) and at.x() < self._look.px(NAMES)
            found = [self._lanes[n].id] if there else []
        for ident in found:
            self.toggled.emit(ident)
