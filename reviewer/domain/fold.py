"""The pure fold: events in, state out, with the changes that each event makes.

State does not depend on the order in which events of several devices arrive: an event names
what it supersedes, heads are the decisions nobody supersedes. No clock, no randomness.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.changes import Changes
from reviewer.domain.events import Event
from reviewer.domain.proposals import actor, approves, is_proposal, objection
from reviewer.domain.qa import PARTS
from reviewer.domain.qa_state import QualityState
from reviewer.domain.subject_state import Fact, SubjectState
from reviewer.domain.wishes import WISHES, Wishes

__all__ = ["Fact", "State", "SubjectState", "apply", "fold"]

STATEFUL = frozenset(
    "decision escalate pin flag label refer note hold.placed hold.released referral.outcome "
    "confirm review.scheduled resolution".split()
)

KEPT = frozenset({"deal", "handback", "purge"})


@dataclass(slots=True)
class State:
    """All subjects, and what concerns none. Reading is cheap; ``apply`` is the only writer."""

    subjects: dict[str, SubjectState] = field(default_factory=dict)
    wishes: dict[str, Wishes] = field(default_factory=dict)
    in_custody: set[str] = field(default_factory=set)
    """The subjects with a hold, a referral or a proposed decision, now or once."""
    home: dict[str, str] = field(default_factory=dict)
    waiting: dict[str, list[Event]] = field(default_factory=dict)
    seen_ids: set[str] = field(default_factory=set)
    imports: list[Event] = field(default_factory=list)
    exports: list[Event] = field(default_factory=list)
    receipts: list[Event] = field(default_factory=list)
    books: dict[str, list[Event]] = field(default_factory=dict)
    """By type, those of ``KEPT``: who was dealt which case, what was handed back or purged."""
    policy: Event | None = None
    policy_texts: dict[str, str] = field(default_factory=dict)
    """The text of every policy set that was adopted, by its hash."""
    qa: QualityState = field(default_factory=QualityState)
    """Spot-checks: draws, own answers, verdicts, golden cases."""
    locked: frozenset[str] = frozenset()
    """Media stopped for child safety, by hash: no view, draw, golden set or export has them."""
    own: frozenset[str] = frozenset()
    """The devices of this workspace: the bookkeeping of all others (imports, exports, receipts,
    policy in force) is theirs and not ours. Empty: every device is ours."""
    told: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Imports of other workspaces by their id: (name, SHA-256)."""

    def subject(self, key: str) -> SubjectState:
        """The state of a subject; an untouched one for a subject without events."""
        found = self.subjects.get(key)
        return found if found is not None else SubjectState(key)

    def wishes_of(self, key: str) -> Wishes:
        """What states asked concerning a subject; nothing of it decides anything."""
        found = self.wishes.get(key)
        return found if found is not None else Wishes(key)

    def proposals(self) -> list[Fact]:
        """Everything that waits for a different lead."""
        found = [f for key in sorted(self.in_custody) for f in self.subjects[key].proposals]
        return found + [f for _, wishes in sorted(self.wishes.items()) for f in wishes.proposals]

    def found(self, ident: str) -> tuple[SubjectState | Wishes, Fact] | None:
        """A fact by its id, with where it lives."""
        key = self.home.get(ident)
        for shelf in (self.subjects, self.wishes):
            holder = shelf.get(key) if key is not None else None
            fact = holder.facts.get(ident) if holder is not None else None
            if holder is not None and fact is not None:
                return holder, fact
        return None

    def event(self, ident: str) -> Event | None:
        """The event of a fact by its id."""
        found = self.found(ident)
        return found[1].event if found is not None else None

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
            "books": {k: sorted(map(_id_of, v)) for k, v in sorted(self.books.items())},
            "policy": (self.policy or {}).get("id"),
            "locked": sorted(self.locked),
            "qa": self.qa.digest(),
            "wishes": {k: w.digest() for k, w in sorted(self.wishes.items())},
            "told": sorted((k, *v) for k, v in self.told.items()),
        }


def _id_of(event: Event) -> str:
    return ev.text(event, "id")


def apply(state: State, event: Event) -> Changes:
    """Take one event into the state (in place) and say what moved.

    An event that was taken before changes nothing.
    """
    ident = ev.text(event, "id")
    if ident in state.seen_ids:
        return Changes()
    state.seen_ids.add(ident)
    kind = ev.text(event, "type")
    if kind in STATEFUL or kind in WISHES:
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


def replay(state: State, event: Event) -> None:
    """Take an event of the past into the state: what ``apply`` does, where nobody asks what moved.

    Most events of a long ledger are facts that name no other event; they take the short way.
    """
    kind, ident, subject = event.get("type"), event.get("id"), event.get("subject")
    if not (type(kind) is str and type(ident) is str and type(subject) is dict):
        apply(state, event)
        return
    if kind not in STATEFUL or event.get("supersedes") or state.waiting:
        apply(state, event)
        return
    what, name = subject.get("kind"), subject.get("id")
    if type(what) is not str or type(name) is not str:
        apply(state, event)
    elif ident not in state.seen_ids:
        state.seen_ids.add(ident)
        _keep_fact(state, f"{what}:{name}", Fact(ident, kind, event))


def fold(stream: Iterable[Event], own: frozenset[str] = frozenset()) -> State:
    """The state after all these events; ``own`` as in ``State``."""
    state = State(own=own)
    for event in stream:
        replay(state, event)
    return state


_REFERRING = frozenset({"withdraw", "approve"})


def _apply_fact(state: State, event: Event, kind: str, ident: str) -> Changes:
    subject = ev.subject_of(event)
    if subject is None:
        return Changes()
    key = subject.key
    _keep_fact(state, key, Fact(ident, kind, event))
    changes = _changes(event, key, kind)
    if kind == "decision" and event.get("supersedes"):
        changes |= _answer(state, event)
    return changes


def _keep_fact(state: State, key: str, fact: Fact) -> None:
    """A fact belongs to its subject, or to what states wish of it."""
    holder: SubjectState | Wishes | None
    if fact.type in WISHES:
        holder = state.wishes.get(key)
        if holder is None:
            holder = state.wishes[key] = Wishes(key)
    else:
        holder = state.subjects.get(key)
        if holder is None:
            holder = state.subjects[key] = SubjectState(key)
        if fact.type == "hold.placed" or is_proposal(fact.event):
            state.in_custody.add(key)
    holder.facts[fact.id] = fact
    state.home[fact.id] = key


def _answer(state: State, event: Event) -> Changes:
    """A decision may answer a question to the lead about another subject: what was removed was
    asked about as its author. It never supersedes a decision about another subject."""
    changes, ident = Changes(), ev.text(event, "id")
    own = state.home[ident]
    for target in ev.text_list(event, "supersedes"):
        home = state.home.get(target)
        if home is None:
            state.waiting.setdefault(target, []).append(event)
            continue
        asked = state.subjects.get(home, SubjectState(home))
        fact = asked.facts.get(target)
        if home != own and fact is not None and fact.type == "escalate":
            pair = {(target, ident)}
            gone = ident in state.subjects[own].withdrawn
            asked.answers = asked.answers - pair if gone else asked.answers | pair
            changes |= _changes(event, home, "escalate")
    return changes


def _apply_reference(state: State, event: Event, kind: str) -> Changes:
    """An event about other events; those not here yet are waited for."""
    changes = Changes()
    named = ev.text_list(event, "supersedes") if kind != "approve" else tuple(approves(event))
    for target in named:
        found = state.found(target)
        if found is None:
            state.waiting.setdefault(target, []).append(event)
            continue
        holder, fact = found
        if kind == "approve":
            if objection(event, fact.event):
                continue
            who = actor(event)
            entry = (target, who["key"], who["pseudonym"])
            holder.approvals = holder.approvals | {entry}
        elif same_hand(event, fact.event):
            holder.withdrawn = holder.withdrawn | {target}
        else:
            continue
        changes |= _changes(event, holder.key, fact.type)
        if kind == "withdraw" and fact.type == "decision":
            changes |= _answer(state, fact.event)
    return changes


def same_hand(event: Event, other: Event) -> bool:
    """Whether two events are of one device or one key: only one's own is taken back."""
    if event.get("device") == other.get("device"):
        return True
    mine, theirs = actor(event).get("key"), actor(other).get("key")
    return bool(mine) and mine == theirs


def _apply_bookkeeping(state: State, event: Event, kind: str) -> Changes:
    if kind in PARTS:
        state.qa.take(event)
    ours = not state.own or event.get("device") in state.own
    if kind == "handback" or (kind in KEPT and ours):
        state.books.setdefault(kind, []).append(event)
    if not ours:
        _note(state, event, kind)
    elif kind == "import":
        state.imports.append(event)
    elif kind == "export":
        state.exports.append(event)
    elif kind == "receipt":
        state.receipts.append(event)
    elif kind == "policy.adopted":
        state.policy = event
        _keep_text(state, event)
    subject = ev.subject_of(event)
    if kind == "child_safety" and subject is not None and subject.kind == "media":
        state.locked = state.locked | {subject.id}
    return _changes(event, subject.key if subject else "", kind.split(".")[0])


def _note(state: State, event: Event, kind: str) -> None:
    """The bookkeeping of another workspace: only what helps to read its decisions."""
    raw = event.get("import")
    if kind == "policy.adopted":
        if _is_its_text(event):
            _keep_text(state, event)
    elif kind == "import" and isinstance(raw, dict):
        ident, fact = str(raw.get("id", "")), (str(raw.get("name", "")), str(raw.get("sha256", "")))
        state.told[ident] = min(fact, state.told.get(ident, fact))


def _is_its_text(event: Event) -> bool:
    """Whether the text of a policy set is the one that its hash promises."""
    ref, text = event.get("policy"), ev.text(event, "policy_text")
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return isinstance(ref, dict) and ref.get("hash") == digest


def _keep_text(state: State, event: Event) -> None:
    ref, text = event.get("policy"), event.get("policy_text")
    if isinstance(ref, dict) and isinstance(text, str):
        state.policy_texts[str(ref.get("hash", ""))] = text


def _changes(event: Event, key: str, kind: str) -> Changes:
    case = ev.text(event, "case")
    return Changes(
        subjects=frozenset({key}) if key else frozenset(),
        cases=frozenset({case}) if case else frozenset(),
        kinds=frozenset({kind.split(".")[0]}),
    )
