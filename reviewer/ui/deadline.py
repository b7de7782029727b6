"""Wakes the session when time changes something: armed, dead time, the message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from reviewer.ui.attempt import attempt
from reviewer.ui.bridge import Bridge

if TYPE_CHECKING:
    from reviewer.session.session import Session


class Deadline(QObject):
    """One timer for the next of the session's deadlines; planned anew whenever something moved."""

    def __init__(self, session: Session, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._due)
        bridge.changed.connect(self.plan)

    @Slot()
    def plan(self) -> None:
        """Ask when the next deadline is."""
        due = self._session.next_deadline_ms()
        if due is None:
            self._timer.stop()
        else:
            self._timer.start(due + 1)

    @Slot()
    def _due(self) -> None:
        attempt(self._session, self._session.tick)

    def close(self) -> None:
        """Wake nobody any more."""
        self._timer.stop()
