"""The deal dialog: who gets which cases, worked out anew while one types, then written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QFileDialog, QWidget

from reviewer.domain.errors import ReviewerError
from reviewer.session.exchange.deal_views import DealPreview
from reviewer.session.session import Session
from reviewer.ui.dialogs.job_listing import JobListing
from reviewer.ui.dialogs.listing import Line
from reviewer.ui.first.parts import field
from reviewer.ui.lettering.counting import counted
from reviewer.ui.lettering.plain import show_identifier

SEALED = " Only its reviewer can open a bundle, you neither."


class DealDialog(JobListing):
    """Who gets what: worked out anew with every change of the fields, then written."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        empty = "Name the reviewers, divided by commas."
        super().__init__(parent, "Deal cases", "", empty)
        self._session = session
        self._shown: DealPreview | None = None
        self.people = field(self, "Reviewers, divided by commas")
        self.people.setPlaceholderText("divided by commas: heron, ibis")
        self.overlap = field(self, "Share of the cases that two people get")
        self.overlap.setPlaceholderText("the share of cases that two people get, such as 5%")
        for words, line in (("Reviewers", self.people), ("Twice", self.overlap)):
            line.textChanged.connect(self._look)
            self.insert_field(words, line)
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
    """A line for each reviewer with what they get, then what two people get, then what stays."""
    lines = [_hand(shown, name, cases) for name, cases in shown.plan.hands.items()]
    twice = shown.plan.twice
    if twice:
        said = [f"{counted(len(twice), 'case')} to two people each:", *_names(shown, twice)]
        lines.append((f"{len(twice):>5}  to two people", "\n".join(said)))
    for reason, number in shown.left_out.items():
        lines.append((f"{number:>5}  stay: {reason}", f"{counted(number, 'case')}: {reason}."))
    return lines


def _hand(shown: DealPreview, name: str, cases: Sequence[str]) -> Line:
    """What one reviewer gets: by kind, then case by case."""
    who, both = show_identifier(name), len(set(shown.plan.twice).intersection(cases))
    more = f", {both:,} of them to somebody else too" if both else ""
    said = [f"{who} gets {counted(len(cases), 'case')}{more}."]
    for urgency, lang, counts in shown.rows():
        if counts[name]:
            said.append(f"{counts[name]:>5}  {urgency}, {lang}")
    return f"{len(cases):>5}  {who}", "\n".join([*said, "", *_names(shown, cases)])


def _names(shown: DealPreview, cases: Sequence[str]) -> list[str]:
    return [show_identifier(shown.names.get(one, one)) for one in cases]
