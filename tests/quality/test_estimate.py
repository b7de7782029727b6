"""The estimator over strata: right on average, honest about doubt, and what bias looks like."""

from __future__ import annotations

import random
from collections.abc import Callable
from math import sqrt

import pytest

from reviewer.quality.estimate import (
    MUST_SEE,
    Estimate,
    Stratum,
    apart,
    horvitz_thompson,
    overturn,
    strata_of,
)
from reviewer.quality.intervals import wilson_finite

ROUNDS = 1500
POPULATION = {
    "a": [1] * 12 + [0] * 188,
    "b": [1] * 30 + [0] * 70,
    "c": [1] * 2 + [0] * 58,
    "d": [0] * 25,
}
"""Four strata of different size and fault rate: 44 of 385, 11.4 %."""
TAKEN = {"a": 20, "b": 30, "c": 12, "d": 10}
"""Far from proportional, so that a plain mean would be wrong."""
TRUE = sum(map(sum, POPULATION.values())) / sum(map(len, POPULATION.values()))


def stratified(rng: random.Random) -> Estimate:
    return overturn(
        Stratum(name, len(values), tuple(rng.sample(values, TAKEN[name])))
        for name, values in POPULATION.items()
    )


def simple(rng: random.Random) -> Estimate:
    every = [value for values in POPULATION.values() for value in values]
    return overturn([Stratum("all", len(every), tuple(rng.sample(every, sum(TAKEN.values()))))])


def convenient(rng: random.Random) -> Estimate:
    """Whoever is nearest: stratum b alone is looked at, and taken for all."""
    size = sum(map(len, POPULATION.values()))
    return overturn([Stratum("all", size, tuple(rng.sample(POPULATION["b"], 72)))])


def simulate(draw: Callable[[random.Random], Estimate]) -> tuple[float, float, float, float]:
    """(mean of the estimates, their spread, share of intervals that hold the truth, mean error)."""
    rng = random.Random(20260408)
    found = [draw(rng) for _ in range(ROUNDS)]
    values = [one.rate.value or 0.0 for one in found]
    mean = sum(values) / ROUNDS
    spread = sqrt(sum((value - mean) ** 2 for value in values) / (ROUNDS - 1))
    held = sum(one.rate.low <= TRUE <= one.rate.high for one in found) / ROUNDS
    return mean, spread, held, sum(one.error or 0.0 for one in found) / ROUNDS


def test_the_estimate_is_right_on_average_and_its_interval_holds_the_truth() -> None:
    mean, spread, held, error = simulate(stratified)
    assert abs(mean - TRUE) < 4 * spread / sqrt(ROUNDS), "unbiased within the simulation's noise"
    assert held >= 0.94, "nominal 0.95, within the noise of the simulation"
    assert error == pytest.approx(spread, rel=0.1), "the standard error is what really varies"


def test_a_simple_random_sample_is_right_as_well() -> None:
    mean, spread, held, error = simulate(simple)
    assert abs(mean - TRUE) < 4 * spread / sqrt(ROUNDS)
    assert held >= 0.94
    assert error == pytest.approx(spread, rel=0.1)


def test_a_convenient_sample_is_wrong_however_sure_it_looks() -> None:
    mean, spread, held, _ = simulate(convenient)
    assert mean - TRUE > 20 * spread / sqrt(ROUNDS) and mean > 2 * TRUE
    assert held < 0.05


def test_the_plain_mean_of_a_stratified_sample_is_wrong_where_the_weighted_one_is_right() -> None:
    rng = random.Random(5)
    plain = 0.0
    for _ in range(ROUNDS):
        seen = [v for name, values in POPULATION.items() for v in rng.sample(values, TAKEN[name])]
        plain += sum(seen) / len(seen) / ROUNDS
    assert plain > TRUE + 0.03


def test_what_must_be_seen_does_not_bias_what_was_drawn() -> None:
    must = Stratum(MUST_SEE, 40, (1.0,) * 30 + (0.0,) * 10)
    rest = Stratum("a", 400, (0.0,) * 38 + (1.0,) * 2)
    seen, drawn, both = apart([must, rest])
    assert seen.rate.value == seen.rate.low == seen.rate.high == 0.75, "all of it was looked at"
    assert drawn == overturn([rest]) and drawn.rate.value == 0.05
    assert both.rate.value == pytest.approx((30 + 0.05 * 400) / 440)
    assert both.rate.high - both.rate.low < drawn.rate.high - drawn.rate.low


def test_no_error_among_a_few_is_not_no_error() -> None:
    found = overturn([Stratum("a", 500, (0.0,) * 10), Stratum("b", 100, (0.0,))])
    assert found.rate.value == 0.0 and found.rate.high > 0.25 and found.rate.wide
    assert found.error is None, "one alone says nothing of how much varies"


def test_a_stratum_that_nobody_looked_at_stays_open() -> None:
    found = overturn([Stratum("a", 50, (0.0,) * 50), Stratum("b", 50, ())])
    assert found.blind == 50 and found.rate.high >= 0.5 and found.error is None
    nothing = overturn([Stratum("a", 5, ())])
    assert nothing.rate.value is None and nothing.blind == 5


def test_one_stratum_is_wilson_without_replacement() -> None:
    found = overturn([Stratum("a", 300, (1.0,) * 5 + (0.0,) * 95)]).rate
    known = wilson_finite(5, 100, 300)
    assert (found.value, found.low, found.high) == pytest.approx(
        (known.value, known.low, known.high)
    )


def test_values_between_nothing_and_all() -> None:
    found = overturn([Stratum("a", 100, (0.25,) * 10 + (0.0,) * 30)])
    assert found.rate.value == pytest.approx(0.0625) and found.rate.hits == 10
    assert found.rate.low < 0.0625 < found.rate.high
    whole = overturn([Stratum("a", 2, (0.25, 0.75))]).rate
    assert whole.low == whole.high == 0.5


def test_weights_and_strata() -> None:
    assert horvitz_thompson([(1, 0.1), (0, 0.5)], 20) == pytest.approx(0.5)
    assert horvitz_thompson([(1, 0.5), (0, 0.5)]) == 0.5
    assert horvitz_thompson([]) is None
    found = strata_of({"b": 3, "a": 2}, [("b", 1.0)])
    assert [s.name for s in found] == ["a", "b"] and found[1].values == (1.0,)
    with pytest.raises(ValueError, match="probability"):
        horvitz_thompson([(1, 0)])
    with pytest.raises(ValueError, match="more was looked at"):
        Stratum("a", 1, (0.0, 1.0))
    with pytest.raises(ValueError, match="between 0 and 1"):
        Stratum("a", 1, (2.0,))
