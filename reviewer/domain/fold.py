"""The pure fold: events in, state out, with the changes that each event makes.

State does not depend on the order in which events of several devices arrive: an event names
what it supersedes, heads are the decisions nobody supersedes. No clock, no randomness.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.changes import Changes
from reviewer.domain.events import Event
from reviewer.domain.subject_state import Fact, SubjectState

__all__ = ["Fact", "State", "SubjectState", "apply", "fold"]

STATEFUL = frozenset(
    {"decision", "escalate", "pin", "flag", "label", "refer", "note", "hold.placed"}
)


@dataclass(slots=True)
class State:
    """All subjects, and what concerns none. Reading is cheap; ``apply`` is the only writer."""

    subjects: dict[str, SubjectState] = field(default_factory=dict)
    home: dict[str, str] = field(default_factory=dict)
    waiting: dict[str, list[Event]] = field(default_factory=dict)
    seen_ids: set[str] = field(default_factory=set)
    imports: list[Event] = field(default_factory=list)
    exports: list[Event] = field(default_factory=list)
    receipts: list[Event] = field(default_factory=list)
    policy: Event | None = None
    keepopen: dict[str, Event] = field(default_factory=dict)

    def subject(self, key: str) -> SubjectState:
        """The state of a subject; an untouched one for a subject without events."""
        found = self.subjects.get(key)
        return found if found is not None else SubjectState(key)

    def decided(self) -> list[SubjectState]:
        """Subjects with a decision in force."""
        return [s for s in self.subjects.values() if s.heads]

    def digest(self) -> dict[str, Any]:
        """A plain description, for comparing live and replayed state."""
        return {
            "subjects": {k: s.digest() for k, s in sorted(self.subjects.items())},
            "imports": [e.get("id") for e in self.imports],
            "exports": [e.get("id") for e in self.exports],
            "receipts": [e.get("id") for e in self.receipts],
            "policy": (self.policy or {}).get("id"),
            "keepopen": sorted(self.keepopen),
        }


def apply(state: State, event: Event) -> Changes:
    """Take one event into the state (in place) and say what moved.

    An event that was taken before changes nothing.
    """
    ident = ev.text(event, "id")
    if ident in state.seen_ids:
        return Changes()
    state.seen_ids.add(ident)
    kind = ev.text(event, "type")
    if kind in STATEFUL:
        changes = _apply_fact(state, event, kind, ident)
    elif kind in _REFERRING:
        changes = _apply_reference(state, event, kind)
    else:
        changes = _apply_bookkeeping(state, event, kind)
    for late in state.waiting.pop(ident, ()) if state.waiting else ():
        late_kind = ev.text(late, "type")
        if late_kind == "decision":
            changes |= _answer(state, late)
        else:
            changes |= _apply_reference(state, late, late_kind)
    return changes


def fold(stream: Iterable[Event]) -> State:
    """The state after all these events."""
    state = State()
    for event in stream:
        apply(state, event)
    return state


_REFERRING = {
    "withdraw": "withdrawn",
    "approve": "approved",
    "hold.released": "released",
    "resolution": "resolved",
}


def _apply_fact(state: State, event: Event, kind: str, ident: str) -> Changes:
    subject = ev.subject_of(event)
    if subject is None:
        return Changes()
    key = subject.key
    entry = state.subjects.get(key)
    if entry is None:
        entry = state.subjects[key] = SubjectState(key)
    entry.facts[ident] = Fact(ident, kind, event)
    state.home[ident] = key
    changes = _changes(event, key, kind)
    if kind == "decision" and event.get("supersedes"):
        changes |= _answer(state, event)
    return changes


def _answer(state: State, event: Event) -> Changes:
    """A decision may answer a question to the lead about another subject: what was removed was
    asked about as its author. It never supersedes a decision about another subject."""
    changes, ident = Changes(), ev.text(event, "id")
    own = state.home[ident]
    for target in ev.text_list(event, "supersedes"):
        home = state.home.get(target)
        if home is None:
            state.waiting.setdefault(target, []).append(event)
        elif home != own and state.subjects[home].facts[target].type == "escalate":
            asked, pair = state.subjects[home], {(target, ident)}
            gone = ident in state.subjects[own].withdrawn
            asked.answers = asked.answers - pair if gone else asked.answers | pair
            changes |= _changes(event, home, "escalate")
    return changes


def _apply_reference(state: State, event: Event, kind: str) -> Changes:
    """An event about other events; those not here yet are waited for."""
    changes = Changes()
    for target in ev.text_list(event, "supersedes"):
        home = state.home.get(target)
        if home is None:
            state.waiting.setdefault(target, []).append(event)
            continue
        entry = state.subjects[home]
        if kind == "approve" and not _may_approve(event, entry.facts[target].event):
            continue
        name = _REFERRING[kind]
        setattr(entry, name, getattr(entry, name) | {target})
        changes |= _changes(event, home, entry.facts[target].type)
        if kind == "withdraw" and entry.facts[target].type == "decision":
            changes |= _answer(state, entry.facts[target].event)
    return changes


def _may_approve(approval: Event, proposal: Event) -> bool:
    """Four eyes: another key than the proposer's."""
    mine, theirs = approval.get("actor"), proposal.get("actor")
    if not isinstance(mine, dict) or not isinstance(theirs, dict):
        return False
    return bool(mine.get("key")) and mine.get("key") != theirs.get("key")


def _apply_bookkeeping(state: State, event: Event, kind: str) -> Changes:
    if kind == "import":
        state.imports.append(event)
    elif kind == "export":
        state.exports.append(event)
    elif kind == "receipt":
        state.receipts.append(event)
    elif kind == "policy.adopted":
        state.policy = event
    elif kind == "keepopen.requested":
        state.keepopen[ev.text(event, "id")] = event
    elif kind == "keepopen.closed":
        for target in ev.text_list(event, "supersedes"):
            state.keepopen.pop(target, None)
    subject = ev.subject_of(event)
    return _changes(event, subject.key if subject else "", kind.split(".")[0])


def _changes(event: Event, key: str, kind: str) -> Changes:
    case = ev.text(event, "case")
    return Changes(
        subjects=frozenset({key}) if key else frozenset(),
        cases=frozenset({case}) if case else frozenset(),
        kinds=frozenset({kind.split(".")[0]}),
    )
