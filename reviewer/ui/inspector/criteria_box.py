"""The questions of the policy in the inspector: the open one with its keys, what was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from reviewer.session.views.criteria_views import CriteriaView, CriterionLine
from reviewer.ui.inspector.inspector_rows import TEXT, Row, Rows
from reviewer.ui.lettering.plain import label
from reviewer.ui.looks.look import Look
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from reviewer.commands.registry import Registry

ANSWERS = (
    ("criterion.met", "met"),
    ("criterion.not_met", "not met"),
    ("criterion.unclear", "unclear"),
    ("criterion.not_applicable", "not applicable"),
)
GLYPHS = {
    "met": ("decided", "decided"),
    "not met": ("cross", "t2"),
    "unclear": ("contested", "contested"),
    "not applicable": ("undecided", "t3"),
}


class CriteriaBox(QWidget):
    """What was answered, the open question with its four keys, what the guide makes of it."""

    wants = Signal(str)

    def __init__(self, look: Look, registry: Registry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._registry = look, registry
        self._summary = label("", Role.META, self, wrap=True)
        self._said = Rows(look, self)
        self._question = label("", Role.STRONG, self, wrap=True)
        self._help = label("", Role.META, self, wrap=True)
        self._keys = QWidget(self)
        self._end = Rows(look, self)
        self.buttons: dict[str, Button] = {}
        grid = QGridLayout(self._keys)
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setSpacing(6)
        grid.setColumnStretch(2, 1)
        for n, (command, words) in enumerate(ANSWERS):
            made = Button(words, self._keys, key=registry.key_text(command), small=True)
            made.setObjectName(command)
            made.clicked.connect(self._pressed)
            grid.addWidget(made, n // 2, n % 2)
            self.buttons[command] = made
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self._summary, self._said, self._question, self._help, self._keys, self._end):
            column.addWidget(part)

    def show_view(self, view: CriteriaView) -> None:
        """Show the questions of a policy."""
        self._summary.setText(view.summary)
        self._summary.setVisible(self._look.measures.layout == "full")
        said = [line for line in view.lines if line.answer and not line.open]
        self._said.show_rows(tuple(_answered(line) for line in said))
        open_ = next((line for line in view.lines if line.open), None)
        for part in (self._question, self._help, self._keys):
            part.setVisible(open_ is not None)
        if open_ is not None:
            self._question.setText(f"{open_.number}  {open_.question}")
            self._help.setText(open_.help)
            self._help.setVisible(bool(open_.help))
            for command, button in self.buttons.items():
                button.set_key(self._registry.key_text(command))
        self._end.show_rows(_end(view, self._registry.key_text("departure.reason")))

    @Slot()
    def _pressed(self) -> None:
        sender = self.sender()
        if isinstance(sender, QWidget):
            self.wants.emit(sender.objectName())


def header_words(view: CriteriaView) -> tuple[str, str]:
    """The figure beside the section's title, and the word at its far end."""
    if not view.lines:
        return "", ""
    return f"{view.policy}, {view.answered} of {len(view.lines)}", view.recommended


def _answered(line: CriterionLine) -> Row:
    glyph, token = GLYPHS[line.answer]
    return Row(
        line.answer, line.question, TEXT, glyph=glyph, token=token, strong_left=True, lines=2
    )


def _end(view: CriteriaView, key: str) -> tuple[Row, ...]:
    """The recommendation, why, and the reason for departing from it."""
    if not view.recommended:
        return ()
    second = view.recommended == "second review"
    glyph, token = ("escalated", "escalated") if second else ("shield", "accent")
    rows = [
        Row(
            f"Guide: {view.recommended}",
            view.why,
            TEXT,
            glyph=glyph,
            token=token,
            strong_left=True,
            wide=True,
        )
    ]
    if view.departs and view.reason:
        rows.append(Row("Departs:", view.reason, glyph="contested", token="contested", wide=True))
    elif view.departs:
        words = f"departs from the guide: {key} gives the reason"
        rows.append(Row(words, glyph="danger", token="danger", wide=True))
    return tuple(rows)
