"""Pairs: the product's operation and its limit in turn, and what their ratios say.

Absolute times drift with the machine; the ratio of two things done in the same second does not.
Each pair runs in the other order than the one before.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

ROUNDS = 9
"""Pairs of a row."""

FRAME = 1 / 60
"""Seconds that a frame may take."""

Statistic = Literal["median", "p50", "p99", "late"]
Work = Callable[[], Sequence[float]]
"""Does the work once or often and gives the seconds (or megabytes) that each took."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What is measured, and what it is measured against."""

    subject: Work
    limit: Work


@dataclass(frozen=True, slots=True)
class Goal:
    """The most that a ratio may be.

    ``median`` and ``p50``: the median of the ratios of the pairs' medians; ``p99``: the ratio of
    the 99th percentiles of all samples; ``late``: the share of samples longer than a frame.
    ``scale``: the goal is for the full size, where the limit has a million rows to go through; a
    quick run says the ratio and judges nothing.
    """

    statistic: Statistic
    most: float
    scale: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One goal measured; ``low`` and ``high`` are the quartiles of the pairs' ratios, ``subject``
    and ``limit`` the values that the ratio is of, in seconds or megabytes."""

    statistic: Statistic
    ratio: float
    goal: float
    low: float
    high: float
    subject: float
    limit: float
    samples: int

    @property
    def reached(self) -> bool:
        """Whether the goal is kept."""
        return self.ratio <= self.goal


Rounds = list[tuple[Sequence[float], Sequence[float]]]


def timed(work: Callable[..., object], *values: object, **more: object) -> list[float]:
    """The seconds that a call with these values takes."""
    return [once(work, *values, **more)]


def once(work: Callable[..., object], *values: object, **more: object) -> float:
    """The same as a bare number."""
    start = time.perf_counter()
    work(*values, **more)
    return time.perf_counter() - start


def run(pair: Pair, rounds: int = ROUNDS) -> Rounds:
    """Warm up once, then the pairs in turn: A B, B A, A B …"""
    if rounds > 1:
        pair.subject()
        pair.limit()
    found: Rounds = []
    for number in range(rounds):
        gc.collect()
        if number % 2:
            limit = pair.limit()
            subject = pair.subject()
        else:
            subject = pair.subject()
            limit = pair.limit()
        found.append((subject, limit))
    return found


def figure(rounds: Rounds, goal: Goal) -> Figure:
    """What the pairs say about one goal."""
    ratios = sorted(percentile(s, 0.5) / max(percentile(li, 0.5), 1e-9) for s, li in rounds)
    subject = [value for one, _ in rounds for value in one]
    limit = [value for _, one in rounds for value in one]
    share = 0.99 if goal.statistic == "p99" else 0.5
    a, b = percentile(subject, share), percentile(limit, share)
    if goal.statistic == "late":
        ratio = sum(value > FRAME for value in subject) / len(subject)
    elif goal.statistic == "p99":
        ratio = a / max(b, 1e-9)
    else:
        ratio = percentile(ratios, 0.5)
    low, high = percentile(ratios, 0.25), percentile(ratios, 0.75)
    return Figure(goal.statistic, ratio, goal.most, low, high, a, b, len(subject))


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of the values lies; of the nearest one."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
