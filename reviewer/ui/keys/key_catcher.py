"""Waits for one key and names it: how a command gets a new one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from reviewer.ui.keys.keynames import Keyboard
from reviewer.ui.lettering.ink import Ink
from reviewer.ui.looks.fonts import BODY
from reviewer.ui.looks.look import Look


class KeyCatcher(QWidget):
    """While it waits, every key is its own; ``caught`` carries the key's name, ``left`` says that
    Esc was pressed or the keyboard went elsewhere."""

    caught = Signal(str)
    left = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._words = ""
        self._keyboard = Keyboard()
        self.waiting = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def wait_for(self, title: str) -> None:
        """Wait for the key of a command."""
        self._words = f"Press the new key for “{title}”. Esc leaves it as it is."
        self.setAccessibleName(self._words)
        self.waiting = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.update()

    def rest(self) -> None:
        """Wait no longer."""
        self.waiting = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """One line."""
        return QSize(200, self._look.px(30))

    def event(self, event: QEvent) -> bool:
        """Tab, too, is a key that may be pressed here."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.waiting:
            self._pressed(event)
            return True
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def _pressed(self, event: QKeyEvent) -> None:
        event.accept()
        name = self._keyboard.text(event)
        if event.isAutoRepeat() or not name:
            return
        if name == "Esc":
            self.left.emit()
        else:
            self.caught.emit(name)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """The keyboard went elsewhere: leave it as it is."""
        super().focusOutEvent(event)
        if self.waiting and event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.left.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The invitation, with the ring of the focus."""
        painter = QPainter(self)
        ink = Ink(painter, self._look)
        ink.box(0, 0, self.width(), self.height(), fill="field", edge="focus", line=2)
        ink.words(12, 0, self.height(), self._words, BODY, "t1", self.width() - 24)
        painter.end()
