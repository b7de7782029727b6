"""The target dialog: what is in force and would be written, what stays out and why; then where."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from reviewer.domain.errors import ReviewerError
from reviewer.domain.rules import OUTCOME_WORDS
from reviewer.session.exchange.target_views import FORMS, TargetPreview, target_words
from reviewer.session.session import Session
from reviewer.ui.dialogs.listing import Line, Listing
from reviewer.ui.lettering.counting import counted
from reviewer.ui.lettering.plain import label, safe_field, show_identifier
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.buttons import ComboButton

NOTHING = "Nothing is in force that could be carried out: decide, or settle what is contested."
FOLDER = "actions"


class TargetDialog(Listing):
    """Looks at once; nothing is written before the place was chosen, and nothing is sent."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent, "Write a target", "", NOTHING)
        self._session = session
        self.form = ComboButton(self)
        self.form.setAccessibleName("Form of the target")
        for _, title in FORMS:
            self.form.addItem(title)
        self.insert_field("Form", self.form)
        told = "A new folder is written on this machine. Nothing is sent to any platform."
        self.insert_line(label(told, Role.META, self, wrap=True))
        self.write = self.add_act("Choose where, and write")
        self.write.clicked.connect(self._choose_place)
        self.write.refused.connect(self.sentence.setText)
        for before, after in pairwise([self.list, self.form, self.write, self.close_button]):
            self.setTabOrder(before, after)
        self._look()

    def _look(self) -> None:
        try:
            shown = self._session.targeting.look()
        except ReviewerError as error:
            self.say_empty(str(error))
            self.sentence.setText(str(error))
            self.write.set_blocked(error.message)
            return
        lines = target_lines(shown)
        self.sentence.setText(target_words(shown))
        self.show_lines(lines)
        self.write.set_blocked("" if shown.actions.rows else NOTHING)
        (self.list if lines else self.close_button).setFocus()

    @Slot()
    def _choose_place(self) -> None:
        dialog = QFileDialog(self, "Write a target: a name for its new folder")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.selectFile(FOLDER)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.write_to)
        dialog.open()

    @Slot(str)
    def write_to(self, name: str) -> None:
        """Write the target into a new folder; a refusal stays in the dialog."""
        form, _ = FORMS[self.form.currentIndex()]
        try:
            actions, _ = self._session.targeting.write(form, Path(name))
        except ReviewerError as error:
            self.sentence.setText(str(error))
            return
        self._session.say(f"Wrote {counted(len(actions.rows), 'action')} to {Path(name).name}")
        self.accept()


def target_lines(shown: TargetPreview) -> list[Line]:
    """What is written, action by action; what is written and should be looked at; what stays out.
    All about a line names every subject."""
    lines: list[Line] = []
    actions = shown.actions
    for action, number, causes in actions.consequences():
        said = OUTCOME_WORDS.get(action, action)
        head = f"{said.capitalize()}: each {causes}."
        subjects = _names(shown, shown.subjects(action))
        lines.append((f"{number:>5}  {said}", "\n".join([head, "", *subjects])))
    for heading, told, pairs in (
        ("look at", "Written all the same; look at them first.", actions.warnings),
        ("left out", "Not written while this is so.", actions.left_out),
    ):
        why: dict[str, list[str]] = {}
        for key, reason in pairs:
            why.setdefault(reason, []).append(key)
        for reason, keys in sorted(why.items()):
            about = [f"{reason[:1].upper()}{reason[1:]}.", told, "", *_names(shown, keys)]
            lines.append((safe_field(f"{len(keys):>5}  {heading}: {reason}"), "\n".join(about)))
    return lines


def _names(shown: TargetPreview, keys: Sequence[str]) -> list[str]:
    return [show_identifier(shown.names.get(key, key), 120) for key in keys]
