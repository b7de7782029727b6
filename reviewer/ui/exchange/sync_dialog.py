"""The sync dialog: choose the drop folder, see what would come in and go out, then do it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from reviewer.session.exchange.sync_plan import SyncPlan, lines_of, sentence_of
from reviewer.session.ground.ports import Job, Tell
from reviewer.session.session import Session
from reviewer.ui.dialogs.job_listing import JobListing
from reviewer.ui.dialogs.listing import Line
from reviewer.ui.exchange.sync_choices import SyncChoices
from reviewer.ui.exchange.sync_words import item_lines
from reviewer.ui.lettering.plain import show_identifier

KEPT = "sync.folder"
CHOOSE = (
    "One folder on a stick or a share, for reviewers and leads. You see what would come in and go"
    " out before anything is written."
)
EMPTY = "Choose the drop folder."
Failed = Callable[[Exception], None]


class SyncDialog(JobListing):
    """Nothing is written before *Do it*; each file is taken or put whole."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent, "Sync", CHOOSE, EMPTY)
        self._session = session
        self._folder: Path | None = None
        self._plan: SyncPlan | None = None
        self._stale = False
        self.folder = self.add_gate("Choose the folder…")
        self.again = self.add_gate("Look again")
        self.act = self.add_gate("Do it")
        self.folder.clicked.connect(self._choose_folder)
        self.again.clicked.connect(self._again)
        self.act.clicked.connect(self._run)
        self.act.refused.connect(self.sentence.setText)
        self.choices = SyncChoices(self, session)
        self.choices.changed.connect(self._changed)
        self.choices.refused.connect(self.sentence.setText)
        self.middle.insertLayout(1, self.choices)
        self._gate("")
        self.detail.setPlainText(EMPTY)
        self.folder.setFocus()
        before = session.syncing.folder or _kept(session)
        if before is not None and before.is_dir():
            self.look(str(before))

    @Slot()
    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, "Sync: the drop folder")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.look)
        dialog.open()

    @Slot(str)
    def look(self, folder: str) -> None:
        """Read the folder off the window's thread, and show what there is to do."""
        if self.running:
            return
        self._folder, self._plan, self._stale = Path(folder), None, False
        self.show_lines([])
        self.begin("Looking", self._start_look, self._looked)
        if not self.running:
            self._gate("")

    @Slot()
    def _again(self) -> None:
        if self._folder is not None:
            self.look(str(self._folder))

    @Slot()
    def _changed(self) -> None:
        """Something else was chosen: what was looked at no longer holds."""
        self._plan, self._stale = None, self.running
        self._again()

    def _start_look(self, told: Tell, done: Callable[[Any], None], failed: Failed) -> Job:
        assert self._folder is not None
        return self._session.syncing.start_look(
            self._folder, chosen=self.choices.chosen, told=told, done=done, failed=failed
        )

    def _looked(self, plan: SyncPlan) -> None:
        if self._stale:
            self._again()
            return
        self._plan = plan
        self._session.kept.set(KEPT, plan.folder)
        self._show(plan)
        if not self.choices.focused:
            (self.act if plan.to_do else self.list).setFocus()

    def _show(self, plan: SyncPlan) -> None:
        answer = plan.as_dict()
        self.sentence.setText(f"{show_identifier(plan.folder)}: {_lower(sentence_of(answer))}")
        whole: Line = ("All of it in words", "\n".join(lines_of(answer)))
        self.show_lines([*item_lines(answer), whole])
        self._gate("")

    @Slot()
    def _run(self) -> None:
        if self._plan is not None and self._plan.to_do and not self.running:
            self.begin("Syncing", self._start_run, self._ran)

    def _start_run(self, told: Tell, done: Callable[[Any], None], failed: Failed) -> Job:
        assert self._plan is not None
        plan, self._plan = self._plan, None
        trust = self.choices.chosen.trust
        return self._session.syncing.start(plan, trust=trust, told=told, done=done, failed=failed)

    def _ran(self, plan: SyncPlan) -> None:
        self._show(plan)
        odd = bool(plan.refusals) or any(one.status == "stopped" for one in plan.items)
        words = sentence_of(plan.as_dict())
        self._session.say(f"Sync: {_lower(words)}", "refused" if odd else "saved")
        (self.list if odd else self.close_button).setFocus()

    def _gate(self, reason: str) -> None:
        """What can be done now."""
        self.folder.set_blocked(reason)
        self.again.set_blocked(reason or ("" if self._folder else EMPTY))
        self.act.set_blocked(reason or self._why_not())

    def _why_not(self) -> str:
        if self._plan is None:
            return EMPTY if self._folder is None else "Look again first."
        return "" if self._plan.to_do else "There is nothing to do."


def _kept(session: Session) -> Path | None:
    kept = session.kept.get(KEPT)
    return Path(kept) if isinstance(kept, str) and kept else None


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
