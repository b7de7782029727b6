"""What the queue says above its rows: nothing matches, or the work is done; and the next step."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from reviewer.session.views.views import QueueView
from reviewer.ui.lettering.plain import label
from reviewer.ui.looks.look import Look
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.base import surface
from reviewer.ui.widgets.buttons import Button


class QueueNotice(QWidget):
    """A sentence and at most one button; hidden while there is nothing to say. ``wants`` carries
    the command of the button."""

    wants = Signal(str)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._command = ""
        surface(self, "s1")
        self.sentence = label("", Role.SUPPORT, self, wrap=True)
        self.button = Button("", self)
        self.button.clicked.connect(self._pressed)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.sentence)
        self._column.addWidget(self.button)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def say(self, sentence: str, button: str = "", command: str = "") -> None:
        """Show a sentence with its next step; an empty sentence hides all."""
        pad = self._look.measures.pad
        self._column.setContentsMargins(pad, self._look.px(8), pad, self._look.px(8))
        self._command = command
        self.sentence.setText(sentence)
        self.button.set_words(button)
        self.button.setVisible(bool(button))
        self.setVisible(bool(sentence))

    @Slot()
    def _pressed(self) -> None:
        self.wants.emit(self._command)


def is_done(view: QueueView) -> bool:
    """Whether nothing of the queue is left to decide now."""
    return view.total > 0 and view.left + view.again == 0 and view.done > 0


def done_words(view: QueueView) -> str:
    """``Queue done: 40 of 40.``, with what waits elsewhere."""
    waiting = [f"{view.later:,} later"] if view.later else []
    waiting += [f"{view.asked:,} with the lead"] if view.asked else []
    total = view.left + view.later + view.asked + view.done
    return ", ".join([f"Queue done: {view.done:,} of {total:,}", *waiting]) + "."
