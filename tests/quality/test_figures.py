"""Sizes, intervals and gates against the figures of the design's research (standards.md 6.2)."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.quality.acceptance import curve, exact_probability, gate_for
from reviewer.quality.acceptance import probability_of_acceptance as passes
from reviewer.quality.intervals import WIDE, wilson, wilson_finite, z_of
from reviewer.quality.sizes import for_discovery, for_margin, found_at_least_one

MARGINS = [
    (0.05, 0.02, (457, 372, 314, 182)),
    (0.05, 0.03, (203, 185, 169, 122)),
    (0.10, 0.03, (385, 323, 278, 169)),
    (0.10, 0.05, (139, 130, 122, 95)),
    (0.50, 0.05, (385, 323, 278, 169)),
]
DISCOVERY = [(0.01, 299, 189), (0.02, 149, 117), (0.05, 59, 54), (0.10, 29, 28)]
INTERVALS = [(0, 50, 0.0, 7.1), (3, 100, 1.0, 8.5), (5, 100, 2.2, 11.2), (10, 200, 2.7, 9.0)]
GATES = [(50, 3, (96.4, 76, 25)), (80, 5, (98.5, 79, 18)), (125, 7, (98.6, 71, 6))]
LOTS = [(51, "E", 13), (91, "F", 20), (150, "F", 20), (151, "G", 32), (280, "G", 32)]
LOTS += [(281, "H", 50), (501, "J", 80), (1_200, "J", 80), (1_201, "K", 125), (10_000, "L", 200)]


@pytest.mark.parametrize(("expected", "margin", "wanted"), MARGINS)
def test_sizes_for_a_margin(expected: float, margin: float, wanted: tuple[int, ...]) -> None:
    assert tuple(for_margin(expected, margin, n) for n in (None, 2000, 1000, 300)) == wanted


@pytest.mark.parametrize(("rate", "endless", "of_300"), DISCOVERY)
def test_sizes_for_discovery(rate: float, endless: int, of_300: int) -> None:
    assert for_discovery(rate) == endless and for_discovery(rate, 300) == of_300


@given(st.integers(1, 200), st.data())
def test_finding_one_is_the_hypergeometric_law(size: int, data: st.DataObject) -> None:
    n, bad = data.draw(st.integers(0, size)), data.draw(st.integers(0, size))
    exact = 1 - Fraction(comb(size - bad, n), comb(size, n))
    assert found_at_least_one(n, bad, size) == pytest.approx(float(exact), abs=1e-12)


@given(st.floats(0.005, 0.5), st.integers(1, 400))
def test_a_discovery_size_is_the_smallest_that_suffices(rate: float, size: int) -> None:
    n, bad = for_discovery(rate, size), max(1, int(rate * size + 0.5))
    assert found_at_least_one(n, bad, size) >= 0.95
    assert n == 1 or found_at_least_one(n - 1, bad, size) < 0.95


@pytest.mark.parametrize(("hits", "n", "low", "high"), INTERVALS)
def test_wilson(hits: int, n: int, low: float, high: float) -> None:
    rate = wilson(hits, n)
    assert (round(100 * rate.low, 1), round(100 * rate.high, 1)) == (low, high)


def test_the_normal_quantile() -> None:
    assert z_of() == pytest.approx(1.959964, abs=1e-6)
    with pytest.raises(ValueError, match="confidence"):
        z_of(1.0)


@given(st.integers(0, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_rate_and_never_has_no_width(pair: tuple[int, int]) -> None:
    hits, n = pair
    rate = wilson(hits, n)
    assert 0 <= rate.low <= (rate.value if rate.value is not None else 0.5) <= rate.high <= 1
    assert rate.high > rate.low
    assert rate.wide == (rate.high - rate.low > WIDE)


@given(st.integers(1, 80), st.data())
def test_a_finite_interval_is_narrower_and_possible(size: int, data: st.DataObject) -> None:
    n = data.draw(st.integers(1, size))
    hits = data.draw(st.integers(0, n))
    finite, endless = wilson_finite(hits, n, size), wilson(hits, n)
    assert finite.high - finite.low <= endless.high - endless.low + 1e-12
    assert hits / size <= finite.low + 1e-12 and finite.high <= 1 - (n - hits) / size + 1e-12
    if n < size:
        assert finite.high > finite.low, "not all was seen: there is doubt"


def test_few_are_wide_and_nothing_is_everything() -> None:
    assert wilson(1, 10).wide and not wilson(3, 300).wide
    nothing = wilson(0, 0)
    assert nothing.value is None and (nothing.low, nothing.high) == (0.0, 1.0) and nothing.wide
    with pytest.raises(ValueError, match="hits"):
        wilson(3, 2)


@pytest.mark.parametrize(("n", "accept", "wanted"), GATES)
def test_what_a_gate_lets_pass(n: int, accept: int, wanted: tuple[float, ...]) -> None:
    found = tuple(100 * passes(n, accept, rate) for rate in (0.025, 0.05, 0.10))
    assert found[0] == pytest.approx(wanted[0], abs=0.05)
    assert [round(one) for one in found[1:]] == list(wanted[1:])


@pytest.mark.parametrize(("lot", "letter", "n"), LOTS)
def test_code_letters(lot: int, letter: str, n: int) -> None:
    gate = gate_for(lot)
    if n == 13:
        assert gate is None, "no number of faults is known for it: look at all"
        return
    assert gate is not None and (gate.letter, gate.n) == (letter, n)


def test_the_curve_falls_and_a_small_lot_is_judged_a_little_more_sharply() -> None:
    points = curve(50, 3)
    assert points[0] == (0.0, 1.0) and points[-1][0] == 0.2
    assert all(a[1] >= b[1] for a, b in pairwise(points))
    assert exact_probability(50, 3, 0, 500) == 1.0
    assert exact_probability(50, 3, 50, 500) == pytest.approx(passes(50, 3, 0.1), abs=0.02)
    assert gate_for(20_000) is None
