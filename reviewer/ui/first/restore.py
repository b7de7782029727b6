"""The page of the first window that restores a workspace from a backup."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QStringListModel, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QWidget

from reviewer.domain.errors import ReviewerError
from reviewer.session.ground.ports import Job
from reviewer.ui.first.parts import Restore, choose_folder, column_of, field
from reviewer.ui.lettering.plain import label, safe_field, show_identifier
from reviewer.ui.looks.look import look_of
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.buttons import Button

ROWS = 4
"""Backups that are seen at once; the rest scrolls."""
LINE = 24


class RestorePage(QWidget):
    """Which backup, with which passphrase; the work runs off the window's thread.

    ``restored`` carries the folder of the workspace, the passphrase, and what to say of it.
    """

    restored = Signal(str, str, str)
    refused = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget, acts: Restore) -> None:
        super().__init__(parent)
        self._acts = acts
        self._folder = Path()
        self._found: list[tuple[Path, str]] = []
        self._job: Job | None = None
        self._running = False
        self._over = False
        column = column_of(self)
        column.addWidget(label("Backup", Role.META, self))
        self._model = QStringListModel(self)
        self.list = QListView(self)
        self.list.setModel(self._model)
        self.list.setAccessibleName("Backups, the newest first")
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setUniformItemSizes(True)
        self.list.setFixedHeight(look_of().px(LINE) * ROWS)
        self.list.selectionModel().currentChanged.connect(self._choose)
        column.addWidget(self.list)
        self.said = label("", Role.SUPPORT, self, wrap=True)
        column.addWidget(self.said)
        column.addWidget(label("Passphrase when the backup was made", Role.META, self))
        self.secret = field(self, "Passphrase when the backup was made", secret=True)
        self.secret.returnPressed.connect(self._restore)
        column.addWidget(self.secret)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        self.back = Button("Back", self)
        self.back.clicked.connect(self.leave)
        self.choose = Button("Another folder…", self)
        self.choose.clicked.connect(self._other)
        self.act = Button("Restore", self)
        self.act.clicked.connect(self._restore)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addWidget(self.choose)
        row.addStretch(1)
        row.addWidget(self.act)
        return row

    def show_for(self, folder: Path) -> None:
        """Offer the backups of the workspace that stands, or stood, in a folder."""
        self._folder = folder
        self._show(self._acts.offered(folder))

    def _show(self, found: list[tuple[Path, str]]) -> None:
        self._found = found
        self._model.setStringList([safe_field(words) for _, words in found])
        self.act.set_blocked("" if found else "Choose the folder of a backup first.")
        if found:
            self.list.setCurrentIndex(self._model.index(0))
            self.secret.setFocus()
        else:
            self.said.setText(
                "No backup of this workspace was found. Choose the folder they are in."
            )
            self.choose.setFocus()

    @Slot(QModelIndex, QModelIndex)
    def _choose(self, now: QModelIndex, _before: QModelIndex) -> None:
        if 0 <= now.row() < len(self._found):
            self.said.setText(
                f"For {show_identifier(self._folder.name)}. If what stands there cannot be opened,"
                " it is kept beside under another name and never deleted; if it can, the backup"
                " is restored beside it."
            )

    @Slot()
    def _other(self) -> None:
        choose_folder(self, "Backups", str(self._folder.parent), self.look_into)

    @Slot(str)
    def look_into(self, name: str) -> None:
        """Offer the backups in a folder, or the one that the folder is."""
        self._show(self._acts.inside(Path(name)))

    @Slot()
    def _restore(self) -> None:
        place = self.list.currentIndex().row()
        if self._running or not 0 <= place < len(self._found):
            return
        self.refused.emit("")
        secret = self.secret.text()
        work = partial(self._acts.restore, self._found[place][0], self._folder, secret)
        self._running = True
        try:
            job = self._acts.job(work, self._told, partial(self._done, secret), self._failed)
        except ReviewerError as error:
            self._failed(error)
            return
        if self._running:
            self._job = job
            self.back.set_words("Stop")
            self.act.set_blocked("The backup is being restored.")

    @Slot()
    def leave(self) -> None:
        """Back; while it restores, stop that first."""
        if self._job is not None:
            self._job.cancel()
            self.said.setText("Stopping…")
        else:
            self.secret.clear()
            self.left.emit()

    def _told(self, words: str, done: int, total: int) -> None:
        if self._running:
            place = f", {done:,} of {total:,}" if total else ""
            self.said.setText(f"Restoring: {words}{place}…")

    def _done(self, secret: str, answer: object) -> None:
        self._rest()
        if isinstance(answer, tuple):
            folder, words = answer
            self.secret.clear()
            self.restored.emit(str(folder), secret, str(words))

    def _failed(self, error: Exception) -> None:
        self._rest()
        if not isinstance(error, ReviewerError):
            raise error
        self._choose(self.list.currentIndex(), QModelIndex())
        self.refused.emit(str(error))

    def _rest(self) -> None:
        self._running, self._job = False, None
        self.back.set_words("Back")
        self.act.set_blocked("")
