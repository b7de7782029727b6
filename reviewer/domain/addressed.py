"""Which events of a lead concern a reviewer: those that name what the reviewer did. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.events import Event
from reviewer.domain.proposals import actor

TELLS = frozenset({"resolution", "approve", "decision", "referral.outcome", "note"})
"""Types that go back to whoever made what they name. Golden answers never do, and of draws only
calibration rounds, to whom they name: those say which cases, and nothing that was decided."""
TELLS_ALL = frozenset({"roster.adopted", "policy.adopted"})
"""Types of which the newest goes to everybody."""

FOR_LEADS = "verdict_on"
"""The field of a note's ``ext`` that names the own answer whose verdict it is about."""


def about_answer(note: Event) -> str:
    """The own answer that a lead's private note is about; empty for any other note."""
    return ev.text(_part(note, "ext"), FOR_LEADS)


def made_by(events: Iterable[Event], pseudonym: str) -> frozenset[str]:
    """The ids of the events that somebody made."""
    return frozenset(
        ev.text(event, "id") for event in events if actor(event).get("pseudonym") == pseudonym
    )


def addressed(
    lead: Iterable[Event],
    pseudonym: str,
    theirs: frozenset[str],
    keys: frozenset[str] = frozenset(),
) -> list[Event]:
    """The events of a lead that concern somebody, in their order.

    Args:
        lead: every event of the lead.
        pseudonym: of whom it concerns.
        theirs: the ids of the events that they made.
        keys: their keys, by which a calibration round names them.
    """
    found, newest, answered = [], dict[str, Event](), dict[str, str]()
    for event in lead:
        kind = ev.text(event, "type")
        if kind in TELLS_ALL:
            newest[kind] = event
        elif kind == "qa.draw":
            if _asks(event, keys):
                found.append(event)
        elif kind == "qa.review":
            answered[ev.text(event, "id")] = ev.text(_part(event, "review"), "item")
        elif kind == "qa.verdict":
            if _may_be_told(event) and answered.get(_reviewed(event)) in theirs:
                found.append(event)
        elif kind == "note" and about_answer(event):
            continue
        elif ev.text(event, "to") == pseudonym or (
            kind in TELLS and any(name in theirs for name in _names(event))
        ):
            found.append(event)
    return [*newest.values(), *found]


def _may_be_told(verdict: Event) -> bool:
    """Older verdicts hold the note for leads: it cannot be cut out of a signed text, and such a one
    stays with them. Now the note is an event of its own."""
    return not ev.text(_part(verdict, "verdict"), "note")


def _asks(draw: Event, keys: frozenset[str]) -> bool:
    """Whether a draw is a round of cases that one of these keys answers."""
    said = _part(draw, "draw")
    named = said.get("raters")
    is_round = bool(said.get("cases")) and not said.get("items") and not said.get("golden")
    return is_round and isinstance(named, list | tuple) and bool(keys & set(map(str, named)))


def _reviewed(verdict: Event) -> str:
    """The lead's own answer that a verdict rests on; it names the decision, and never leaves."""
    return ev.text(_part(verdict, "verdict"), "review")


def _part(event: Event, name: str) -> Event:
    raw = event.get(name)
    return raw if isinstance(raw, Mapping) else {}


def _names(event: Event) -> Iterator[str]:
    """Every text in an event that may be the id of another: its own is not among them."""
    for name, value in event.items():
        if name not in ("id", "rationale", "subject", "case"):
            yield from _texts(value)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
