"""When the desk shows a case and rests, the next one is read: a moment for the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from reviewer.domain.changes import Changes
from reviewer.ui.attempt import attempt
from reviewer.ui.bridge import Bridge

if TYPE_CHECKING:
    from reviewer.session.session import Session


class Ahead(QObject):
    """Waits until the frame of a case was painted and nothing else is to be done. ``read`` carries
    the rows that the list of the next case begins with: text may be laid out, nothing shown."""

    read = Signal(object)

    def __init__(self, session: Session, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._begun = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(0)
        self._rest.timeout.connect(self._look)
        bridge.rested.connect(self._rested)

    @property
    def pending(self) -> bool:
        """Whether the next case is about to be read."""
        return self._rest.isActive()

    @Slot(object)
    def _rested(self, changes: Changes) -> None:
        if not self._begun or changes.touches(
            "cursor", "queue", "import", "settings", "child_safety"
        ):
            self._begun = True
            self._rest.start()

    @Slot()
    def _look(self) -> None:
        if not self._session.closed:
            attempt(self._session, self._read)

    def _read(self) -> None:
        ahead = self._session.ahead
        ahead.look()
        self.read.emit(ahead.rows())
