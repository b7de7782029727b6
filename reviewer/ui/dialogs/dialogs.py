"""Dialogs: a title, a sentence, counts, cancel at the far left, the act named by its verb."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from reviewer.domain.errors import ReviewerError
from reviewer.ui.dialogs.framed import Framed
from reviewer.ui.lettering.plain import label
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.buttons import Button

WIDTH = 560


class Question(Framed):
    """Asks before an act. ``agreed`` says yes; Return does nothing by itself."""

    agreed = Signal()

    def __init__(
        self,
        parent: QWidget,
        title: str,
        sentence: str,
        counts: list[tuple[str, str]],
        verb: str,
    ) -> None:
        super().__init__(parent, title, (WIDTH, 0))
        column = self._column = self.middle
        column.addWidget(label(sentence, Role.BODY, self, wrap=True))
        column.addLayout(self._table(counts))
        self.problem = label("", Role.DANGER, self, wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)
        self.cancel = Button("Cancel", self, key="Esc")
        self.cancel.clicked.connect(self.reject)
        self.act = Button(verb, self)
        self.act.clicked.connect(self.agreed)
        self.foot.addWidget(self.cancel)
        self.foot.addWidget(self.act)
        self.cancel.setFocus()

    def add_act(self, verb: str) -> Button:
        """Another act before the first one."""
        made = Button(verb, self)
        self.foot.insert(-1, made)
        return made

    def _table(self, counts: list[tuple[str, str]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(counts):
            grid.addWidget(label(name, Role.SUPPORT, self), row, 0)
            grid.addWidget(label(value, Role.STRONG, self), row, 1)
        return grid

    def refuse(self, error: ReviewerError) -> None:
        """Say in place what is wrong; nothing moves."""
        self.say_problem(str(error))

    def say_problem(self, words: str) -> None:
        """Say what is wrong; the dialog grows by the lines that this needs."""
        self.problem.setText(words)
        self.problem.show()
        self._fit()
        self.middle.activate()
        self.reach(self.problem)
