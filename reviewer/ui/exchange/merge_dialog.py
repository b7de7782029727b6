"""The merge dialog: choose packages, see what they would bring, then take them in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from reviewer.domain.errors import ReviewerError
from reviewer.session.exchange.merging import Looked
from reviewer.session.ground.ports import Job
from reviewer.session.session import Session
from reviewer.ui.dialogs.listing import Listing
from reviewer.ui.exchange.merge_words import (
    aside_line,
    brings_something,
    preview_lines,
    sentence_of,
)
from reviewer.ui.lettering.counting import counted
from reviewer.ui.lettering.plain import show_identifier

CHOOSE = "Choose the packages of other reviewers: files, or a folder with all of them. You see what"
EMPTY = "Nothing is chosen yet, and nothing that came before was put aside."


class MergeDialog(Listing):
    """Nothing is written before *Merge*; each package is taken whole or not at all."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        sentence = f"{CHOOSE} they would bring before anything is written."
        super().__init__(parent, "Merge packages", sentence, EMPTY)
        self._session = session
        self._job: Job | None = None
        self._found: Looked | None = None
        self._busy = self._over = False
        self.files = self.add_act("Choose files…")
        self.folder = self.add_act("Choose a folder…")
        self.merge = self.add_act("Merge")
        self.files.clicked.connect(self._choose_files)
        self.folder.clicked.connect(self._choose_folder)
        self.merge.clicked.connect(self._merge)
        self.merge.set_blocked("Choose packages first.")
        self.finished.connect(self._ended)
        aside = session.merging.quarantine_answer()
        self.show_lines([aside_line(one) for one in aside])
        if aside:
            self.sentence.setText(f"{sentence} Below: what came before and does not count.")
        self.files.setFocus()

    @Slot()
    def _ended(self) -> None:
        self._over = True

    @Slot()
    def _choose_files(self) -> None:
        self._ask(QFileDialog.FileMode.ExistingFiles)

    @Slot()
    def _choose_folder(self) -> None:
        self._ask(QFileDialog.FileMode.Directory)

    def _ask(self, mode: QFileDialog.FileMode) -> None:
        dialog = QFileDialog(self, "Merge packages")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(mode)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self.read_all)
        dialog.open()

    @Slot(list)
    def read_all(self, names: list[str]) -> None:
        """Check the packages at these places, off the window's thread, and show what they bring."""
        self._start("Checking the packages…")
        try:
            job = self._session.merging.start_reading(
                [Path(name) for name in names],
                told=self._told,
                done=self._read,
                failed=self._failed,
            )
        except ReviewerError as error:
            self._failed(error)
            return
        if self._busy:
            self._job = job

    def _read(self, looked: Looked) -> None:
        self._stop()
        if self._over:
            return
        answer, count = looked.answer, len(looked.found.parcels)
        brings = brings_something(answer)
        self._found = looked if brings else None
        self.sentence.setText(sentence_of(answer))
        self.show_lines(preview_lines(answer))
        self.merge.set_words(f"Merge {counted(count, 'package')}" if brings else "Merge")
        nothing = "All of it is here already." if count else "None of this can be merged."
        self.merge.set_blocked("" if brings else nothing)
        (self.list if answer["packages"] else self.files).setFocus()

    @Slot()
    def _merge(self) -> None:
        if self._found is None:
            return
        found, self._found = self._found, None
        self._start("Merging…")
        try:
            job = self._session.merging.start(
                found, told=self._told, done=self._merged, failed=self._failed
            )
        except ReviewerError as error:
            self._failed(error)
            return
        if self._busy:
            self._job = job

    def _merged(self, answer: dict[str, Any]) -> None:
        self._stop()
        words = sentence_of(answer)
        totals = answer["totals"]
        odd = answer["lost"] or totals["refused"] or totals["quarantined"]
        self._session.say(f"Merged: {words}", "refused" if odd else "saved")
        if not self._over:
            self.accept()

    def reject(self) -> None:
        """Close; while packages are being checked, stop that first."""
        if self._job is not None:
            self._job.cancel()
            self.sentence.setText("Stopping…")
        elif not self._busy:
            super().reject()

    def _start(self, words: str) -> None:
        self._busy = True
        self.sentence.setText(words)
        for button in (self.files, self.folder, self.merge):
            button.set_blocked("This is running.")
        self.close_button.set_words("Stop")

    def _stop(self) -> None:
        self._busy, self._job = False, None
        if self._over:
            return
        for button in (self.files, self.folder):
            button.set_blocked("")
        self.merge.set_blocked("Choose packages first.")
        self.close_button.set_words("Close")

    def _told(self, words: str, done: int, total: int) -> None:
        if not self._over:
            place = f": {done:,} of {total:,}" if total else "…"
            self.sentence.setText(f"{show_identifier(words).capitalize()}{place}")

    def _failed(self, error: Exception) -> None:
        self._stop()
        if not isinstance(error, ReviewerError):
            raise error
        if self._over:
            self._session.say(error.message, "refused")
        else:
            self.sentence.setText(str(error))
