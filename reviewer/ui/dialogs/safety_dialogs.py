"""History, backups and the check of the workspace: what is there, in words, by keyboard."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from reviewer.session.ground.backups import Backup, Restored
from reviewer.session.session import Session
from reviewer.ui.dialogs.job_listing import JobListing
from reviewer.ui.dialogs.listing import Line, Listing
from reviewer.ui.first.parts import field
from reviewer.ui.lettering.counting import counted
from reviewer.ui.lettering.plain import label
from reviewer.ui.looks.roles import Role


class HistoryDialog(Listing):
    """Every event, the newest first; nothing here changes anything."""

    def __init__(self, parent: QWidget, session: Session, *, case_id: str = "") -> None:
        what = "this case" if case_id else "this workspace"
        super().__init__(
            parent,
            f"History of {what}",
            "Every event of all chains here as it was signed, the newest first, with the policy as"
            " it read then.",
            "Nothing has happened here yet.",
        )
        rows = session.history(case_id)
        self.show_lines([(row.title, row.untrusted_detail) for row in rows])


class BackupsDialog(JobListing):
    """The backups of the workspace; making one, and restoring one beside it."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(
            parent,
            "Backups",
            "Each was opened and followed to its end before it counted. A backup is restored into"
            " a folder of its own; the workspace that is open stays as it is.",
            "There is no backup yet.",
        )
        self._session = session
        self.folder = label(f"They lie in {session.backups.folder}", Role.META, self, wrap=True)
        self.insert_line(self.folder)
        self.secret = field(
            self, "Passphrase of the workspace when the backup was made", secret=True
        )
        self.secret.setPlaceholderText("the passphrase when the backup was made")
        self.secret.returnPressed.connect(self._restore)
        self.secret.hide()
        self.insert_line(self.secret)
        self.restore = self.add_gate("Restore beside")
        self.restore.clicked.connect(self._restore)
        self.make = self.add_gate("Back up now")
        self.make.clicked.connect(self._make)
        self._read()

    def _read(self) -> None:
        self._found = self._session.backups.all()
        self.show_lines(self._session.backups.lines(self._found))
        self.restore.set_blocked("" if self._found else "There is no backup yet.")

    @Slot()
    def _make(self) -> None:
        if not self.running:
            self.begin("Backing up", self._session.backups.start, self._made)

    def _made(self, made: Backup) -> None:
        self._read()
        self.sentence.setText(f"Backed up and verified: {counted(made.seq, 'event')}.")

    @Slot()
    def _restore(self) -> None:
        if self.running or not 0 <= self.chosen < len(self._found):
            return
        protected = self._session.workspace.profile.protected
        if protected and not self.secret.text():
            self.secret.show()
            self.secret.setFocus()
            self.sentence.setText(
                "The passphrase that the workspace had when this backup was made, and then Return."
            )
            return
        backup, secret = self._found[self.chosen].folder, self.secret.text() or None
        self.secret.clear()
        start = partial(self._session.backups.start_restore, backup, secret)
        self.begin("Restoring", start, self._restored)

    def _restored(self, done: Restored) -> None:
        self.secret.hide()
        self.sentence.setText(
            f"Restored to {done.folder.name}, beside this workspace, as a new device. Open it with"
            " Open in the first window."
        )


class CheckDialog(JobListing):
    """What the check of the whole workspace found, each explained."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(
            parent,
            "Check of the workspace",
            "Ledger, evidence, media, search index and backups against each other.",
            "The check is running.",
        )
        self._session = session
        self.again = self.add_gate("Check again")
        self.again.clicked.connect(self._check)
        self._check()

    @Slot()
    def _check(self) -> None:
        if not self.running:
            self.say_empty("The check is running. Nothing is changed by it.")
            self.begin("Checking", self._session.backups.start_check, self._checked)

    def _checked(self, found: list[Line]) -> None:
        self.say_empty("Everything is as it was saved.")
        self.show_lines(found)
        harmed = sum(line.startswith("DAMAGED") for line, _ in found)
        words = f"{counted(harmed, 'thing')} damaged" if harmed else "Nothing is damaged"
        notes = f", {counted(len(found) - harmed, 'note')}" if len(found) > harmed else ""
        self.sentence.setText(f"Checked, nothing was changed. {words}{notes}.")
