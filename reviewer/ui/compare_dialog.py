"""The old decision at the left, what is new since it at the right; by keyboard alone."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from reviewer.domain.errors import ReviewerError
from reviewer.session.session import Session
from reviewer.ui.plain import label
from reviewer.ui.plain_views import PlainTextView, untrusted_text_view
from reviewer.ui.roles import Role
from reviewer.ui.widgets.buttons import Button

SIZE = (1040, 560)


class CompareDialog(QDialog):
    """Keeping is only staged here: the two taps of the commit stay the reviewer's."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        view = session.compare()
        self.setWindowTitle("Old and new")
        self.setModal(True)
        self.resize(min(SIZE[0], parent.width() - 40), min(SIZE[1], parent.height() - 40))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label("Old and new", Role.DIALOG_TITLE, self))
        self.sentence = label(view.reasons, Role.BODY, self, wrap=True)
        column.addWidget(self.sentence)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        self.old = self._side(grid, 0, "The decision that stands", view.old)
        self.new = self._side(grid, 1, "New since then", view.new)
        column.addLayout(grid, 1)
        column.addLayout(self._acts())
        self.old.setFocus()

    def _side(
        self, grid: QGridLayout, at: int, title: str, lines: list[tuple[str, str]]
    ) -> PlainTextView:
        grid.addWidget(label(title, Role.STRONG, self), 0, at)
        grid.setColumnStretch(at, 1)
        made = untrusted_text_view(self)
        made.setAccessibleName(title)
        said = [f"{name}: {value}" if name else value for name, value in lines]
        made.setPlainText("\n".join(said))
        grid.addWidget(made, 1, at)
        return made

    def _acts(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.close_button = Button("Close", self, key="Esc")
        self.close_button.clicked.connect(self.reject)
        self.keep = Button("Stage: keep the decision", self)
        self.keep.clicked.connect(self._keep)
        row.addWidget(self.close_button)
        row.addStretch(1)
        row.addWidget(self.keep)
        return row

    @Slot()
    def _keep(self) -> None:
        try:
            self._session.staging.stage("keep")
        except ReviewerError as error:
            self.sentence.setText(str(error))
            return
        self.accept()
