"""Who gets which case: a deal, deterministic from its seed. Pure.

Greedy and stratified. A stratum is how urgent a case is, how severe to look at, and its language.
Within each stratum the cases come in an order drawn from the seed; each goes to whoever has the
fewest of that stratum so far, among those to whoever has the fewest in all, and among those by an
order drawn from the seed. So nobody has more than one case of a stratum more than anybody else, and
nobody more than one in all (two, where cases overlap). A share of the cases of every stratum goes
to two different people; nothing in what they get tells which. Who handed a case back never gets it
again, which can cost evenness where it leaves few others.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reviewer.domain.errors import Refused

WHOLE = 1000
"""An overlap is told in thousandths."""

Stratum = tuple[int, int, str]
"""(urgency, severity, language)."""


@dataclass(frozen=True, slots=True)
class Dealable:
    """A case that may be dealt.

    Attributes:
        case_id: which.
        language: of most of its posts; empty where none says.
        band: how urgent, 0 the most.
        severity: how hard to look at, as its source says; 0 where it does not.
        barred: who handed it back.
    """

    case_id: str
    language: str = ""
    band: int = 0
    severity: int = 0
    barred: frozenset[str] = frozenset()

    @property
    def stratum(self) -> Stratum:
        """What it is balanced by."""
        return (self.band, self.severity, self.language)


@dataclass(slots=True)
class Plan:
    """A deal that was worked out.

    Attributes:
        hands: for each person, the cases in the order in which they were given.
        twice: the cases that go to two people.
        nobody: cases that everybody named handed back.
        strata: the stratum of each case.
    """

    hands: dict[str, list[str]]
    twice: list[str] = field(default_factory=list)
    nobody: list[str] = field(default_factory=list)
    strata: dict[str, Stratum] = field(default_factory=dict)

    def table(self) -> list[tuple[Stratum, dict[str, int]]]:
        """(stratum, person to number of cases), the most urgent first."""
        found: dict[Stratum, dict[str, int]] = {}
        for name, cases in self.hands.items():
            for case_id in cases:
                row = found.setdefault(self.strata[case_id], dict.fromkeys(self.hands, 0))
                row[name] += 1
        return sorted(found.items())


def deal_out(cases: Sequence[Dealable], to: Sequence[str], overlap: int, seed: str) -> Plan:
    """Share cases out.

    Args:
        cases: each once.
        to: pseudonyms, each once.
        overlap: thousandths of the cases that go to two people.
        seed: the same seed, cases and people give the same deal.

    Raises:
        Refused: ``nobody`` to deal to, ``twice`` named, ``overlap`` with one person alone or out
            of range.
    """
    _check(to, overlap)
    plan = Plan({name: [] for name in sorted(to)})
    dice = _Dice(seed)
    strata: dict[Stratum, list[Dealable]] = {}
    for one in cases:
        strata.setdefault(one.stratum, []).append(one)
    owed = 0
    for stratum in sorted(strata):
        held: Counter[str] = Counter()
        owed += len(strata[stratum]) * overlap
        doubles, owed = divmod(owed, WHOLE)
        for one in sorted(strata[stratum], key=dice.of_case):
            free = [name for name in plan.hands if name not in one.barred]
            if not free:
                plan.nobody.append(one.case_id)
                continue
            wanted = 2 if doubles > 0 and len(free) > 1 else 1
            doubles -= wanted - 1
            chosen = sorted(free, key=dice.of_person(held, plan.hands, one.case_id))[:wanted]
            _give(plan, one, chosen, held)
        owed += doubles * WHOLE
    return plan


def _give(plan: Plan, one: Dealable, chosen: Sequence[str], held: Counter[str]) -> None:
    plan.strata[one.case_id] = one.stratum
    if len(chosen) > 1:
        plan.twice.append(one.case_id)
    for name in chosen:
        plan.hands[name].append(one.case_id)
        held[name] += 1


def _check(to: Sequence[str], overlap: int) -> None:
    if not to:
        raise Refused(
            "Nobody is named to deal to.",
            code="nobody",
            next_step="Name the reviewers, as --to heron,ibis.",
        )
    if len(set(to)) != len(to):
        raise Refused("A reviewer is named twice.", code="twice", next_step="Name each once.")
    if not 0 <= overlap <= WHOLE:
        raise Refused(
            "An overlap lies between 0 and 100 per cent.", code="overlap", next_step="As 5%."
        )
    if overlap and len(to) < 2:
        raise Refused(
            "Cases can only overlap between two people.",
            code="overlap",
            next_step="Name two reviewers, or leave the overlap out.",
        )


class _Dice:
    """Orders drawn from a seed by SHA-256: the same on every machine."""

    def __init__(self, seed: str) -> None:
        self._seed = seed

    def draw(self, *parts: str) -> str:
        """64 hex digits for these parts."""
        text = "\x1f".join((self._seed, *parts))
        return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()

    def of_case(self, one: Dealable) -> tuple[bool, str]:
        """Cases that not everybody may get come first, while there is most choice."""
        return (not one.barred, self.draw("case", one.case_id))

    def of_person(
        self, held: Mapping[str, int], hands: Mapping[str, Sequence[str]], case_id: str
    ) -> _Order:
        """Who comes first for a case."""
        return _Order(self, held, hands, case_id)


@dataclass(frozen=True, slots=True)
class _Order:
    dice: _Dice
    held: Mapping[str, int]
    hands: Mapping[str, Sequence[str]]
    case_id: str

    def __call__(self, name: str) -> tuple[int, int, str]:
        return (
            self.held.get(name, 0),
            len(self.hands[name]),
            self.dice.draw("person", self.case_id, name),
        )


def parse_overlap(text: str) -> int:
    """Thousandths of ``5%``, ``2.5 %`` or ``0.05``.

    Raises:
        Refused: code ``overlap``.
    """
    raw = text.strip()
    try:
        value = float(raw.removesuffix("%").strip()) / (100 if raw.endswith("%") else 1)
        found = round(value * WHOLE)
    except (ValueError, OverflowError):
        found = -1
    if not 0 <= found <= WHOLE:
        raise Refused(
            f"{text!r} is no share of the cases.", code="overlap", next_step="Write it as 5%."
        )
    return found
