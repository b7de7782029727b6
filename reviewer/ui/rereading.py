"""While the desk rests, the session reads again what it took on trust at opening."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from reviewer.domain.changes import Changes
from reviewer.ui.attempt import attempt
from reviewer.ui.bridge import Bridge

if TYPE_CHECKING:
    from reviewer.session.session import Session

PAUSE_MS = 20
"""Between two steps: painting and keys come first."""


class Rereading(QObject):
    """Begins with the first frame; every step is a few milliseconds, and a key makes it wait."""

    def __init__(self, session: Session, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._step)
        bridge.rested.connect(self._rested)
        self._again()

    @Slot(object)
    def _rested(self, _changes: Changes) -> None:
        self._again()

    @Slot()
    def _step(self) -> None:
        if not self._session.closed:
            attempt(self._session, self._session.rereading.step)
            self._again()

    def _again(self) -> None:
        if self._session.rereading.going:
            self._pause.start()
