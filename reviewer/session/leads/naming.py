"""Draws by their plan and their day, as people name them; ids are for commands."""

from __future__ import annotations

from collections import Counter

from reviewer.domain import events as ev
from reviewer.domain.events import Event
from reviewer.domain.fold import State
from reviewer.domain.qa import Draw
from reviewer.session.leads.urgency import since_of
from reviewer.session.views.words import clock, date

TITLES = {
    "stratified": "Stratified draw",
    "simple": "Simple draw",
    "discovery": "Discovery draw",
    "must-see": "Must-see draw",
    "golden": "Golden draw",
}
"""The name of a plan to what its draws are called."""
ROUND = "Calibration round"


def draw_names(state: State) -> dict[str, str]:
    """Id to name of every draw that counts, the oldest first: ``Stratified draw, 29 Apr 2026``;
    of one plan on one day with the time, in the same minute with a number."""
    events = {ev.text(event, "id"): event for event in state.qa.standing_draws()}
    names = {i: [_plan(said)] for i in events if (said := state.qa.draw(i)) is not None}
    _add(names, {i: date(since_of(event)) for i, event in events.items()})
    for more in (_time, _number):
        times = Counter(map(tuple, names.values()))
        many = [i for i, name in names.items() if times[tuple(name)] > 1]
        _add(names, {i: more(events[i], n) for n, i in enumerate(many, 1)})
    return {ident: ", ".join(name) for ident, name in names.items()}


def draw_name(state: State, ident: str) -> str:
    """The name of one draw."""
    return draw_names(state).get(ident, "Draw")


def _add(names: dict[str, list[str]], more: dict[str, str]) -> None:
    for ident, words in more.items():
        if ident in names:
            names[ident].append(words)


def _plan(said: Draw) -> str:
    if said.kind == "calibration":
        return ROUND
    return TITLES.get(said.plan.name, said.plan.name)


def _time(event: Event, _n: int) -> str:
    return clock(since_of(event))


def _number(_event: Event, n: int) -> str:
    return f"no. {n}"
