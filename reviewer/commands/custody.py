"""Commands of custody, referral and contacts with states. None has a key: no stray press holds,
refers or releases anything."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from reviewer.commands.command import Command
from reviewer.session.session import Session


def _no_case(session: Session) -> str:
    return "" if session.desk.case_id else "no case is open"


def _no_hold(session: Session) -> str:
    return _no_case(session) or ("" if session.custody.holds() else "nothing is held here")


def _not_kept(session: Session) -> str:
    kept = session.custody.kept_open()
    return _no_case(session) or ("" if kept else "nobody asked to keep this open")


def _not_referred(session: Session) -> str:
    return _no_case(session) or ("" if session.custody.referrals() else "nothing was referred")


def _no_threat(session: Session) -> str:
    waiting = session.custody.packets.waiting()
    return _no_case(session) or ("" if waiting else "no threat to life was referred here")


def _nothing_waits(session: Session) -> str:
    return session.custody.why_no_approval()


def _not_restricting(session: Session) -> str:
    staged = session.desk.staged
    if staged is None:
        return "stage an outcome first"
    return "" if staged.restriction else "this outcome restricts nothing"


def _packet(session: Session) -> None:
    session.custody.write_emergency()


_case: Callable[..., Command] = partial(
    Command, menu="Case", group="Custody", danger="dialog", saves=True, scope="any"
)

CUSTODY: tuple[Command, ...] = (
    Command(
        id="decision.restriction",
        title="Restriction…",
        help="What the staged outcome restricts: kind, end, countries.",
        menu="Decision",
        writes=True,
        group="Decide",
        danger="dialog",
        asks="form:restriction",
        blocked=_not_restricting,
    ),
    _case(
        id="custody.hold",
        title="Place a hold…",
        help="Keep the evidence, on a basis and until a day; it leaves nothing up.",
        asks="form:hold",
        blocked=_no_case,
    ),
    _case(
        id="custody.release",
        title="Propose to release a hold…",
        help="The hold stands until a different lead approves.",
        asks="form:release",
        blocked=_no_hold,
    ),
    _case(
        id="custody.refer",
        title="Refer…",
        help="Propose a referral to law enforcement or a specialist.",
        asks="form:refer",
        blocked=_no_case,
    ),
    _case(
        id="custody.returned",
        title="What came back…",
        help="The answer to a referral; it never changes the decision.",
        asks="form:returned",
        blocked=_not_referred,
    ),
    _case(
        id="custody.packet",
        title="Write the emergency packet",
        help="Write the packet of a threat to life again; nothing is sent.",
        run=_packet,
        blocked=_no_threat,
    ),
    _case(
        id="state.keep_open",
        title="Request to keep open…",
        help="Record that somebody asks to keep this account open; counted apart.",
        asks="form:keep_open",
        group="What states ask",
        blocked=_no_case,
    ),
    _case(
        id="state.close_keep_open",
        title="Close a request to keep open…",
        help="Close it; it stays in the counts.",
        asks="form:close_keep_open",
        group="What states ask",
        blocked=_not_kept,
    ),
    _case(
        id="state.contact",
        title="Contact with a state…",
        help="Record an order, a request or a wish of a state; it decides nothing.",
        asks="form:contact",
        group="What states ask",
        blocked=_no_case,
    ),
    _case(
        id="state.delay",
        title="Delay the enforcement…",
        help="Propose to wait with a decision, at most 72 hours; two leads must approve.",
        asks="form:delay",
        group="What states ask",
        blocked=_no_case,
    ),
    _case(
        id="custody.approvals",
        title="Approvals waiting…",
        help="What waits for a different lead, with the hash that an approval signs.",
        asks="approvals",
        group="Custody",
        blocked=_nothing_waits,
    ),
)
"""Holds, referrals, contacts with states, approvals."""
