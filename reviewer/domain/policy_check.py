"""What is wrong with a policy set before anybody works by it: a closed list of findings. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from reviewer.domain.events import OUTCOMES
from reviewer.domain.guide import ANSWERS, Group, Rule, When, criteria_in, holds
from reviewer.domain.policy import Example, Policy, PolicySet

MOST_CRITERIA = 12
"""A guide over more criteria than this is not checked rule by rule: nobody could read it."""

EXAMPLES = 3
"""Worked examples that each policy has of a rule that matches, and of none that does."""

SEVERITIES = ("low", "medium", "high", "critical")
NEEDS = ("quote", "note", "preserve", "refer")
ROUTES = ("ttl", "lead", "legal", "child_safety", "wellbeing_swap")
SPECIALIST = "specialist:"

CODES = {
    "no_guide": "A policy without a guide recommends nothing.",
    "no_default": "No default: what holds when no rule matches is not said.",
    "unknown": "A rule names what the policy or the set does not define.",
    "unused": "A criterion is asked but decides nothing.",
    "unreachable": "A rule can never match: an earlier one always matches first.",
    "contradiction": "Two rules with the same condition lead to different ends.",
    "impossible": "A condition contradicts itself, or asks for more than there is.",
    "outcome": "A rule leads to an outcome that the policy does not allow.",
    "example": "A worked example does not come out as it says.",
    "examples": "There are too few worked examples.",
    "too_large": "The guide names too many criteria to be checked.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: ``code`` of ``CODES``, where, and what exactly."""

    code: str
    policy: str
    place: str
    detail: str

    def __str__(self) -> str:
        return f"{self.policy} {self.place}: {self.detail}".replace(" :", ":")


def check(policies: PolicySet) -> list[Finding]:
    """Everything that is wrong with a set, policy by policy; empty when it can be worked by."""
    return [finding for policy in policies.policies for finding in _policy(policies, policy)]


def _policy(policies: PolicySet, policy: Policy) -> Iterator[Finding]:
    if not policy.guide:
        yield Finding("no_guide", policy.id, "guide", "there is no rule")
    if policy.default is None:
        yield Finding("no_default", policy.id, "default", "there is none")
    elif policy.default.outcome not in OUTCOMES:
        yield Finding("unknown", policy.id, "default", f"no outcome {policy.default.outcome}")
    yield from _words(policies, policy)
    names = criteria_in(policy.guide)
    for name in policy.criteria:
        if policy.guide and name not in names:
            yield Finding("unused", policy.id, "criteria", f"{name} is in no rule")
    if len(names) > MOST_CRITERIA:
        words = f"{len(names)} criteria, at most {MOST_CRITERIA}"
        yield Finding("too_large", policy.id, "guide", words)
        return
    yield from _reach(policy, names)
    yield from _examples(policy)


def _words(policies: PolicySet, policy: Policy) -> Iterator[Finding]:
    """Names in rules that are not defined or not allowed."""
    defined = {criterion.id for criterion in policies.criteria}
    for number, rule in enumerate(policy.guide, 1):
        place = f"rule {number}"
        for name in criteria_in([rule]):
            if name not in policy.criteria or name not in defined:
                words = f"{name} is not a criterion of this policy"
                yield Finding("unknown", policy.id, place, words)
        if rule.outcome not in OUTCOMES:
            yield Finding("unknown", policy.id, place, f"no outcome {rule.outcome}")
        elif rule.outcome not in policy.outcomes:
            words = f"{rule.outcome} is not among the outcomes of this policy"
            yield Finding("outcome", policy.id, place, words)
        if rule.severity not in SEVERITIES:
            yield Finding("unknown", policy.id, place, f"no severity {rule.severity}")
        if rule.route and rule.route not in ROUTES and not rule.route.startswith(SPECIALIST):
            yield Finding("unknown", policy.id, place, f"no route {rule.route}")
        for need in rule.needs:
            if need not in NEEDS:
                yield Finding("unknown", policy.id, place, f"nothing is called {need}")
        yield from _counts(policy, rule, place)


def _counts(policy: Policy, rule: Rule, place: str) -> Iterator[Finding]:
    for group in _groups(rule.when):
        if group.at_least is not None and not 0 < group.at_least.n <= len(group.at_least.of):
            words = f"at least {group.at_least.n} of {len(group.at_least.of)}"
            yield Finding("impossible", policy.id, place, words)


def _groups(when: When | Group) -> Iterator[When | Group]:
    yield when
    for element in (*when.all, *when.any, *when.none):
        if isinstance(element, Group):
            yield from _groups(element)


def _reach(policy: Policy, names: Sequence[str]) -> Iterator[Finding]:
    """Rules that no set of answers reaches, and pairs that contradict each other."""
    worlds = [
        {n: "met" if yes else "not_met" for n, yes in zip(names, values, strict=True)}
        for values in product((True, False), repeat=len(names))
    ]
    true_in = [
        frozenset(i for i, world in enumerate(worlds) if holds(rule.when, world))
        for rule in policy.guide
    ]
    taken: frozenset[int] = frozenset()
    for number, (rule, worlds_of) in enumerate(zip(policy.guide, true_in, strict=True), 1):
        place = f"rule {number}"
        twin = next((k for k in range(number - 1) if true_in[k] == worlds_of and worlds_of), None)
        if not worlds_of:
            yield Finding("impossible", policy.id, place, "no set of answers makes it true")
        elif twin is not None and policy.guide[twin].outcome != rule.outcome:
            words = f"the same condition as rule {twin + 1}, another outcome"
            yield Finding("contradiction", policy.id, place, words)
        elif worlds_of <= taken:
            words = "an earlier rule always matches first"
            yield Finding("unreachable", policy.id, place, words)
        taken |= worlds_of
    if policy.guide and len(taken) == len(worlds):
        words = "some rule always matches, so the default never holds"
        yield Finding("unreachable", policy.id, "default", words)


def _examples(policy: Policy) -> Iterator[Finding]:
    for met in (True, False):
        count = sum(1 for example in policy.examples if example.met is met)
        if policy.guide and count < EXAMPLES:
            words = f"{count} of a case that is {'met' if met else 'not met'}, wanted {EXAMPLES}"
            yield Finding("examples", policy.id, "examples", words)
    for number, example in enumerate(policy.examples, 1):
        wrong = _example(policy, example)
        if wrong:
            yield Finding("example", policy.id, f"example {number}", wrong)


def _example(policy: Policy, example: Example) -> str:
    """What is wrong with an example, or an empty text."""
    for name, answer in example.answers.items():
        if name not in policy.criteria:
            return f"{name} is not a criterion of this policy"
        if answer not in ANSWERS:
            return f"{answer} is no answer"
    found = policy.recommend(example.answers)
    if not found.outcome:
        return f"open questions decide: {', '.join(found.reading.deciding)}"
    if found.outcome != example.outcome:
        return f"the guide says {found.outcome}, the example {example.outcome}"
    if example.met is not (found.reading.kind == "rule"):
        return "the guide matches a rule" if not example.met else "no rule matches"
    return ""
