"""Where the toast stands: never over the status line, never over a case that is acted on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, Slot
from PySide6.QtWidgets import QAbstractScrollArea

from reviewer.domain.changes import Changes

if TYPE_CHECKING:
    from reviewer.ui.window import DeskWindow

GAP = 4
"""Px between the toast and the row that it leaves free."""


class ToastPlace(QObject):
    """In the queue's column where there is one, else over the last decisions: never over evidence.

    In the queue's column it climbs until neither the open case nor a marked one is under it.
    """

    def __init__(self, window: DeskWindow) -> None:
        super().__init__(window)
        self._window = window
        window.messages.said.connect(self.put)
        window.bridge.rested.connect(self._hear)

    @Slot()
    def put(self) -> None:
        """Put it where it hides nothing that is needed now."""
        window = self._window
        toast, pad = window.toast, window.look.measures.pad
        if window.look.measures.layout not in ("full", "compact"):
            room = window.width() - 2 * pad
            toast.place(pad, window.status.y(), room, least=window.last.height())
            return
        room, floor = window.queue.width() - 2 * pad, window.decision.y() - 8
        toast.place(pad, floor, room)
        top = self._shift(window.queue.view).y()
        bottom = clear_of(toast.geometry(), floor, top, self._rows())
        toast.place(pad, bottom, room)

    def _shift(self, part: QAbstractScrollArea) -> QPoint:
        return part.viewport().mapTo(self._window.room, QPoint(0, 0))

    def _rows(self) -> list[QRect]:
        """The rows that are acted on, the open one first, in px of the window's room."""
        queue = self._window.queue
        shift = self._shift(queue.view)
        return [rect.translated(shift) for rect in queue.acted_on()]

    @Slot(object)
    def _hear(self, changes: Changes) -> None:
        """Another case is open, or others are marked."""
        if not self._window.toast.isHidden() and changes.touches("cursor", "queue", "marks"):
            self.put()


def clear_of(toast: QRect, floor: int, top: int, rows: Sequence[QRect]) -> int:
    """The lowest place for the toast's lower edge where it covers none of the rows.

    Args:
        floor: where it stands if nothing is in its way, px.
        top: it does not climb over this, px.
        rows: the first is left free even where not all can be.
    """
    high = toast.height()
    for wanted in (rows, rows[:1]):
        for bottom in sorted({floor, *(row.top() - GAP for row in wanted)}, reverse=True):
            put = QRect(toast.x(), bottom - high, toast.width(), high)
            if bottom <= floor and put.top() >= top and not any(map(put.intersects, wanted)):
                return bottom
    return floor
