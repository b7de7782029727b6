"""The lead's inbox: everything that waits in one list; Return opens the right place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent

from reviewer.domain.errors import ReviewerError
from reviewer.session.leads.inbox import KINDS, InboxLine
from reviewer.ui.dialogs.listing import Listing
from reviewer.ui.lettering.counting import counted
from reviewer.ui.lettering.plain import show_identifier

if TYPE_CHECKING:
    from reviewer.ui.window import DeskWindow

HOW = {
    "case": "Return opens the case.",
    "approvals": "Return opens what waits for approval.",
    "next_item": "Return opens the next item; which decision it is about is not shown before.",
    "merge": "Return opens the merge; all that was put aside stands there, each with its reason.",
    "": "The case is not here: import its material first.",
}
COMMANDS = {"approvals": "custody.approvals", "next_item": "lead.next_item", "merge": "merge"}
"""Where a line opens to the command that opens it."""


class InboxDialog(Listing):
    """One list for all kinds, those that a law or a clock presses first."""

    def __init__(self, parent: DeskWindow) -> None:
        self._window = parent
        session = parent.session
        self._waiting: list[InboxLine] = session.inbox.lines()
        counts = session.inbox.counts()
        said = ", ".join(f"{KINDS[kind].lower()} {n:,}" for kind, n in counts.items())
        super().__init__(
            parent,
            "Lead's inbox",
            f"{counted(len(self._waiting), 'thing')} wait: {said}." if said else "Nothing waits.",
            "Nothing waits for a lead.",
        )
        self.open_button = self.add_act("Open")
        self.open_button.set_key("Return")
        self.open_button.clicked.connect(self._go)
        self.list.doubleClicked.connect(self._go)
        self.show_lines([self._line(one) for one in self._waiting])

    @staticmethod
    def _line(one: InboxLine) -> tuple[str, str]:
        about = show_identifier(one.untrusted_about, 60)
        detail = f"{one.words}\n{one.untrusted_about}\n\n{one.detail}\n\n{HOW[one.opens]}"
        return f"{one.words}: {about}", detail

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
            self._window.dispatcher.run_id(COMMANDS[one.opens])

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
