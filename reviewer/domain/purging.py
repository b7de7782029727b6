"""What stands against purging a case: every reason, in words. Pure.

Source: standards.md 8.2 (a hold blocks deletion as long as it stands; its end never deletes).
"""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.domain import events as ev
from reviewer.domain.events import Event
from reviewer.domain.fold import State
from reviewer.domain.subject_state import SubjectState

CLOSED = frozenset({"verified", "unfounded"})
"""What must have come back before a referral is over."""
HOLDING = frozenset({"hold.placed", "keepopen.requested"})
"""What keeps evidence even where it was put aside: by a fork, a gap, an id used twice, a key that
ended."""


def held_aside(events: Iterable[Event]) -> frozenset[str]:
    """The subjects that holds name which came and do not count."""
    named = (ev.subject_of(event) for event in events if ev.text(event, "type") in HOLDING)
    return frozenset(subject.key for subject in named if subject is not None)


def obstacles(state: State, key: str) -> list[str]:
    """Why nothing of a subject may be purged, whatever its age."""
    subject, wishes = state.subject(key), state.wishes_of(key)
    found = []
    if subject.holds:
        found.append("a hold stands")
    elif subject.preserved:
        found.append("a decision in force preserves it")
    if wishes.kept_open:
        found.append("somebody asked to keep it open")
    if wishes.delays or wishes.proposals:
        found.append("its enforcement is delayed")
    if subject.proposals:
        found.append("something waits for a different lead")
    if any(not _is_closed(subject, fact.id) for fact in subject.referrals):
        found.append("a referral is open")
    if subject.contested:
        found.append("contested")
    if subject.escalated:
        found.append("a question to the lead is open")
    if subject.reviews:
        found.append("a review is planned")
    return found


def _is_closed(subject: SubjectState, referral: str) -> bool:
    told = subject.outcomes_of(referral)
    raw = told[-1].event.get("returned") if told else None
    return isinstance(raw, dict) and raw.get("outcome") in CLOSED


def purged_cases(events: Iterable[Event]) -> dict[str, str]:
    """Case to the day on which it was purged, the last time."""
    found: dict[str, str] = {}
    for event in events:
        raw = event.get("purge")
        part = raw if isinstance(raw, dict) else {}
        for case_id in ev.text_list(part, "cases"):
            found[case_id] = ev.text(event, "at")[:10]
    return found


def purged_files(events: Iterable[Event]) -> set[str]:
    """The SHA-256 of all media and source files that were purged."""
    found: set[str] = set()
    for event in events:
        raw = event.get("purge")
        part = raw if isinstance(raw, dict) else {}
        found.update(ev.text_list(part, "media"), ev.text_list(part, "sources"))
    return found
