"""What spot-checks say: overturn rates with intervals, agreement by outcome and by question. Pure.

Rates are estimates for all decisions that a draw was made from. Agreement describes the items that
were answered, as they are. Nothing here knows how long anybody took, and no function puts people
in an order of merit: people are listed by key, each with an interval.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from reviewer.domain import events as ev
from reviewer.domain import qa
from reviewer.domain.events import Event
from reviewer.domain.fold import State
from reviewer.domain.qa_state import ANSWERED, OPEN, REVEALED, ItemState
from reviewer.quality.agreement import Confusion, Pair, confusion, raw
from reviewer.quality.estimate import MUST_SEE, Estimate, Stratum, apart, overturn, strata_of
from reviewer.quality.intervals import Rate
from reviewer.quality.raters import Coefficient, Interval, ac1, alpha_interval
from reviewer.quality.repeats import Origin, origin

WRONG = tuple(name for name in qa.CLASSES if name != "agree")


@dataclass(frozen=True)
class Agreement:
    """How decisions and own answers agree on one thing, in the order in which they are read: raw
    with its interval, the table, AC1, alpha with its bootstrap interval."""

    name: str
    raw: Rate
    table: Confusion
    ac1: Coefficient
    alpha: Interval
    wording: int = 0
    """How often a lead said that the question can be read in two ways."""


@dataclass(frozen=True)
class DrawReport:
    """One draw.

    Attributes:
        must_see, drawn, all: the overturn rate of what must be seen, of what was drawn for all
            the others, and of both together.
        classes: the same over both together for each way to be wrong.
        severity: the weight of what was wrong, 0 to 1 a decision: tier 1 weighs 1, each tier
            below a fifth less, a fault without a tier as tier 5.
        people: the overturn rate of what was drawn for each author's key, in the order of keys;
            must-see decisions are not in it.
        outcomes, policies, custody, criteria: agreement.
        origin: who chose the seed, and how often these decisions were drawn from.
    """

    draw: str
    name: str
    kind: str
    frame: int
    open: int
    answered: int
    revealed: int
    must_see: Estimate
    drawn: Estimate
    all: Estimate
    classes: dict[str, Estimate]
    severity: Estimate
    people: dict[str, Estimate]
    outcomes: Agreement
    policies: Agreement
    custody: Agreement
    criteria: tuple[Agreement, ...]
    origin: Origin


def reports(state: State, draws: Iterable[str] = ()) -> list[DrawReport]:
    """A report for each draw that counts, the oldest first; for those named, where any are."""
    wanted = frozenset(draws)
    idents = [ev.text(one, "id") for one in state.qa.standing_draws() if not is_round(one)]
    return [report(state, ident) for ident in idents if not wanted or ident in wanted]


def is_round(draw: Event) -> bool:
    """Whether a draw that counts is a calibration round, which has a report of its own."""
    return qa.draw_of(draw).kind == "calibration"


def report(state: State, ident: str) -> DrawReport:
    """The report of one draw.

    Raises:
        KeyError: there is no such draw, or it does not count.
    """
    said = state.qa.draw(ident)
    if said is None:
        raise KeyError(ident)
    sizes = {one.name: one.size for one in said.strata}
    every = list(state.qa.items(ident, state.event))
    items = [one for one in every if one.stratum in sizes]
    judged = [(one, qa.verdict_of(one.verdicts[0])) for one in items if one.verdicts]

    def strata(value: Callable[[qa.Verdict], float]) -> list[Stratum]:
        return strata_of(sizes, [(one.stratum, value(verdict)) for one, verdict in judged])

    must, drawn, both = apart(strata(_overturned))
    count = {stage: sum(1 for one in every if one.stage == stage) for stage in _STAGES}
    rows = [(decision, one) for one in items if (decision := state.event(one.item)) is not None]
    return DrawReport(
        draw=ident,
        name=said.plan.name,
        kind=said.kind,
        frame=said.frame.count,
        open=count[OPEN],
        answered=count[ANSWERED],
        revealed=count[REVEALED],
        must_see=must,
        drawn=drawn,
        all=both,
        classes={name: overturn(strata(_is(name))) for name in WRONG},
        severity=overturn(strata(weight_of)),
        people=_people(strata(_overturned)),
        outcomes=agreement("outcome", _ratings(rows, _outcome), ident),
        policies=agreement("policy", _ratings(rows, _policy), ident),
        custody=agreement("preserve", _ratings(rows, _preserve), ident),
        criteria=criteria_agreement(rows, ident),
        origin=origin(state, ident),
    )


_STAGES = (OPEN, ANSWERED, REVEALED)
Row = tuple[Event, ItemState]
"""A decision, or a golden case, and what was answered to it."""


def weight_of(verdict: qa.Verdict) -> float:
    """The weight of a verdict, 0 to 1: (6 − tier)/5, 0 for one that agrees."""
    if verdict.class_ == "agree":
        return 0.0
    return (6 - (verdict.severity or 5)) / 5


def agreement(
    name: str, ratings: Sequence[Sequence[str | None]], seed: str, wording: int = 0
) -> Agreement:
    """Agreement over rows of one answer for each person, the decision's own first. Raw agreement
    and the table compare the first with each of the others."""
    pairs = [pair for row in ratings for pair in _pairs(row)]
    return Agreement(
        name,
        raw(pairs),
        confusion(pairs),
        ac1(ratings),
        alpha_interval(ratings, f"{seed}/{name}"),
        wording,
    )


def criteria_agreement(rows: Sequence[Row], seed: str) -> tuple[Agreement, ...]:
    """Agreement on each question that both sides answered at least once, by id."""
    said = [(criteria_in(decision), [answers_in(one) for one in state.answers], state)
            for decision, state in rows]  # fmt: skip
    names = sorted(
        {name for own, others, _ in said for one in others for name in own if name in one}
    )
    wording: dict[str, int] = {}
    for _, _, state in said:
        for event in state.verdicts:
            for one in qa.verdict_of(event).criteria:
                wording[one.id] = wording.get(one.id, 0) + (one.class_ == "wording")
    return tuple(
        agreement(
            name,
            [[own.get(name), *(one.get(name) for one in others)] for own, others, _ in said],
            seed,
            wording.get(name, 0),
        )
        for name in names
    )


def _pairs(row: Sequence[str | None]) -> list[Pair]:
    own = row[0] if row else None
    return [(own, one) for one in row[1:] if own is not None and one is not None]


def _people(strata: Sequence[Stratum]) -> dict[str, Estimate]:
    mine: dict[str, list[Stratum]] = {}
    for one in strata:
        author, _, side = one.name.rpartition("/")
        if side and author and one.name != MUST_SEE:
            mine.setdefault(author, []).append(one)
    return {author: overturn(mine[author]) for author in sorted(mine)}


def _overturned(verdict: qa.Verdict) -> float:
    return float(verdict.class_ != "agree")


def _is(name: str) -> Callable[[qa.Verdict], float]:
    def value(verdict: qa.Verdict) -> float:
        return float(verdict.class_ == name)

    return value


def _ratings(rows: Sequence[Row], of: Callable[[Event | qa.Review], str]) -> list[list[str | None]]:
    """One row for each answered item: what the decision says, then each own answer."""
    return [
        [of(decision), *(of(qa.review_of(event)) for event in one.answers)]
        for decision, one in rows
        if one.answers and ev.text(decision, "type") == "decision"
    ]


def _outcome(said: Event | qa.Review) -> str:
    return said.outcome if isinstance(said, qa.Review) else ev.text(said, "outcome")


def _policy(said: Event | qa.Review) -> str:
    if isinstance(said, qa.Review):
        return said.policy or "none"
    found = said.get("policy")
    return str(found.get("id") or "none") if isinstance(found, dict) else "none"


def _preserve(said: Event | qa.Review) -> str:
    kept = said.preserve if isinstance(said, qa.Review) else ev.flag(said, "preserve")
    return "preserve" if kept else "not preserved"


def criteria_in(decision: Event) -> dict[str, str]:
    """Question to answer, as a decision says."""
    found = decision.get("criteria")
    return {
        str(one.get("id")): str(one.get("answer"))
        for one in (found if isinstance(found, list | tuple) else ())
        if isinstance(one, dict)
    }


def answers_in(event: Event) -> dict[str, str]:
    """Question to answer, as an own answer says."""
    return {one.id: one.answer for one in qa.review_of(event).criteria}
