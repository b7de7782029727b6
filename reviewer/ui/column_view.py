"""A table of one column without headers, scrolled by the pixel: the base of the long lists."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget


class ColumnView(QTableView):
    """Selection follows the current row; type-ahead is off: letters are commands.

    Signals:
        resized(): the width of the rows may have changed.
        focus_moved(bool): the view got or lost the keyboard.
    """

    resized = Signal()
    focus_moved = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.NoDragDrop)
        self.setAutoScroll(False)
        for header in (self.verticalHeader(), self.horizontalHeader()):
            header.hide()
            header.setMinimumSectionSize(1)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        # Qt would lay out and paint again a moment after a row got its height: see in_place
        self.verticalHeader().sectionResized.disconnect()

    def fill_width(self) -> None:
        """Let the one column fill the view."""
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def in_place(self) -> None:
        """Go at once by the rows and heights that there are now, so that the next frame is right
        and the only one. Whoever gave rows their heights calls this."""
        self.executeDelayedItemsLayout()
        self.updateGeometries()
        self.viewport().update()

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """No type-ahead."""

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Say that the width may have changed."""
        super().resizeEvent(event)
        self.resized.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """The ring shows where the keys go."""
        super().focusInEvent(event)
        self.focus_moved.emit(True)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """The ring goes."""
        super().focusOutEvent(event)
        self.focus_moved.emit(False)
        self.viewport().update()
