"""Decisions that differ, side by side, each on its own grounds; by keyboard alone."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from reviewer.session.known.contested import ContestedView
from reviewer.ui.dialogs.framed import Framed
from reviewer.ui.lettering.plain import label, safe_field, show_identifier
from reviewer.ui.lettering.plain_views import PlainTextView, untrusted_text_view
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.buttons import Button

SIZE, LEAST = (1180, 600), 96
ACROSS = 3
"""So many stand in one row."""


class ContestedDialog(Framed):
    """Only looks: settling is staged and committed on the desk, like any decision."""

    def __init__(self, parent: QWidget, view: ContestedView) -> None:
        who = show_identifier(view.untrusted_handle, 60)
        title = f"Contested: @{who}" if who else "Contested"
        super().__init__(parent, title, SIZE)
        column = self.middle
        self.sentence = label(safe_field(view.sentence, 2000), Role.BODY, self, wrap=True)
        column.addWidget(self.sentence)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        self.sides: list[PlainTextView] = []
        for place, head in enumerate(view.heads):
            self._side(grid, place, head.title, head.lines)
        column.addLayout(grid, 1)
        self.close_button = Button("Close", self, key="Esc")
        self.close_button.clicked.connect(self.reject)
        self.foot.addWidget(self.close_button)
        if self.sides:
            self.sides[0].setFocus()

    def _side(
        self, grid: QGridLayout, place: int, title: str, lines: list[tuple[str, str]]
    ) -> None:
        row, at = divmod(place, ACROSS)
        shown = safe_field(title, 120)
        grid.addWidget(label(shown, Role.STRONG, self, wrap=True), 2 * row, at)
        grid.setColumnStretch(at, 1)
        grid.setRowStretch(2 * row + 1, 1)
        made = untrusted_text_view(self)
        made.setAccessibleName(shown)
        made.setMinimumHeight(LEAST)
        made.setPlainText("\n".join(f"{name}: {value}" if name else value for name, value in lines))
        grid.addWidget(made, 2 * row + 1, at)
        self.sides.append(made)
