"""The gate of a lot: how many to look at, how many faults it may have, and what that proves. Pure.

A gate releases a lot or has it looked at again; it is never a judgement on a person. A lot that
passes says little about few faults: the curve is shown with it. Source: ISO 2859-1, general
inspection level II, normal inspection, acceptable quality limit 2.5 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

LETTERS = (
    (8, "A", 2),
    (15, "B", 3),
    (25, "C", 5),
    (50, "D", 8),
    (90, "E", 13),
    (150, "F", 20),
    (280, "G", 32),
    (500, "H", 50),
    (1_200, "J", 80),
    (3_200, "K", 125),
    (10_000, "L", 200),
)
"""(largest lot, code letter, how many to look at)."""

ACCEPTED = {20: 1, 32: 2, 50: 3, 80: 5, 125: 7, 200: 10}
"""How many to look at, to how many faults still pass, at an acceptable limit of 2.5 %."""

CURVE = tuple(n / 200 for n in range(41))
"""Shares of faults for which a curve is drawn: 0 to 20 % by half a point."""


@dataclass(frozen=True, slots=True)
class Gate:
    """The gate for a lot: its code letter, how many to look at, how many faults still pass."""

    letter: str
    n: int
    accept: int


def gate_for(lot: int) -> Gate | None:
    """The gate for a lot of this many decisions; None for one that is too small for a gate that
    passes a fault (all of it is looked at), or larger than 10,000."""
    for largest, letter, n in LETTERS:
        if lot <= largest:
            accept = ACCEPTED.get(n)
            return Gate(letter, n, accept) if accept is not None and lot >= n else None
    return None


def probability_of_acceptance(n: int, accept: int, rate: float) -> float:
    """How probably a lot passes whose faults are this share: Σ_{k ≤ c} C(n, k) pᵏ (1 − p)ⁿ⁻ᵏ.

    Raises:
        ValueError: a rate outside 0 to 1.
    """
    if not 0 <= rate <= 1:
        raise ValueError("the rate lies between 0 and 1")
    found = sum(comb(n, k) * rate**k * (1 - rate) ** (n - k) for k in range(min(accept, n) + 1))
    return min(1.0, found)


def exact_probability(n: int, accept: int, bad: int, size: int) -> float:
    """The same for a lot of ``size`` with ``bad`` faults, drawn without replacement
    (hypergeometric)."""
    if not 0 <= bad <= size or not 0 <= n <= size:
        raise ValueError("bad and n lie between 0 and the size")
    ways = sum(comb(bad, k) * comb(size - bad, n - k) for k in range(min(accept, n, bad) + 1))
    return ways / comb(size, n)


def curve(n: int, accept: int) -> tuple[tuple[float, float], ...]:
    """The operating characteristic: (share of faults, probability that the lot passes)."""
    return tuple((rate, probability_of_acceptance(n, accept, rate)) for rate in CURVE)
