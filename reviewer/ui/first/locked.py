"""What stands in place of the desk while it is locked: no case, no key, a field."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPainter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer.domain.errors import ReviewerError
from reviewer.ui.first.parts import field
from reviewer.ui.lettering.plain import label
from reviewer.ui.looks.look import Look
from reviewer.ui.looks.measures import SMALLEST
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.base import surface
from reviewer.ui.widgets.buttons import Button

WIDTH = 420
WORDS = (
    "Everything is saved. The workspace is closed and its key is out of memory: only the"
    " passphrase opens it again, where you were."
)


class LockedWindow(QWidget):
    """Asks for the passphrase and hands it to ``unlock``, which opens the desk or refuses."""

    def __init__(self, look: Look, pseudonym: str, unlock: Callable[[str], None]) -> None:
        super().__init__()
        self._look = look
        self._unlock = unlock
        self.setWindowTitle("Reviewer")
        self.setMinimumSize(*SMALLEST)
        surface(self, "s0")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = label("Locked", Role.DIALOG_TITLE, self)
        self._words = label(WORDS, Role.SUPPORT, self, wrap=True)
        self._who = label(f"Passphrase of {pseudonym}", Role.META, self)
        self.field: QLineEdit = field(self, f"Passphrase of {pseudonym}", secret=True)
        self.field.returnPressed.connect(self._asked)
        self.problem = label("", Role.DANGER, self, wrap=True)
        self.quit = Button("Quit", self)
        self.quit.clicked.connect(self.close)
        self.open = Button("Unlock", self)
        self.open.clicked.connect(self._asked)
        self._lay_out()
        look.changed.connect(self._dress)
        self._dress()

    def _lay_out(self) -> None:
        self._middle = QWidget(self)
        inner = QVBoxLayout(self._middle)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        for part in (self._title, self._words, self._who, self.field):
            inner.addWidget(part)
        row = QHBoxLayout()
        row.addWidget(self.quit)
        row.addStretch(1)
        row.addWidget(self.open)
        inner.addLayout(row)
        inner.addWidget(self.problem)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(self._middle, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    @Slot()
    def _dress(self) -> None:
        width = min(self._look.px(WIDTH), max(280, self.width() - 48))
        self._middle.setFixedWidth(width)
        for sentence in (self._words, self.problem):
            sentence.setMinimumHeight(max(0, sentence.heightForWidth(width)))

    @Slot()
    def _asked(self) -> None:
        text = self.field.text()
        self.field.clear()
        if not text:
            return
        try:
            self._unlock(text)
        except ReviewerError as error:
            self.problem.setText(str(error))
            self._dress()
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width; no sentence is cut."""
        super().resizeEvent(event)
        self._dress()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """The field has the keyboard."""
        super().showEvent(event)
        self._dress()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, _event: object) -> None:  # noqa: N802 - Qt's name
        """The flat ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colour("s0"))
        painter.end()
