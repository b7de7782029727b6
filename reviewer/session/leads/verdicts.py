"""The decision beside the own answer, question by question, and what is proposed to say of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reviewer.domain import events as ev
from reviewer.domain import qa
from reviewer.domain.errors import Refused
from reviewer.domain.events import Event
from reviewer.domain.proposals import actor
from reviewer.domain.rules import OUTCOME_WORDS
from reviewer.quality.blind import BlindItem
from reviewer.quality.report import criteria_in
from reviewer.session.ground.core import Core

if TYPE_CHECKING:
    from reviewer.session.leads.looking import Looking

GRAVITY = tuple(OUTCOME_WORDS)
"""Outcomes from the mildest to the gravest."""
ANSWER_SAID = {"met": "met", "not_met": "not met", "unclear": "unclear", "n.a.": "not applicable"}


@dataclass(frozen=True, slots=True)
class QuestionPair:
    """One question: what the decision answered, what one answered oneself (empty: nothing), and
    the class that is proposed; empty where one of both did not answer."""

    id: str
    question: str
    first: str
    own: str
    proposed: str


@dataclass(frozen=True, slots=True)
class RevealView:
    """Side by side. ``lines``: (name, untrusted first, own). ``golden``: it has a known answer, and
    no verdict is asked; ``rationale`` then says why. ``proposed``: a class of ``qa.CLASSES``.
    ``said``: the verdict that stands, where it is given again."""

    untrusted_handle: str
    place: str
    golden: bool
    lines: list[tuple[str, str, str]]
    questions: list[QuestionPair]
    proposed: str
    tier: int
    why: str
    untrusted_rationale: str = ""
    said: qa.Verdict | None = None


def reveal_view(core: Core, looking: Looking, item: BlindItem) -> RevealView:
    """What is shown after the lock.

    Raises:
        Refused: code ``blind``: the holder of this key has not answered.
    """
    first, answer = looking.decision(item), looking.answer(item)
    own, golden = qa.review_of(answer), ev.text(first, "type") == "qa.golden"
    case = looking.case_of(item)
    at, of = looking.place(item)
    questions = _questions(core, _answers_of(first), {a.id: a.answer for a in own.criteria})
    proposed = propose_golden(first, own) if golden else propose(first, own)
    policy = core.policy.policies.policy(_policy(first) if not golden else own.policy)
    return RevealView(
        untrusted_handle=case.handle if case is not None else item.subject.id,
        place=f"item {at} of {of}",
        golden=golden,
        lines=_golden_lines(first, own) if golden else _lines(core, first, own),
        questions=questions,
        proposed=proposed,
        tier=policy.tier if policy is not None and 1 <= policy.tier <= 5 else 0,
        why=_why(proposed),
        untrusted_rationale=str(_part(first, "golden").get("rationale", "")) if golden else "",
        said=looking.said(item) if not golden else None,
    )


def propose(first: Event, own: qa.Review) -> str:
    """A class for a decision, from how it and the own answer differ.

    Who acted on what breaks no policy: a false positive; who let pass what does: a false negative.
    Both acted: another policy is the wrong policy; a graver outcome under the same policy is a
    false positive, a milder one a false negative. Only custody or referral differ: technical.
    """
    theirs, mine = ev.text(first, "outcome"), own.outcome
    if theirs != mine and "no_violation" in (theirs, mine):
        return "false_negative" if theirs == "no_violation" else "false_positive"
    if mine != "no_violation" and _policy(first) != own.policy:
        return "wrong_policy"
    if theirs != mine:
        graver = GRAVITY.index(theirs) > GRAVITY.index(mine) if theirs in GRAVITY else True
        return "false_positive" if graver else "false_negative"
    return "agree" if ev.flag(first, "preserve") == own.preserve else "technical"


def propose_golden(first: Event, own: qa.Review) -> str:
    """Whether an answer is among those that a golden case accepts."""
    said = qa.golden_of(first)
    given = {a.id: a.answer for a in own.criteria}
    right = all(given.get(one.id, one.answer) == one.answer for one in said.expected)
    if own.outcome in said.accepted:
        return "agree" if right else "technical"
    return "false_negative" if own.outcome == "no_violation" else "false_positive"


def classify(first: str, own: str) -> str:
    """A class for one question; ``wording`` where one of both found it unclear."""
    if not first or not own:
        return ""
    if first == own:
        return "agree"
    return "wording" if "unclear" in (first, own) else "wrong"


def _questions(core: Core, first: dict[str, str], own: dict[str, str]) -> list[QuestionPair]:
    asked = {one.id: one.question for one in core.policy.policies.criteria}
    names = [*first, *(name for name in own if name not in first)]
    return [
        QuestionPair(
            name,
            asked.get(name, name.replace("_", " ")),
            ANSWER_SAID.get(first.get(name, ""), first.get(name, "")),
            ANSWER_SAID.get(own.get(name, ""), own.get(name, "")),
            classify(first.get(name, ""), own.get(name, "")),
        )
        for name in names
    ]


def _lines(core: Core, first: Event, own: qa.Review) -> list[tuple[str, str, str]]:
    at = ev.text(first, "at")[:16].replace("T", " ")
    return [
        ("Who", actor(first).get("pseudonym", ""), "you, without sight of it"),
        ("When", f"{at} UTC" if at else "", ""),
        ("Outcome", _outcome(ev.text(first, "outcome")), _outcome(own.outcome)),
        ("Policy", _rule(core, _policy(first)), _rule(core, own.policy)),
        ("Preserve", _yes(ev.flag(first, "preserve")), _yes(own.preserve)),
        ("Referral", _yes(ev.flag(first, "refer")), _yes(bool(own.refer))),
        ("Departs", ev.text(first, "departure_reason").replace("_", " ") or "no", ""),
        ("Pinned", str(len(_list(first, "pinned"))), ""),
        ("Note", ev.text(first, "rationale") or "none", own.note or "none"),
    ]


def _golden_lines(first: Event, own: qa.Review) -> list[tuple[str, str, str]]:
    said = qa.golden_of(first)
    accepted = ", ".join(_outcome(one) for one in said.accepted)
    return [("Outcome", accepted, _outcome(own.outcome)), ("Note", "", own.note or "none")]


def _answers_of(first: Event) -> dict[str, str]:
    if ev.text(first, "type") != "qa.golden":
        return criteria_in(first)
    try:
        return {one.id: one.answer for one in qa.golden_of(first).expected}
    except Refused:
        return {}


def _outcome(name: str) -> str:
    return OUTCOME_WORDS.get(name, name.replace("_", " "))


def _rule(core: Core, ident: str) -> str:
    found = core.policy.policies.policy(ident)
    return f"{found.number} {found.title}" if found is not None else ident or "none"


def _yes(on: bool) -> str:
    return "yes" if on else "no"


def _policy(event: Event) -> str:
    return str(_part(event, "policy").get("id") or "")


def _part(event: Event, name: str) -> dict[str, Any]:
    raw = event.get(name)
    return raw if isinstance(raw, dict) else {}


def _list(event: Event, name: str) -> list[Any]:
    raw = event.get(name)
    return raw if isinstance(raw, list) else []


def _why(proposed: str) -> str:
    return f"Proposed from the comparison: {qa.CLASSES[proposed]}"
