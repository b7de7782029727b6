"""Where the toast stands: never over the status line, never over a case that is acted on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, QRect, Slot
from PySide6.QtWidgets import QWidget

from reviewer.domain.changes import Changes
from reviewer.ui.bridge import Bridge
from reviewer.ui.looks.look import Look
from reviewer.ui.messages import Messages
from reviewer.ui.queue.pane import QueuePane
from reviewer.ui.widgets.notices import Toast

GAP = 4
"""Px between the toast and the row that it leaves free."""


class Needed(Protocol):
    """The window's parts between which the toast stands."""

    @property
    def room(self) -> QWidget: ...  # noqa: D102
    @property
    def toast(self) -> Toast: ...  # noqa: D102
    @property
    def queue(self) -> QueuePane: ...  # noqa: D102
    @property
    def decision(self) -> QWidget: ...  # noqa: D102
    @property
    def last(self) -> QWidget: ...  # noqa: D102
    @property
    def status(self) -> QWidget: ...  # noqa: D102
    @property
    def look(self) -> Look: ...  # noqa: D102


class ToastPlace(QObject):
    """In the queue's column where there is one, else over the last decisions: never over evidence.

    In the queue's column it climbs until neither the open case nor a marked one is under it.
    """

    def __init__(self, parts: Needed, messages: Messages, bridge: Bridge) -> None:
        super().__init__(parts.room)
        self._parts = parts
        messages.said.connect(self.put)
        bridge.rested.connect(self._hear)

    @Slot()
    def put(self) -> None:
        """Put it where it hides nothing that is needed now."""
        parts = self._parts
        toast, pad = parts.toast, parts.look.measures.pad
        if parts.look.measures.layout not in ("full", "compact"):
            room = parts.room.width() - 2 * pad
            toast.place(pad, parts.status.y(), room, least=parts.last.height())
            return
        room, floor = parts.queue.width() - 2 * pad, parts.decision.y() - 8
        toast.place(pad, floor, room)
        shift = parts.queue.view.viewport().mapTo(parts.room, QPoint(0, 0))
        rows = [rect.translated(shift) for rect in parts.queue.acted_on()]
        toast.place(pad, clear_of(toast.geometry(), floor, shift.y(), rows), room)

    @Slot(object)
    def _hear(self, changes: Changes) -> None:
        """Another case is open, or others are marked."""
        if not self._parts.toast.isHidden() and changes.touches("cursor", "queue", "marks"):
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
