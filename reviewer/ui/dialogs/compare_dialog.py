"""The old decision at the left, what is new since it at the right; by keyboard alone."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from reviewer.domain.errors import ReviewerError
from reviewer.session.session import Session
from reviewer.ui.dialogs.framed import Framed
from reviewer.ui.lettering.plain import label
from reviewer.ui.lettering.plain_views import PlainTextView, untrusted_text_view
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.buttons import Button

SIZE, LEAST = (1040, 560), 96


class CompareDialog(Framed):
    """Keeping is only staged here: the two taps of the commit stay the reviewer's."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent, "Old and new", SIZE)
        self._session = session
        view = session.compare()
        column = self.middle
        self.sentence = label(view.reasons, Role.BODY, self, wrap=True)
        column.addWidget(self.sentence)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        self.old = self._side(grid, 0, "The decision that stands", view.old)
        self.new = self._side(grid, 1, "New since then", view.new)
        column.addLayout(grid, 1)
        self._acts()
        self.old.setFocus()

    def _side(
        self, grid: QGridLayout, at: int, title: str, lines: list[tuple[str, str]]
    ) -> PlainTextView:
        grid.addWidget(label(title, Role.STRONG, self), 0, at)
        grid.setColumnStretch(at, 1)
        made = untrusted_text_view(self)
        made.setAccessibleName(title)
        made.setMinimumHeight(LEAST)
        said = [f"{name}: {value}" if name else value for name, value in lines]
        made.setPlainText("\n".join(said))
        grid.addWidget(made, 1, at)
        return made

    def _acts(self) -> None:
        self.close_button = Button("Close", self, key="Esc")
        self.close_button.clicked.connect(self.reject)
        self.keep = Button("Stage: keep the decision", self)
        self.keep.clicked.connect(self._keep)
        self.foot.addWidget(self.close_button)
        self.foot.addWidget(self.keep)

    @Slot()
    def _keep(self) -> None:
        try:
            self._session.staging.stage("keep")
        except ReviewerError as error:
            self.sentence.setText(str(error))
            return
        self.accept()
