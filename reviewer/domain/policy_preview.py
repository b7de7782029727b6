"""A policy set in words, as Markdown: for people who write one, and for the help. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from reviewer.domain.guide import Group, Rule, When
from reviewer.domain.policy import Example, Policy, PolicySet

ANSWER_WORDS = {"met": "met", "not_met": "not met", "unclear": "unclear", "n.a.": "not applicable"}


def preview(policies: PolicySet) -> str:
    """The whole set: each policy with its questions, its guide in words, and its examples."""
    head = f"Set {policies.set_id}, version {policies.version}, in force from "
    lines = [head + f"{policies.effective_from[:10]}.", ""]
    for policy in policies.policies:
        lines += [*_policy(policies, policy), ""]
    lines += ["## Reasons for departing from the guide", ""]
    lines += [f"- {code.title}" for code in policies.reason_codes]
    return "\n".join(lines).rstrip() + "\n"


def condition_words(when: When | Group, name: Callable[[str], str]) -> str:
    """A condition as a phrase; ``name`` gives the words for a criterion."""
    parts: list[str] = []
    if when.all:
        parts.append(_joined(when.all, "and", name))
    if when.any:
        parts.append(_alone(_joined(when.any, "or", name), len(when.any)))
    if when.none:
        none = _joined(when.none, "or", name)
        parts.append(f"not {_alone(none, len(when.none))}")
    if when.at_least is not None:
        names = ", ".join(map(name, when.at_least.of))
        parts.append(f"at least {when.at_least.n} of ({names})")
    return " and ".join(parts) or "always"


def _joined(elements: Sequence[str | Group], word: str, name: Callable[[str], str]) -> str:
    said = [f"({condition_words(e, name)})" if isinstance(e, Group) else name(e) for e in elements]
    return f" {word} ".join(said)


def _alone(words: str, count: int) -> str:
    return f"({words})" if count > 1 else words


def _policy(policies: PolicySet, policy: Policy) -> Iterator[str]:
    yield f"## {policy.number} {policy.title}"
    yield ""
    yield policy.summary
    yield ""
    yield "| question | name |"
    yield "|---|---|"
    for ident in policy.criteria:
        found = policies.criterion(ident)
        if found is not None:
            yield f"| {' '.join([found.question, found.help]).strip()} | `{ident}` |"
    yield ""
    for number, rule in enumerate(policy.guide, 1):
        yield f"{number}. {condition_words(rule.when, str)}: {_end(rule)}"
    if policy.default is not None:
        yield f"{len(policy.guide) + 1}. otherwise: {_words(policy.default.outcome)}. " + (
            policy.default.why
        )
    for met in (True, False):
        yield ""
        yield "Met, for example:" if met else "Not met, for example:"
        yield ""
        yield from (_example(e) for e in policy.examples if e.met is met)


def _end(rule: Rule) -> str:
    needs = f"; needs {', '.join(rule.needs)}" if rule.needs else ""
    route = f"; goes to {rule.route}" if rule.route else ""
    return f"**{_words(rule.outcome)}**, {rule.severity}{needs}{route}. {rule.why}"


def _words(outcome: str) -> str:
    return outcome.replace("_", " ")


def _example(example: Example) -> str:
    answers = ", ".join(f"{c} {ANSWER_WORDS.get(a, a)}" for c, a in example.answers.items())
    why = f" {example.why}" if example.why else ""
    return f"- “{example.text}” {answers}: {_words(example.outcome)}.{why}"
