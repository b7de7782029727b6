"""When the desk is locked: covered, protected, and nothing running that still needs the key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QWindow

from reviewer.domain.changes import Changes
from reviewer.ui.bridge import Bridge
from reviewer.ui.runner import QtRunner

if TYPE_CHECKING:
    from reviewer.session.session import Session

PRESENT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class Locker(QObject):
    """``ready`` says that the workspace can be closed behind the cover: at once, or when the job
    that runs is done. A cover that is lifted before calls it off.

    Attributes:
        pending: the cover lies, and the key is not yet let go.
    """

    ready = Signal()

    def __init__(self, session: Session, bridge: Bridge, runner: QtRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self.pending = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._look)
        bridge.changed.connect(self._hear)
        runner.became_idle.connect(self._plan)

    @Slot(object)
    def _hear(self, changes: Changes) -> None:
        if changes.touches("cover"):
            self.pending = self._session.desk.covered and self._session.workspace.protected
            self._plan()

    @Slot()
    def _plan(self) -> None:
        if self.pending and self._runner.idle:
            self._timer.start()

    @Slot()
    def _look(self) -> None:
        if self.pending and self._runner.idle:
            self.pending = False
            self.ready.emit()


class Presence(QObject):
    """Any key or mouse in a window of the program begins the idle time anew, also where it means
    nothing to the desk. Only the window that has the keyboard is watched, not every widget."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._watched: QWindow | None = None
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._moved)
            self._moved(QGuiApplication.focusWindow())

    @Slot("QWindow*")
    def _moved(self, window: QWindow | None) -> None:
        if self._watched is not None:
            self._watched.removeEventFilter(self)
            self._watched.destroyed.disconnect(self._gone)
        self._watched = window
        if window is not None:
            window.installEventFilter(self)
            window.destroyed.connect(self._gone)

    @Slot()
    def _gone(self) -> None:
        self._watched = None

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Only look."""
        if event.type() in PRESENT:
            self._session.active()
        return False
