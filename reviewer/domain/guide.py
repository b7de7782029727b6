"""Guides: ordered rules over the answers to a policy's criteria; the first that matches wins.

An answer is ``met``, ``not_met``, ``unclear`` or ``n.a.``; a question without one is open. A
condition is true, false or undecided (Kleene's three values): ``met`` is true, ``not_met`` and
``n.a.`` are false, ``unclear`` and open are undecided. A guide decides on answers only: no code,
no free expression, nothing that a state's wish could enter. Source: formats.md 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

ANSWERS = ("met", "not_met", "unclear", "n.a.")

Answers = Mapping[str, str]
"""Criterion id to answer; open questions are absent."""


class AtLeast(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """True when ``n`` or more of the conditions are."""

    n: int
    of: list[str]


class Group(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A condition inside another: all of its parts that are given must hold. Ids are criteria."""

    all: list[str] = []
    any: list[str] = []
    none: list[str] = []
    at_least: AtLeast | None = None


class When(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The condition of a rule; an element is a criterion id or a group."""

    all: list[str | Group] = []
    any: list[str | Group] = []
    none: list[str | Group] = []
    at_least: AtLeast | None = None


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule of a guide.

    Attributes:
        when: its condition.
        outcome: what it recommends.
        severity: low, medium, high or critical.
        route: who looks next, if anybody must: ttl, lead, specialist:…, legal.
        why: the sentence that the desk shows beside the recommendation.
        needs: what the decision must then carry: quote, note, preserve, refer.
    """

    when: When
    outcome: str
    severity: str
    why: str
    route: str = ""
    needs: list[str] = []


@dataclass(frozen=True, slots=True)
class Reading:
    """What a guide says about some answers.

    Attributes:
        kind: ``rule`` (a rule matched), ``default`` (none can), ``second_review`` (``unclear`` on
            a deciding element), ``open`` (an open question decides).
        index: the number of the rule, from 0; -1 without one.
        deciding: the criteria on which this rests, in the order of the rule.
    """

    kind: str
    index: int = -1
    deciding: tuple[str, ...] = ()


def holds(when: When | Group, answers: Answers) -> bool | None:
    """Whether a condition holds; None when it is undecided. An empty one always holds."""
    parts: list[bool | None] = [_element(e, answers) for e in when.all]
    if when.any:
        parts.append(_some([_element(e, answers) for e in when.any], 1))
    parts += [_not(_element(e, answers)) for e in when.none]
    if when.at_least is not None:
        of = [_element(e, answers) for e in when.at_least.of]
        parts.append(_some(of, when.at_least.n))
    if False in parts:
        return False
    return None if None in parts else True


def read(rules: Sequence[Rule], answers: Answers) -> Reading:
    """The first rule that matches; an undecided rule before it stops the reading there."""
    for index, rule in enumerate(rules):
        verdict = holds(rule.when, answers)
        if verdict is True:
            used = tuple(c for c in criteria_of(rule.when) if answers.get(c) in _SAID)
            return Reading("rule", index, used)
        if verdict is None:
            return _undecided(rules, index, answers)
    used = tuple(c for c in criteria_in(rules) if answers.get(c) in _SAID)
    return Reading("default", deciding=used)


def _undecided(rules: Sequence[Rule], index: int, answers: Answers) -> Reading:
    """Where open questions or unclear answers stand in the way; unless they change nothing."""
    decisive = deciding(rules, answers)
    unclear = tuple(c for c in decisive if answers.get(c) == "unclear")
    open_ = tuple(c for c in decisive if c not in answers)
    if open_:
        return Reading("open", index, open_)
    if unclear:
        return Reading("second_review", index, unclear)
    at = _any_end(rules, {c: a for c, a in answers.items() if a != "unclear"})
    return Reading("rule" if at >= 0 else "default", at)


def deciding(rules: Sequence[Rule], answers: Answers) -> tuple[str, ...]:
    """The open or unclear criteria on which the end still depends, in the order of the guide."""
    sure = {name: answer for name, answer in answers.items() if answer != "unclear"}
    return tuple(
        name
        for name in criteria_in(rules)
        if name not in sure and _differ(rules, {**sure, name: "met"}, {**sure, name: "not_met"})
    )


def next_question(criteria: Sequence[str], rules: Sequence[Rule], answers: Answers) -> str:
    """The first open criterion that can still change the end, or an empty text."""
    matter = set(deciding(rules, answers))
    return next((c for c in criteria if c not in answers and c in matter), "")


def criteria_of(when: When | Group) -> tuple[str, ...]:
    """The criteria that a condition names, each once, in their order."""
    return tuple(dict.fromkeys(_names(when)))


def criteria_in(rules: Sequence[Rule]) -> tuple[str, ...]:
    """The criteria that a guide names, each once, in their order."""
    return tuple(dict.fromkeys(name for rule in rules for name in _names(rule.when)))


_SAID = ("met", "not_met", "n.a.")


def _names(when: When | Group) -> Iterator[str]:
    for element in (*when.all, *when.any, *when.none):
        if isinstance(element, Group):
            yield from _names(element)
        else:
            yield element
    if when.at_least is not None:
        yield from when.at_least.of


def _element(element: str | Group, answers: Answers) -> bool | None:
    if isinstance(element, Group):
        return holds(element, answers)
    answer = answers.get(element)
    if answer == "met":
        return True
    return False if answer in ("not_met", "n.a.") else None


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _some(values: Sequence[bool | None], n: int) -> bool | None:
    """Whether ``n`` or more of them are true."""
    if sum(v is True for v in values) >= n:
        return True
    return False if sum(v is not False for v in values) < n else None


def _peek(rules: Sequence[Rule], answers: Answers) -> tuple[int, str]:
    """The end (a rule's number, or -1) and "", or the criterion that must be known first."""
    for index, rule in enumerate(rules):
        verdict = holds(rule.when, answers)
        if verdict is True:
            return index, ""
        if verdict is None:
            return -1, next(c for c in criteria_of(rule.when) if c not in answers)
    return -1, ""


def _any_end(rules: Sequence[Rule], answers: Answers) -> int:
    """The end of one way to fill the open questions."""
    end, wanted = _peek(rules, answers)
    return _any_end(rules, {**answers, wanted: "met"}) if wanted else end


def _differ(rules: Sequence[Rule], one: Answers, other: Answers) -> bool:
    """Whether some filling of the open questions ends differently for the two."""
    (end, wanted), (other_end, other_wanted) = _peek(rules, one), _peek(rules, other)
    name = wanted or other_wanted
    if not name:
        return end != other_end
    fills = ("met", "not_met")
    return any(_differ(rules, {**one, name: f}, {**other, name: f}) for f in fills)
