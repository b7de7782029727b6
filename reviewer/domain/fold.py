"""The pure fold: events in, state out, with the changes that each event makes.

State does not depend on the order in which events of several devices arrive: an event names
what it supersedes, heads are the decisions nobody supersedes. No clock, no randomness.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from reviewer.domain import events as ev
from reviewer.domain.changes import Changes
from reviewer.domain.events import Event
from reviewer.domain.proposals import actor, approves, is_proposal, objection, same_hand
from reviewer.domain.qa import PARTS
from reviewer.domain.state import KEPT, State
from reviewer.domain.subject_state import Fact, SubjectState
from reviewer.domain.wishes import WISHES, Wishes

__all__ = ["Fact", "State", "SubjectState", "apply", "fold"]

STATEFUL = frozenset(
    "decision escalate pin flag label refer note hold.placed hold.released referral.outcome "
    "confirm review.scheduled resolution".split()
)


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
