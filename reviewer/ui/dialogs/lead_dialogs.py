"""Dialogs of a lead: deal cases, purge. What would happen is shown before anything does."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QFileDialog, QWidget

from reviewer.domain.errors import ReviewerError
from reviewer.session.exchange.deal_views import DealPreview
from reviewer.session.exchange.purge_views import WORD, PurgePreview, purge_words
from reviewer.session.session import Session
from reviewer.ui.dialogs.job_listing import JobListing
from reviewer.ui.dialogs.listing import Line
from reviewer.ui.first.parts import field
from reviewer.ui.lettering.counting import counted

SEALED = " Only its reviewer can open a bundle, you neither."


class DealDialog(JobListing):
    """Who gets what: worked out anew with every change of the fields, then written."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        empty = "Name the reviewers, divided by commas."
        super().__init__(parent, "Deal cases", "", empty)
        self._session = session
        self._shown: DealPreview | None = None
        self.people = field(self, "Reviewers, divided by commas")
        self.people.setPlaceholderText("reviewers, divided by commas: heron, ibis")
        self.overlap = field(self, "Share of the cases that two people get")
        self.overlap.setPlaceholderText("share that two people get: 5%")
        for line in (self.people, self.overlap):
            line.textChanged.connect(self._look)
            self.insert_line(line)
        self.sealed = QCheckBox("Seal each bundle to its reviewer's key", self)
        self.sealed.setAccessibleDescription("Nobody else can open it then, you neither")
        self.sealed.setVisible(session.roster.held is not None)
        self.sealed.toggled.connect(self._look)
        self.insert_line(self.sealed)
        self.deal = self.add_gate("Choose where, and deal")
        self.deal.clicked.connect(self._folder)
        self.deal.refused.connect(self.sentence.setText)
        for before, after in pairwise(
            [self.people, self.overlap, self.sealed, self.list, self.deal]
        ):
            self.setTabOrder(before, after)
        self.people.setText(", ".join(session.dealing.people()))
        self._look()
        self.people.setFocus()

    @Slot()
    def _look(self) -> None:
        """Show what a deal to these people would be."""
        names = [name.strip() for name in self.people.text().split(",") if name.strip()]
        self._shown = None
        if not names:
            self._block("Name the reviewers who get cases.")
            return
        try:
            shown = self._session.dealing.look(names, self.overlap.text())
        except ReviewerError as error:
            self._block(str(error))
            return
        self._shown = shown
        self.show_lines(deal_lines(shown))
        sealed = SEALED if self.sealed.isChecked() else ""
        self.sentence.setText(f"{deal_words(shown)}{sealed}")
        self.deal.set_blocked("" if shown.cases else "There is nothing to deal.")

    def _block(self, reason: str) -> None:
        self.show_lines([])
        self.sentence.setText(reason)
        self.deal.set_blocked(reason)

    @Slot()
    def _folder(self) -> None:
        dialog = QFileDialog(self, "Deal cases: the folder for the bundles")
        bundles = self._session.syncing.bundles
        if bundles is not None:
            dialog.setDirectory(str(bundles))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.deal_to)
        dialog.open()

    @Slot(str)
    def deal_to(self, folder: str) -> None:
        """Write the bundles into a folder."""
        if self._shown is None or self.running:
            return
        seal = self.sealed.isChecked()
        start = partial(self._session.dealing.start, self._shown, Path(folder), seal=seal)
        self.begin("Dealing", start, self._dealt)

    def _dealt(self, _hands: object) -> None:
        self.accept()


def deal_words(shown: DealPreview) -> str:
    """One sentence of what would be dealt."""
    twice = f", {len(shown.plan.twice):,} of them to two people" if shown.plan.twice else ""
    again = f" {counted(shown.again, 'case')} came back before." if shown.again else ""
    note = f" {shown.note}" if shown.note else ""
    return f"{counted(shown.cases, 'case')} would be dealt{twice}.{again}{note}"


def deal_lines(shown: DealPreview) -> list[Line]:
    """A line for each reviewer, then what stays and why."""
    rows = shown.rows()
    lines = []
    for name, cases in shown.plan.hands.items():
        kinds = [f"{counts[name]:>5}  {urgency}, {lang}" for urgency, lang, counts in rows]
        lines.append((f"{len(cases):>5}  {name}", "\n".join(["Cases by kind:", *kinds])))
    for reason, number in shown.left_out.items():
        lines.append((f"{number:>5}  stay: {reason}", f"{counted(number, 'case')}: {reason}."))
    return lines


class PurgeDialog(JobListing):
    """What goes, what stays and why; then a word is typed."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent, "Purge", "", "There is no case.")
        self._session = session
        self._shown: PurgePreview | None = None
        self.word = field(self, f"Type {WORD} to go on")
        self.word.setPlaceholderText(f"type {WORD} to go on")
        self.insert_line(self.word)
        self.purge = self.add_gate("Purge for good")
        self.purge.clicked.connect(self._purge)
        self.purge.refused.connect(self.sentence.setText)
        for before, after in pairwise([self.list, self.word, self.purge, self.close_button]):
            self.setTabOrder(before, after)
        self._look()
        self.close_button.setFocus()

    def _look(self) -> None:
        shown = self._shown = self._session.purging.preview()
        self.show_lines(purge_lines(shown))
        note = f" {shown.note}" if shown.note else ""
        self.sentence.setText(purge_words(shown) + note)
        self.word.setEnabled(bool(shown.scope.cases))
        self.purge.set_blocked("" if shown.scope.cases else "Nothing can be purged now.")

    @Slot()
    def _purge(self) -> None:
        if self._shown is None or self.running:
            return
        start = partial(self._session.purging.start, self._shown, self.word.text())
        self.word.clear()
        self.begin("Purging", start, self._purged)

    def _purged(self, number: int) -> None:
        self._look()
        words = f"Purged {counted(number, 'case')}. The ledger keeps what was decided."
        self.sentence.setText(words)


def purge_lines(shown: PurgePreview) -> list[Line]:
    """What goes and how much of it, then each case that stays with its reasons."""
    lines: list[Line] = []
    if shown.scope.cases:
        names = "\n".join(["Cases:", *shown.scope.cases])
        backups = "\n".join(["These backups hold it until they are thinned:", *shown.backups])
        for what, number in shown.counts():
            detail = backups if what.startswith("backups") and shown.backups else names
            lines.append((f"{number:>7}  {what}", detail))
    for case_id, reasons in shown.blocked.items():
        lines.append((f"   stays  {case_id}: {reasons[0]}", "\n".join(reasons)))
    return lines
