"""A deal is fair, whole and repeatable, whatever cases and people there are."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.domain.errors import Refused
from reviewer.exchange.dealing.plan import Dealable, Plan, deal_out, parse_overlap

PEOPLE = st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=6, unique=True)
KINDS = st.tuples(st.sampled_from(["ar", "en", ""]), st.integers(0, 2))
CASES = st.lists(KINDS, max_size=60)


def cases_of(kinds: list[tuple[str, int]]) -> list[Dealable]:
    return [Dealable(f"case-{n}", lang, band) for n, (lang, band) in enumerate(kinds)]


def spread(counts: list[int]) -> int:
    return max(counts) - min(counts) if counts else 0


def holders(plan: Plan) -> Counter[str]:
    return Counter(case for cases in plan.hands.values() for case in cases)


@settings(max_examples=50, deadline=None)
@given(CASES, PEOPLE, st.text(max_size=4))
def test_every_case_once_and_nobody_has_two_more(kinds, people, seed) -> None:
    plan = deal_out(cases_of(kinds), people, 0, seed)
    assert holders(plan) == Counter(f"case-{n}" for n in range(len(kinds)))
    assert spread([len(cases) for cases in plan.hands.values()]) <= 1
    for _, row in plan.table():
        assert spread(list(row.values())) <= 1
    assert plan.twice == [] and plan.nobody == []


@settings(max_examples=50, deadline=None)
@given(CASES, PEOPLE.filter(lambda p: len(p) > 1), st.integers(0, 1000), st.text(max_size=4))
def test_the_overlap_goes_to_two_different_people(kinds, people, overlap, seed) -> None:
    plan = deal_out(cases_of(kinds), people, overlap, seed)
    found = holders(plan)
    assert set(found) == {f"case-{n}" for n in range(len(kinds))}
    assert sorted(c for c, n in found.items() if n == 2) == sorted(plan.twice)
    assert max(found.values(), default=1) <= 2
    assert all(len(set(cases)) == len(cases) for cases in plan.hands.values())
    assert len(plan.twice) == len(kinds) * overlap // 1000
    for _, row in plan.table():
        assert spread(list(row.values())) <= 1
    assert spread([len(cases) for cases in plan.hands.values()]) <= 2


@settings(max_examples=50, deadline=None)
@given(CASES, PEOPLE, st.lists(st.frozensets(st.sampled_from("abcdefg")), max_size=60))
def test_nobody_gets_back_what_he_handed_back(kinds, people, barred) -> None:
    cases = [
        Dealable(
            one.case_id, one.language, one.band, 0, barred[n] if n < len(barred) else frozenset()
        )
        for n, one in enumerate(cases_of(kinds))
    ]
    plan = deal_out(cases, people, 100 if len(people) > 1 else 0, "s")
    by_id = {one.case_id: one for one in cases}
    for name, dealt in plan.hands.items():
        assert not any(name in by_id[case].barred for case in dealt)
    for case in plan.nobody:
        assert set(people) <= by_id[case].barred
    assert set(holders(plan)) | set(plan.nobody) == set(by_id)


@settings(max_examples=30, deadline=None)
@given(CASES, PEOPLE, st.text(max_size=4), st.randoms())
def test_the_same_seed_deals_the_same_in_whatever_order_it_is_given(kinds, people, seed, rng):
    cases = cases_of(kinds)
    first = deal_out(cases, people, 0, seed)
    rng.shuffle(cases)
    assert deal_out(cases, people[::-1], 0, seed).hands == first.hands


def test_another_seed_deals_otherwise() -> None:
    cases = cases_of([("en", 0)] * 40)
    hands = {str(deal_out(cases, ["a", "b"], 0, seed).hands) for seed in "12345"}
    assert len(hands) == 5


def test_what_is_refused() -> None:
    for people, overlap, code in (
        ([], 0, "nobody"),
        (["a", "a"], 0, "twice"),
        (["a"], 5, "overlap"),
    ):
        with pytest.raises(Refused) as caught:
            deal_out([], people, overlap, "")
        assert caught.value.code == code
    assert [parse_overlap(t) for t in ("5%", "2.5 %", "0.05", "100%", "0")] == [50, 25, 50, 1000, 0]
    for wrong in ("x", "101%", "-1%", "nan", "inf"):
        with pytest.raises(Refused):
            parse_overlap(wrong)
