"""What a plan would cost and tell, before anything is drawn: data for a table and a curve. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.domain.qa_plan import Plan
from reviewer.quality.allot import allot, sizes_of
from reviewer.quality.draw import golden_number
from reviewer.quality.estimate import MUST_SEE
from reviewer.quality.frame import VIOLATION, FrameList
from reviewer.quality.intervals import wilson_finite
from reviewer.quality.sizes import bad_of, found_at_least_one


@dataclass(frozen=True, slots=True)
class StratumPreview:
    """One row: how many there are, how many would be drawn, and the half width, as a share, of
    the interval of a rate as the plan expects it."""

    name: str
    size: int
    drawn: int
    margin: float


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """For a size of sample: the probability of finding at least one fault where ``discover`` of
    the decisions are faulty, and the whole width of the interval of the expected rate."""

    n: int
    found: float
    width: float


@dataclass(frozen=True)
class Preview:
    """A plan applied to a frame without a seed.

    Attributes:
        violating: what share of the drawn would be violating: one half tells nothing of an
            outcome; None where nothing would be drawn.
        margin: half the width, as a share, of the interval of the rate over all that need not be
            seen, strata added.
    """

    strata: tuple[StratumPreview, ...]
    total: int
    must_see: int
    golden: int
    violating: float | None
    margin: float
    curve: tuple[CurvePoint, ...]


def preview(frame: FrameList, plan: Plan, golden: int = 0) -> Preview:
    """What ``draw`` would do with this frame and plan; ``golden`` cases are in force."""
    sizes, numbers = sizes_of(frame, plan), allot(frame, plan)
    rate = plan.expected[0] / plan.expected[1]
    rows = tuple(
        StratumPreview(name, size, numbers[name], _margin(rate, numbers[name], size))
        for name, size in sizes.items()
    )
    rest = [row for row in rows if row.name != MUST_SEE]
    size = sum(row.size for row in rest)
    total = sum(numbers.values())
    return Preview(
        strata=rows,
        total=total,
        must_see=numbers.get(MUST_SEE, 0),
        golden=min(golden, golden_number(plan, total)),
        violating=_violating(frame, numbers, sizes),
        margin=sum((row.size / size * row.margin) ** 2 for row in rest) ** 0.5 if size else 0.0,
        curve=curve(plan, size),
    )


def curve(plan: Plan, size: int) -> tuple[CurvePoint, ...]:
    """Some 40 sizes from 1 to ``size``, closer together where they are small."""
    if not size:
        return ()
    rate = plan.expected[0] / plan.expected[1]
    bad = min(size, bad_of(plan.discover[0] / plan.discover[1], size))
    steps = sorted({max(1, round(size ** (k / 40))) for k in range(41)} | {size})
    return tuple(
        CurvePoint(n, found_at_least_one(n, bad, size), 2 * _margin(rate, n, size)) for n in steps
    )


def _margin(rate: float, n: int, size: int) -> float:
    """Half the width of the interval when about ``rate`` of n are hits."""
    if not n:
        return 0.5
    found = wilson_finite(min(n, int(rate * n + 0.5)), n, size)
    return (found.high - found.low) / 2


def _violating(frame: FrameList, numbers: dict[str, int], sizes: dict[str, int]) -> float | None:
    total = sum(numbers.values())
    if not total:
        return None
    must = sum(1 for item in frame.items if item.why and item.direction == VIOLATION)
    if not numbers.get(MUST_SEE):
        must = 0
    named = sum(n for name, n in numbers.items() if name.endswith(f"/{VIOLATION}"))
    alike = numbers.get("all", 0)
    if alike:
        free = [item for item in frame.items if not item.why]
        share = sum(1 for item in free if item.direction == VIOLATION) / max(1, sizes["all"])
        return (must + alike * share) / total
    return (must + named) / total
