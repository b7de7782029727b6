"""The purge dialog: what goes, what stays and why; then a word is typed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from reviewer.domain.errors import ReviewerError
from reviewer.session.exchange.purge_views import WORD, PurgePreview, purge_words
from reviewer.session.session import Session
from reviewer.ui.dialogs.job_listing import JobListing
from reviewer.ui.dialogs.listing import Line
from reviewer.ui.first.parts import field
from reviewer.ui.lettering.counting import counted
from reviewer.ui.lettering.plain import label, show_identifier
from reviewer.ui.looks.roles import Role

NAMED = 5
"""More cases that stay for the same reasons are one line; all about it names each."""
LAST = "Nobody receives what you decide here? Then a package of yours that is kept can stand for"
UNUSED, USED = "Kept package…", "Without the package"


class PurgeDialog(JobListing):
    """What goes, what stays and why; then a word is typed."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent, "Purge", "", "There is no case.")
        self._session = session
        self._shown: PurgePreview | None = None
        self._packages: list[Path] = []
        self.last = label(f"{LAST} the receipt.", Role.META, self, wrap=True)
        self.insert_line(self.last)
        self.word = field(self, f"Type {WORD} to go on")
        self.word.setPlaceholderText(f"type {WORD} to go on")
        self.insert_line(self.word)
        self.kept = self.add_act(UNUSED)
        self.kept.clicked.connect(self._choose_kept)
        self.purge = self.add_gate("Purge for good")
        self.purge.clicked.connect(self._purge)
        self.purge.refused.connect(self.sentence.setText)
        parts = [self.list, self.word, self.kept, self.purge, self.close_button]
        for before, after in pairwise(parts):
            self.setTabOrder(before, after)
        self._look()
        self.close_button.setFocus()

    def _look(self) -> None:
        shown = self._shown = self._session.purging.preview(packages=self._packages)
        self.show_lines(purge_lines(shown))
        note = f" {shown.note}" if shown.note else ""
        self.sentence.setText(purge_words(shown) + note)
        self.word.setEnabled(bool(shown.scope.cases))
        self.purge.set_blocked("" if shown.scope.cases else "Nothing can be purged now.")

    @Slot()
    def _choose_kept(self) -> None:
        """Choose exports of one's own that are kept, or do without them again."""
        if self.running:
            return
        if self._packages:
            self.use_packages([])
            return
        dialog = QFileDialog(self, "Purge: packages of yours that are kept")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter("Export package (*.zip *.age)")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self.use_packages)
        dialog.open()

    @Slot(list)
    def use_packages(self, names: list[str]) -> None:
        """Let these exports stand for the receipt; each is checked whole, and one that proves
        nothing is refused in place."""
        before, self._packages = self._packages, [Path(name) for name in names]
        try:
            self._look()
        except ReviewerError as error:
            self._packages = before
            self.sentence.setText(str(error))
            return
        self.kept.set_words(USED if names else UNUSED)
        files = ", ".join(show_identifier(path.name) for path in self._packages)
        told = f"Stands for the receipt, and the ledger will say so: {files}."
        self.last.setText(told if files else f"{LAST} the receipt.")

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
    """What goes and how much of it, then the cases that stay with their reasons."""
    lines: list[Line] = []
    if shown.scope.cases:
        going = "\n".join(["These cases:", *_names(shown, shown.scope.cases)])
        backups = "\n".join(["These backups hold it until they are thinned:", *shown.backups])
        for number, what in shown.counts():
            about = backups if what.startswith("backup") and shown.backups else going
            if number or what.startswith("backup"):
                lines.append((f"{number:,} {what}", about))
    for reasons, cases in shown.alike().items():
        why, names = "\n".join(["Why:", *reasons]), _names(shown, cases)
        if len(cases) > NAMED:
            told = "\n".join([why, "", "Cases:", *names])
            lines.append((f"{counted(len(cases), 'case')} stay: {reasons[0]}", told))
        else:
            lines += [(f"{name} stays: {reasons[0]}", f"{name}\n{why}") for name in names]
    return lines


def _names(shown: PurgePreview, cases: Sequence[str]) -> list[str]:
    return [show_identifier(shown.names.get(one, one)) for one in cases]
