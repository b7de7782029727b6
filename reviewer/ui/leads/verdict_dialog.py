"""The first decision beside one's own answer, after that was locked; by keyboard alone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from reviewer.domain import qa
from reviewer.domain.errors import ReviewerError
from reviewer.session.leads.verdicts import RevealView
from reviewer.ui.dialogs.flow import Flow
from reviewer.ui.dialogs.framed import Framed
from reviewer.ui.lettering.plain import label, safe_field, show_identifier
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.buttons import Button, ComboButton

if TYPE_CHECKING:
    from reviewer.session.session import Session

SIZE = (1040, 640)
LONGEST = 5000
KEYS = {
    "agree": "Alt+A",
    "false_positive": "Alt+P",
    "false_negative": "Alt+N",
    "wrong_policy": "Alt+W",
    "technical": "Alt+T",
}
CRITERION = {"agree": "agree", "wrong": "wrong", "wording": "wording unclear"}
NOT_COMPARED = ("Who", "When", "Note")
DIFFERS, SAME = "≠ differs", "= same"
NO_PERSON = "0" * 64


class VerdictDialog(Framed):
    """A class is proposed from the comparison; a person says it, with a note and feedback."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        self._view = view = session.reveal()
        title = "Your answer beside " + ("a known one" if view.golden else "the first decision")
        super().__init__(parent, title, SIZE)
        self._session = session
        self.chosen = view.said.class_ if view.said is not None else view.proposed
        column = self.middle
        column.addWidget(label(self._sentence(view), Role.BODY, self, wrap=True))
        column.addLayout(self._lines(view))
        column.addStretch(1)
        self.problem = label("", Role.DANGER, self, wrap=True)
        self.problem.hide()
        self.bar.addWidget(self.problem)
        self._acts(view)

    @staticmethod
    def _sentence(view: RevealView) -> str:
        who = show_identifier(view.untrusted_handle, 60)
        kept = "Your answer is locked and stays."
        if view.said is not None:
            kept = f"{kept} What you say now replaces the verdict that you gave."
        return f"{view.place.capitalize()}: @{who}. {kept} {view.why}."

    def _lines(self, view: RevealView) -> QGridLayout:
        inner = self._inner
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        heads = ("", "Accepted" if view.golden else "First decision", "Your answer", "Compared", "")
        for at, words in enumerate(heads):
            grid.addWidget(label(words, Role.STRONG, inner), 0, at)
        for name, first, own in view.lines:
            self._line(grid, inner, name, first, own)
        if view.untrusted_rationale:
            self._line(grid, inner, "Why", view.untrusted_rationale, "")
        self.questions: dict[str, ComboButton] = {}
        for one in view.questions:
            self._line(
                grid, inner, one.question, one.first or "not answered", one.own or "not answered"
            )
            if one.proposed and not view.golden:
                self.questions[one.id] = self._question(grid, inner, one.id, one.proposed)
        return grid

    @staticmethod
    def _line(grid: QGridLayout, inner: QWidget, name: str, first: str, own: str) -> None:
        row = grid.rowCount()
        compared = bool(first and own) and name not in NOT_COMPARED
        differs = compared and first != own
        role, top = Role.STRONG if differs else Role.BODY, Qt.AlignmentFlag.AlignTop
        said = DIFFERS if differs else SAME if compared else ""
        words = (name, first, own, said)
        roles = (Role.SUPPORT, role, role, Role.STRONG if differs else Role.META)
        for at, (word, one) in enumerate(zip(words, roles, strict=True)):
            grid.addWidget(label(word, one, inner, wrap=at < len(words) - 1), row, at, top)

    def _question(
        self, grid: QGridLayout, inner: QWidget, ident: str, proposed: str
    ) -> ComboButton:
        made = ComboButton(inner)
        made.setAccessibleName(f"Verdict on {ident.replace('_', ' ')}")
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for words in CRITERION.values():
            made.addItem(words)
        made.setCurrentIndex(list(CRITERION).index(proposed))
        grid.addWidget(made, grid.rowCount() - 1, 4, Qt.AlignmentFlag.AlignTop)
        return made

    def _acts(self, view: RevealView) -> None:
        self.classes: dict[str, Button] = {}
        row = Flow()
        for name, key in KEYS.items() if not view.golden else ():
            made = self.classes[name] = Button(qa.CLASSES[name].capitalize(), self, key=key)
            made.setCheckable(True)
            made.setObjectName(name)
            self._bind(key, made)
            made.clicked.connect(partial(self.choose, name))
            row.addWidget(made)
        self.bar.addLayout(row)
        fields = QHBoxLayout()
        self.bar.addLayout(fields)
        self.note = self._field(fields, "Note", "for leads only", shown=not view.golden)
        self.feedback = self._field(
            fields, "Feedback", "for the reviewer, in private", shown=not view.golden
        )
        self.close_button = Button("Not now", self, key="Esc")
        self.close_button.clicked.connect(self.reject)
        self.act = Button("Go on" if view.golden else "Save and next", self, key="Alt+S")
        self._bind("Alt+S", self.act)
        self.act.clicked.connect(self._save)
        self.foot.addWidget(self.close_button)
        self.foot.addWidget(self.act)
        self._fill(view.said)
        self._show_chosen()
        (self.classes.get(self.chosen) or self.act).setFocus()

    def _fill(self, said: qa.Verdict | None) -> None:
        """One's own words and classes, to be changed."""
        if said is None:
            return
        self.act.set_words("Replace")
        self.note.setText(said.note)
        self.feedback.setText(said.feedback)
        for one in said.criteria:
            if one.id in self.questions:
                self.questions[one.id].setCurrentIndex(list(CRITERION).index(one.class_))

    def _bind(self, key: str, button: Button) -> None:
        """A key that presses at once, from wherever the keyboard is.

        Not ``QAbstractButton.setShortcut``: that presses a tenth of a second later, drops what
        comes within it, and lets a Return save the class that stood before.
        """
        made = QShortcut(QKeySequence(key), self)
        made.setAutoRepeat(False)
        made.activated.connect(button.click)

    def _field(self, row: QHBoxLayout, name: str, hint: str, *, shown: bool) -> QLineEdit:
        made = QLineEdit(self)
        made.setMaxLength(LONGEST)
        made.setPlaceholderText(f"{name}, {hint}")
        made.setAccessibleName(f"{name}, {hint}")
        made.setVisible(shown)
        row.addWidget(made)
        return made

    def _show_chosen(self) -> None:
        for name, button in self.classes.items():
            button.setChecked(name == self.chosen)
            words = qa.CLASSES[name].capitalize()
            button.set_words(f"✓ {words}" if name == self.chosen else words)

    def choose(self, name: str, _checked: bool = False) -> None:
        """Say this class."""
        self.chosen = name
        self._show_chosen()
        if self.focusWidget() in self.classes.values():
            self.classes[name].setFocus()

    def verdict(self) -> qa.Verdict:
        """What stands in the dialog; the own answer is named when it is saved."""
        criteria = [
            qa.CriterionVerdict(id=ident, class_=list(CRITERION)[combo.currentIndex()])  # type: ignore[arg-type]
            for ident, combo in self.questions.items()
        ]
        return qa.Verdict(
            review="-",
            sha256=NO_PERSON,
            class_=self.chosen,  # type: ignore[arg-type]
            criteria=tuple(criteria),
            severity=self._view.tier if self.chosen != "agree" else 0,
            note=self.note.text().strip(),
            feedback=self.feedback.text().strip(),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Return does nothing by itself: it does not save from a field of text."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    @Slot()
    def _save(self) -> None:
        try:
            if self._view.golden:
                self.accept()
                self._session.after_verdict()
            else:
                self._session.judge(self.verdict(), self.accept)
        except ReviewerError as error:
            self.problem.setText(safe_field(str(error), 400))
            self.problem.show()
