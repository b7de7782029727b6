"""The lead's inbox: everything that waits in one list; Return opens the right place."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent

from reviewer.domain.errors import ReviewerError
from reviewer.session.leads.inbox import KINDS, InboxLine
from reviewer.ui.dialogs.approvals_dialog import ApprovalsDialog
from reviewer.ui.dialogs.listing import Listing
from reviewer.ui.lettering.counting import counted
from reviewer.ui.lettering.plain import show_identifier

if TYPE_CHECKING:
    from reviewer.session.session import Session
    from reviewer.ui.window import DeskWindow

NEXT = "lead.next_item"

HOW = {
    "case": "Return opens the case.",
    "approvals": "Return opens it among what waits for approval.",
    "next_item": "Return opens the next item of this draw; which decision it is about is not shown"
    " before.",
    "merge": "Return opens the merge; all that was put aside stands there, each with its reason.",
    "": "The case is not here: import its material first.",
}
MORE = {
    "contested": "There N shows the decisions side by side; what you decide settles it.",
    "escalated": "There the question stands in the inspector; what you decide answers it.",
    "referral": "There What came back… in the menu takes the answer.",
    "hold": "There Place a hold… sets a longer one, and Propose to release a hold… ends it.",
}
"""What to do at the place that Return opens."""
COMMANDS = {"approvals": "custody.approvals", "next_item": NEXT, "merge": "merge"}
"""Where a line opens to the command that opens it."""
EMPTY = (
    "Nothing waits for a lead.",
    "What comes here, and how:",
    "Approvals, questions, contested decisions and referrals without an answer come with the"
    " packages of reviewers, when you merge them.",
    "Holds stand here three days before they end, and requests to keep open when their review is"
    " due.",
    "Spot-checks stand here from the draw to the last verdict.",
    "What presses stands at the top: child safety, a threat to life, a contact with a state, then"
    " the nearest date, then the oldest.",
)


class InboxDialog(Listing):
    """One list for all kinds, what presses first at its top."""

    def __init__(self, parent: DeskWindow) -> None:
        self._window = parent
        inbox = parent.session.inbox
        self._now = inbox.now()
        self._waiting: list[InboxLine] = inbox.lines()
        counts = inbox.counts()
        said = ", ".join(f"{KINDS[kind].lower()} {n:,}" for kind, n in counts.items())
        wait = "waits" if len(self._waiting) == 1 else "wait"
        super().__init__(
            parent,
            "Lead's inbox",
            f"{counted(len(self._waiting), 'thing')} {wait}: {said}." if said else EMPTY[0],
            "\n\n".join(EMPTY[1:]),
        )
        if self._waiting:
            self.open_button = self.add_act("Open")
            self.open_button.set_key("Return")
            self.open_button.clicked.connect(self._go)
        else:
            self.list.hide()
            self._next_step("merge", "Merge packages…")
            self._next_step("lead.draw", "Draw a spot-check…")
            self.detail.setFocus()
        self.list.doubleClicked.connect(self._go)
        self.show_lines([self._line(one) for one in self._waiting])

    def _next_step(self, command: str, words: str) -> None:
        made = self.add_act(words)
        made.clicked.connect(partial(self._leave_for, command))
        why = self._window.registry.get(command).why_not(self._window.session)
        if why:
            made.set_blocked(why)

    def _leave_for(self, command: str, _checked: bool = False) -> None:
        self.accept()
        self._window.dispatcher.run_id(command)

    def _line(self, one: InboxLine) -> tuple[str, str]:
        presses, about = one.urgency.words(self._now), show_identifier(one.untrusted_about, 60)
        kind = f"{one.words}, {presses}" if presses else one.words
        how = f"{HOW[one.opens]} {MORE.get(one.kind, '') if one.opens == 'case' else ''}".rstrip()
        parts = (f"{kind}\n{one.untrusted_about}", one.detail, one.urgency.age(self._now), how)
        return f"{kind}: {about}", "\n\n".join(part for part in parts if part)

    @Slot()
    def _go(self) -> None:
        if not 0 <= self.chosen < len(self._waiting):
            return
        one = self._waiting[self.chosen]
        try:
            if one.opens == "case":
                self._window.session.select_case(one.case_id)
        except ReviewerError as error:
            self.sentence.setText(str(error))
            return
        self._window.session.inbox.looked(one)
        if one.opens:
            self.accept()
        if one.opens in COMMANDS:
            self._open(one)

    def _open(self, one: InboxLine) -> None:
        command = self._window.registry.get(COMMANDS[one.opens])
        if command.id == NEXT:
            command = replace(command, run=partial(_next_of, one.ident))
        self._window.dispatcher.run(command)
        for dialog in self._window.findChildren(ApprovalsDialog):
            dialog.choose(one.ident)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Return opens what is chosen."""
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not self.close_button.hasFocus()
        ):
            self._go()
            event.accept()
            return
        super().keyPressEvent(event)


def _next_of(draw: str, session: Session) -> None:
    session.next_item(draw)
