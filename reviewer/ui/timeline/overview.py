"""The overview above the event list: its place is kept from the start, its chart comes later.

The plotting library takes half a second to import. The desk is painted first, with the room of
the overview empty but for its axis; when the event loop then rests, the chart is made in that
room and nothing moves. There is no second, hand-painted chart to keep in step with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from reviewer.session.views.timeline_views import TimelineHead
from reviewer.ui.charts.axis import date_word
from reviewer.ui.lettering.counting import counted
from reviewer.ui.looks.look import Look

if TYPE_CHECKING:
    from reviewer.ui.charts.days_chart import DaysChart

AXIS = 18


class Overview(QWidget):
    """Bars of days on an axis of months.

    Signals:
        chosen(float, str): a place on the axis was clicked, in days since 1970-01-01.
        ranged(int, int): first and last day that the grips chose.
        ready(): the library is there; other charts may be made, too.
    """

    chosen = Signal(float, str)
    ranged = Signal(int, int)
    ready = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._head = TimelineHead()
        self._place: float | None = None
        self.chart: DaysChart | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # time runs left to right
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._make)
        look.changed.connect(self._relook)

    def show_head(self, head: TimelineHead) -> None:
        """Take counts and range."""
        self._head = head
        self.setAccessibleName(said(head))
        if self.chart is not None:
            self.chart.show_head(head)
            self.chart.show()

    def clear(self) -> None:
        """Another account comes: nothing of this one is to be seen under its name."""
        if self.chart is not None:
            self.chart.hide()

    def show_place(self, place: float | None) -> None:
        """Mark the selected event."""
        self._place = place
        if self.chart is not None:
            self.chart.show_place(place)

    @property
    def idle(self) -> bool:
        """Whether no chart is about to be made."""
        return not self._later.isActive()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The height of the measures, with and without a chart."""
        return QSize(200, self._look.measures.overview)

    @Slot()
    def _relook(self) -> None:
        self.updateGeometry()
        if self.chart is not None:
            self.chart.draw()
        self.update()

    @Slot()
    def _make(self) -> None:
        """Make the chart: the desk was painted and rests."""
        if self.chart is not None or not self.isVisible():
            return
        from reviewer.ui.charts.days_chart import DaysChart

        chart = self.chart = DaysChart(self._look, self)
        chart.setGeometry(self.rect())
        chart.chosen.connect(self.chosen)
        chart.ranged.connect(self.ranged)
        chart.show_head(self._head)
        chart.show_place(self._place)
        chart.show()
        self.ready.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The chart fills the room."""
        super().resizeEvent(event)
        if self.chart is not None:
            self.chart.setGeometry(self.rect())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Until there is a chart: its axis, and the wish for one."""
        if self.chart is not None:
            return
        y = self.height() - self._look.px(AXIS)
        painter = QPainter(self)
        painter.fillRect(0, y, self.width(), 1, self._look.colour("edge"))
        if not self._later.isActive():
            self._later.start()


def said(head: TimelineHead) -> str:
    """The overview in words."""
    words = f"Overview: {counted(head.events, 'event')} on {counted(len(head.days), 'day')}"
    if head.range is not None:
        first, last = head.range
        words += f"; range {date_word(first)} to {date_word(last)}: {head.inside:,} in range"
    return words
