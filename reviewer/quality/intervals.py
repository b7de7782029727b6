"""Shares with their intervals. No rate leaves this room without one. Pure.

All rates are shares between 0 and 1; confidence is two-sided and 95 % unless said otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

CONFIDENCE = 0.95
WIDE = 0.15
"""An interval wider than this many points (a share) says too little to be read as a rate."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with its interval.

    Attributes:
        hits: how many were found; for a weighted rate, in the sample.
        n: how many were looked at.
        value: the share, 0 to 1; None where nothing was looked at.
        low: lower end of the interval, 0 to 1.
        high: upper end, 0 to 1.
    """

    hits: int
    n: int
    value: float | None
    low: float
    high: float

    @property
    def wide(self) -> bool:
        """Whether the interval is wider than 15 points: to be greyed."""
        return self.high - self.low > WIDE


def z_of(confidence: float = CONFIDENCE) -> float:
    """The normal quantile of a two-sided confidence: 1.959964 for 0.95.

    Raises:
        ValueError: a confidence that does not lie between 0 and 1.
    """
    if not 0 < confidence < 1:
        raise ValueError("a confidence lies between 0 and 1")
    return NormalDist().inv_cdf((1 + confidence) / 2)


def wilson(hits: int, n: int, confidence: float = CONFIDENCE) -> Rate:
    """The Wilson score interval of ``hits`` in ``n``.

    (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n). Source: E. B. Wilson, Probable inference,
    the law of succession, and statistical inference, JASA 22 (1927).

    Raises:
        ValueError: counts that cannot be.
    """
    if n < 0 or not 0 <= hits <= n:
        raise ValueError("hits lie between 0 and n")
    if n == 0:
        return Rate(0, 0, None, 0.0, 1.0)
    low, high = score_limits(hits / n, float(n), confidence)
    return Rate(hits, n, hits / n, 0.0 if hits == 0 else low, 1.0 if hits == n else high)


def wilson_finite(hits: int, n: int, size: int, confidence: float = CONFIDENCE) -> Rate:
    """Wilson for a sample without replacement out of ``size``: with the effective number
    n' = n(N − 1)/(N − n), since the variance shrinks by (N − n)/(N − 1). Everything looked at
    leaves no doubt: the interval is the share itself. What is known bounds it as well: at least
    ``hits`` of N are, at most N − (n − hits). Source: W. G. Cochran, Sampling Techniques (3rd ed.,
    1977), 3.2.

    Raises:
        ValueError: counts that cannot be.
    """
    if not 0 <= hits <= n <= size:
        raise ValueError("hits lie between 0 and n, n between 0 and the size")
    if n == 0:
        return Rate(0, 0, None, 0.0, 1.0)
    value = hits / n
    if n == size:
        return Rate(hits, n, value, value, value)
    low, high = score_limits(value, n * (size - 1) / (size - n), confidence)
    return Rate(hits, n, value, max(low, hits / size), min(high, 1 - (n - hits) / size))


def score_limits(value: float, n: float, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Both ends of the Wilson interval for a share of a number that need not be whole.

    A mean of values in [0, 1] has at most the variance p(1 − p), so that for such a mean the
    interval is, if anything, too wide.
    """
    z2 = z_of(confidence) ** 2
    middle = (value + z2 / (2 * n)) / (1 + z2 / n)
    half = sqrt(z2) * sqrt(max(value * (1 - value), 0.0) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, min(middle - half, value)), min(1.0, max(middle + half, value))
