"""How many to draw from each stratum: floors, balance, the rest in proportion. Pure; no floats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from reviewer.domain.qa_plan import Plan
from reviewer.quality.estimate import MUST_SEE
from reviewer.quality.frame import NO_VIOLATION, VIOLATION, FrameItem, FrameList
from reviewer.quality.sizes import for_discovery, for_margin

ALL = "all"
"""The one stratum of a simple and of a discovery draw, beside must-see."""


def stratum_of(item: FrameItem, plan: Plan) -> str:
    """The stratum of a decision under a plan."""
    if item.why or plan.method == "stratified":
        return item.stratum
    return ALL


def sizes_of(frame: FrameList, plan: Plan) -> dict[str, int]:
    """N_h of each stratum, by name."""
    found = Counter(stratum_of(item, plan) for item in frame.items)
    return dict(sorted(found.items()))


def total_of(plan: Plan, rest: int) -> int:
    """How many of ``rest`` decisions that need not be seen are drawn, before floors and balance."""
    if not rest:
        return 0
    if plan.method == "discovery":
        return for_discovery(_value(plan.discover), rest)
    if plan.size:
        return min(plan.size, rest)
    return for_margin(_value(plan.expected), _value(plan.margin), rest)


def allot(frame: FrameList, plan: Plan) -> dict[str, int]:
    """n_h of each stratum: must-see whole, the others by the plan.

    Stratified: the number splits on violating and non-violating so that, with the must-see ones,
    both are equally many (``balance``), or in proportion; where one direction has fewer must-see
    ones, it is drawn more, also beyond the number. Within a direction each stratum gets its floor
    (or all of it), and the rest goes in proportion to size, by largest remainders, ties by name.
    """
    sizes = sizes_of(frame, plan)
    found = {MUST_SEE: sizes[MUST_SEE]} if MUST_SEE in sizes else {}
    rest = {name: size for name, size in sizes.items() if name != MUST_SEE}
    total = total_of(plan, sum(rest.values()))
    if plan.method != "stratified":
        return {**found, **({ALL: total} if rest else {})}
    must = Counter(item.direction for item in frame.items if item.why)
    sides = {
        side: {n: size for n, size in rest.items() if n.endswith(f"/{side}")}
        for side in (VIOLATION, NO_VIOLATION)
    }
    for side, number in _split(sides, must, total, plan).items():
        found |= spread(sides[side], number, plan.floor)
    return dict(sorted(found.items()))


def _split(
    sides: Mapping[str, Mapping[str, int]], must: Mapping[str, int], total: int, plan: Plan
) -> dict[str, int]:
    """How many of each direction; as equal as there are enough of, floors kept."""
    have = {side: sum(strata.values()) for side, strata in sides.items()}
    least = {
        side: sum(min(plan.floor, size) for size in strata.values())
        for side, strata in sides.items()
    }
    if not plan.balance:
        shares = largest_remainders(have, min(total, sum(have.values())))
        return {side: min(have[side], max(least[side], shares[side])) for side in sides}
    seen = sum(must.values())
    goal = max(-((total + seen) // -2), *(must.get(s, 0) + least[s] for s in sides))
    return {side: min(have[side], max(least[side], goal - must.get(side, 0))) for side in sides}


def spread(strata: Mapping[str, int], number: int, floor: int) -> dict[str, int]:
    """``number`` over strata by size: first the floors, then the rest in proportion to what is
    left, never more than there is."""
    found = {name: min(floor, size) for name, size in strata.items()}
    more = min(number, sum(strata.values())) - sum(found.values())
    if more <= 0:
        return found
    ideal = largest_remainders(strata, min(number, sum(strata.values())))
    want = {name: max(0, ideal[name] - found[name]) for name in strata}
    for name, extra in largest_remainders(want, min(more, sum(want.values()))).items():
        found[name] += extra
    return found


def largest_remainders(weights: Mapping[str, int], number: int) -> dict[str, int]:
    """Whole parts of ``number`` in proportion to weights (number ≤ their sum, so that no part is
    larger than its weight); ties go to the first name."""
    total = sum(weights.values())
    if not total or number <= 0:
        return dict.fromkeys(weights, 0)
    found = {name: number * weight // total for name, weight in weights.items()}
    left = number - sum(found.values())
    by_rest = sorted(weights, key=lambda name: (-(number * weights[name] % total), name))
    for name in by_rest[:left]:
        found[name] += 1
    return found


def _value(share: tuple[int, int]) -> float:
    return share[0] / share[1]
