"""A dialog made from a form: every field by keyboard, a refusal said in place."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from reviewer.domain.errors import ReviewerError
from reviewer.session.views.forms import CHOICE, SWITCH, Field, Form
from reviewer.ui.dialogs.dialogs import Question
from reviewer.ui.lettering.plain import label, safe_field
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.base import surface
from reviewer.ui.widgets.buttons import ComboButton, Segments

LONGEST = 500
NO, YES = "no", "yes"


class FormDialog(Question):
    """Shows a form and hands over what was typed; it closes when that was accepted."""

    def __init__(self, parent: QWidget, form: Form) -> None:
        super().__init__(parent, form.title, form.sentence, [], form.verb)
        self._form = form
        self._edited: set[str] = set()
        self._yes: set[str] = set()
        self.inputs: dict[str, QWidget] = {}
        self._ids: dict[str, list[str]] = {}
        inner = QWidget(self)
        surface(inner, "s1")
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, one in enumerate(form.fields):
            name = label(one.label, Role.SUPPORT, self)
            made = self.inputs[one.id] = self._input(one)
            made.setAccessibleName(one.label)
            made.setObjectName(one.id)
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(made, row, 1)
        self._column.insertWidget(self._column.indexOf(self.problem), inner)
        self.agreed.connect(self._submit)
        order = [*self.inputs.values(), self.act, self.cancel]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
        order[0].setFocus()

    def _input(self, one: Field) -> QWidget:
        if one.kind == CHOICE:
            return self._choice(one)
        if one.kind == SWITCH:
            made = Segments((NO, YES), self)
            made.setObjectName(one.id)
            made.chosen.connect(self._switched)
            return made
        line = QLineEdit(one.value, self)
        line.setMaxLength(LONGEST)
        line.setPlaceholderText(one.hint)
        line.textEdited.connect(self._typed)
        return line

    def _choice(self, one: Field) -> ComboButton:
        made = ComboButton(self)
        self._ids[one.id] = [ident for ident, _ in one.choices]
        for _, shown in one.choices:
            made.addItem(safe_field(shown, 90))
        if one.value in self._ids[one.id]:
            made.setCurrentIndex(self._ids[one.id].index(one.value))
        made.currentIndexChanged.connect(self._chosen)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return made

    def values(self) -> dict[str, str]:
        """What stands in the fields."""
        found = {}
        for ident, made in self.inputs.items():
            if isinstance(made, ComboButton):
                at = made.currentIndex()
                found[ident] = self._ids[ident][at] if at >= 0 else ""
            elif isinstance(made, QLineEdit):
                found[ident] = made.text()
            else:
                found[ident] = YES if ident in self._yes else ""
        return found

    @Slot(str)
    def _switched(self, chosen: str) -> None:
        sender = self.sender()
        if isinstance(sender, Segments):
            (self._yes.add if chosen == YES else self._yes.discard)(sender.objectName())

    @Slot(str)
    def _typed(self, _text: str) -> None:
        sender = self.sender()
        if isinstance(sender, QLineEdit):
            self._edited.add(sender.objectName())

    @Slot(int)
    def _chosen(self, _at: int) -> None:
        """Another choice has another first value for what follows it, unless one has typed."""
        values = self.values()
        for one in self._form.fields:
            made = self.inputs[one.id]
            if one.follows and one.id not in self._edited and isinstance(made, QLineEdit):
                made.setText(one.by_choice.get(values[one.follows], ""))

    @Slot()
    def _submit(self) -> None:
        try:
            self._form.submit(self.values())
        except ReviewerError as error:
            self.refuse(error)
            return
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Return does nothing by itself: it neither sends nor closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.act.hasFocus():
                self.act.click()
            event.accept()
            return
        super().keyPressEvent(event)
