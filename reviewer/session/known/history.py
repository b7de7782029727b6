"""The history: every event of a case or of the workspace, who, when, under which policy text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.errors import Refused
from reviewer.domain.rules import OUTCOME_WORDS
from reviewer.session.ground.core import Core
from reviewer.session.known.sent import stager
from reviewer.store.ledger.stored import StoredEvent
from reviewer.trust.canonical import loads_strict

STAGES = {
    "new": "not yet, no package holds it",
    "exported": "written into a package, no receipt yet",
    "sent": "yes, a receipt came back",
}
NEWEST = 2000
"""How many events the history of a workspace shows; the ledger keeps all."""


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One line: ``title`` is short; ``detail`` says all of it, the signed text last."""

    title: str
    untrusted_detail: str


def history(core: Core, case_id: str = "", about: Collection[str] = ()) -> list[HistoryRow]:
    """The newest events first, of all chains; of one case, or of everything where none is named.

    Args:
        about: the subjects of the case, whose events count wherever they were made.
    """
    found = _of_case(core, case_id, set(about)) if case_id else _all(core)
    texts = {**core.state.policy_texts, core.policy.hash: core.policy.text}
    found = [one for one in found if not core.hides(one.event)]
    withdrawn = {fact for s in core.state.subjects.values() for fact in s.withdrawn}
    stage_of = stager(core)
    return [
        _row(one, texts, one.id in withdrawn, stage_of(one.event))
        for one in _in_order(found)[-NEWEST:][::-1]
    ]


def _all(core: Core) -> list[StoredEvent]:
    """Every event of every chain that counts, and what leads sent back."""
    ledger = core.workspace.ledger
    merged = [one for peer in ledger.peers() for one in ledger.merged_events(peer.device)]
    return [*ledger.all_events(), *merged, *(one.stored for one in ledger.received())]


def _of_case(core: Core, case_id: str, keys: set[str]) -> list[StoredEvent]:
    """Every event that names the case or one of its subjects."""
    ledger = core.workspace.ledger
    for event in ledger.held_events():
        subject = ev.subject_of(event)
        if subject is not None and ev.text(event, "case") == case_id:
            keys.add(subject.key)
    found = [one for one in ledger.all_events() if ev.text(one.event, "case") == case_id]
    for key in sorted(keys):
        found += ledger.events_of(key)
        found += [one.stored for one in ledger.received(key)]
    return found


def _in_order(found: Iterable[StoredEvent]) -> list[StoredEvent]:
    """Each once, by time; within a chain by number, also where its clock went back."""
    unique = {one.id: one for one in found}
    latest: dict[str, str] = {}
    keyed = []
    for one in sorted(unique.values(), key=_place):
        device = ev.text(one.event, "device")
        latest[device] = max(latest.get(device, ""), ev.text(one.event, "at"))
        keyed.append((latest[device], *_place(one), one.id))
    return [unique[key[-1]] for key in sorted(keyed)]


def _place(one: StoredEvent) -> tuple[str, int]:
    return ev.text(one.event, "device"), one.seq


def _row(one: StoredEvent, texts: Mapping[str, str], withdrawn: bool, where: str) -> HistoryRow:
    event = one.event
    actor, subject = _part(event, "actor"), ev.subject_of(event)
    what = _what(event) + (" (undone)" if withdrawn else "")
    about = f" · {subject.key}" if subject else ""
    at = ev.text(event, "at")[:16].replace("T", " ")
    lines = [
        f"Event {one.seq}: {what}{about}",
        f"When: {ev.text(event, 'at')}" + (" (the clock had gone back)" * _suspect(event)),
        f"Who: {actor.get('pseudonym')} ({actor.get('role')}), key {actor.get('key')}",
        f"Device: {ev.text(event, 'device')}",
        *([f"Sent: {STAGES[where]}"] if where in STAGES else []),
        *_named(event),
        *_policy(event, texts),
        "",
        f"Signature: {one.sig.hex()}",
        "The text that was signed:",
        one.text if event.get("type") != "policy.adopted" else _without_text(one.text),
    ]
    arrived = " · sent" if where == "sent" else ""
    who = f" · {actor.get('pseudonym')}, device {ev.text(event, 'device')[:8]}"
    return HistoryRow(f"{one.seq:>5}  {at}  {what}{about}{who}{arrived}", "\n".join(lines))


def _suspect(event: ev.Event) -> bool:
    return bool(event.get("clock_suspect"))


def _without_text(text: str) -> str:
    return f"{text[:400]}… ({len(text):,} characters: it holds the whole policy set)"


def _what(event: ev.Event) -> str:
    kind = ev.text(event, "type")
    if kind == "decision":
        outcome = ev.text(event, "outcome")
        words = OUTCOME_WORDS.get(outcome, outcome)
        if event.get("redo_of"):
            return f"{words} (done again)"
        return f"{words} (amends an earlier one)" if event.get("supersedes") else words
    named = {"withdraw": "undo", "escalate": "ask lead", "restore": "restored from a backup"}
    off = " off" if ev.flag(event, "off") else ""
    return named.get(kind, kind) + off


def _named(event: ev.Event) -> list[str]:
    """What the event names, one line each."""
    lines = []
    for name in ("rationale", "label", "departure_reason", "recommended"):
        if ev.text(event, name):
            lines.append(f"{name.replace('_', ' ').capitalize()}: {ev.text(event, name)}")
    for name in ("supersedes", "redo_of", "group"):
        found = event.get(name)
        if found:
            words = ", ".join(found) if isinstance(found, list) else str(found)
            lines.append(f"{name.replace('_', ' ').capitalize()}: {words}")
    return lines


def _policy(event: ev.Event, texts: Mapping[str, str]) -> list[str]:
    """The policy as it read when the event was made, not as it reads now."""
    ref = _part(event, "policy")
    if not ref.get("id"):
        return []
    head = f"Policy {ref['id']} of {ref.get('set')} {ref.get('version')}, as it read then:"
    try:
        document = loads_strict(texts[str(ref.get("hash"))])
        found = next(p for p in document["policies"] if p["id"] == ref["id"])
        questions = {c["id"]: c["question"] for c in document.get("criteria", [])}
        asked = [f"  asks: {questions.get(c, c)}" for c in found.get("criteria", [])]
        return [head, f"  {found['number']} {found['title']}", f"  {found['summary']}", *asked]
    except (KeyError, TypeError, StopIteration, Refused):
        return [head, "  its text is not in this workspace"]


def _part(event: ev.Event, name: str) -> Mapping[str, Any]:
    raw = event.get(name)
    return raw if isinstance(raw, dict) else {}
