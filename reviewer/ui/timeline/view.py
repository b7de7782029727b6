"""The list of events: rows get their height when they come into view, and stay where they are."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from reviewer.session.views.timeline_views import TimelineRow
from reviewer.ui.column_view import ColumnView
from reviewer.ui.looks.look import Look
from reviewer.ui.timeline.delegate import TimelineDelegate
from reviewer.ui.timeline.model import TimelineModel


class TimelineView(ColumnView):
    """One column; heights are computed from the text for the rows in view only.

    Signals:
        shown(object): the keys of rows that were painted before the reviewer's eyes.
    """

    shown = Signal(object)

    def __init__(self, look: Look, model: TimelineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._model = model
        self._known: set[int] = set()
        self._said: set[str] = set()
        self._width = 0
        self._sizing = False
        self._moved = False
        self.setModel(model)
        self.fill_width()
        self.delegate = TimelineDelegate(look, model, self)
        self.setItemDelegate(self.delegate)
        self._told = QTimer(self)
        self._told.setSingleShot(True)
        self._told.setInterval(0)
        self._told.timeout.connect(self._tell)
        model.modelReset.connect(self._other_rows)
        self.resized.connect(self._width_moved)
        self.verticalScrollBar().valueChanged.connect(self.size_rows)
        self.focus_moved.connect(self._focus_moved)

    @Slot()
    def _other_rows(self) -> None:
        self._said.clear()
        self.delegate.painted.clear()
        self.forget_heights()

    @Slot()
    def forget_heights(self) -> None:
        """Other rows, another width or another look."""
        self._known.clear()
        # sets every row to the usual height again; reset() would take the selection with it
        self.verticalHeader().setDefaultSectionSize(self.delegate.usual_height())
        self.in_place()
        self.size_rows()

    @Slot()
    def _width_moved(self) -> None:
        if self.viewport().width() == self._width:
            self.size_rows()
            return
        self._width = self.viewport().width()
        top, current = self.rowAt(0), self.currentIndex().row()
        self.forget_heights()
        if top > 0:
            self.scrollTo(self._model.index(top, 0), self.ScrollHint.PositionAtTop)
        if current >= 0:
            self.reveal(current)

    @Slot()
    def size_rows(self) -> None:
        """Give every row in view its height; what is above the view does not move it."""
        if self._sizing or not self._model.rowCount() or self.viewport().height() < 2:
            return
        self._sizing = True
        try:
            top = max(0, self.rowAt(0))
            y = self.rowViewportPosition(top)
            if top and top not in self._known and y < 0:
                self._size_above(top, y)
                y = self.rowViewportPosition(top)
            row, count, bottom = top, self._model.rowCount(), self.viewport().height()
            while row < count and y < bottom:
                y += self._size(row)
                row += 1
        finally:
            self._sizing = False
        self._settle()

    def _settle(self) -> None:
        if self._moved:
            self._moved = False
            self.in_place()

    @Slot(object)
    def expect(self, rows: list[TimelineRow]) -> None:
        """Lay out and paint ahead what the next list begins with, as far as it will be in view; of
        what was painted ahead before nothing stays. The block of what has no time is painted as it
        comes. Nothing is shown or counted as shown."""
        port, made = self.viewport(), 0
        room = port.height() if self.isVisible() else 0
        block = bool(rows) and rows[0].kind == "undated"
        for row in rows:
            if room <= 0:
                break
            block = block and row.kind not in ("day", "gap")
            if block:
                room -= self._look.measures.undated_row
                continue
            room -= self.delegate.expect(row, port.width(), port.devicePixelRatioF())
            made += 1
        self.delegate.stamps.shed(made)

    def _size_above(self, row: int, y: int) -> None:
        """A row that enters from above keeps its lower edge where it is."""
        before = self.verticalHeader().sectionSize(row)
        moved = self._size(row) - before
        if moved:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + moved)

    def _size(self, row: int) -> int:
        header = self.verticalHeader()
        if row not in self._known:
            self._known.add(row)
            height = self.delegate.height(row, self.viewport().width())
            if header.sectionSize(row) != height:
                header.resizeSection(row, height)
                self._moved = True
        return header.sectionSize(row)

    def reveal(self, row: int) -> None:
        """Scroll as little as needed so that the row and its neighbours can be seen."""
        last = self._model.rowCount() - 1
        for near in (min(row + 1, last), max(row - 1, 0), row):
            self._size(near)
        self._settle()
        for near in (min(row + 1, last), max(row - 1, 0), row):
            self.scrollTo(self._model.index(near, 0))
        self.size_rows()
        self.scrollTo(self._model.index(row, 0))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint, and remember which rows were seen."""
        self.size_rows()
        super().paintEvent(event)
        if self.delegate.painted - self._said:
            self._told.start()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Measure for the size that is real now."""
        super().showEvent(event)
        self._width_moved()

    @Slot()
    def _tell(self) -> None:
        keys, self.delegate.painted = self.delegate.painted - self._said, set()
        if keys and self.isVisible():
            self._said |= keys
            self.shown.emit(keys)

    @property
    def idle(self) -> bool:
        """Whether all that was painted was told."""
        return not self._told.isActive()

    @Slot(bool)
    def _focus_moved(self, focused: bool) -> None:
        self.delegate.keyboard = focused
