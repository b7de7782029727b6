"""Looking again without knowing: what may be seen before an answer, and the drafts of the events.

Nothing here carries the decision, its author, its notes, its stratum or why it was drawn. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.addressed import FOR_LEADS, about_answer
from reviewer.domain.errors import Refused
from reviewer.domain.events import Draft, Event
from reviewer.domain.fold import State
from reviewer.domain.ids import SubjectRef
from reviewer.domain.proposals import actor, exact_hash
from reviewer.domain.qa import Draw, Golden, Review, Verdict, payload, verdict_of
from reviewer.quality.draw import reading_order


@dataclass(frozen=True, slots=True)
class BlindItem:
    """A drawn item as it may be shown before it is answered.

    Attributes:
        draw, item: what an answer names.
        subject, case: whom it is about, and the case that it stood in.
        stage: ``open``, ``answered``, ``revealed``.
        mine: whether one's own answer is locked, so that the decision may be shown.
    """

    draw: str
    item: str
    subject: SubjectRef
    case: str
    stage: str
    mine: bool


def _open(_event: Event) -> bool:
    return False


def blind_items(
    state: State,
    draw: str,
    key: str,
    locked: Callable[[Event], bool] = _open,
    pseudonym: str = "",
) -> list[BlindItem]:
    """The items of a draw for the holder of a key, in the order in which they are worked through.

    Left out: own decisions, what is locked for child safety by now, and what is not here.
    """
    said = state.qa.draw(draw)
    found: list[BlindItem] = []
    if said is not None and said.cases:
        return _round_items(state, draw, said, key, locked)
    for ident in reading_order(said) if said is not None else ():
        event = state.event(ident) or state.qa.goldens.get(ident)
        subject = ev.subject_of(event) if event is not None else None
        if event is None or subject is None or locked(event) or _is_mine(event, key, pseudonym):
            continue
        one = state.qa.item(draw, ident, "", state.event)
        mine = state.qa.may_reveal(draw, ident, key, state.event)
        found.append(BlindItem(draw, ident, subject, ev.text(event, "case"), one.stage, mine))
    return found


def _round_items(
    state: State, draw: str, said: Draw, key: str, locked: Callable[[Event], bool]
) -> list[BlindItem]:
    """The cases of a round: they name nothing that was decided."""
    cases = {one.item: one for one in said.cases}
    found = []
    for ident in reading_order(said):
        subject = SubjectRef(cases[ident].subject.kind, cases[ident].subject.id)
        if locked({"subject": ev.subject_field(subject)}):
            continue
        one = state.qa.item(draw, ident, "", state.event)
        mine = state.qa.may_reveal(draw, ident, key, state.event)
        found.append(BlindItem(draw, ident, subject, cases[ident].case, one.stage, mine))
    return found


def reveal(state: State, draw: str, item: str, key: str) -> Event:
    """The decision behind an item, for whoever has answered it.

    Raises:
        Refused: ``blind``: the holder of this key has not answered yet.
    """
    event = state.event(item) or state.qa.goldens.get(item)
    if event is None or not state.qa.may_reveal(draw, item, key, state.event):
        raise Refused(
            "the decision is shown when your own answer is saved",
            code="blind",
            next_step="answer first",
        )
    return event


def draw_draft(said: Draw) -> Draft:
    """The draft of ``qa.draw``."""
    return {"type": "qa.draw", "draw": payload(said)}


def review_draft(
    item: BlindItem, said: Review, policy: Mapping[str, Any], seen: Mapping[str, Any]
) -> Draft:
    """The draft of ``qa.review``: an own answer.

    Args:
        policy: the reference of the policy set, as decisions carry it.
        seen: the evidence that was looked at, as decisions carry it.
    """
    return {
        "type": "qa.review",
        "case": item.case,
        "subject": ev.subject_field(item.subject),
        "policy": dict(policy),
        "seen": dict(seen),
        "review": payload(said),
    }


def verdict_draft(answer: Event, said: Verdict, replaces: Iterable[str] = ()) -> Draft:
    """The draft of ``qa.verdict`` on one's own answer; its id and hash are set here. It names the
    subject, so that it is shown there at the reviewer's, whom the answer never reaches."""
    named = {"review": ev.text(answer, "id"), "sha256": exact_hash(answer)}
    subject = ev.subject_of(answer)
    return {
        "type": "qa.verdict",
        **({"subject": ev.subject_field(subject)} if subject is not None else {}),
        "supersedes": sorted(replaces),
        "verdict": {**payload(said), **named},
    }


def note_draft(answer: Event, note: str, replaces: Iterable[str] = ()) -> Draft:
    """The draft of a lead's own note on a verdict, beside it: a verdict goes back to the reviewer
    as it was signed, so that what is for leads alone stands in an event of its own. It names the
    own answer, which never leaves, and nothing of the reviewer's."""
    return {
        "type": "note",
        "subject": dict(answer.get("subject") or {}),
        "rationale": note,
        "supersedes": sorted(replaces),
        "ext": {FOR_LEADS: ev.text(answer, "id")},
    }


def notes_on(state: State, answer: Event) -> list[str]:
    """The ids of the notes for leads that stand beside the verdict on an own answer."""
    subject, ident = ev.subject_of(answer), ev.text(answer, "id")
    notes = state.subject(subject.key).notes if subject is not None else []
    return [one.id for one in notes if about_answer(one.event) == ident]


def lead_note(state: State, verdict: Event) -> str:
    """The note for leads on a verdict: the event beside it, or what older ones say themselves."""
    said = verdict_of(verdict)
    answer = state.qa.reviews.get(said.review)
    subject = ev.subject_of(answer) if answer is not None else None
    if said.note or subject is None:
        return said.note
    found = [
        ev.text(one.event, "rationale")
        for one in state.subject(subject.key).notes
        if about_answer(one.event) == said.review
    ]
    return found[-1] if found else ""


def golden_draft(
    subject: SubjectRef, said: Golden, policy: Mapping[str, Any], replaces: Iterable[str] = ()
) -> Draft:
    """The draft of ``qa.golden``; ``policy`` names the set by whose hash it expires."""
    return {
        "type": "qa.golden",
        "subject": ev.subject_field(subject),
        "policy": dict(policy),
        "supersedes": sorted(replaces),
        "golden": payload(said),
    }


def _is_mine(event: Event, key: str, pseudonym: str) -> bool:
    """By key, or by pseudonym: two devices of one person are one person."""
    who = actor(event)
    own = who.get("key") == key or (bool(pseudonym) and who.get("pseudonym") == pseudonym)
    return own and ev.text(event, "type") == "decision"
