"""Drawing: exact probabilities, the same again anywhere, honest frames, previews."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from hashlib import sha256

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.domain.errors import Refused
from reviewer.domain.fold import fold
from reviewer.domain.qa import Draw, payload
from reviewer.domain.qa_plan import Plan, plan_of
from reviewer.quality.allot import allot, largest_remainders, sizes_of
from reviewer.quality.draw import differences, draw, plan_hash, reading_order
from reviewer.quality.estimate import MUST_SEE
from reviewer.quality.frame import Facts, FrameList, frame_hash, frame_of
from reviewer.quality.preview import preview
from tests.quality.frames import decision, event, frame, person

RULES = plan_of({"name": "all"}).must_see
SMALL = frame({"a": (30, 60), "b": (8, 4)}, must=5)
PLAN = Plan(name="test", size=40)


def drawn(found: FrameList, plan: Plan, seed: str) -> Draw:
    return draw(found, plan, seed, upto={"device": 99})


COUNTS = st.tuples(st.integers(0, 40), st.integers(0, 40))
FRAMES = st.builds(
    frame, st.dictionaries(st.sampled_from("abcde"), COUNTS, min_size=1), st.integers(0, 30)
).filter(lambda found: bool(found.items))
PLANS = st.builds(
    Plan,
    name=st.just("p"),
    method=st.sampled_from(["stratified", "simple", "discovery"]),
    size=st.integers(0, 120),
    floor=st.integers(0, 15),
    balance=st.booleans(),
)


@pytest.mark.parametrize("method", ["stratified", "simple"])
def test_each_item_is_drawn_as_often_as_its_probability_says(method: str) -> None:
    plan = msgspec.structs.replace(PLAN, method=method)
    seeds = 1500
    times: Counter[str] = Counter()
    chance: dict[str, Fraction] = {}
    for n in range(seeds):
        for one in drawn(SMALL, plan, f"seed {n}").items:
            times[one.decision] += 1
            chance[one.decision] = Fraction(*one.p)
    assert set(chance) == {item.decision for item in SMALL.items}, "everything can be drawn"
    for ident, p in chance.items():
        spread = float(p * (1 - p) / seeds) ** 0.5
        assert abs(times[ident] / seeds - p) <= 5 * spread, (ident, p)


@given(FRAMES, PLANS, st.text("abc 012", min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_a_draw_is_the_same_again_and_what_it_says(
    found: FrameList, plan: Plan, seed: str, rng: random.Random
) -> None:
    first = drawn(found, plan, seed)
    mixed = FrameList(tuple(rng.sample(found.items, len(found.items))))
    assert drawn(mixed, plan, seed) == first, "the order of the frame does not matter"
    assert differences(first, drawn(mixed, plan, seed)) == []
    sizes = sizes_of(found, plan)
    numbers = Counter(one.stratum for one in first.items)
    for stratum in first.strata:
        assert stratum.size == sizes[stratum.name] and numbers[stratum.name] == stratum.drawn
        if stratum.name == MUST_SEE:
            assert stratum.drawn == stratum.size
        elif plan.method == "stratified":
            assert stratum.drawn >= min(plan.floor, stratum.size)
    for one in first.items:
        assert Fraction(*one.p) == Fraction(numbers[one.stratum], sizes[one.stratum])
    assert msgspec.convert(payload(first), Draw) == first, "it comes back as it was written"


@given(FRAMES, st.data())
def test_another_frame_has_another_hash(found: FrameList, data: st.DataObject) -> None:
    ids = [item.decision for item in found.items]
    gone = data.draw(st.sampled_from(ids))
    less = [one for one in ids if one != gone]
    assert frame_hash(less) != found.sha256 != frame_hash([*ids, "one more"])
    assert frame_hash(reversed(ids)) == found.sha256


def test_whoever_has_sha256_can_draw_again() -> None:
    """The four steps of the help page, without our code."""
    said = drawn(SMALL, PLAN, "open seed")
    ids = sorted(item.decision for item in SMALL.items)
    assert sha256("".join(f"{one}\n" for one in ids).encode()).hexdigest() == said.frame.sha256
    mine = [one for one in ids if one.startswith("a-no_violation-")]
    mine.sort(key=lambda one: (sha256(f"open seed\n{one}".encode()).hexdigest(), one))
    number = next(s.drawn for s in said.strata if s.name == "a/no_violation")
    assert sorted(mine[:number]) == [
        one.decision for one in said.items if one.stratum == "a/no_violation"
    ]


def test_a_draw_that_was_tampered_with_is_told() -> None:
    said, again = drawn(SMALL, PLAN, "s"), drawn(SMALL, PLAN, "s")
    swapped = msgspec.structs.replace(said, items=said.items[1:])
    assert any("not drawn that the seed draws" in line for line in differences(swapped, again))
    other = drawn(frame({"a": (30, 61), "b": (8, 4)}, must=5), PLAN, "s")
    assert any("frame is another" in line for line in differences(said, other))
    assert differences(said, drawn(SMALL, PLAN, "t"))


def test_both_directions_are_drawn_alike_so_that_being_drawn_tells_nothing() -> None:
    lopsided = frame({"a": (300, 40), "b": (200, 60)}, must=30)
    numbers = allot(lopsided, Plan(name="p", size=60))
    sides = Counter[str]()
    for name, number in numbers.items():
        sides["violation" if name == MUST_SEE else name.split("/")[1]] += number
    assert sides["violation"] == sides["no_violation"] == 50
    assert preview(lopsided, Plan(name="p", size=60)).violating == 0.5
    assert preview(lopsided, Plan(name="p", size=60, balance=False)).violating != 0.5


def test_every_stratum_has_its_floor_and_the_rest_goes_by_size() -> None:
    numbers = allot(frame({"a": (200, 200), "b": (4, 40)}), Plan(name="p", size=120, balance=False))
    assert numbers["b/violation"] == 4 and numbers["b/no_violation"] == 11
    assert numbers["a/violation"] == numbers["a/no_violation"] == 54 or numbers["a/violation"] > 50


@given(st.dictionaries(st.text("xyz", min_size=1, max_size=3), st.integers(0, 50)), st.data())
def test_remainders_never_lose_or_exceed(weights: dict[str, int], data: st.DataObject) -> None:
    number = data.draw(st.integers(0, sum(weights.values())))
    found = largest_remainders(weights, number)
    assert sum(found.values()) == number
    assert all(0 <= found[name] <= weights[name] for name in weights)


def test_discovery_draws_the_smallest_number_that_finds_one() -> None:
    plan = Plan(name="p", method="discovery", discover=(1, 100))
    assert allot(frame({"a": (100, 200)}), plan) == {"all": 189}


def test_golden_cases_are_two_to_four_in_a_hundred() -> None:
    said = draw(SMALL, PLAN, "s", upto={}, golden=[f"g{n}" for n in range(10)])
    assert len(said.golden) == 2 and said.golden[0].p == (1, 5)
    assert set(reading_order(said)) == {
        *(one.decision for one in said.items),
        *(one.golden for one in said.golden),
    }
    assert reading_order(said)[:5] != sorted(reading_order(said))[:5]


def test_what_a_plan_would_tell_before_it_is_drawn() -> None:
    found = preview(SMALL, PLAN)
    assert found.must_see == 5 and found.total == sum(row.drawn for row in found.strata)
    assert 0 < found.margin < 0.2
    widths = [point.width for point in found.curve]
    finds = [point.found for point in found.curve]
    assert finds == sorted(finds) and finds[-1] == 1.0 and widths[-1] == 0.0
    assert widths[0] > widths[len(widths) // 2]


def test_plans_say_only_what_is_known() -> None:
    assert plan_hash(Plan(name="a")) != plan_hash(Plan(name="b"))
    for wrong in (
        {"name": "p", "sise": 3},
        {"name": "p", "size": 1.5},
        {"name": "p", "golden": [3, 2]},
    ):
        with pytest.raises(Refused) as caught:
            plan_of(wrong)
        assert caught.value.code == "plan"
    with pytest.raises(Refused, match="no decision"):
        drawn(FrameList(()), PLAN, "s")
    with pytest.raises(Refused, match="seed"):
        drawn(SMALL, PLAN, "")


# -- the frame ------------------------------------------------------------------------------


def facts(**more: object) -> Facts:
    return Facts(here=frozenset({"import-1"}), **more)  # type: ignore[arg-type]


def test_a_frame_holds_decisions_in_force_and_says_what_it_leaves_out() -> None:
    events = [
        decision(1),
        decision(2, supersedes=["R-1-d1"], subject=decision(1)["subject"]),
        decision(3, seen={"import": "import-9"}),
        decision(4, flags={"proposed": True}),
        decision(5, "L-1"),
        decision(6, outcome="no_violation"),
        decision(7),
    ]
    locked = facts(locked=lambda one: one["id"] == "R-1-d7")
    found = frame_of(fold(events), locked, "key-L-1", RULES)
    assert [item.decision for item in found.items] == ["R-1-d2", "R-1-d6"]
    assert (found.missing, found.locked, found.own) == ({"import-9": 1}, 1, 1)
    assert [item.stratum for item in found.items] == [
        "key-R-1/violation",
        "key-R-1/no_violation",
    ]
    later = frame_of(fold(events), locked, "key-L-1", RULES, after={"device-R-1": 2})
    assert [item.decision for item in later.items] == ["R-1-d6"]


def test_what_must_be_seen_and_why() -> None:
    grave = decision(1, outcome="no_violation")
    referred = decision(2, flags={"refer": True})
    urgent = event(
        "refer",
        "refer-1",
        3,
        person("R-1"),
        subject=referred["subject"],
        referral={"to": "law_enforcement", "urgency": "threat_to_life"},
    )
    departed = decision(4, departure_reason="context")
    watched, official, plain = decision(5), decision(6), decision(7)
    bulk = [decision(n, "R-2", group="one act") for n in range(1, 12)]
    few = [decision(n, "R-3", group="small act") for n in range(1, 11)]
    known = facts(
        watched=lambda one: one["id"] == "R-1-d5",
        official=lambda one: one["id"] == "R-1-d6",
        grave=lambda one: True,
    )
    events = [grave, referred, urgent, departed, watched, official, plain, *bulk, *few]
    found = frame_of(fold(events), known, "key-L", RULES)
    why = {item.decision: item.why for item in found.items}
    assert why["R-1-d1"] == ("cleared_grave",)
    assert why["R-1-d2"] == ("referral", "threat_to_life")
    assert why["R-1-d4"] == ("departure",)
    assert why["R-1-d5"] == ("watchlist",) and why["R-1-d6"] == ("official_media",)
    assert why["R-1-d7"] == () and why["R-3-d1"] == ()
    assert why["R-2-d1"] == ("bulk",)
    none = frame_of(fold(events), known, "key-L", ())
    assert not any(item.why for item in none.items)


@settings(max_examples=20)
@given(st.permutations([decision(n, f"R-{n % 3}") for n in range(1, 9)]))
def test_the_order_in_which_events_arrive_does_not_matter(events: list[dict[str, object]]) -> None:
    known = [decision(n, f"R-{n % 3}") for n in range(1, 9)]
    one = frame_of(fold(events), facts(), "key-L", RULES)
    assert one == frame_of(fold(known), facts(), "key-L", RULES)
