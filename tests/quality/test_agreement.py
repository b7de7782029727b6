"""Agreement against tables and figures that were published; the source stands with each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.quality.agreement import confusion, kappa, kappa_of, raw, table_of
from reviewer.quality.raters import ac1, alpha, alpha_interval, fleiss

FOUR = "11.1 2232 3333 3333 2222 1234 4444 1121 2222 .555 ..11 ..3."
"""Krippendorff, Computing Krippendorff's alpha-reliability (2011), example C: twelve units, four
observers, missing values; Gwet's Handbook (2014, p. 120) has the same table (cac.raw4raters)."""

TWO = "01 11 01 00 00 01 00 00 10 00"
"""The same paper, example A: two observers, ten units."""


def table(text: str) -> list[list[str | None]]:
    return [[None if one == "." else one for one in row] for row in text.split()]


def from_cells(rows: list[list[int]]) -> list[list[str | None]]:
    """Two people's answers from a table of counts."""
    span = range(len(rows))
    return [[str(i), str(j)] for i in span for j in span for _ in range(rows[i][j])]


def from_counts(rows: list[list[int]]) -> list[list[str | None]]:
    """Answers from how many people gave each."""
    return [[str(k) for k, count in enumerate(row) for _ in range(count)] for row in rows]


def test_alpha_as_its_author_published_it() -> None:
    assert alpha(table(FOUR)).value == pytest.approx(0.743, abs=0.0005)
    assert alpha(table(TWO)).value == pytest.approx(0.095, abs=0.0005)


def test_ac1_as_its_author_published_it() -> None:
    found = ac1(table(FOUR))
    assert found.value == pytest.approx(0.77544, abs=5e-6)
    assert found.observed == pytest.approx(0.8181818, abs=5e-8)
    assert found.expected == pytest.approx(0.1903212, abs=5e-8)
    assert alpha(table(FOUR)).value == pytest.approx(0.74342, abs=5e-6)


def test_the_three_by_three_table_of_the_handbook() -> None:
    """Gwet's Handbook (2014, p. 32; cont3x3abstractors): kappa 0.7964, AC1 0.8493."""
    cells = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
    assert kappa_of(table_of("abc", cells)).value == pytest.approx(0.7964094, abs=5e-7)
    assert ac1(from_cells(cells)).value == pytest.approx(0.8493305, abs=5e-7)


def test_fleiss() -> None:
    """The worked example that is printed most often: ten items, fourteen people, 0.210."""
    rows = [[0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1]]
    rows += [[7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7]]
    found = fleiss(from_counts(rows))
    assert found.value == pytest.approx(0.210, abs=0.0005)
    assert (found.observed, found.expected) == pytest.approx((0.378, 0.213), abs=0.0005)
    with pytest.raises(ValueError, match="same number"):
        fleiss(table(FOUR))


def test_kappa() -> None:
    """Cohen's table of 200 patients as Fleiss, Cohen and Everitt (1969) print it: 0.492."""
    found = kappa_of(table_of("abc", [[88, 14, 18], [10, 40, 10], [2, 6, 12]]))
    assert found.value == pytest.approx(0.492, abs=0.0005)
    assert (found.observed, found.expected) == pytest.approx((0.70, 0.41))


@pytest.mark.parametrize(
    ("cells", "wanted"), [([[40, 9], [6, 45]], 0.70), ([[80, 10], [5, 5]], 0.32)]
)
def test_kappa_falls_with_prevalence_and_says_so(cells: list[list[int]], wanted: float) -> None:
    """Feinstein and Cicchetti, Journal of Clinical Epidemiology 43 (1990): 85 % agree in both."""
    found = kappa_of(table_of("ab", cells))
    assert found.observed == 0.85 and found.value == pytest.approx(wanted, abs=0.005)
    assert "raw agreement" in found.note


def test_ac1_stands_where_kappa_is_below_chance() -> None:
    """Gwet (2008): 118 of 125 agree; kappa −0.0234, AC1 0.9408."""
    cells = [[118, 5], [2, 0]]
    assert kappa_of(table_of("ab", cells)).value == pytest.approx(-0.0234, abs=5e-5)
    assert ac1(from_cells(cells)).value == pytest.approx(0.9408, abs=5e-5)
    assert raw([("a", "a")] * 118 + [("a", "b")] * 7).value == 0.944


def test_the_table_of_two_people() -> None:
    found = confusion([("warn", "warn"), ("warn", "suspend"), ("suspend", "suspend")])
    assert found.labels == ("suspend", "warn") and found.rows == ((1, 0), (1, 1))
    assert kappa([("a", "a"), ("a", "a")]).value is None, "one answer only: nothing to say"
    with pytest.raises(ValueError, match="nothing"):
        kappa([])
    with pytest.raises(ValueError, match="square"):
        table_of("ab", [[1, 2]])


def test_a_bootstrap_is_the_same_for_the_same_seed() -> None:
    first = alpha_interval(table(FOUR), "seed")
    assert first == alpha_interval(table(FOUR), "seed") != alpha_interval(table(FOUR), "other")
    assert first.low is not None and first.high is not None and first.value is not None
    assert first.low < first.value < first.high


def test_where_nothing_can_be_said() -> None:
    assert alpha([["a", None], [None, None]]).value is None
    assert alpha([["a", "a"], ["a", "a"]]).value is None, (
        "never another answer: no chance to differ"
    )
    assert ac1([["a", "a"]]).value is None
    assert ac1([["a", "a"]], labels=("a", "b")).value == 1.0
    assert alpha_interval([["a", "b"]], "s").low is None


ANSWERS = st.sampled_from(["a", "b", "c", None])
TABLES = st.lists(st.lists(ANSWERS, min_size=3, max_size=3), min_size=1, max_size=12)


@given(TABLES, st.randoms(use_true_random=False))
def test_neither_the_order_of_items_nor_that_of_people_matters(rows: list, rng) -> None:  # type: ignore[no-untyped-def, type-arg]
    mixed = [rng.sample(row, len(row)) for row in rng.sample(rows, len(rows))]
    for measure in (alpha, ac1):
        one, other = measure(rows), measure(mixed)
        assert one.items == other.items
        assert one.value == pytest.approx(other.value)
        assert one.value is None or one.value <= 1 + 1e-12
