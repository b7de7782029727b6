"""A sheet laid over the window: a flat scrim, a card on it, Esc takes it away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from reviewer.ui.looks.look import Look


class Sheet(QWidget):
    """Covers its window and keeps the keyboard while it is shown.

    Attributes:
        card: where the content goes; ``column`` is its layout.
    """

    closed = Signal()

    def __init__(self, look: Look, window: QWidget, *, scrim: int = 204) -> None:
        super().__init__(window)
        self._window = window
        self._look = look
        self._scrim = scrim
        self._before: QWidget | None = None
        self.card = QFrame(self)
        self.card.setProperty("box", "dialog")
        self.column = QVBoxLayout(self.card)
        self.column.setContentsMargins(16, 12, 16, 16)
        self.column.setSpacing(8)
        window.installEventFilter(self)
        look.changed.connect(self._relook)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)
        self.hide()

    def open(self) -> None:
        """Lay the sheet over the window."""
        self._before = self._window.focusWidget()
        self.setGeometry(self._window.rect())
        self.place()
        self.show()
        self.raise_()
        self.first_focus().setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Take the sheet away and give the keyboard back."""
        if not self.isVisible():
            return
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def place(self) -> None:
        """Put the card where it belongs; in the middle unless said otherwise."""
        size = self.card.sizeHint().boundedTo(self.size())
        self.card.resize(size)
        room = self.rect().center() - self.card.rect().center()
        self.card.move(room)

    @Slot()
    def _relook(self) -> None:
        """Other colours or sizes while it is shown."""
        if self.isVisible():
            self.place()

    @Slot("QWidget*", "QWidget*")
    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        """What lies below takes no keys while the sheet is shown, whatever moves there."""
        below = new is None or (new.window() is self._window and not self.isAncestorOf(new))
        if below and self.isVisible() and self._window.isActiveWindow():
            self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def first_focus(self) -> QWidget:
        """Who gets the keyboard first."""
        return self.card

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keep to the window's size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
            self.place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc and F1 take the sheet away; no key goes through to the desk."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_Question):
            self.dismiss()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click beside the card takes it away."""
        if not self.card.geometry().contains(event.position().toPoint()):
            self.dismiss()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The scrim."""
        colour = QColor(self._look.colour("s0"))
        colour.setAlpha(self._scrim)
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour)
        painter.end()
