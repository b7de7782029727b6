"""The export dialog: what leaves and what stays, for whom, and then where."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QWidget

from reviewer.domain.errors import ReviewerError
from reviewer.session.exchange.built import Exported
from reviewer.session.exchange.export_words import PROFILES, preview_lines
from reviewer.session.ground.ports import Job
from reviewer.session.session import Session
from reviewer.ui.dialogs.dialogs import Question
from reviewer.ui.lettering.counting import counted
from reviewer.ui.lettering.plain import label, safe_field, untrusted_text_view
from reviewer.ui.looks.look import look_of
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.buttons import ComboButton

HEIGHT, HIGHEST = 260, 320
"""Of the preview, px at 100 % text; and at most, so that the dialog fits a small screen."""
ANYBODY = "anybody who gets the file"
CARD = "the holder of a card…"


class ExportDialog(Question):
    """Nothing is written before the place was chosen."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        self._session = session
        self._job: Job | None = None
        self._busy = self._over = False
        super().__init__(
            parent,
            "Export decisions",
            "One signed package. What was exported can no longer be undone, only amended; it is"
            " sent when a receipt comes back.",
            [],
            "Choose where, and export",
        )
        self._people = ["", *session.exporting.known_people()]
        self._choices()
        self.view = untrusted_text_view(self)
        self.view.setAccessibleName("What leaves and what stays")
        self.view.setFixedHeight(min(look_of().px(HEIGHT), HIGHEST))
        place = self._column.indexOf(self.problem)
        self._column.insertWidget(place, self.view)
        self.progress = label("", Role.SUPPORT, self, wrap=True)
        self.progress.hide()
        self._column.insertWidget(place + 1, self.progress)
        self.finished.connect(self._ended)
        self.agreed.connect(self._choose)
        look_of().changed.connect(self._look_again)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """The preview is set when the view has its letters."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._look_again)

    @Slot()
    def _look_again(self) -> None:
        self._preview()

    def _choices(self) -> None:
        self.profile = ComboButton(self)
        self.profile.setAccessibleName("What is exported")
        for _, words in PROFILES:
            self.profile.addItem(words)
        self.to = ComboButton(self)
        self.to.setAccessibleName("Who can open it")
        self.to.addItem(ANYBODY)
        for name in self._people[1:]:
            self.to.addItem(safe_field(name, 60))
        self.to.addItem(CARD)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(1, 1)
        for row, (words, box) in enumerate((("Export", self.profile), ("For", self.to))):
            grid.addWidget(label(words, Role.SUPPORT, self), row, 0)
            grid.addWidget(box, row, 1, Qt.AlignmentFlag.AlignLeft)
        self._column.insertLayout(self._column.indexOf(self.problem), grid)
        self.profile.activated.connect(self._changed)
        self.to.activated.connect(self._person)

    @property
    def _chosen(self) -> str:
        return PROFILES[self.profile.currentIndex()][0]

    @property
    def _named(self) -> list[str]:
        place = self.to.currentIndex()
        name = self._people[place] if 0 <= place < len(self._people) else ""
        return [name] if name else []

    @Slot(int)
    def _changed(self, _place: int) -> None:
        self._preview()

    @Slot(int)
    def _person(self, place: int) -> None:
        if place < len(self._people):
            self._preview()
            return
        dialog = QFileDialog(self, "Enrolment card")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.seal_to)
        dialog.rejected.connect(self._nobody)
        dialog.open()

    @Slot()
    def _nobody(self) -> None:
        self.to.setCurrentIndex(0)
        self._preview()

    @Slot(str)
    def seal_to(self, card: str) -> None:
        """Encrypt it to the holder of this enrolment card."""
        self._people.append(card)
        self.to.insertItem(len(self._people) - 1, safe_field(Path(card).name, 60))
        self.to.setCurrentIndex(len(self._people) - 1)
        self._preview()

    def _preview(self) -> None:
        self.problem.hide()
        try:
            found = self._session.exporting.preview(profile=self._chosen, to=self._named)
        except ReviewerError as error:
            self.view.setPlainText("")
            self.act.set_blocked(error.message)
            self.refuse(error)
            return
        self.act.set_blocked("")
        self.view.setPlainText("\n".join(preview_lines(found)))
        self._fit()

    @Slot()
    def _choose(self) -> None:
        dialog = QFileDialog(self, "Export decisions")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        sealed = bool(self._named)
        kind = "Encrypted package (*.age)" if sealed else "Export package (*.zip)"
        dialog.setNameFilter(kind)
        dialog.setDefaultSuffix("age" if sealed else "zip")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.export_to)
        dialog.open()

    @Slot(str)
    def export_to(self, name: str) -> None:
        """Write the package off the window's thread and say so; a refusal stays in the dialog."""
        self.problem.hide()
        self._begin()
        try:
            job = self._session.exporting.start(
                Path(name),
                profile=self._chosen,
                to=self._named,
                told=self._told,
                done=partial(self._exported, Path(name).name),
                failed=self._failed,
            )
        except ReviewerError as error:
            self._failed(error)
            return
        if self._busy:
            self._job = job

    def reject(self) -> None:
        """Close; while the package is being written, stop that first: then nothing is there."""
        if self._job is not None:
            self._job.cancel()
            self.progress.setText("Stopping…")
        elif not self._busy:
            super().reject()

    def _begin(self) -> None:
        self._busy = True
        self.act.set_blocked("The package is being written.")
        self.cancel.set_words("Stop")
        for box in (self.profile, self.to):
            box.setEnabled(False)
        self.progress.setText("Reading the ledger…")
        self.progress.show()
        self._fit()

    def _end(self) -> None:
        self._busy, self._job = False, None
        if self._over:
            return
        self.act.set_blocked("")
        self.cancel.set_words("Cancel")
        for box in (self.profile, self.to):
            box.setEnabled(True)
        self.progress.hide()

    def _told(self, words: str, done: int, total: int) -> None:
        if not self._over:
            place = f": {done:,} of {total:,}" if total else "…"
            self.progress.setText(f"{words.capitalize()}{place}")

    def _exported(self, name: str, result: Exported) -> None:
        self._end()
        what = counted(result.events, "event") if result.events else "statements of reasons"
        self._session.say(f"Exported {what} to {name}", "saved")
        if not self._over:
            self.accept()

    def _failed(self, error: Exception) -> None:
        self._end()
        if not isinstance(error, ReviewerError):
            raise error
        if self._over:
            self._session.say(error.message, "refused")
        else:
            self.refuse(error)

    @Slot()
    def _ended(self) -> None:
        self._over = True
