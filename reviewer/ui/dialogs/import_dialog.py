"""The import dialog: choose, see what would come in, through which map, then take it in."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from reviewer.domain.errors import ReviewerError
from reviewer.session.ground.ports import Job
from reviewer.session.session import Session
from reviewer.ui.dialogs.dialogs import Question
from reviewer.ui.dialogs.import_words import (
    imported_words,
    preview_sentence,
    preview_text,
    refused_lines,
    taken_files,
)
from reviewer.ui.lettering.counting import counted
from reviewer.ui.lettering.plain import label, safe_field, show_identifier, untrusted_text_view
from reviewer.ui.looks.look import look_of
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.buttons import ComboButton

HEIGHT, HIGHEST = 240, 300
"""Of the view of what would come in, px at 100 % text; and at most, so that the dialog fits a small
screen with large text."""
NO_MAP = "none: only what is recognised"
MAP_FILE = "a map file…"


class ImportDialog(Question):
    """Two steps: which material; then what of it would be read, before anything is written."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        self._session = session
        super().__init__(
            parent,
            "Import",
            "Bundles, exports of platforms, lists of reports and tables, recognised by what they"
            " hold. You see what would come in before anything is written.",
            [],
            "Choose files…",
        )
        self._paths: list[Path] = []
        self._maps: list[str] = [""]
        self._asked = 0
        self._over = False
        self._running = False
        self._job: Job | None = None
        self.folder = self.add_act("Choose a folder…")
        self.folder.clicked.connect(self._choose_folder)
        self.agreed.connect(self._agreed)
        self.finished.connect(self._ended)
        self._add_preview()

    def _add_preview(self) -> None:
        """The second step, hidden until something was chosen."""
        self.told = label("", Role.STRONG, self, wrap=True)
        self.view = untrusted_text_view(self)
        self.view.setAccessibleName("What would come in")
        self.view.setFixedHeight(min(look_of().px(HEIGHT), HIGHEST))
        self._map_words = label("Read tables through", Role.SUPPORT, self)
        self.choice = ComboButton(self)
        self.choice.setAccessibleName("Column map")
        self.choice.addItem(NO_MAP)
        for name, title in self._session.jobs.maps():
            self._maps.append(name)
            self.choice.addItem(safe_field(title, 60))
        self.choice.addItem(MAP_FILE)
        self.choice.activated.connect(self._map_chosen)
        row = QHBoxLayout()
        row.addWidget(self._map_words)
        row.addWidget(self.choice)
        row.addStretch(1)
        place = self._column.indexOf(self.problem)
        self._column.insertWidget(place, self.view)
        self._column.insertLayout(place, row)
        self._column.insertWidget(place, self.told)
        for part in (self.told, self.view, self._map_words, self.choice):
            part.hide()

    @Slot()
    def _ended(self) -> None:
        self._over = True

    @Slot()
    def _agreed(self) -> None:
        if self._paths:
            self.import_all([str(path) for path in self._paths])
        else:
            self._choose(QFileDialog.FileMode.ExistingFiles)

    @Slot()
    def _choose_folder(self) -> None:
        self._choose(QFileDialog.FileMode.Directory)

    def _choose(self, mode: QFileDialog.FileMode) -> None:
        dialog = QFileDialog(self, "Import")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(mode)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self.preview_all)
        dialog.open()

    # ------------------------------------------------------------------ the second step

    @Slot(list)
    def preview_all(self, names: list[str]) -> None:
        """Show what these files would bring; nothing is written."""
        self._paths = [Path(name) for name in names]
        self.folder.hide()
        for part in (self.told, self.view, self._map_words, self.choice):
            part.show()
        self.cancel.setFocus()
        self._preview()

    @Slot(int)
    def _map_chosen(self, place: int) -> None:
        if place < len(self._maps):
            self._preview()
            return
        dialog = QFileDialog(self, "Column map")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter("Column map (*.toml)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.read_through)
        dialog.rejected.connect(self._no_map)
        dialog.open()

    @Slot()
    def _no_map(self) -> None:
        self.choice.setCurrentIndex(0)
        self._preview()

    @Slot(str)
    def read_through(self, name: str) -> None:
        """Read tables through the map in this file."""
        self._maps.append(name)
        self.choice.insertItem(len(self._maps) - 1, safe_field(Path(name).name, 60))
        self.choice.setCurrentIndex(len(self._maps) - 1)
        self._preview()

    def _chosen_maps(self) -> list[str]:
        place = self.choice.currentIndex()
        named = self._maps[place] if 0 <= place < len(self._maps) else ""
        return [named] if named else []

    def _preview(self) -> None:
        self._asked += 1
        self.told.setText("Reading, to see what would come in…")
        self.act.set_words("Import")
        self.act.set_blocked("The preview is not ready yet.")
        self.problem.hide()
        self._fit()
        work = partial(self._session.jobs.preview_answer, self._paths, maps=self._chosen_maps())
        self._session.runner.query(
            work, partial(self._shown, self._asked), partial(self._failed, self._asked)
        )

    def _shown(self, asked: int, answer: object) -> None:
        if self._over or asked != self._asked or not isinstance(answer, dict):
            return
        self.told.setText(preview_sentence(answer))
        self.view.setPlainText(preview_text(answer))
        taken = taken_files(answer)
        self.act.set_words(f"Import {counted(taken, 'file')}" if taken else "Import")
        self.act.set_blocked("" if taken else "None of this can be taken in.")
        self._fit()

    def _failed(self, asked: int, error: Exception) -> None:
        if self._over or asked != self._asked:
            return
        if not isinstance(error, ReviewerError):
            raise error
        self.told.setText("There is no preview.")
        self.view.setPlainText("")
        self.act.set_blocked(error.message)
        self.refuse(error)

    # ------------------------------------------------------------------ the act

    @Slot(list)
    def import_all(self, names: list[str]) -> None:
        """Bring the files in, off the window's thread, and say what came of it."""
        self.problem.hide()
        self._running = True
        try:
            job = self._session.jobs.start_import(
                [Path(name) for name in names],
                maps=self._chosen_maps(),
                told=self._told,
                done=self._imported,
                failed=self._not_imported,
            )
        except ReviewerError as error:
            self._running = False
            self.refuse(error)
            return
        if self._running:
            self._job = job
            self.act.set_blocked("The import is running.")
            self.cancel.set_words("Stop")
            self.told.show()
            self._told("Reading", 0, 0)

    def reject(self) -> None:
        """Close; while an import runs, stop it first."""
        if self._job is None:
            super().reject()
            return
        self._job.cancel()
        self.told.setText("Stopping…")

    def _told(self, words: str, done: int, total: int) -> None:
        if self._over:
            return
        name = show_identifier(Path(words).name)
        self.told.setText(f"{name}: {done:,} of {total:,}" if total else f"{name}: {done:,}")

    def _imported(self, answer: dict[str, Any]) -> None:
        self._stopped()
        refused = [f for f in answer["files"] if f["status"] == "refused"]
        words = imported_words(answer)
        self._session.say(words, "refused" if refused else "saved")
        if refused and not self._over:
            self.say_problem("\n".join([*refused_lines(refused), words]))
        elif not self._over:
            self.accept()

    def _not_imported(self, error: Exception) -> None:
        self._stopped()
        if not isinstance(error, ReviewerError):
            raise error
        if self._over:
            self._session.say(error.message, "refused")
        else:
            self.told.setText("Nothing was taken in.")
            self.refuse(error)

    def _stopped(self) -> None:
        self._running, self._job = False, None
        if not self._over:
            self.act.set_blocked("")
            self.cancel.set_words("Cancel")
