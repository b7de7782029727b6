"""What stands in a pane when its content cannot: nothing here yet, or something is damaged."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reviewer.domain.errors import Damaged
from reviewer.ui.lettering.plain import label
from reviewer.ui.looks.look import Look
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.base import surface
from reviewer.ui.widgets.buttons import Button


class StatePanel(QWidget):
    """A sentence, a second one, and at most one button for the next step."""

    wants = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._command = ""
        surface(self, "s1")
        self._title = label("", Role.SUPPORT, self, wrap=True)
        self._more = label("", Role.SUPPORT, self, wrap=True)
        self.button = Button("", self)
        self.button.clicked.connect(self._pressed)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(look.px(12))
        column.addStretch(1)
        column.addWidget(self._title)
        column.addWidget(self._more)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(2)

    def show_empty(self, sentence: str, button: str = "", command: str = "") -> None:
        """One sentence in t2 and the next step."""
        self._title.set_role(Role.SUPPORT)
        self._show(sentence, "", button, command)

    def show_damaged(self, error: Damaged) -> None:
        """What is damaged, what is safe, the next step."""
        self._title.set_role(Role.DANGER)
        place = f"{error.file}: " if error.file else ""
        step = error.next_step or "Your decisions are safe in the ledger. Close and open again."
        self._show(f"{place}{error.message}", step, "", "")

    def _show(self, sentence: str, more: str, button: str, command: str) -> None:
        self._title.setText(sentence)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self._command = command
        self.button.set_words(button)
        self.button.setVisible(bool(button))

    @Slot()
    def _pressed(self) -> None:
        if self._command:
            self.wants.emit(self._command)
