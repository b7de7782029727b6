"""The feedback dialog: choose the lead's file, see what it says, then take it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from reviewer.domain.errors import ReviewerError
from reviewer.session.exchange.feedback_answers import Told
from reviewer.session.session import Session
from reviewer.ui.dialogs.dialogs import Question
from reviewer.ui.lettering.counting import counted
from reviewer.ui.lettering.plain import label, show_identifier, untrusted_text_view
from reviewer.ui.looks.look import look_of
from reviewer.ui.looks.roles import Role

HEIGHT, HIGHEST = 160, 220
WORDS = {
    "qa.verdict": "second look",
    "resolution": "settled decision",
    "approve": "approval",
    "decision": "answer",
    "roster.adopted": "newer roster",
    "policy.adopted": "word on the policy set",
}


class FeedbackDialog(Question):
    """Two steps: which file; then what it says, before anything is taken."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        self._session = session
        self._path: Path | None = None
        super().__init__(
            parent,
            "Apply feedback",
            "What a lead sent back: receipts, second looks, settled decisions. It is checked first,"
            " and you see what it says before anything is taken.",
            [],
            "Choose the file…",
        )
        self.told = label("", Role.STRONG, self, wrap=True)
        self.view = untrusted_text_view(self)
        self.view.setAccessibleName("What the feedback says")
        self.view.setFixedHeight(min(look_of().px(HEIGHT), HIGHEST))
        place = self._column.indexOf(self.problem)
        self._column.insertWidget(place, self.view)
        self._column.insertWidget(place, self.told)
        self.told.hide()
        self.view.hide()
        self.agreed.connect(self._agreed)

    @Slot()
    def _agreed(self) -> None:
        if self._path is not None:
            self.apply()
            return
        dialog = QFileDialog(self, "Feedback")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter("Feedback (*.zip *.age)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.preview_file)
        dialog.open()

    @Slot(str)
    def preview_file(self, name: str) -> None:
        """Show what a feedback package says; nothing is taken."""
        self.problem.hide()
        try:
            told = self._session.feedback.preview(Path(name))
        except ReviewerError as error:
            self.refuse(error)
            return
        self._path = Path(name)
        self.told.setText(f"From {show_identifier(told.sender)}, key {told.keyid}")
        self.view.setPlainText("\n".join(_lines(told)))
        self.told.show()
        self.view.show()
        self.act.set_words("Apply")
        self.cancel.setFocus()
        self._fit()

    @Slot()
    def apply(self) -> None:
        """Take it; a refusal stays in the dialog."""
        if self._path is None:
            return
        try:
            told = self._session.feedback.apply(self._path)
        except ReviewerError as error:
            self.refuse(error)
            return
        if told.warnings:
            self._session.say(told.warnings[0], "refused")
        else:
            self._session.say(f"Feedback taken: {self._session.sent_words()}", "saved")
        self.accept()


def _lines(told: Told) -> Iterator[str]:
    for one in told.receipts:
        yield f"Receipt: your events up to {one.seq:,} have arrived"
    for kind, count in told.by_type.items():
        yield counted(count, WORDS.get(kind, kind))
    if not told.receipts and not told.by_type:
        yield "Nothing that is not here already"
    yield from (f"WARNING: {words}" for words in told.warnings)
    yield from told.says
