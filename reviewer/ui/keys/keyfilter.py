"""The one filter of keys: events of this window become commands of the registry.

It sits on the window and on whichever of its widgets has the focus, so that painting and mouse
events never pass through Python. Nothing is registered with Qt's own shortcut map.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from reviewer.ui.keys.keynames import NEVER, Keyboard

if TYPE_CHECKING:
    from reviewer.commands.command import Command
    from reviewer.commands.registry import Registry

Act = Callable[["Command"], None]


def types_text(widget: QWidget | None) -> bool:
    """Whether plain letters belong to this widget."""
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
        return not widget.isReadOnly()
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, QAbstractSpinBox)


class KeyFilter(QObject):
    """Turns key presses in ``window`` into calls of ``press`` and, for held keys, ``release``.

    Args:
        window: the top-level window whose keys are taken.
        registry: looked up by key text and scope.
        press: runs a command. release: ends a held one.
        unbound: called for a key that means nothing, which still disarms a commit.
    """

    def __init__(
        self,
        window: QWidget,
        registry: Registry,
        press: Act,
        release: Act,
        unbound: Callable[[], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._registry = registry
        self._press = press
        self._release = release
        self._unbound = unbound
        self._keyboard = Keyboard()
        self._held: tuple[int, Command] | None = None
        self._islands: list[QWidget] = []
        self._watched: QWidget | None = None
        window.installEventFilter(self)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_moved)

    def add_island(self, widget: QWidget) -> None:
        """While ``widget`` is visible, every key is its own: the palette, the cover, a sheet."""
        self._islands.append(widget)

    def elsewhere(self) -> bool:
        """Whether something lies over the desk that has every key for itself."""
        return any(island.isVisible() for island in self._islands)

    def let_go(self) -> None:
        """End a held key: the window lost the focus, or something covers it."""
        if self._held is not None:
            command = self._held[1]
            self._held = None
            self._release(command)

    @Slot("QWidget*", "QWidget*")
    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._watched is not None:
            with suppress(RuntimeError):  # the widget died while it had the focus
                self._watched.removeEventFilter(self)
            self._watched = None
        if new is not None and new is not self._window and new.window() is self._window:
            new.installEventFilter(self)
            self._watched = new

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take the keys that mean something; leave all others to the widget."""
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(event)
        if kind == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            return self._released(event)
        return False

    def _pressed(self, event: QKeyEvent) -> bool:
        if isinstance(QApplication.focusWidget(), QMenuBar):
            return False
        if event.key() in NEVER or self.elsewhere():
            return False
        text = self._keyboard.text(event)
        if not text:
            return False
        scope = "text" if types_text(QApplication.focusWidget()) else "desk"
        command = self._registry.by_key(text, scope)
        if command is None:
            if scope == "desk" and not event.isAutoRepeat():
                self._unbound()
            return False
        if event.isAutoRepeat():
            return True
        if command.hold:
            self._held = (event.key(), command)
        self._press(command)
        return True

    def _released(self, event: QKeyEvent) -> bool:
        if self._held is None or event.isAutoRepeat() or event.key() != self._held[0]:
            return False
        self.let_go()
        return True
