"""Commands of a lead: the inbox, draws, looking again without knowing, what it says."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from reviewer.commands.command import Command
from reviewer.session.session import Session


def _next(session: Session) -> None:
    session.next_item()


def _leave(session: Session) -> None:
    session.leave_item()


def _no_item(session: Session) -> str:
    return session.why_no_item()


def _again(session: Session) -> None:
    session.judge_again()


def _no_verdict(session: Session) -> str:
    return session.why_no_verdict()


def _no_sight(session: Session) -> str:
    return "" if session.why_blind() else "no spot-check is open"


def _no_lead(session: Session) -> str:
    return session.spotchecks.why_not()


def _no_golden(session: Session) -> str:
    return session.goldens.why_not()


_lead: Callable[..., Command] = partial(Command, menu="Lead", group="Lead", scope="any")

LEAD: tuple[Command, ...] = (
    _lead(
        id="lead.inbox",
        title="Lead's inbox…",
        help="All that waits for a lead in one list; Return opens the right place.",
        keys=("Ctrl+I",),
        group="File",
        pair="inbox, next spot-check",
        danger="dialog",
        asks="inbox",
        blocked=_no_lead,
    ),
    _lead(
        id="lead.next_item",
        title="Spot-check: next item",
        help="Answer the next drawn item without sight of the decision, then compare.",
        keys=("Ctrl+J",),
        group="File",
        pair="inbox, next spot-check",
        run=_next,
        saves=True,
        blocked=_no_item,
    ),
    _lead(
        id="lead.leave_item",
        title="Spot-check: leave",
        help="Back to the desk that shows everything; the item waits, nothing is answered.",
        run=_leave,
        blocked=_no_sight,
    ),
    _lead(
        id="lead.verdict_again",
        title="Change a verdict",
        help="Give another verdict on the open case, else on the one judged last; it replaces it.",
        run=_again,
        saves=True,
        blocked=_no_verdict,
    ),
    _lead(
        id="lead.draw",
        title="Draw a spot-check…",
        help="Choose a plan, see what it costs and tells, then draw.",
        danger="dialog",
        asks="draw",
        saves=True,
        blocked=_no_lead,
    ),
    _lead(
        id="lead.golden",
        title="Make it a golden case…",
        help="The open case, as it is decided, gets a known answer and is handed out blind.",
        danger="dialog",
        asks="form:golden",
        saves=True,
        blocked=_no_golden,
    ),
    _lead(
        id="lead.quality",
        title="Quality…",
        help="What spot-checks say: rates with intervals, agreement, how the policy fares.",
        danger="dialog",
        asks="quality",
        blocked=_no_lead,
    ),
)
"""Inbox, next item, leave, verdict again, draw, golden, quality."""
