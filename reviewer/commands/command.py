"""One user action as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reviewer.commands.blindness import hidden
from reviewer.session.session import Session

Run = Callable[[Session], None]
Blocked = Callable[[Session], str]


def never(_session: Session) -> str:
    """A command that can always run."""
    return ""


def nothing(_session: Session) -> None:
    """A command whose dialog does the work."""


@dataclass(frozen=True, slots=True)
class Command:
    """Menu, palette, key map, overlay, key sheet and the README's table are made from these.

    Attributes:
        id: its name for programs, ``room.act``.
        title: its name on screen.
        help: one sentence.
        keys: Qt portable key names; two for two taps of the same key are written once.
        scope: ``desk`` fires while no text field has the keyboard; ``text`` only there; ``any``
            in both.
        menu: the title of its menu.
        group: the heading under which the overlay shows it.
        danger: none, stage, commit, exposure or dialog.
        taps: how often the key is pressed for the act.
        hold: runs on press and its ``release`` on release.
        asks: the dialog that the window fills and opens.
        saves: it adds to the ledger, so it is blocked while nothing can be saved.
        writes: it belongs to deciding or keeps something of it, such as a draft: who only reads has
            no use of it, and hears why.
        found_by: other words by which the palette finds it.
        pair: the words under which a sheet shows it together with its like: "back, forward".
    """

    id: str
    title: str
    help: str
    run: Run = nothing
    keys: tuple[str, ...] = ()
    scope: str = "desk"
    menu: str = ""
    group: str = ""
    danger: str = "none"
    blocked: Blocked = never
    taps: int = 1
    hold: bool = False
    release: Run = nothing
    asks: str = ""
    saves: bool = False
    writes: bool = False
    pair: str = ""
    found_by: str = ""

    def why_not(self, session: Session) -> str:
        """Why it cannot run now: the desk is only read, or its own reason; empty when it can."""
        reason = session.why_no_saving() if self.saves else ""
        if self.writes and not reason:
            reason = session.why_only_read()
        return reason or hidden(self.id, self.saves, session) or self.blocked(session)
