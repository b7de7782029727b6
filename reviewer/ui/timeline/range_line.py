"""What the event list leaves out, said in one line with the way back to everything."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from reviewer.ui.lettering.plain import label
from reviewer.ui.looks.look import Look
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.base import surface
from reviewer.ui.widgets.buttons import Button

COMMAND = "timeline.all"


class RangeLine(QWidget):
    """Hidden while everything is listed; ``wants`` carries the command that lists it again."""

    wants = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        surface(self, "s2")
        self.words = label("", Role.META, self, wrap=True)
        self.button = Button("Show all", self, key="Y", small=True)
        self.button.clicked.connect(self._pressed)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.words, 1)
        self._row.addWidget(self.button)
        look.changed.connect(self._relook)
        self._relook()
        self.hide()

    def show_words(self, words: str) -> None:
        """Say what is left out; nothing hides the line."""
        self.words.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))

    @Slot()
    def _relook(self) -> None:
        self._row.setContentsMargins(self._look.measures.pad, 2, self._look.measures.pad, 2)

    @Slot()
    def _pressed(self) -> None:
        self.wants.emit(COMMAND)
