"""The application: fonts and theme, a clean environment, and what happens on a fault."""

from __future__ import annotations

import logging
import os
import platform
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from reviewer import __version__, offline
from reviewer.logs import Safe
from reviewer.ui.looks import theme as themes
from reviewer.ui.looks.icons import app_icon
from reviewer.ui.looks.look import Look, look_of
from reviewer.ui.looks.settled import STARTED_WITH

log = logging.getLogger("reviewer")

LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
OWN = Path(__file__).resolve().parents[1]


def has_display() -> bool:
    """Whether windows can be opened; on Linux without a display Qt would abort."""
    if sys.platform in ("win32", "darwin"):
        return True
    named = os.environ.get("QT_QPA_PLATFORM", "").split(":")[0]
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(shown) or named in ("offscreen", "minimal")


def make_application(theme: str = "system") -> QApplication:
    """The one application, made on first use, dressed in a theme: dark, light, contrast, system."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        found.setProperty(STARTED_WITH, theme)
        themes.apply(found, theme)
        return found
    offline.scrub()
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    qInstallMessageHandler(_to_log)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("reviewer")
    app.setApplicationDisplayName("Reviewer")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("reviewer")
    app.setWindowIcon(app_icon())
    app.setProperty(STARTED_WITH, theme)
    themes.apply(app, theme)
    return app


def _to_log(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Messages of Qt go to the log; what its offscreen platform cannot do is no news."""
    if "propagateSizeHints" in message:
        return
    level = LEVELS.get(kind, logging.WARNING)
    logging.getLogger("reviewer.qt").log(level, "%s (%s)", message, Safe(context.category))


def look() -> Look:
    """The look in force."""
    return look_of()


class FaultHook:
    """Stands in ``sys.excepthook``: shows a page with a log, names no text of a case.

    Args:
        show: called with (message, log) to put the page up.
    """

    def __init__(self, show: Callable[[str, str], None]) -> None:
        self._show = show
        self._before = sys.excepthook

    def install(self) -> None:
        """Take the place of the hook."""
        sys.excepthook = self

    def remove(self) -> None:
        """Give the place back."""
        sys.excepthook = self._before

    def __call__(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        """An exception nobody took."""
        if issubclass(kind, KeyboardInterrupt):
            self._before(kind, error, trace)
            return
        message, text = _fault(kind, trace)
        log.error("%s", Safe(text))
        self._show(message, text)


def fault_of(error: BaseException) -> tuple[str, str]:
    """The sentence and the log of an error that was caught."""
    return _fault(type(error), error.__traceback__)


def _fault(kind: type[BaseException], trace: TracebackType | None) -> tuple[str, str]:
    return f"{kind.__name__} in {place(trace)}.", report(kind, trace)


def report(kind: type[BaseException], trace: TracebackType | None) -> str:
    """A log for the person who looks after the program: places in the code and versions. The
    message of the error is left out, since it may hold text of a case."""
    lines = [f"reviewer {__version__}, Python {platform.python_version()}, {sys.platform}"]
    lines += [f"{kind.__module__}.{kind.__name__}"]
    lines += [
        f"  {_short(frame.filename)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(trace)
    ]
    return "\n".join(lines)


def place(trace: TracebackType | None) -> str:
    """The last place of ours in a trace."""
    frames = traceback.extract_tb(trace)
    ours = [f for f in frames if Path(f.filename).is_relative_to(OWN)]
    last = (ours or frames)[-1:] or []
    return f"{_short(last[0].filename)}, line {last[0].lineno}" if last else "an unknown place"


def _short(filename: str) -> str:
    path = Path(filename)
    return path.relative_to(OWN).as_posix() if path.is_relative_to(OWN) else path.name
