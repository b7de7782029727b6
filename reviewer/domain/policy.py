"""Policy sets as data: criteria, policies with their guides, what each outcome needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from reviewer.domain.errors import Refused
from reviewer.domain.guide import Answers, Reading, Rule, read


class Criterion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question, answered met, not_met, unclear or n.a."""

    id: str
    question: str
    help: str = ""


class Example(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A worked example: an invented text, its answers, and where the guide must lead.

    ``met`` says whether a rule of the policy matches; ``outcome`` is ``second_review`` where an
    unclear answer decides.
    """

    text: str
    answers: dict[str, str]
    met: bool
    outcome: str
    why: str = ""


class Default(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What holds when no rule of the guide matches."""

    outcome: str
    why: str


class ReasonCode(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A reason for departing from what the guide recommends."""

    id: str
    title: str


class Policy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule of the set: what it forbids, what it asks of a decision."""

    id: str
    number: str
    title: str
    tier: int
    summary: str
    outcomes: list[str]
    criteria: list[str] = []
    note_required: bool = False
    quote_required: bool = False
    criteria_required: bool = False
    min_evidence: int = 1
    route: str = ""
    guide: list[Rule] = []
    default: Default | None = None
    examples: list[Example] = []

    @property
    def short(self) -> str:
        """Number and title, as the decision bar shows it."""
        return f"{self.number} {self.title}"

    @property
    def on_life(self) -> bool:
        """Whether a threat to life may be decided under it: it is one of the rules on threats, or
        its guide sends something to those who look at threats to life."""
        routes = {self.route, *(rule.route for rule in self.guide)}
        return self.id.partition(".")[0] == THREAT_FAMILY or LIFE_ROUTE in routes

    def recommend(self, answers: Answers) -> Recommendation:
        """What the guide recommends for answers (criterion id to answer)."""
        found = read(self.guide, answers)
        if found.kind == "rule":
            rule = self.guide[found.index]
            return Recommendation(
                found, rule.outcome, rule.why, rule.severity, rule.route, tuple(rule.needs)
            )
        if found.kind == "default":
            default = self.default or Default(outcome="no_violation", why="No rule matches.")
            return Recommendation(found, default.outcome, default.why)
        if found.kind == "second_review":
            return Recommendation(found, "second_review", SECOND_REVIEW, route="lead")
        return Recommendation(found, "", "")


THREAT_FAMILY, LIFE_ROUTE = "threat", "ttl"
"""The family of the rules on threats, as their ids begin; the route of a threat to life."""
SECOND_REVIEW = "An element that decides is unclear: somebody else looks, too."


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What a guide recommends, and why.

    Attributes:
        outcome: an outcome of the ledger, ``second_review``, or empty while a question is open.
        needs: what a decision must then carry: quote, note, preserve, refer.
    """

    reading: Reading
    outcome: str
    why: str
    severity: str = ""
    route: str = ""
    needs: tuple[str, ...] = ()


class MediaLabel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A label for a medium, on one of the digits 1 to 5."""

    id: str
    title: str


class PolicySet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole set. ``hash`` of its canonical JSON is its version for machines.

    ``batch_proposed_over``: a batch of more decisions is only proposed until a different lead
    approves it.
    """

    format: str
    format_version: str
    set_id: str
    version: str
    effective_from: str
    languages: list[str]
    mass_followers: int
    policies: list[Policy]
    criteria: list[Criterion]
    media_labels: list[MediaLabel]
    reason_codes: list[ReasonCode] = []
    batch_proposed_over: int = 10

    def policy(self, ident: str) -> Policy | None:
        """A policy by id."""
        return next((p for p in self.policies if p.id == ident), None)

    def criterion(self, ident: str) -> Criterion | None:
        """A criterion by id."""
        return next((c for c in self.criteria if c.id == ident), None)

    def for_outcome(self, outcome: str) -> list[Policy]:
        """The policies under which an outcome may be decided, in their order."""
        return [p for p in self.policies if outcome in p.outcomes]


def parse_policy_set(raw: Any, *, file: str = "") -> PolicySet:
    """Validate plain values (from TOML or JSON) as a policy set.

    Raises:
        Refused: code ``policy``, with what is wrong and where.
    """
    try:
        found = msgspec.convert(raw, PolicySet)
    except msgspec.ValidationError as error:
        raise Refused(str(error), code="policy", file=file) from error
    if found.format != "policy-set":
        raise Refused("this is not a policy set", code="policy", file=file)
    ids = [p.id for p in found.policies]
    twice = {i for i in ids if ids.count(i) > 1}
    known = {c.id for c in found.criteria}
    missing = {c for p in found.policies for c in p.criteria if c not in known}
    if twice or missing:
        words = ", ".join(sorted(twice | missing))
        raise Refused(f"named twice or not defined: {words}", code="policy", file=file)
    return found
