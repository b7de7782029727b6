"""What a calibration round says: everybody's answers to the same cases, compared. Pure.

Raw agreement compares each two people who answered a case, with Wilson's interval; then AC1 and
alpha over all of them, which bear that somebody has not answered. Nobody is named, and how one
person answered is not told: a question on which people differ is a fault of its wording first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reviewer.domain import events as ev
from reviewer.domain import qa
from reviewer.domain.events import Event
from reviewer.domain.fold import State
from reviewer.domain.proposals import actor
from reviewer.domain.qa_rules import form_objection
from reviewer.domain.qa_state import ItemState
from reviewer.quality.agreement import Pair, confusion, raw
from reviewer.quality.intervals import Rate
from reviewer.quality.raters import ac1, alpha_interval
from reviewer.quality.report import Agreement, is_round

Ratings = Sequence[Sequence[str | None]]


@dataclass(frozen=True)
class ItemReport:
    """One case of a round.

    Attributes:
        item, subject, case: which.
        answered: how many answered it.
        outcomes: outcome to how many chose it, the most frequent first.
        raw: of each two people, how many chose the same outcome.
        questions: question to how often each answer was given.
        golden: whether a golden case about it was in force under the policy set of the answers;
            ``expected``: how many answered as it expects.
    """

    item: str
    subject: str
    case: str
    answered: int
    outcomes: tuple[tuple[str, int], ...]
    raw: Rate
    questions: dict[str, tuple[tuple[str, int], ...]]
    golden: bool
    expected: int


@dataclass(frozen=True)
class RoundReport:
    """One round. ``raters``: how many it names; ``done``: how many of them answered all that they
    can; ``outcome`` and ``criteria``: agreement of all who answered."""

    draw: str
    name: str
    raters: int
    done: int
    items: tuple[ItemReport, ...]
    outcome: Agreement
    criteria: tuple[Agreement, ...]

    @property
    def answers(self) -> int:
        """How many answers there are."""
        return sum(one.answered for one in self.items)


def round_reports(state: State) -> list[RoundReport]:
    """Every round that counts, the oldest first."""
    draws = [one for one in state.qa.standing_draws() if is_round(one)]
    return [round_report(state, ev.text(one, "id")) for one in draws]


def round_report(state: State, ident: str) -> RoundReport:
    """The report of one round.

    Raises:
        KeyError: there is no such round, or it does not count.
    """
    said = state.qa.draw(ident)
    if said is None or said.kind != "calibration":
        raise KeyError(ident)
    found = list(state.qa.items(ident, state.event))
    answers = [_by_person(one) for one in found]
    outcome, criteria = calibration(state, ident)
    cases = {one.item: one for one in said.cases}
    counts = Counter(who for row in answers for who in row)
    return RoundReport(
        draw=ident,
        name=said.plan.name,
        raters=len(said.raters),
        done=sum(1 for n in counts.values() if n == len(found)),
        items=tuple(
            _item(state, cases[one.item], list(row.values()))
            for one, row in zip(found, answers, strict=True)
            if one.item in cases
        ),
        outcome=outcome,
        criteria=criteria,
    )


def calibration(state: State, ident: str) -> tuple[Agreement, tuple[Agreement, ...]]:
    """Agreement of all who answered on the outcome, and on each question.

    Raw agreement and the table compare each two people; nobody is named.
    """
    every = [_by_person(one) for one in state.qa.items(ident, state.event)]
    people = sorted({who for row in every for who in row})
    given = [{who: qa.review_of(one) for who, one in row.items()} for row in every]
    told = [[{a.id: a.answer for a in row[who].criteria} if who in row else {} for who in people]
            for row in given]  # fmt: skip
    names = sorted({name for row in told for one in row for name in one})
    outcomes = [[row[who].outcome if who in row else None for who in people] for row in given]
    return (
        among("outcome", outcomes, ident),
        tuple(among(n, [[one.get(n) for one in row] for row in told], ident) for n in names),
    )


def among(name: str, ratings: Ratings, seed: str) -> Agreement:
    """Agreement over rows of one answer for each person; None where somebody gave none."""
    pairs = [pair for row in ratings for pair in _pairs(row)]
    interval = alpha_interval(ratings, f"{seed}/{name}")
    return Agreement(name, raw(pairs), confusion(pairs), ac1(ratings), interval)


def _by_person(one: ItemState) -> dict[str, Event]:
    """The first answer of each person: two devices of one person are one person."""
    found: dict[str, Event] = {}
    for event in one.answers:
        who = actor(event)
        found.setdefault(who.get("pseudonym") or who.get("key", ""), event)
    return found


def _pairs(row: Sequence[str | None]) -> Iterator[Pair]:
    known = sorted(one for one in row if one is not None)
    for n, first in enumerate(known):
        yield from ((first, other) for other in known[n + 1 :])


def _item(state: State, case: qa.RoundItem, answers: Sequence[Event]) -> ItemReport:
    said = [qa.review_of(event) for event in answers]
    asked = [{a.id: a.answer for a in one.criteria} for one in said]
    names = sorted({name for one in asked for name in one})
    known = [(one, golden) for one in answers if (golden := _golden(state, case, one)) is not None]
    return ItemReport(
        item=case.item,
        subject=f"{case.subject.kind}:{case.subject.id}",
        case=case.case,
        answered=len(answers),
        outcomes=_counted(one.outcome for one in said),
        raw=raw(_pairs([one.outcome for one in said])),
        questions={n: _counted(one[n] for one in asked if n in one) for n in names},
        golden=bool(known),
        expected=sum(1 for one, golden in known if meets(golden, qa.review_of(one))),
    )


def meets(golden: qa.Golden, said: qa.Review) -> bool:
    """Whether an answer is one that a golden case accepts, its questions as expected."""
    given = {one.id: one.answer for one in said.criteria}
    right = all(given.get(one.id, one.answer) == one.answer for one in golden.expected)
    return said.outcome in golden.accepted and right


def _golden(state: State, case: qa.RoundItem, answer: Event) -> qa.Golden | None:
    """The golden case about the subject, in force under the policy set that was answered by."""
    policy = answer.get("policy")
    digest = str(policy.get("hash", "")) if isinstance(policy, dict) else ""
    for event in state.qa.golden(digest):
        subject = ev.subject_of(event)
        same = subject is not None and (subject.kind, subject.id) == (
            case.subject.kind,
            case.subject.id,
        )
        if same and not form_objection(event):
            return qa.golden_of(event)
    return None


def _counted(answers: Iterator[str]) -> tuple[tuple[str, int], ...]:
    found = Counter(answers)
    return tuple(sorted(found.items(), key=_often))


def _often(pair: tuple[str, int]) -> tuple[int, str]:
    return (-pair[1], pair[0])
