"""What waits for a different lead: who proposed what, and the hash that an approval signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from reviewer.domain.errors import ReviewerError
from reviewer.session.views.custody_views import ProposalLine
from reviewer.ui.dialogs.dialogs import Question
from reviewer.ui.lettering.counting import counted
from reviewer.ui.lettering.plain import label, safe_field, show_identifier
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.buttons import ComboButton

if TYPE_CHECKING:
    from reviewer.session.session import Session


class ApprovalsDialog(Question):
    """One proposal at a time; approving is blocked, with the reason, for whoever may not."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(
            parent,
            "Approvals waiting",
            "Proposed, and without effect until a different lead signs the exact hash. Threats to"
            " life come first.",
            [],
            "Approve",
        )
        self._session = session
        self._lines: list[ProposalLine] = []
        self.choice = ComboButton(self)
        self.choice.setAccessibleName("Proposal")
        self.choice.currentIndexChanged.connect(self._show)
        self._column.insertWidget(self._column.indexOf(self.problem), self.choice)
        self._rows = {
            name: label("", Role.MONO if name == "Hash" else Role.STRONG, self, wrap=True)
            for name in ("About", "What", "Proposed", "Approvals", "Hash")
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (name, made) in enumerate(self._rows.items()):
            grid.addWidget(label(name, Role.SUPPORT, self), row, 0)
            grid.addWidget(made, row, 1)
        self._column.insertLayout(self._column.indexOf(self.problem), grid)
        self.agreed.connect(self._approve)
        self.act.refused.connect(self.say_problem)
        self._fill()
        self.choice.setFocus()

    def _fill(self) -> None:
        self._lines = self._session.custody.proposals()
        self.choice.clear()
        for line in self._lines:
            mark = "Threat to life: " if line.emergency else ""
            who = show_identifier(line.untrusted_subject, 40)
            self.choice.addItem(safe_field(f"{mark}{line.title}, {who}", 90))
        self._show(self.choice.currentIndex())

    def choose(self, ident: str) -> None:
        """Show this proposal; where it is not here any more, nothing moves."""
        for at, line in enumerate(self._lines):
            if line.id == ident:
                self.choice.setCurrentIndex(at)

    @Slot(int)
    def _show(self, at: int) -> None:
        if not 0 <= at < len(self._lines):
            return
        line = self._lines[at]
        digest = " ".join(line.digest[n : n + 8] for n in range(0, 64, 8))
        said = {
            "About": show_identifier(line.untrusted_subject, 80),
            "What": f"{line.title}: {line.untrusted_detail}",
            "Proposed": f"by {line.who}, {line.when}",
            "Approvals": f"{line.have} of {counted(line.needed, 'different lead')}",
            "Hash": digest,
        }
        for name, words in said.items():
            self._rows[name].setText(words)
        self.act.set_blocked(line.blocked)
        self.say_problem(f"Blocked: {line.blocked}." if line.blocked else "")
        self.problem.setVisible(bool(line.blocked))
        self._fit()

    @Slot()
    def _approve(self) -> None:
        line = self._lines[self.choice.currentIndex()]
        try:
            self._session.custody.approve(line.id)
        except ReviewerError as error:
            self.refuse(error)
            return
        self._fill()
        if not self._lines:
            self.accept()
