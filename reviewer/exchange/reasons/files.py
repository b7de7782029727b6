"""The files of the profile ``statements``: batches for the database, and a report beside them.

Which decisions: those that came into force in the stretch, and those that were held back before and
can leave now. So no statement leaves twice, and the same range gives the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain import fold
from reviewer.domain.events import Event
from reviewer.domain.fold import Fact, State
from reviewer.exchange import package
from reviewer.exchange.reasons.lint import lint
from reviewer.exchange.reasons.reasons import RESTRICTING, Known, batches, statement_of
from reviewer.exchange.reasons.schema import fault
from reviewer.exchange.stretch import Stretch
from reviewer.exchange.views import decision_facts
from reviewer.trust.canonical import dumps

COUNTED = (
    "decision_visibility",
    "decision_account",
    "decision_ground",
    "category",
    "category_specification",
    "content_type",
    "content_language",
    "source_type",
    "automated_detection",
    "automated_decision",
)
SHIFT_BP = 2_000
"""A share that moved by so many hundredths of a per cent since the export before is pointed out."""

Distribution = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Before:
    """What the export of statements before this one said of itself, in its event.

    Attributes:
        held: the decisions that it held back, by event id.
        distribution: how often each value of each closed list stood in it.
    """

    held: frozenset[str] = frozenset()
    distribution: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Reasons:
    """The statements of a stretch.

    Attributes:
        statements: what leaves, by the id of the decision.
        held: what is held back: (id, field, reason) for each objection.
        unneeded: how many decisions need no statement.
        distribution: counts of the closed lists in what leaves.
    """

    statements: list[dict[str, Any]]
    held: list[tuple[str, str, str]]
    unneeded: int
    distribution: Distribution

    @property
    def held_ids(self) -> list[str]:
        """The decisions that are held back, each once."""
        return list(dict.fromkeys(ident for ident, _, _ in self.held))


def reasons_of(
    stretch: Stretch,
    before: Before,
    known: Callable[[Event], Known],
    locked: Callable[[str], bool],
) -> Reasons:
    """The statements of the decisions that came into force in a stretch."""
    made, held, unneeded = [], [], 0
    for fact in _entered(stretch, before, locked):
        if fact.outcome not in RESTRICTING:
            unneeded += 1
            continue
        facts = known(fact.event)
        statement, missing = statement_of(fact.event, facts)
        objections = missing + lint(statement, facts.names)
        wrong = fault(statement) if not objections else None
        objections += [wrong] if wrong else []
        held += [(fact.id, name, reason) for name, reason in objections]
        if not objections:
            made.append(statement)
    return Reasons(made, held, unneeded, distribution(made))


def _entered(stretch: Stretch, before: Before, locked: Callable[[str], bool]) -> list[Fact]:
    """The decisions in force and not contested that were not so before the stretch."""
    now = _in_force(stretch.state, locked)
    travelling = {ev.text(event, "id") for event in stretch.events}
    past = fold.fold(e for e in stretch.history if ev.text(e, "id") not in travelling)
    known = {fact.id for fact in _in_force(past, locked)} - before.held
    return sorted((fact for fact in now if fact.id not in known), key=_by_id)


def _in_force(state: State, locked: Callable[[str], bool]) -> list[Fact]:
    return [fact for _, fact, contested in decision_facts(state, locked) if not contested]


def _by_id(fact: Fact) -> str:
    return fact.id


def distribution(statements: Iterable[Mapping[str, Any]]) -> Distribution:
    """How often each value of each closed list stands in statements."""
    found: dict[str, Counter[str]] = {name: Counter() for name in COUNTED}
    for statement in statements:
        for name in COUNTED:
            value = statement.get(name, "(absent)")
            found[name].update(value if isinstance(value, list) else [value])
    return {name: dict(sorted(counts.items())) for name, counts in found.items() if counts}


def reason_files(reasons: Reasons, before: Before) -> dict[str, bytes]:
    """``sor.jsonl``, one batch a line as the database takes it, and ``sor-report.json``."""
    lines = [dumps(batch) + "\n" for batch in batches(reasons.statements)]
    rows, shifts = compared(reasons.distribution, before.distribution)
    report = {
        "format": "reviewer-sor-report",
        "format_version": "1.0",
        "must_understand": [],
        "counts": {
            "statements": len(reasons.statements),
            "batches": len(lines),
            "held_back": len(reasons.held_ids),
            "none_needed": reasons.unneeded,
        },
        "held_back": [
            {"puid": ident, "field": name, "reason": why} for ident, name, why in reasons.held
        ],
        "distribution": rows,
        "shifts": shifts,
    }
    return {
        package.SOR: "".join(lines).encode("utf-8"),
        package.SOR_REPORT: (dumps(report) + "\n").encode("utf-8"),
    }


def compared(
    now: Mapping[str, Mapping[str, int]], before: Mapping[str, Mapping[str, int]]
) -> tuple[list[dict[str, Any]], list[str]]:
    """Each value with its count and share (basis points) now and in the export before, and in
    sentences where a share moved far: a label that was lost, an answer that was turned round."""
    rows: list[dict[str, Any]] = []
    shifts = []
    for name in COUNTED:
        mine, theirs = now.get(name, {}), before.get(name, {})
        for value in sorted({*mine, *theirs}):
            share, earlier = _share(mine, value), _share(theirs, value)
            row = {"field": name, "value": value, "count": mine.get(value, 0), "share_bp": share}
            if theirs:
                row |= {"count_before": theirs.get(value, 0), "share_before_bp": earlier}
                if mine and abs(share - earlier) >= SHIFT_BP:
                    shifts.append(
                        f"{name} {value}: {_percent(share)} of all, {_percent(earlier)} in the"
                        " export before."
                    )
            rows.append(row)
    return rows, shifts


def _share(counts: Mapping[str, int], value: str) -> int:
    total = sum(counts.values())
    return counts.get(value, 0) * 10_000 // total if total else 0


def _percent(bp: int) -> str:
    return f"{bp / 100:.0f} %"
