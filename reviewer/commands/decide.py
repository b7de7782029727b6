"""Commands that stage, commit, undo and mark."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from reviewer.commands.command import Command
from reviewer.domain.rules import SLOTS
from reviewer.session.session import Session


def _no_case(session: Session) -> str:
    return "" if session.desk.case_id else "no case is open"


def _not_staged(session: Session) -> str:
    return "" if session.desk.staged is not None else "stage an outcome first"


def _not_ready(session: Session) -> str:
    """What a commit lacks: a staged outcome, or what its policy asks for."""
    missing = "; ".join(r.words for r in session.staging.gate() if not r.met)
    return _not_staged(session) or missing


def _not_threat(session: Session) -> str:
    staged = session.desk.staged
    return "" if staged is not None and staged.choice.refer else "stage a threat referral first"


def _no_item(session: Session) -> str:
    desk = session.desk
    if not desk.case_id:
        return "no case is open"
    if desk.pane == "media":
        return "" if desk.medium else "select a medium first"
    return "" if desk.event else "select a post or a medium first"


def _no_flaggable(session: Session) -> str:
    return _no_case(session) if session.desk.pane == "queue" else _no_item(session)


def _no_medium(session: Session) -> str:
    return "" if session.desk.medium else "select a medium first"


def _nothing_to_undo(session: Session) -> str:
    return session.why_no_undo()


def _nothing_to_redo(session: Session) -> str:
    return "" if session.redo_words() else "nothing to redo"


def _stage(slot: str, session: Session) -> None:
    session.staging.stage(slot)


def _step_policy(by: int, session: Session) -> None:
    session.staging.step_policy(by)


def _toggle(part: str, session: Session) -> None:
    session.staging.toggle(part)


def _label(digit: int, session: Session) -> None:
    session.label(digit)


STAGE_KEYS = {"no_action": "Q", "ask_lead": "W", "limit": "E", "suspend": "R", "threat": "T"}
STAGE_HELP = {
    "no_action": "Stage: no rule is broken.",
    "ask_lead": "Stage a question to the lead; the case stays undecided.",
    "limit": "Stage a limit; again for warn, again to remove what is pinned.",
    "suspend": "Stage a suspension; again for a suspension for a time.",
    "threat": "Stage suspend, preserve and a referral to law enforcement together.",
}


def _tap(stay: bool, session: Session) -> None:
    session.tap(stay=stay)


def _later(session: Session) -> None:
    session.later()


def _pin(session: Session) -> None:
    session.pin()


def _flag(session: Session) -> None:
    session.flag()


def _undo(session: Session) -> None:
    session.undo()


def _redo(session: Session) -> None:
    session.redo()


def stage_commands() -> list[Command]:
    """The outcome keys."""
    return [
        Command(
            id=f"stage.{slot}",
            title=choices[0].label,
            help=STAGE_HELP[slot],
            run=partial(_stage, slot),
            keys=(STAGE_KEYS[slot],),
            menu="Decision",
            group="Stage an outcome",
            danger="stage",
            writes=True,
            blocked=_no_case,
        )
        for slot, choices in SLOTS.items()
    ]


_decision: Callable[..., Command] = partial(Command, menu="Decision", group="Decide", writes=True)

DECISION: tuple[Command, ...] = (
    _decision(
        id="decision.commit",
        saves=True,
        title="Commit and next",
        help="The first tap arms, the second within 0.8 s commits.",
        run=partial(_tap, False),
        keys=("F",),
        taps=2,
        danger="commit",
        blocked=_not_ready,
    ),
    _decision(
        id="decision.commit_stay",
        title="Commit and stay",
        help="The same two taps, and the case stays open.",
        run=partial(_tap, True),
        taps=2,
        danger="commit",
        blocked=_not_ready,
    ),
    _decision(
        id="decision.later",
        title="Later",
        help="Put this case off; again brings it back.",
        run=_later,
        keys=("S",),
        blocked=_no_case,
    ),
    _decision(
        id="policy.next",
        title="Next policy",
        help="Choose the next policy that fits the staged outcome, or whose questions are asked.",
        run=partial(_step_policy, 1),
        keys=("P",),
        blocked=_no_case,
        pair="next, previous policy",
    ),
    _decision(
        id="policy.prev",
        title="Previous policy",
        help="Choose the policy before.",
        run=partial(_step_policy, -1),
        keys=("Shift+P",),
        blocked=_no_case,
        pair="next, previous policy",
    ),
    _decision(
        id="threat.preserve",
        title="Preserve on or off",
        help="Unset or set again the preservation of a threat referral.",
        run=partial(_toggle, "preserve"),
        keys=("Shift+T",),
        blocked=_not_threat,
        pair="preserve, refer",
    ),
    _decision(
        id="threat.refer",
        title="Refer on or off",
        help="Unset or set again the referral of a threat referral.",
        run=partial(_toggle, "refer"),
        keys=("Shift+R",),
        blocked=_not_threat,
        pair="preserve, refer",
    ),
    _decision(
        id="threat.life",
        title="Threat to life on or off",
        help="Whether a threat referral is an emergency, with a packet that is written at once.",
        run=partial(_toggle, "life"),
        blocked=_not_threat,
    ),
    _decision(
        id="undo",
        pair="undo, redo",
        saves=True,
        title="Undo",
        help="Withdraw the last act; unlimited until an export has written it.",
        run=_undo,
        keys=("Z", "Ctrl+Z"),
        blocked=_nothing_to_undo,
    ),
    _decision(
        id="redo",
        pair="undo, redo",
        saves=True,
        title="Redo",
        help="Do again what was undone last.",
        run=_redo,
        keys=("Ctrl+Shift+Z",),
        blocked=_nothing_to_redo,
    ),
)
"""Commit, later, policy, undo and redo."""


def mark_commands() -> list[Command]:
    """Pin, flag and label."""
    mark: Callable[..., Command] = partial(Command, menu="Media", group="Mark")
    labels = [
        mark(
            id=f"label.{digit}",
            saves=True,
            title=f"Label {digit}",
            help=f"Label the selected medium with label {digit}; again clears it.",
            run=partial(_label, digit),
            keys=(str(digit),),
            blocked=_no_medium,
        )
        for digit in range(1, 6)
    ]
    clear = mark(
        id="label.clear",
        saves=True,
        title="Clear the label",
        help="Take the label off the selected medium.",
        run=partial(_label, 0),
        keys=("0",),
        blocked=_no_medium,
    )
    pin = mark(
        id="pin.toggle",
        saves=True,
        title="Pin as evidence",
        help="Pin the selected post or medium as evidence; again takes the pin off.",
        run=_pin,
        keys=("B",),
        blocked=_no_item,
    )
    flag = mark(
        id="flag.toggle",
        saves=True,
        title="Flag",
        help="Flag the selected item; again takes the flag off.",
        run=_flag,
        keys=("X",),
        blocked=_no_flaggable,
    )
    return [pin, flag, *labels, clear]
