"""What a sample says about all decisions that it was drawn from. Pure.

Each decision counts 1/π, its inclusion probability (Horvitz–Thompson). Inside a stratum π is the
same for all, so that the estimate is Σ W_h·ȳ_h with W_h = N_h/N. Decisions that must be seen have
π = 1: they are a stratum of their own that is looked at whole, and what they show is never taken
for what the others would.

The standard error is that of stratified sampling, √Σ W_h²(1 − f_h)s_h²/n_h (Cochran 1977, 5.4).
The interval does not rest on it: a stratum of few, all alike, has s_h = 0 and would claim to know.
It adds squares instead: p ∓ √Σ W_h²(ȳ_h − limit_h)², where the limits are Wilson's for each stratum
without replacement, so that a stratum with no error among 10 still leaves room for some. Sources:
D. G. Horvitz and D. J. Thompson, JASA 47 (1952); C.-E. Särndal, B. Swensson, J. Wretman, Model
Assisted Survey Sampling (1992), 3.7; G. Y. Zou and A. Donner, Statistics in Medicine 27 (2008)
(limits from the limits of the parts).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from reviewer.quality.intervals import CONFIDENCE, Rate, score_limits, wilson_finite

MUST_SEE = "must_see"
"""The stratum of decisions that are always looked at."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """What is known of one stratum.

    Attributes:
        name: ``must_see``, or the name in the draw.
        size: N_h, how many decisions there are in it.
        values: what each decision that was looked at showed: 1 for yes, 0 for no, or a value
            between. Their number is n_h.
    """

    name: str
    size: int
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.values) > self.size:
            raise ValueError(f"more was looked at than there is in {self.name}")
        if any(not 0 <= value <= 1 for value in self.values):
            raise ValueError("values lie between 0 and 1")

    @property
    def mean(self) -> float | None:
        """ȳ_h; None where nothing was looked at."""
        return sum(self.values) / len(self.values) if self.values else None


@dataclass(frozen=True, slots=True)
class Estimate:
    """A rate over strata.

    Attributes:
        rate: the estimate and its interval; ``hits`` and ``n`` are those of the sample.
        error: its standard error by stratified variance; None where a stratum has fewer than two
            looked at and is not looked at whole.
        size: how many decisions it speaks of.
        blind: how many of those lie in strata where nothing was looked at; they leave the whole
            range open, 0 to 1, and widen the interval so.
    """

    rate: Rate
    error: float | None
    size: int
    blind: int


def overturn(strata: Iterable[Stratum], confidence: float = CONFIDENCE) -> Estimate:
    """The Horvitz–Thompson rate over all strata, the must-see one among them.

    Strata without anything looked at count with the mean of the others (there is no better
    guess) and with limits of 0 and 1. A stratum of nothing is passed over.
    """
    found = [s for s in strata if s.size > 0]
    size = sum(s.size for s in found)
    seen = [s for s in found if s.values]
    hits = sum(1 for s in seen for value in s.values if value > 0)
    n = sum(len(s.values) for s in seen)
    blind = size - sum(s.size for s in seen)
    if not seen:
        return Estimate(Rate(0, 0, None, 0.0, 1.0), None, size, blind)
    known = sum(s.size * (s.mean or 0.0) for s in seen) / sum(s.size for s in seen)
    below = above = value = 0.0
    for stratum in found:
        weight = stratum.size / size
        mean = stratum.mean if stratum.values else known
        low, high = _limits(stratum, confidence)
        value += weight * (mean or 0.0)
        below += (weight * ((mean or 0.0) - low)) ** 2
        above += (weight * (high - (mean or 0.0))) ** 2
    rate = Rate(hits, n, value, max(0.0, value - sqrt(below)), min(1.0, value + sqrt(above)))
    return Estimate(rate, _error(found, size), size, blind)


def apart(
    strata: Iterable[Stratum], confidence: float = CONFIDENCE
) -> tuple[Estimate, Estimate, Estimate]:
    """(must-see alone, the others alone, both together): what a report shows, in this order."""
    every = list(strata)
    must = [s for s in every if s.name == MUST_SEE]
    rest = [s for s in every if s.name != MUST_SEE]
    return overturn(must, confidence), overturn(rest, confidence), overturn(every, confidence)


def horvitz_thompson(
    values: Sequence[tuple[float, float]], size: int | None = None
) -> float | None:
    """The bare estimator over (value, inclusion probability): Σ y/π, over N where it is known, and
    else over Σ 1/π (Hájek's form). None for nothing.

    Raises:
        ValueError: a probability that is not above 0 and at most 1.
    """
    if any(not 0 < chance <= 1 for _, chance in values):
        raise ValueError("an inclusion probability lies above 0 and is at most 1")
    below = float(size) if size else sum(1 / chance for _, chance in values)
    return sum(value / chance for value, chance in values) / below if below else None


def strata_of(sizes: Mapping[str, int], seen: Iterable[tuple[str, float]]) -> list[Stratum]:
    """Strata by name from their sizes and (stratum, value) of what was looked at, by name."""
    values: dict[str, list[float]] = {name: [] for name in sizes}
    for name, value in seen:
        values[name].append(value)
    return [Stratum(name, sizes[name], tuple(values[name])) for name in sorted(sizes)]


def _limits(stratum: Stratum, confidence: float) -> tuple[float, float]:
    n, size, mean = len(stratum.values), stratum.size, stratum.mean
    if mean is None:
        return 0.0, 1.0
    if all(value in (0.0, 1.0) for value in stratum.values):
        found = wilson_finite(sum(1 for v in stratum.values if v == 1), n, size, confidence)
        return found.low, found.high
    if n == size:
        return mean, mean
    return score_limits(mean, n * (size - 1) / (size - n), confidence)


def _error(strata: Sequence[Stratum], size: int) -> float | None:
    total = 0.0
    for stratum in strata:
        n, mean = len(stratum.values), stratum.mean
        if n == stratum.size:
            continue
        if n < 2 or mean is None:
            return None
        spread = sum((value - mean) ** 2 for value in stratum.values) / (n - 1)
        total += (stratum.size / size) ** 2 * (1 - n / stratum.size) * spread / n
    return sqrt(total)
