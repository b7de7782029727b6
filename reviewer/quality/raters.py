"""Agreement of any number of people, each of whom may have left items out. Pure.

A table of ratings is one row for each item, one answer for each person, None where there is none.
Items that fewer than two people answered say nothing of agreement; AC1 still learns from them how
frequent answers are, as its author does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

Ratings = Sequence[Sequence[str | None]]
BOOTSTRAPS = 1000


@dataclass(frozen=True, slots=True)
class Coefficient:
    """An agreement beyond chance.

    Attributes:
        value: 1 is perfect, 0 what chance alone gives; None where it cannot be said: fewer than
            two answers on every item, or only one answer ever given.
        observed: share of agreeing pairs of people.
        expected: share that chance would give, by this coefficient's idea of chance.
        items: how many items had two answers or more.
    """

    value: float | None
    observed: float
    expected: float
    items: int


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with both ends of its bootstrap interval; None where there is no value."""

    value: float | None
    low: float | None
    high: float | None
    draws: int


def counts_of(ratings: Ratings) -> list[Counter[str]]:
    """For each item how often each answer was given."""
    return [Counter(one for one in row if one is not None) for row in ratings]


def fleiss(ratings: Ratings) -> Coefficient:
    """Fleiss' kappa for the same number of people on each item: p_e = Σ p_k².

    Source: J. L. Fleiss, Measuring nominal scale agreement among many raters, Psychological
    Bulletin 76 (1971).

    Raises:
        ValueError: items with different numbers of answers (use AC1 or alpha for those).
    """
    counts = counts_of(ratings)
    if len({c.total() for c in counts}) > 1:
        raise ValueError("Fleiss' kappa needs the same number of answers on each item")
    observed, items = _observed(counts)
    total = sum(c.total() for c in counts)
    sums: Counter[str] = sum(counts, Counter())
    expected = sum((k / total) ** 2 for k in sums.values()) if total else 0.0
    return _coefficient(observed, expected, items)


def ac1(ratings: Ratings, labels: Sequence[str] = ()) -> Coefficient:
    """Gwet's AC1: p_e = Σ π_k(1 − π_k)/(q − 1), π_k the mean share of answer k over the items.

    Steady where one answer is rare, which kappa is not. Source: K. L. Gwet, Computing inter-rater
    reliability and its variance in the presence of high agreement, British Journal of Mathematical
    and Statistical Psychology 61 (2008); missing answers as in his Handbook (4th ed., 2014).

    Args:
        labels: all answers that were open to give, where not all were given.
    """
    counts = [c for c in counts_of(ratings) if c]
    observed, items = _observed(counts)
    known = {label for c in counts for label in c} | set(labels)
    if len(known) < 2 or not counts:
        return Coefficient(None, observed, 0.0, items)
    shares = [sum(c[label] / c.total() for c in counts) / len(counts) for label in sorted(known)]
    expected = sum(share * (1 - share) for share in shares) / (len(known) - 1)
    return _coefficient(observed, expected, items)


def alpha(ratings: Ratings) -> Coefficient:
    """Krippendorff's alpha for names: 1 − D_o/D_e by coincidences.

    Each item with m answers adds its ordered pairs, 1/(m − 1) each; D_o is the share of pairs that
    differ, D_e that of pairs of all answers n drawn without replacement: Σ n_c·n_k/(n(n − 1)).
    Source: K. Krippendorff, Computing Krippendorff's alpha-reliability (2011).
    """
    return _alpha_of([c for c in counts_of(ratings) if c.total() >= 2])


def alpha_interval(
    ratings: Ratings, seed: str, draws: int = BOOTSTRAPS, confidence: float = 0.95
) -> Interval:
    """Alpha with the percentile interval of a bootstrap over items.

    The same seed gives the same interval on every machine: the chosen items are words of the
    SHA-256 stream of (seed, number of the draw). Draws without a value (all answers alike) count
    as 1, full agreement.
    """
    counts = [c for c in counts_of(ratings) if c.total() >= 2]
    whole = _alpha_of(counts).value
    if whole is None or len(counts) < 2:
        return Interval(whole, None, None, 0)
    found = []
    for number in range(draws):
        picked = [counts[n] for n in _words(f"{seed}:{number}", len(counts), len(counts))]
        value = _alpha_of(picked).value
        found.append(1.0 if value is None else value)
    found.sort()
    cut = int(draws * (1 - confidence) / 2)
    return Interval(whole, found[cut], found[draws - 1 - cut], draws)


def _words(seed: str, count: int, below: int) -> list[int]:
    """Whole numbers below a bound, 64 bits of SHA-256 each; the bias is under below/2⁶⁴."""
    found: list[int] = []
    block = 0
    while len(found) < count:
        data = sha256(f"{seed}:{block}".encode()).digest()
        found += [int.from_bytes(data[at : at + 8], "big") % below for at in range(0, 32, 8)]
        block += 1
    return found[:count]


def _observed(counts: Sequence[Counter[str]]) -> tuple[float, int]:
    """The mean share of agreeing pairs over items with two answers or more, and their number."""
    shares = []
    for counter in counts:
        m = counter.total()
        if m >= 2:
            shares.append(sum(k * (k - 1) for k in counter.values()) / (m * (m - 1)))
    return (sum(shares) / len(shares) if shares else 0.0), len(shares)


def _alpha_of(counts: Sequence[Counter[str]]) -> Coefficient:
    totals: dict[str, int] = {}
    agreeing = 0.0
    for counter in counts:
        same = 0
        for label, k in counter.items():
            totals[label] = totals.get(label, 0) + k
            same += k * (k - 1)
        agreeing += same / (counter.total() - 1)
    n = sum(totals.values())
    if n < 2:
        return Coefficient(None, 0.0, 0.0, 0)
    expected = sum(k * (k - 1) for k in totals.values()) / (n * (n - 1))
    return _coefficient(agreeing / n, expected, len(counts))


def _coefficient(observed: float, expected: float, items: int) -> Coefficient:
    value = (observed - expected) / (1 - expected) if items and expected < 1 else None
    return Coefficient(value, observed, expected, items)
