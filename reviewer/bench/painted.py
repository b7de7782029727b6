"""Turns of Qt's event loop, counted in paints."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget

from reviewer.ui.app import make_application

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
