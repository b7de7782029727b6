"""History, backups and the check of the workspace: what is there, in words, by keyboard."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from reviewer.domain.errors import ReviewerError
from reviewer.session.session import Session
from reviewer.ui.listing import Listing


class HistoryDialog(Listing):
    """Every event, the newest first; nothing here changes anything."""

    def __init__(self, parent: QWidget, session: Session, *, case_id: str = "") -> None:
        what = "this case" if case_id else "this workspace"
        super().__init__(
            parent,
            f"History of {what}",
            "Every event as it was signed, the newest first, with the policy as it read then.",
            "Nothing has happened here yet.",
        )
        rows = session.history(case_id)
        self.show_lines([(row.title, row.untrusted_detail) for row in rows])


class BackupsDialog(Listing):
    """The backups that lie beside the workspace; making one, and restoring one beside it."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(
            parent,
            "Backups",
            "Each was opened and followed to its end before it counted. A backup is restored into"
            " a folder of its own; the workspace that is open stays as it is.",
            "There is no backup yet.",
        )
        self._session = session
        self.restore = self.add_act("Restore beside")
        self.restore.clicked.connect(self._restore)
        self.make = self.add_act("Back up now")
        self.make.clicked.connect(self._make)
        self._read()

    def _read(self) -> None:
        self._found = self._session.backups.all()
        self.show_lines(self._session.backups.lines(self._found))
        protected = self._session.workspace.profile.protected
        self.restore.setEnabled(bool(self._found) and not protected)
        if protected:
            self.restore.setAccessibleDescription("With a passphrase: reviewer restore FOLDER")

    @Slot()
    def _make(self) -> None:
        try:
            made = self._session.backups.make()
        except ReviewerError as error:
            self.sentence.setText(str(error))
            return
        self._read()
        self.sentence.setText(f"Backed up and verified: {made.seq:,} events.")

    @Slot()
    def _restore(self) -> None:
        if not 0 <= self.chosen < len(self._found):
            return
        try:
            done = self._session.backups.restore_beside(self._found[self.chosen].folder, None)
        except ReviewerError as error:
            self.sentence.setText(str(error))
            return
        self.sentence.setText(
            f"Restored to {done.folder.name}, beside this workspace, as a new device. Open it with"
            " Open in the first window."
        )


class CheckDialog(Listing):
    """What the check of the whole workspace found, each explained."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(
            parent,
            "Check of the workspace",
            "Ledger, evidence, media, search index and backups against each other. Nothing was"
            " changed.",
            "Everything is as it was saved.",
        )
        self.show_lines(session.check_workspace())
