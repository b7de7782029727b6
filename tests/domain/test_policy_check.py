"""``policy check``: each code of its closed list is found, and the shipped set is sound."""

from __future__ import annotations

import copy
import tomllib
from typing import Any

import pytest

from reviewer.domain.policy import parse_policy_set
from reviewer.domain.policy_check import CODES, EXAMPLES, check
from reviewer.domain.policy_preview import preview
from reviewer.respath import resource

SHIPPED = tomllib.loads(resource("policies/default.toml").read_text("utf-8"))


def a_set(**changed: Any) -> dict[str, Any]:
    """A sound set of one policy over the questions a and b."""
    examples = [
        *[{"text": "x", "answers": {"a": "met"}, "met": True, "outcome": "suspend"}] * 3,
        *[{"text": "y", "answers": {"a": "not_met", "b": "not_met"}, "met": False,
           "outcome": "no_violation"}] * 3,
    ]  # fmt: skip
    policy = {
        "id": "p", "number": "1", "title": "P", "tier": 1, "summary": "",
        "outcomes": ["suspend", "warn"], "criteria": ["a", "b"],
        "default": {"outcome": "no_violation", "why": "nothing"},
        "guide": [a_rule(all=["a"]), a_rule("warn", all=["b"])],
        "examples": examples,
    }  # fmt: skip
    return {
        "format": "policy-set", "format_version": "1.0", "set_id": "s", "version": "1",
        "effective_from": "2026-01-01T00:00:00.000Z", "languages": ["en"], "mass_followers": 1,
        "media_labels": [], "criteria": [{"id": n, "question": f"{n}?"} for n in "ab"],
        "policies": [{**policy, **changed}],
    }  # fmt: skip


def a_rule(outcome: str = "suspend", severity: str = "low", **when: Any) -> dict[str, Any]:
    more = {name: when.pop(name) for name in ("route", "needs") if name in when}
    return {"when": when, "outcome": outcome, "severity": severity, "why": "w", **more}


def found(raw: dict[str, Any]) -> list[str]:
    return [finding.code for finding in check(parse_policy_set(copy.deepcopy(raw)))]


def test_a_sound_set_has_no_findings() -> None:
    assert found(a_set()) == []


BROKEN: list[tuple[str, dict[str, Any]]] = [
    ("no_guide", {"guide": [], "examples": []}),
    ("no_default", {"default": None}),
    ("unknown", {"default": {"outcome": "shout", "why": ""}}),
    ("unknown", {"guide": [a_rule(all=["a"]), a_rule("warn", all=["b", "z"])]}),
    ("unknown", {"guide": [a_rule(all=["a"], route="moon"), a_rule("warn", all=["b"])]}),
    ("unknown", {"guide": [a_rule(all=["a"], needs=["coffee"]), a_rule("warn", all=["b"])]}),
    ("unknown", {"guide": [a_rule(severity="huge", all=["a"]), a_rule("warn", all=["b"])]}),
    ("unused", {"guide": [a_rule(all=["a"])]}),
    ("unreachable", {"guide": [a_rule(any=["a", "b"]), a_rule(all=["a", "b"])]}),
    ("unreachable", {"guide": [a_rule(all=["a"]), a_rule(none=["a"], any=["b"]), a_rule()]}),
    ("contradiction", {"guide": [a_rule(all=["a", "b"]), a_rule("warn", all=["b", "a"])]}),
    ("impossible", {"guide": [a_rule(all=["a"], none=["a"]), a_rule("warn", all=["b"])]}),
    ("impossible", {"guide": [a_rule(at_least={"n": 3, "of": ["a", "b"]})]}),
    ("outcome", {"guide": [a_rule("restrict", all=["a"]), a_rule("warn", all=["b"])]}),
    ("example", {"guide": [a_rule("warn", all=["a"]), a_rule(all=["b"])]}),
    ("examples", {"examples": []}),
]


@pytest.mark.parametrize(("code", "change"), BROKEN)
def test_each_fault_is_found(code: str, change: dict[str, Any]) -> None:
    assert code in found(a_set(**change))


def test_every_code_is_tried_here_or_below() -> None:
    assert {code for code, _ in BROKEN} | {"too_large"} == set(CODES)


def test_a_guide_that_nobody_could_read_is_too_large() -> None:
    names = [f"q{n}" for n in range(13)]
    raw = a_set(criteria=names, guide=[a_rule(all=names)], examples=[])
    raw["criteria"] = [{"id": n, "question": "?"} for n in names]
    assert found(raw) == ["too_large"]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"z": "met"}, "z is not a criterion"),
        ({"a": "perhaps"}, "perhaps is no answer"),
        ({"b": "met"}, "open questions decide: a"),
    ],
)
def test_an_example_is_told_what_is_wrong_with_it(answers, words) -> None:
    raw = a_set()
    raw["policies"][0]["examples"][0] = {**raw["policies"][0]["examples"][0], "answers": answers}
    [finding] = check(parse_policy_set(raw))
    assert finding.code == "example" and words in finding.detail


def test_the_shipped_set_is_sound_and_has_ten_policies() -> None:
    shipped = parse_policy_set(SHIPPED)
    assert check(shipped) == []
    assert len(shipped.policies) == 10


@pytest.mark.parametrize("policy", parse_policy_set(SHIPPED).policies, ids=lambda p: p.id)
def test_every_worked_example_comes_out_as_it_says(policy) -> None:
    for met in (True, False):
        assert sum(e.met is met for e in policy.examples) >= EXAMPLES
    for example in policy.examples:
        found = policy.recommend(example.answers)
        assert found.outcome == example.outcome, example.text
        assert (found.reading.kind == "rule") is example.met, example.text
        assert found.why


def test_no_question_asks_what_a_state_wishes() -> None:
    words = {"state", "government", "authority", "authorities", "police", "intelligence", "keep"}
    for criterion in parse_policy_set(SHIPPED).criteria:
        said = f"{criterion.question} {criterion.help}".casefold()
        assert not words & set(said.replace("?", " ").replace(",", " ").split()), criterion.id


def test_the_preview_names_every_policy_rule_and_example() -> None:
    shipped = parse_policy_set(SHIPPED)
    text = preview(shipped)
    for policy in shipped.policies:
        assert f"## {policy.number} {policy.title}" in text
        assert all(rule.why in text for rule in policy.guide)
        assert all(example.text in text for example in policy.examples)
