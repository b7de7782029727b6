"""The terms of the filter as chips: a press takes one away."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from reviewer.session.queue.filters import terms_of
from reviewer.ui.looks.look import Look
from reviewer.ui.widgets.buttons import Button

MOST = 3


class FilterChips(QWidget):
    """At most three; the others are counted. ``without`` carries the filter that is left."""

    without = Signal(str)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._text = ""
        self._row = QHBoxLayout(self)
        self._row.setSpacing(6)
        self.chips: list[Button] = []
        for _ in range(MOST):
            chip = Button("", self, small=True)
            chip.clicked.connect(self._pressed)
            self._row.addWidget(chip)
            self.chips.append(chip)
        self._row.addStretch(1)
        self.hide()

    def show_filter(self, text: str) -> None:
        """Take a filter."""
        self._text = text
        terms = [f"{field}:{value}" for field, value in terms_of(text)[0]]
        pad = self._look.measures.pad
        self._row.setContentsMargins(pad, 0, pad, self._look.px(5))
        for n, chip in enumerate(self.chips):
            chip.setVisible(n < len(terms))
            if n < len(terms):
                chip.setObjectName(terms[n])
                chip.set_words(f"{terms[n]} ×")
                chip.setAccessibleName(f"take {terms[n]} out of the filter")
        self.setVisible(bool(terms))

    @Slot()
    def _pressed(self) -> None:
        chip = self.sender()
        if isinstance(chip, Button):
            gone = chip.objectName()
            left = [word for word in self._text.split() if word.casefold() != gone]
            self.without.emit(" ".join(left))
