"""What lies over the whole window for a while: a scrim with a card in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from reviewer.ui.look import Look

SCRIM = 0.8


class Overlay(QWidget):
    """Covers its parent. Esc or a click beside the card closes it; ``closed`` says so."""

    closed = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        parent.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show it over everything and take the keys."""
        self.setGeometry(self.parentWidget().rect())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_now(self) -> None:
        """Go away and say so."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def card(self) -> QRect:
        """Where the card lies. For the overlay itself to write."""
        raise NotImplementedError

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Grow with the window."""
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self.setGeometry(self.parentWidget().rect())
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The scrim, flat; the card is the overlay's own."""
        painter = QPainter(self)
        scrim = QColor(self.look.colour("s0"))
        scrim.setAlphaF(SCRIM)
        painter.fillRect(self.rect(), scrim)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc closes; no key reaches the desk."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_now()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click beside the card closes."""
        if not self.card().contains(event.position().toPoint()):
            self.close_now()
        event.accept()
