"""Commands that answer the questions of the policy, with the right hand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from reviewer.commands.command import Command
from reviewer.session.session import Session

ANSWER_KEYS = {
    "met": ("J", "Met", "The criterion is met; on to the next question."),
    "not_met": ("K", "Not met", "The criterion is not met; on to the next question."),
    "unclear": ("L", "Unclear", "It cannot be said; where it decides, somebody else looks too."),
    "n.a.": ("U", "Not applicable", "The question does not arise here."),
}
_IDS = {"n.a.": "not_applicable"}


def _no_question(session: Session) -> str:
    if not session.desk.case_id:
        return "no case is open"
    view = session.criteria_view()
    if not view.lines:
        return "choose a policy first"
    return "" if any(line.open for line in view.lines) else "every question is answered"


def _nothing_answered(session: Session) -> str:
    return "" if session.criteria_view().answered else "nothing is answered"


def _no_departure(session: Session) -> str:
    staged = session.desk.staged
    if staged is None:
        return "stage an outcome first"
    if session.criteria.departs(staged.choice):
        return ""
    return "what is staged departs from no recommendation"


def _answer(value: str, session: Session) -> None:
    session.say(session.criteria.answer(value))


def _no_questions(session: Session) -> str:
    return "" if session.criteria_view().lines else "choose a policy first"


def _step(by: int, session: Session) -> None:
    session.criteria.step(by)


def _clear(session: Session) -> None:
    session.criteria.clear()


def _reason(session: Session) -> None:
    session.say(session.criteria.step_reason())


_decision: Callable[..., Command] = partial(Command, menu="Decision", group="Answer", writes=True)


def criteria_commands() -> list[Command]:
    """Met, not met, unclear, not applicable; clear; the reason for departing."""
    answers = [
        _decision(
            id=f"criterion.{_IDS.get(value, value)}",
            title=title,
            help=words,
            run=partial(_answer, value),
            keys=(key,),
            blocked=_no_question,
        )
        for value, (key, title, words) in ANSWER_KEYS.items()
    ]
    before = _decision(
        id="criterion.before",
        title="Question before",
        help="Back to the question before; its next answer replaces the one it has.",
        run=partial(_step, -1),
        keys=("Shift+J",),
        pair="question before, after",
        blocked=_no_questions,
    )
    after = _decision(
        id="criterion.after",
        title="Question after",
        help="On to the next question without answering.",
        run=partial(_step, 1),
        keys=("Shift+K",),
        pair="question before, after",
        blocked=_no_questions,
    )
    clear = _decision(
        id="criterion.clear",
        title="Clear the answers",
        help="Forget the answers to the questions of this policy.",
        run=_clear,
        blocked=_nothing_answered,
    )
    reason = _decision(
        id="departure.reason",
        title="Reason for departing",
        help="Choose the next reason for deciding other than the guide recommends.",
        run=_reason,
        keys=("O",),
        blocked=_no_departure,
    )
    return [*answers, before, after, clear, reason]
