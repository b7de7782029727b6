"""What waits for a different lead: who proposed what, and the hash that an approval signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from reviewer.domain.errors import ReviewerError
from reviewer.session.views.custody_views import ProposalLine
from reviewer.ui.dialogs.dialogs import Question
from reviewer.ui.lettering.plain import label, safe_field, show_identifier
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.buttons import ComboButton

if TYPE_CHECKING:
    from reviewer.session.session import Session


QUOTED, REASON = 240, 600
"""Letters shown of a quoted text and of a reason; the case has them whole."""
ROWS = {
    "About": Role.STRONG,
    "What": Role.STRONG,
    "Asked by": Role.BODY,
    "Why": Role.BODY,
    "Policy": Role.BODY,
    "Quoted": Role.BODY,
    "Leads": Role.STRONG,
    "Signs": Role.MONO,
}
NEXT = "It leaves with the next export or sync, and waits in the lead's inbox."


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
        self._names = {name: label(name, Role.SUPPORT, self) for name in ROWS}
        self._rows = {name: label("", ROWS[name], self, wrap=True) for name in ROWS}
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (name, made) in enumerate(self._rows.items()):
            grid.addWidget(self._names[name], row, 0, Qt.AlignmentFlag.AlignTop)
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
        quotes = "\n".join(f"“{safe_field(one, QUOTED)}”" for one in line.untrusted_quotes)
        said = {
            "About": show_identifier(line.untrusted_subject, 80),
            "What": f"{line.title}: {show_identifier(line.untrusted_detail, 200)}",
            "Asked by": f"{show_identifier(line.who)}, {line.when} UTC",
            "Why": safe_field(line.untrusted_reason, REASON) or "no reason was written",
            "Policy": line.policy,
            "Quoted": quotes,
            "Leads": line.signed,
            "Signs": digest,
        }
        for name, words in said.items():
            self._rows[name].setText(words)
            self._rows[name].setVisible(bool(words))
            self._names[name].setVisible(bool(words))
        self.act.set_blocked(line.blocked)
        self.say_problem(f"Blocked: {line.blocked}. {NEXT}" if line.blocked else "")
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
