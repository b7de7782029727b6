"""Guides: three-valued conditions, first match wins, unclear goes to second review."""

from __future__ import annotations

from functools import partial
from itertools import product

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.guide import (
    ANSWERS,
    Group,
    Rule,
    When,
    criteria_in,
    deciding,
    holds,
    next_question,
    read,
)

NAMES = ("a", "b", "c", "d")
EITHER = ("met", "not_met")


def when(**parts) -> When:
    return msgspec.convert(parts, When)


def rule(outcome: str = "suspend", **parts) -> Rule:
    return Rule(when=when(**parts), outcome=outcome, severity="low", why="because")


names = st.lists(st.sampled_from(NAMES), max_size=3)
groups = st.builds(Group, all=names, any=names, none=names)
elements = st.lists(st.sampled_from(NAMES) | groups, max_size=3)
conditions = st.builds(When, all=elements, any=elements, none=elements)
guides = st.lists(
    st.builds(partial(Rule, outcome="x", severity="low", why=""), when=conditions),
    max_size=4,
)
some_answers = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(ANSWERS))


def worlds(answers: dict[str, str]) -> list[dict[str, str]]:
    """Every way in which the open and unclear questions could come out."""
    free = [n for n in NAMES if answers.get(n, "unclear") == "unclear"]
    return [
        {**answers, **dict(zip(free, values, strict=True))}
        for values in product(EITHER, repeat=len(free))
    ]


def end(guide, world) -> int:
    return next((i for i, r in enumerate(guide) if holds(r.when, world)), -1)


@pytest.mark.parametrize(
    ("parts", "answers", "wanted"),
    [
        ({"all": ["a", "b"]}, {"a": "met", "b": "met"}, True),
        ({"all": ["a", "b"]}, {"a": "met"}, None),
        ({"all": ["a", "b"]}, {"a": "n.a."}, False),
        ({"any": ["a", "b"]}, {"a": "met", "b": "unclear"}, True),
        ({"any": ["a", "b"]}, {"a": "not_met", "b": "unclear"}, None),
        ({"none": ["a"]}, {"a": "not_met"}, True),
        ({"none": ["a"]}, {"a": "unclear"}, None),
        ({"at_least": {"n": 2, "of": ["a", "b", "c"]}}, {"a": "met", "c": "met"}, True),
        ({"at_least": {"n": 2, "of": ["a", "b", "c"]}}, {"a": "met", "b": "not_met"}, None),
        ({"at_least": {"n": 2, "of": ["a", "b", "c"]}}, {"a": "n.a.", "b": "not_met"}, False),
        ({"any": [{"all": ["a", "b"]}, "c"]}, {"a": "met", "b": "met"}, True),
        ({}, {}, True),
    ],
)
def test_a_condition_has_three_values(parts, answers, wanted) -> None:
    assert holds(when(**parts), answers) is wanted


def test_the_first_rule_that_matches_wins() -> None:
    guide = [rule("suspend", all=["a", "b"]), rule("warn", all=["a"])]
    assert read(guide, {"a": "met", "b": "met"}).index == 0
    assert read(guide, {"a": "met", "b": "not_met"}).index == 1
    assert read(guide, {"a": "not_met"}).kind == "default"


def test_unclear_where_it_decides_gives_second_review_and_elsewhere_nothing() -> None:
    guide = [rule(all=["a"], any=["b", "c"])]
    assert read(guide, {"a": "met", "b": "unclear", "c": "not_met"}).kind == "second_review"
    assert read(guide, {"a": "met", "b": "unclear", "c": "not_met"}).deciding == ("b",)
    assert read(guide, {"a": "met", "b": "unclear", "c": "met"}).kind == "rule"
    assert read(guide, {"a": "not_met", "b": "unclear"}).kind == "default"


def test_what_can_change_nothing_is_not_asked() -> None:
    guide = [rule(all=["a", "b"])]
    assert next_question(NAMES, guide, {}) == "a"
    assert next_question(NAMES, guide, {"a": "met"}) == "b"
    assert next_question(NAMES, guide, {"a": "not_met"}) == ""


@given(conditions, some_answers)
def test_a_decided_condition_stays_as_it_is_whatever_comes_out(condition, answers) -> None:
    verdict = holds(condition, answers)
    if verdict is not None:
        assert {holds(condition, world) for world in worlds(answers)} == {verdict}


@given(guides, some_answers)
def test_a_reading_is_what_every_completion_gives(guide, answers) -> None:
    found = read(guide, answers)
    ends = {end(guide, world) for world in worlds(answers)}
    if found.kind in ("rule", "default"):
        assert ends == {found.index}
    else:
        assert len(ends) > 1
        assert found.deciding
        kinds = {answers.get(name) for name in found.deciding}
        assert kinds == ({None} if found.kind == "open" else {"unclear"})


@given(guides, some_answers)
def test_a_criterion_decides_exactly_when_its_answer_can_change_the_end(guide, answers) -> None:
    decisive = deciding(guide, answers)
    for name in criteria_in(guide):
        free = answers.get(name, "unclear") == "unclear"
        pairs = [({**world, name: "met"}, {**world, name: "not_met"}) for world in worlds(answers)]
        changes = free and any(end(guide, x) != end(guide, y) for x, y in pairs)
        assert (name in decisive) is changes


@given(guides, some_answers)
def test_answering_what_is_asked_always_comes_to_an_end(guide, answers) -> None:
    asked = 0
    while name := next_question(NAMES, guide, answers):
        assert name not in answers
        answers = {**answers, name: "met"}
        asked += 1
    assert asked <= len(NAMES)
    assert read(guide, answers).kind != "open"
