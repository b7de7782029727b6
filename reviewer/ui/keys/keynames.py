"""Key events as the registry's key texts: ``f``, ``Shift+A``, ``Ctrl+F``, ``Alt+Left``, ``?``."""

from __future__ import annotations

import sys
import unicodedata

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
_DIGITS = {2 + n: digit for n, digit in enumerate("1234567890")}
_SCAN_OFFSET = 0 if sys.platform == "win32" else 8  # xkb counts from 8, Windows from 0
_NAMED = 0x0100_0000  # Qt's keys from here on have names, not characters
ARABIC_QUESTION = "\u061f"


class Keyboard:
    """Names keys. It remembers whether letters lately came from a layout that is not Latin: there
    a sign of ASCII on the place of a letter (Hebrew Q, Arabic Shift+C) counts by its place, too."""

    def __init__(self) -> None:
        self.latin = True

    def text(self, event: QKeyEvent) -> str:
        """The registry's name of a pressed key, ``""`` for a modifier alone.

        A Latin letter counts by what it writes (AZERTY, QWERTZ, Dvorak); one of another script by
        its place on the board. The row of digits counts as digits without Shift, whatever it
        writes there; digits of the number pad equal plain digits.
        """
        key = Qt.Key(event.key()) if event.key() in _KNOWN else None
        if key in MODIFIER_KEYS:
            return ""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        modifiers &= ~Qt.KeyboardModifier.GroupSwitchModifier
        prefix = _prefix(modifiers)
        letter = self._letter(event) or _digit(event, modifiers)
        if letter:
            return prefix + (letter.upper() if prefix else letter)
        return _other(event, key, modifiers)

    def _letter(self, event: QKeyEvent) -> str:
        """The Latin letter of a key in lower case, by its meaning or else by its place."""
        key = event.key()
        if Qt.Key.Key_A <= key <= Qt.Key.Key_Z:
            self.latin = True
            return chr(key).lower()
        place = _BY_SCAN.get(event.nativeScanCode() - _SCAN_OFFSET, "")
        written = event.text()[:1]
        if not written.isprintable() or not written:  # with Ctrl: the key says what it is
            written = chr(key) if 0 < key < _NAMED else ""
        if not written or not place:
            return ""
        if _foreign(written):
            self.latin = False
            return place
        return place if not self.latin and written.isascii() and not written.isdigit() else ""


def _foreign(character: str) -> bool:
    """Whether a character belongs to a script that is not Latin."""
    if character.isascii() or character.isspace():
        return False
    return not unicodedata.name(character, "").startswith("LATIN")


def _digit(event: QKeyEvent, modifiers: Qt.KeyboardModifier) -> str:
    """The digit of a key of the row of digits, pressed without Shift."""
    if modifiers & Qt.KeyboardModifier.ShiftModifier:
        return ""
    return _DIGITS.get(event.nativeScanCode() - _SCAN_OFFSET, "")


def _other(event: QKeyEvent, key: Qt.Key | None, modifiers: Qt.KeyboardModifier) -> str:
    """A key that is no letter: a sign by what it writes, else by its name."""
    text = "?" if event.text() == ARABIC_QUESTION else event.text()
    shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
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


_KNOWN = frozenset(key.value for key in Qt.Key)
