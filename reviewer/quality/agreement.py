"""How far two people agree: raw with its interval first, then the table, kappa only when asked.

Raw agreement is what a person can check by hand. Kappa falls where one answer is rare although
people agree, so that it never stands without that warning. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reviewer.quality.intervals import CONFIDENCE, Rate, wilson

Pair = tuple[str, str]
"""What the first and the second person said of one item."""

PREVALENCE_NOTE = (
    "Kappa falls where one answer is much more frequent than the others, even if people agree"
    " nearly always (Feinstein and Cicchetti 1990): read it beside the raw agreement and the"
    " table, never instead of them."
)


@dataclass(frozen=True, slots=True)
class Confusion:
    """The table of what two people said.

    Attributes:
        labels: the answers, sorted.
        rows: ``rows[i][j]`` items for which the first said ``labels[i]``, the second ``labels[j]``.
    """

    labels: tuple[str, ...]
    rows: tuple[tuple[int, ...], ...]

    @property
    def n(self) -> int:
        """How many items."""
        return sum(map(sum, self.rows))


@dataclass(frozen=True, slots=True)
class Kappa:
    """Cohen's kappa; ``value`` is None where chance alone explains everything (one answer only).

    Attributes:
        prevalence: share of the most frequent answer over both people.
        note: the warning, always shown with the value.
    """

    value: float | None
    observed: float
    expected: float
    prevalence: float
    note: str = PREVALENCE_NOTE


def raw(pairs: Iterable[Pair], confidence: float = CONFIDENCE) -> Rate:
    """The share of items for which both said the same, with Wilson's interval."""
    found = list(pairs)
    return wilson(sum(1 for a, b in found if a == b), len(found), confidence)


def confusion(pairs: Iterable[Pair]) -> Confusion:
    """The table of all pairs."""
    counts = Counter(pairs)
    labels = tuple(sorted({label for pair in counts for label in pair}))
    return Confusion(labels, tuple(tuple(counts[(a, b)] for b in labels) for a in labels))


def kappa(pairs: Iterable[Pair]) -> Kappa:
    """κ = (p_o − p_e)/(1 − p_e), p_e = Σ p_i·p_j over the margins of both people.

    Source: J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological
    Measurement 20 (1960).

    Raises:
        ValueError: no pairs.
    """
    return kappa_of(confusion(pairs))


def kappa_of(table: Confusion) -> Kappa:
    """The same from a table."""
    n, span = table.n, range(len(table.labels))
    if not n:
        raise ValueError("nothing to compare")
    first = [sum(row) / n for row in table.rows]
    second = [sum(row[j] for row in table.rows) / n for j in span]
    observed = sum(table.rows[i][i] for i in span) / n
    expected = sum(first[i] * second[i] for i in span)
    value = (observed - expected) / (1 - expected) if expected < 1 else None
    prevalence = max((first[i] + second[i]) / 2 for i in span)
    return Kappa(value, observed, expected, prevalence)


def table_of(labels: Sequence[str], rows: Sequence[Sequence[int]]) -> Confusion:
    """A table from counts, as books print it.

    Raises:
        ValueError: not square.
    """
    if len(rows) != len(labels) or any(len(row) != len(labels) for row in rows):
        raise ValueError("the table is not square")
    return Confusion(tuple(labels), tuple(tuple(row) for row in rows))
