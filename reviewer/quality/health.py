"""How the policy itself fares: questions that stay unclear, guides that people depart from. Pure.

A question that is often unclear, or answered differently, is a fault of its wording before it is
one of anybody who answers it. Nobody is named here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from reviewer.domain import events as ev
from reviewer.domain.events import Event
from reviewer.domain.fold import State, SubjectState
from reviewer.quality.agreement import Pair, raw
from reviewer.quality.intervals import Rate, wilson
from reviewer.quality.report import answers_in, criteria_in


@dataclass(frozen=True)
class CriterionHealth:
    """One question of a policy.

    Attributes:
        unclear: how often the answer was *unclear*.
        agreement: how often two people who answered it about the same subject said the same:
            decisions of different people, and decisions against blind answers.
    """

    id: str
    answered: int
    unclear: Rate
    agreement: Rate


@dataclass(frozen=True)
class PolicyHealth:
    """One policy: how many decisions rest on it, how often they depart from its guide, and the
    reasons that were given (code to number, by code)."""

    id: str
    decisions: int
    departures: Rate
    reasons: dict[str, int]


@dataclass(frozen=True)
class Health:
    """Policies and questions, each by id; decisions in force only."""

    policies: tuple[PolicyHealth, ...]
    criteria: tuple[CriterionHealth, ...]
    reasons: dict[str, int]


def health(state: State) -> Health:
    """From what the folded state says, and from nothing else."""
    heads = [fact.event for subject in state.decided() for fact in subject.heads]
    by_policy: dict[str, list[Event]] = {}
    for event in heads:
        found = event.get("policy")
        ident = str(found.get("id") or "") if isinstance(found, dict) else ""
        if ident:
            by_policy.setdefault(ident, []).append(event)
    said: dict[str, Counter[str]] = {}
    for event in heads:
        for ident, answer in criteria_in(event).items():
            said.setdefault(ident, Counter())[answer] += 1
    pairs: dict[str, list[Pair]] = {}
    for ident, pair in _pairs(state):
        pairs.setdefault(ident, []).append(pair)
    return Health(
        tuple(_policy(ident, by_policy[ident]) for ident in sorted(by_policy)),
        tuple(
            CriterionHealth(
                ident,
                counts.total(),
                wilson(counts["unclear"], counts.total()),
                raw(pairs.get(ident, ())),
            )
            for ident, counts in sorted(said.items())
        ),
        _reasons(heads),
    )


def _policy(ident: str, events: list[Event]) -> PolicyHealth:
    guided = [event for event in events if event.get("recommended")]
    departed = [event for event in guided if event.get("departure_reason")]
    return PolicyHealth(ident, len(events), wilson(len(departed), len(guided)), _reasons(events))


def _reasons(events: list[Event]) -> dict[str, int]:
    given = Counter(ev.text(event, "departure_reason") for event in events)
    return {code: given[code] for code in sorted(given) if code}


def _pairs(state: State) -> Iterator[tuple[str, Pair]]:
    """(question, what two people said) of independent answers about the same subject."""
    for subject in state.decided():
        yield from _between(subject)
    for draw in state.qa.standing_draws():
        for one in state.qa.items(ev.text(draw, "id"), state.event):
            decision = state.event(one.item)
            own = criteria_in(decision) if decision is not None else {}
            for answer in map(answers_in, one.answers):
                yield from ((c, (own[c], answer[c])) for c in sorted(own) if c in answer)


def _between(subject: SubjectState) -> Iterator[tuple[str, Pair]]:
    heads = [fact for fact in subject.heads if not fact.event.get("propagated_from")]
    for n, fact in enumerate(heads):
        for other in heads[n + 1 :]:
            if other.pseudonym == fact.pseudonym:
                continue
            mine, theirs = criteria_in(fact.event), criteria_in(other.event)
            yield from ((c, (mine[c], theirs[c])) for c in sorted(mine) if c in theirs)
