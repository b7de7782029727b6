"""Types keys at the widget that has the keyboard, as key events, for ``play`` and the tests."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget


class Typist:
    """Sends key events into one window."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def press(self, key: str) -> None:
        """Press and release a key by its portable name: ``f``, ``Shift+A``, ``Ctrl+F``."""
        self.hold(key)
        self.release(key)

    def hold(self, key: str) -> None:
        """Press a key and keep it down."""
        self._send(QEvent.Type.KeyPress, key)

    def release(self, key: str) -> None:
        """Let a key up."""
        self._send(QEvent.Type.KeyRelease, key)

    def type(self, text: str) -> None:
        """Type characters one by one."""
        for character in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, character)
                QApplication.sendEvent(self._target(), event)

    def _send(self, kind: QEvent.Type, key: str) -> None:
        combination = _combination(key)
        modifiers = combination.keyboardModifiers()
        event = QKeyEvent(kind, combination.key(), modifiers, _text(key, modifiers))
        QApplication.sendEvent(self._target(), event)

    def _target(self) -> QWidget:
        """The widget that has the keyboard: in a dialog or popup, or in the window."""
        popup = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        top = popup or self._window
        focused: QWidget | None = top.focusWidget()
        return top if focused is None else focused


def _combination(key: str) -> QKeyCombination:
    """A key by its portable name, with its modifiers."""
    sequence = QKeySequence.fromString(key, QKeySequence.SequenceFormat.PortableText)
    first: QKeyCombination = sequence[0]  # type: ignore[index]
    return first


def _text(key: str, modifiers: Qt.KeyboardModifier) -> str:
    """The character that a key writes, if it writes one."""
    last = key.rpartition("+")[2] or key
    if len(last) != 1 or modifiers & (
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    ):
        return ""
    return last.upper() if modifiers & Qt.KeyboardModifier.ShiftModifier else last.lower()
