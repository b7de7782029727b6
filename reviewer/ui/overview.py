"""The overview above the event list: one bar a day, all events, never filtered. Painted by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from reviewer.ui.counting import counted
from reviewer.ui.fonts import META
from reviewer.ui.look import Look

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
AXIS = 16
LABEL_ROOM = 64
BAR_MIN = 2
BAR_MAX = 8
SPAN_LEAST = 60
"""Days on the axis at least, so that a burst of one day is a bar and not a slab."""
FEW_DAYS = 14
"""Events within so many days have their dates under them instead of the months."""
BARS_LEAST = 20
"""With less room than this for the bars, the names of the months give way."""


class Month(NamedTuple):
    """A label of the axis: its first day and its word."""

    day: int
    word: str


def months(first: int, last: int) -> list[Month]:
    """The first days of the months between two days since 1970-01-01, both counted; of the first
    month the part that there is."""
    found: list[Month] = []
    at = (EPOCH + timedelta(days=first)).replace(day=1)
    while (day := (at - EPOCH).days) <= last:
        word = at.strftime("%b %Y") if at.month == 1 or not found else at.strftime("%b")
        found.append(Month(max(first, day), word))
        at = (at + timedelta(days=32)).replace(day=1)
    return found


def axis_of(days: list[tuple[int, int]]) -> tuple[int, int]:
    """First and last day of the axis: around the data, and never fewer than ``SPAN_LEAST``."""
    first, last = days[0][0], days[-1][0]
    missing = max(0, SPAN_LEAST - (last - first + 1))
    first -= missing // 2
    return first, last + missing - missing // 2


def binned(days: list[tuple[int, int]], bins: int) -> list[int]:
    """Sums of the counts in ``bins`` equal steps over the axis of these days."""
    if not days or bins < 1:
        return []
    first, last = axis_of(days)
    span = last - first + 1
    found = [0] * min(bins, span)
    for day, count in days:
        found[(day - first) * len(found) // span] += count
    return found


def date_word(day: int) -> str:
    """A day since 1970-01-01 as it is read: ``7 Jan 2026``."""
    at = EPOCH + timedelta(days=day)
    return f"{at.day} {at:%b %Y}"


class Overview(QWidget):
    """Bars of days on an axis of months. Its table is the event list below it."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._days: list[tuple[int, int]] = []
        self._selected: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # time runs left to right
        look.changed.connect(self._relook)

    def show_days(self, days: list[tuple[int, int]]) -> None:
        """Take (day since 1970-01-01, events), ascending."""
        self._days = days
        total = sum(count for _, count in days)
        self.setAccessibleName(
            f"Overview: {counted(total, 'event')} on {counted(len(days), 'day')}"
        )
        self.update()

    def show_day(self, day: int | None) -> None:
        """Mark the day of the selected event."""
        if day != self._selected:
            self._selected = day
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The height of the measures."""
        return QSize(200, self._look.measures.overview)

    @Slot()
    def _relook(self) -> None:
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Bars, the mark of the selected day, and the names of the months."""
        painter = QPainter(self)
        if not self._days:
            return
        first, last = axis_of(self._days)
        labels = self.height() - self._look.px(AXIS) >= BARS_LEAST
        axis = self.height() - (self._look.px(AXIS) if labels else 2)
        width = self.width()
        span = last - first + 1
        if self._selected is not None and first <= self._selected <= last:
            x = (self._selected - first) * width / span
            thick = max(BAR_MIN + 2, min(BAR_MAX, width / span) + 2)
            painter.fillRect(QRectF(x - 1, 0, thick, axis), self._look.colour("s3"))
        self._bars(painter, axis, first, span)
        painter.fillRect(QRectF(0, axis, width, 1), self._look.colour("edge"))
        if labels:
            self._dates(painter, axis, first, last)

    def _bars(self, painter: QPainter, axis: int, first: int, span: int) -> None:
        bars = binned(self._days, max(1, self.width() // BAR_MIN))
        peak = max(bars, default=0)
        if not peak:
            return
        step = self.width() / len(bars)
        room = axis - 6
        thick = min(BAR_MAX, max(1.0, step - 1.0)) if step >= BAR_MIN else step
        rects = [
            QRectF(n * step, axis - h, thick, h)
            for n, count in enumerate(bars)
            if count and (h := max(2.0, room * count / peak))
        ]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("mark"))
        painter.drawRects(rects)
        if self._selected is not None:
            at = (self._selected - first) * len(bars) // span
            if 0 <= at < len(bars) and bars[at]:
                height = max(2.0, room * bars[at] / peak)
                bar = QRectF(at * step, axis - height, max(2.0, thick), height)
                painter.fillRect(bar, self._look.colour("accent"))

    def _dates(self, painter: QPainter, axis: int, first: int, last: int) -> None:
        """The names of the months; where all is within a few days, the date under them."""
        begin, end = self._days[0][0], self._days[-1][0]
        if end - begin + 1 > FEW_DAYS:
            self._months(painter, axis, first, last)
            return
        painter.setFont(self._look.font(META))
        painter.setPen(self._look.colour("t2"))
        word = date_word(begin) if begin == end else f"{date_word(begin)} to {date_word(end)}"
        wide = self._look.width(META, word) + 2
        middle = (begin + end + 1 - 2 * first) / 2 * self.width() / (last - first + 1)
        left = min(max(0.0, middle - wide / 2), self.width() - wide)
        box = QRectF(left, axis + 1, wide, self.height() - axis - 1)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, word)

    def _months(self, painter: QPainter, axis: int, first: int, last: int) -> None:
        painter.setFont(self._look.font(META))
        painter.setPen(self._look.colour("t3"))
        free = -1.0
        found = months(first, last)
        for n, (day, word) in enumerate(found):
            x = (day - first) * self.width() / (last - first + 1)
            wide = self._look.width(META, word)
            ahead = found[n + 1].day if n + 1 < len(found) else last + 1
            room = (ahead - day) * self.width() / (last - first + 1)
            if x < free or x + wide > self.width() or (n == 0 and room < wide + 8):
                continue
            box = QRectF(max(2.0, x), axis + 1, wide + 2, self.height() - axis - 1)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, word)
            free = x + max(wide + 12, self._look.px(LABEL_ROOM))
