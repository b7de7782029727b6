"""How many must be looked at: for a margin, and for finding at least one. Pure.

Sources: W. G. Cochran, Sampling Techniques (3rd ed., 1977), 4.4 (sizes for shares); the
hypergeometric law of sampling without replacement for discovery.
"""

from __future__ import annotations

from math import ceil, floor

from reviewer.quality.intervals import CONFIDENCE, z_of

NEGLIGIBLE = 1e-15


def for_margin(
    expected: float, margin: float, size: int | None = None, confidence: float = CONFIDENCE
) -> int:
    """How many to draw so that a share is known within ± ``margin``.

    n₀ = z²·p(1 − p)/e²; for a finite population n = n₀/(1 + (n₀ − 1)/N), rounded up.

    Args:
        expected: the share that is expected, 0 to 1.
        margin: half the width, as a share.
        size: how many there are; None for as many as one likes.

    Raises:
        ValueError: shares outside 0 to 1.
    """
    if not 0 <= expected <= 1 or not 0 < margin < 1:
        raise ValueError("the expected share and the margin lie between 0 and 1")
    wanted = z_of(confidence) ** 2 * expected * (1 - expected) / margin**2
    if size is not None:
        if size <= 0:
            return 0
        wanted = wanted / (1 + (wanted - 1) / size)
        return min(size, max(1, ceil(wanted - 1e-9)))
    return max(1, ceil(wanted - 1e-9))


def found_at_least_one(n: int, bad: int, size: int | None, rate: float = 0.0) -> float:
    """The probability that a sample holds at least one bad item.

    Args:
        n: how many are drawn.
        bad: how many of ``size`` are bad (finite); not used for an endless population.
        size: the population; None for an endless one with the share ``rate`` bad.

    Returns:
        1 − C(N − D, n)/C(N, n), as a product of fractions, or 1 − (1 − rate)ⁿ. Multiplied and
        divided in double precision, which every machine does alike.
    """
    if size is None:
        return float(1 - (1 - rate) ** n)
    if not 0 <= bad <= size or not 0 <= n <= size:
        raise ValueError("bad and n lie between 0 and the size")
    if n + bad > size:
        return 1.0
    none, few, many = 1.0, min(n, bad), max(n, bad)
    for i in range(few):
        none *= (size - many - i) / (size - i)
        if none < NEGLIGIBLE:
            return 1.0
    return 1 - none


def bad_of(rate: float, size: int) -> int:
    """How many of ``size`` a share is, to the nearest whole number, halves up, at least one."""
    return max(1, floor(rate * size + 0.5))


def for_discovery(rate: float, size: int | None = None, confidence: float = CONFIDENCE) -> int:
    """How many to draw so that at least one is found with ``confidence``, where ``rate`` are bad.

    The smallest n for which ``found_at_least_one`` reaches the confidence; hypergeometric where
    the population is finite (bad items to the nearest whole number), so that it is exact.

    Raises:
        ValueError: a rate that is not between 0 and 1.
    """
    if not 0 < rate <= 1:
        raise ValueError("the rate lies between 0 and 1")
    if size is not None and size <= 0:
        return 0
    bad = bad_of(rate, size) if size is not None else 0
    low, high = 1, size if size is not None else 1
    while size is None and found_at_least_one(high, 0, None, rate) < confidence:
        high *= 2
    while low < high:
        middle = (low + high) // 2
        if found_at_least_one(middle, bad, size, rate) >= confidence:
            high = middle
        else:
            low = middle + 1
    return low
