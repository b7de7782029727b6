"""Dialogs: a title, a sentence, counts, cancel at the far left, the act named by its verb."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from reviewer.domain.errors import ReviewerError
from reviewer.ui.look import look_of
from reviewer.ui.plain import label
from reviewer.ui.roles import Role
from reviewer.ui.widgets.buttons import Button

WIDTH = 560


class Question(QDialog):
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
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setFixedWidth(WIDTH)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(title, Role.DIALOG_TITLE, self))
        column.addWidget(label(sentence, Role.BODY, self, wrap=True))
        column.addLayout(self._table(counts))
        self.problem = label("", Role.DANGER, self, wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)
        self.cancel = Button("Cancel", self, key="Esc")
        self.cancel.clicked.connect(self.reject)
        self.act = Button(verb, self)
        self.act.clicked.connect(self.agreed)
        self._acts = QHBoxLayout()
        self._acts.addWidget(self.cancel)
        self._acts.addStretch(1)
        self._acts.addWidget(self.act)
        column.addLayout(self._acts)
        self.cancel.setFocus()
        look_of().changed.connect(self._relook)

    @Slot()
    def _relook(self) -> None:
        """Another size of text: measured anew when every part has it."""
        QTimer.singleShot(0, self, self._refit)

    @Slot()
    def _refit(self) -> None:
        self._fit()

    def add_act(self, verb: str) -> Button:
        """Another act before the first one."""
        made = Button(verb, self)
        self._acts.insertWidget(self._acts.count() - 1, made)
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

    def _fit(self) -> None:
        """As high as the lines need at this width: no layout does that for a window."""
        self._column.activate()
        self.setFixedHeight(self._column.totalHeightForWidth(WIDTH))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """No line is cut."""
        super().showEvent(event)
        self._fit()
