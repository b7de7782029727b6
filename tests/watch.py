"""The watches of ``conftest.py``: logs, network, and what a test leaves behind."""

from __future__ import annotations

import gc
import logging
import re
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

# ------------------------------------------------------------------ logs


OFFSCREEN_SAYS = "This plugin does not support propagateSizeHints"
"""What the offscreen platform, and no other, says of every window with a smallest size."""


class _Collect(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(f"{record.name} {record.levelname}: {record.getMessage()}")


@contextmanager
def logs(expected: list[str]) -> Iterator[None]:
    """Fail on a log record of level WARNING or above that no pattern in `expected` announces."""
    handler = _Collect()
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
    surprises = [m for m in handler.messages if not any(re.search(p, m) for p in expected)]
    missing = [p for p in expected if not any(re.search(p, m) for m in handler.messages)]
    if surprises:
        pytest.fail("unannounced in the log:\n  " + "\n  ".join(surprises), pytrace=False)
    if missing:
        pytest.fail(f"announced, but never logged: {missing}", pytrace=False)


# ------------------------------------------------------------------ network

NETWORK_EVENTS = frozenset(
    f"socket.{name}"
    for name in (
        "__new__ bind connect sendto sendmsg getaddrinfo gethostbyname gethostbyaddr getnameinfo"
    ).split()
) | {"webbrowser.open", "urllib.Request", "http.client.connect"}
INTERNET_FAMILIES = (2, 10, 23, 30)  # AF_INET everywhere; AF_INET6 on Linux, Windows, macOS


class _Network:
    """The one audit hook: hooks cannot be taken away again, so it is switched."""

    def __init__(self) -> None:
        self.installed = False
        self.on = False
        self.calls: list[str] = []

    def hook(self, event: str, args: tuple[Any, ...]) -> None:
        if not self.on or event not in NETWORK_EVENTS:
            return
        if event == "socket.__new__":
            internet = int(args[1]) in INTERNET_FAMILIES
        elif event.startswith("socket.") and hasattr(args[0], "family"):
            internet = int(args[0].family) in INTERNET_FAMILIES
        else:
            internet = True
        if internet:
            self.calls.append(f"{event}{args[1:] if event == 'socket.__new__' else args}")
            raise PermissionError(f"the program uses no network, but something called {event}")


_network = _Network()


def watch_network() -> None:
    """Install the audit hook, once a process."""
    if not _network.installed:
        _network.installed = True
        sys.addaudithook(_network.hook)


@contextmanager
def no_network() -> Iterator[None]:
    """Refuse every internet call of this process, and fail also where the refusal was swallowed."""
    _network.calls.clear()
    _network.on = True
    try:
        yield
    finally:
        _network.on = False
    if _network.calls:
        pytest.fail("network used:\n  " + "\n  ".join(_network.calls), pytrace=False)


# ------------------------------------------------------------------ leaks


@dataclass(frozen=True)
class Standing:
    """What stood before a test; `left_over` names what stands besides it afterwards."""

    threads: frozenset[threading.Thread]
    widgets: frozenset[int] | None

    @classmethod
    def now(cls, uses_qt: bool) -> Standing:
        """Look now; widgets only if the test uses Qt."""
        return cls(
            threads=frozenset(threading.enumerate()),
            widgets=frozenset(_top_levels()) if uses_qt else None,
        )

    def left_over(self) -> list[str]:
        """One line for each thing the test left behind."""
        left = [] if self.widgets is None else self._left_of_qt(self.widgets)
        for thread in set(threading.enumerate()) - self.threads:
            thread.join(2)
            if thread.is_alive():
                left.append(f"thread {thread.name}")
        return left

    @staticmethod
    def _left_of_qt(widgets: frozenset[int]) -> list[str]:
        from PySide6.QtCore import QCoreApplication, QEvent, QThread, QThreadPool, QTimer
        from shiboken6 import isValid

        pools = [QThreadPool.globalInstance(), *_living(QThreadPool)]
        left = [f"busy {pool}" for pool in pools if not pool.waitForDone(2000)]
        gc.collect()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        left += [text for address, text in _top_levels().items() if address not in widgets]
        left += [f"active timer {t} of {t.parent()}" for t in _living(QTimer) if t.isActive()]
        left += [f"running {t}" for t in _living(QThread) if isValid(t) and _runs_on(t)]
        return left


def _runs_on(thread: Any) -> bool:
    """Whether a QThread that is not the one we stand on is still running after two seconds."""
    from PySide6.QtCore import QThread

    return thread != QThread.currentThread() and thread.isRunning() and not thread.wait(2000)


def _living(kind: type) -> list[Any]:
    """The objects of a Qt class that Python knows and C++ has not deleted."""
    from shiboken6 import isValid

    return [o for o in gc.get_objects() if isinstance(o, kind) and isValid(o)]


def _top_levels() -> dict[int, str]:
    """The address and a description of every top-level widget."""
    from PySide6.QtWidgets import QApplication
    from shiboken6 import getCppPointer

    if QApplication.instance() is None:
        return {}
    return {
        getCppPointer(w)[0]: f"widget {type(w).__name__} {w.objectName()!r} {w.windowTitle()!r}"
        for w in QApplication.topLevelWidgets()
        if w.metaObject().className() != "QTipLabel"  # Qt's own tool tip hides in its own time
    }


@contextmanager
def qt_messages() -> Iterator[None]:
    """Fail on a warning of Qt in the tear-down of a test.

    pytest-qt watches set-up and call and then puts the former handler back: what the closing of
    windows says would otherwise only be printed.
    """
    from PySide6.QtCore import QtMsgType, qInstallMessageHandler

    loud = (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)
    messages: list[str] = []

    def handle(kind: Any, context: Any, message: str) -> None:
        if kind in loud and OFFSCREEN_SAYS not in message:
            messages.append(message)

    before = qInstallMessageHandler(handle)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
    if messages:
        pytest.fail("Qt said after the test:\n  " + "\n  ".join(messages), pytrace=False)


# ------------------------------------------------------------------ counts of faults


@dataclass
class Tally:
    """One line for each fault: what was done and what came of it."""

    lines: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, fault: str, **counts: int) -> None:
        """Add to the counts of a fault; ``seconds`` and the like are counts as well."""
        line = self.lines.setdefault(fault, {})
        for name, count in counts.items():
            line[name] = line.get(name, 0) + count

    def words(self) -> list[str]:
        """One line each, aligned."""
        width = max(map(len, self.lines), default=0)
        return [
            f"  {fault:{width}}  "
            + ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in line.items())
            for fault, line in self.lines.items()
        ]
