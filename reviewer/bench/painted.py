"""Turns of Qt's event loop, counted in paints."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget

from reviewer.ui.app import make_application
from reviewer.ui.window import DeskWindow

QUIET_TURNS = 2


class Turns(QObject):
    """Runs the event loop until nothing is left to do, then paints what changed.

    A window system asks for a frame every few milliseconds; here it is painted at once, so that
    what is measured is work and not waiting.
    """

    def __init__(self, app: QApplication, window: QWidget, idle: Callable[[], bool]) -> None:
        super().__init__()
        self._app = app
        self._window = window
        self._idle = idle
        self._quiet = 0
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._turn)

    def settle(self, act: Callable[[], object]) -> float:
        """Do something; the seconds until all of it is painted."""
        start = perf_counter()
        act()
        self.wait()
        QCoreApplication.sendEvent(self._window, QEvent(QEvent.Type.UpdateRequest))
        return perf_counter() - start

    def wait(self) -> None:
        """Run the loop until it is idle."""
        self._quiet = 0
        self._timer.start()
        app = self._app
        app.exec()

    @Slot()
    def _turn(self) -> None:
        self._quiet = self._quiet + 1 if self._idle() else 0
        if self._quiet > QUIET_TURNS:
            self._timer.stop()
            QCoreApplication.exit(0)  # quit would close the windows


class Frame(QObject):
    """The first frame that shows what a window's bridge told: when it was painted.

    ``next`` begins to wait for it; ``at`` is 0 until then. The event that tells the time has the
    priority of painting and is posted after it, before what the panes put off until the frame.
    """

    def __init__(self, window: DeskWindow) -> None:
        super().__init__()
        self._window = window
        self._waits = False
        self.at = 0.0
        window.bridge.changed.connect(self._told)

    def next(self) -> None:
        """Wait for the next one."""
        self._waits, self.at = True, 0.0

    @Slot(object)
    def _told(self, _changes: object) -> None:
        if self._waits:
            self._waits = False
            QCoreApplication.postEvent(
                self, QEvent(QEvent.Type.User), Qt.EventPriority.LowEventPriority.value
            )

    def event(self, event: QEvent) -> bool:
        """Paint what is still to be painted; that is the time."""
        if event.type() != QEvent.Type.User:
            return super().event(event)
        QCoreApplication.sendEvent(self._window, QEvent(QEvent.Type.UpdateRequest))
        self.at = perf_counter()
        return True


class _FirstPaint(QObject):
    """Ends the program when a window was painted."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Look for the first paint of a window."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            QTimer.singleShot(0, self._end)
        return False

    @Slot()
    def _end(self) -> None:
        QCoreApplication.exit(0)


def first_paint(folder: Path) -> int:
    """Start the front end on a folder and end at the first paint; the exit code."""
    from reviewer.front import Front

    app = make_application("system")
    watch = _FirstPaint()
    app.installEventFilter(watch)
    front = Front(folder)
    front.begin(None)
    code = app.exec()
    app.removeEventFilter(watch)
    front.end()
    return code
