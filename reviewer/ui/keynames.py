"""Key events as the registry's key texts: ``f``, ``Shift+A``, ``Ctrl+F``, ``Alt+Left``, ``?``."""

from __future__ import annotations

import sys

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

MODIFIER_KEYS = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
        Qt.Key.Key_ScrollLock,
        Qt.Key.Key_unknown,
    }
)
NEVER = frozenset(
    {
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Space,
        Qt.Key.Key_Backspace,
        Qt.Key.Key_Delete,
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
    }
)
"""Keys that belong to the focused widget, always: no command may hang on them."""

# The main block of a keyboard by position: scan code of the first key of each row, and its letters.
_ROWS = ((16, "qwertyuiop"), (30, "asdfghjkl"), (44, "zxcvbnm"))
_BY_SCAN = {first + n: letter for first, row in _ROWS for n, letter in enumerate(row)}
_SCAN_OFFSET = 0 if sys.platform == "win32" else 8  # xkb counts from 8, Windows from 0


def key_text(event: QKeyEvent) -> str:
    """The registry's name of a pressed key, ``""`` for a modifier alone.

    A key whose letter is not Latin counts by its place on the board, so that Arabic and Cyrillic
    layouts keep working; digits of the number pad equal plain digits.
    """
    key = Qt.Key(event.key()) if event.key() in _KNOWN else None
    if key in MODIFIER_KEYS:
        return ""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    modifiers &= ~Qt.KeyboardModifier.GroupSwitchModifier
    letter = _letter(event)
    shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    if letter:
        return _prefix(modifiers) + (letter.upper() if _prefix(modifiers) else letter)
    text = event.text()
    if len(text) == 1 and text.isprintable() and not text.isspace() and shift:
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier  # "?" is "?", wherever the layout has it
        if not modifiers:
            return text
    if key is None:
        return text if not modifiers and text.isprintable() else ""
    name: str = QKeySequence(QKeyCombination(modifiers, key)).toString(
        QKeySequence.SequenceFormat.PortableText
    )
    return name


def _prefix(modifiers: Qt.KeyboardModifier) -> str:
    named = (
        (Qt.KeyboardModifier.MetaModifier, "Meta+"),
        (Qt.KeyboardModifier.ControlModifier, "Ctrl+"),
        (Qt.KeyboardModifier.AltModifier, "Alt+"),
        (Qt.KeyboardModifier.ShiftModifier, "Shift+"),
    )
    return "".join(name for flag, name in named if modifiers & flag)


def _letter(event: QKeyEvent) -> str:
    """The Latin letter of a key in lower case, by its meaning or else by its place."""
    key = event.key()
    if Qt.Key.Key_A <= key <= Qt.Key.Key_Z:
        return chr(key).lower()
    if len(event.text()) == 1 and ord(event.text()) > 0x7F:
        return _BY_SCAN.get(event.nativeScanCode() - _SCAN_OFFSET, "")
    return ""


_KNOWN = frozenset(key.value for key in Qt.Key)
