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

STATEFUL = frozenset(
    {"decision", "escalate", "pin", "flag", "label", "refer", "note", "hold.placed"}
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One event that bears on a subject, as the state needs it."""

    id: str
    type: str
    event: Event = field(repr=False)

    @property
    def outcome(self) -> str:
        """The outcome of a decision."""
        return ev.text(self.event, "outcome")

    @property
    def pseudonym(self) -> str:
        """Who made it."""
        actor = self.event.get("actor")
        return str(actor.get("pseudonym", "")) if isinstance(actor, dict) else ""

    @property
    def policy(self) -> dict[str, Any]:
        """The policy reference: {set, version, hash, id}."""
        raw = self.event.get("policy")
        return dict(raw) if isinstance(raw, dict) else {}

    @property
    def order(self) -> tuple[str, int, str]:
        """A total order that does not use clocks across devices."""
        seq = self.event.get("seq")
        return (ev.text(self.event, "device"), seq if isinstance(seq, int) else 0, self.id)


@dataclass(slots=True)
class SubjectState:
    """What is known of one subject. ``facts`` holds every stateful event, withdrawn or not."""

    key: str
    facts: dict[str, Fact] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)
    approved: set[str] = field(default_factory=set)
    released: set[str] = field(default_factory=set)
    resolved: set[str] = field(default_factory=set)

    def standing(self, kind: str) -> list[Fact]:
        """Facts of a type that are neither withdrawn nor superseded, in their order."""
        alive = [f for f in self.facts.values() if f.id not in self.withdrawn]
        superseded = {i for f in alive for i in ev.text_list(f.event, "supersedes")}
        superseded |= self.resolved
        found = [f for f in alive if f.type == kind and f.id not in superseded]
        return sorted(found, key=_order)

    @property
    def heads(self) -> list[Fact]:
        """Decisions in force; more than one when devices differ or agree."""
        return self.standing("decision")

    @property
    def decision(self) -> Fact | None:
        """The decision in force to show first."""
        heads = self.heads
        return heads[-1] if heads else None

    @property
    def outcome(self) -> str:
        """The outcome in force, or an empty text."""
        head = self.decision
        return head.outcome if head else ""

    @property
    def contested(self) -> bool:
        """Heads that differ in outcome, custody or policy."""
        return len({_stance(f) for f in self.heads}) > 1

    @property
    def escalated(self) -> bool:
        """A question to the lead stands open."""
        return bool(self.standing("escalate"))

    @property
    def preserved(self) -> bool:
        """Custody: a decision in force asks to preserve, or a hold stands."""
        return any(ev.flag(f.event, "preserve") for f in self.heads) or bool(self.holds)

    @property
    def holds(self) -> list[Fact]:
        """Holds placed and not released."""
        return [f for f in self.standing("hold.placed") if f.id not in self.released]

    @property
    def pins(self) -> list[Fact]:
        """Evidence pinned and not taken off again."""
        return [f for f in self.standing("pin") if not ev.flag(f.event, "off")]

    @property
    def flagged(self) -> Fact | None:
        """The standing flag, if any."""
        found = [f for f in self.standing("flag") if not ev.flag(f.event, "off")]
        return found[-1] if found else None

    @property
    def label(self) -> Fact | None:
        """The standing media label, if any."""
        found = [f for f in self.standing("label") if not ev.flag(f.event, "off")]
        return found[-1] if found else None

    @property
    def proposals(self) -> list[Fact]:
        """Referrals that wait for another person's approval."""
        return [f for f in self.standing("refer") if f.id not in self.approved]

    @property
    def notes(self) -> list[Fact]:
        """Notes that stand."""
        return self.standing("note")

    def digest(self) -> dict[str, Any]:
        """A plain description of the state, equal exactly when the state is equal."""
        return {
            "facts": sorted(self.facts),
            "withdrawn": sorted(self.withdrawn),
            "approved": sorted(self.approved),
            "released": sorted(self.released),
            "resolved": sorted(self.resolved),
        }


def _order(fact: Fact) -> tuple[str, int, str]:
    return fact.order


def _stance(fact: Fact) -> tuple[str, bool, str]:
    return (fact.outcome, ev.flag(fact.event, "preserve"), str(fact.policy.get("id", "")))


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
    for late in state.waiting.pop(ident, ()):
        changes |= _apply_reference(state, late, ev.text(late, "type"))
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
    entry = state.subjects.setdefault(subject.key, SubjectState(subject.key))
    entry.facts[ident] = Fact(ident, kind, event)
    state.home[ident] = subject.key
    return _changes(event, subject.key, kind)


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
        getattr(entry, _REFERRING[kind]).add(target)
        changes |= _changes(event, home, entry.facts[target].type)
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
