"""Commands about who works on what: deal, hand back, targets, purge. None has a key."""

from __future__ import annotations

from reviewer.commands.command import Command
from reviewer.session.session import Session


def _no_hand_back(session: Session) -> str:
    return session.why_no_hand_back()


def _hand_back(session: Session) -> None:
    session.hand_back()


def _no_purge(session: Session) -> str:
    return session.purging.why_not()


def _no_target(session: Session) -> str:
    return session.targeting.why_not()


def _no_deal(session: Session) -> str:
    return session.dealing.why_not()


DEALING: tuple[Command, ...] = (
    Command(
        id="case.hand_back",
        title="Hand back to the lead",
        help="Return this case, no reason asked; somebody else gets it.",
        run=_hand_back,
        menu="Case",
        group="Decide",
        scope="any",
        saves=True,
        blocked=_no_hand_back,
    ),
    Command(
        id="lead.deal",
        title="Deal cases…",
        help="Share open cases out to reviewers: one signed bundle each, shown first.",
        menu="File",
        group="File",
        scope="any",
        danger="dialog",
        asks="deal",
        saves=True,
        blocked=_no_deal,
    ),
    Command(
        id="lead.target",
        title="Write a target…",
        help="Write what is in force as CSV or JSON lines for any platform; shown first.",
        menu="File",
        group="File",
        scope="any",
        danger="dialog",
        asks="target",
        blocked=_no_target,
    ),
    Command(
        id="lead.purge",
        title="Purge…",
        help="Remove the evidence of cases that are over, for good; shown first, then a word.",
        menu="File",
        group="File",
        scope="any",
        danger="dialog",
        asks="purge",
        saves=True,
        blocked=_no_purge,
    ),
)
"""What a lead shares out, and what a reviewer gives back."""
