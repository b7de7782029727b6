"""The plan by which decisions are drawn for spot-checks, and parts that payloads share. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

import msgspec
from msgspec import Meta, Struct, field

from reviewer.domain.errors import Refused

Ident = Annotated[str, Meta(min_length=1, max_length=128)]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
Words = Annotated[str, Meta(max_length=5000)]
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Count = Annotated[int, Meta(ge=0)]
Positive = Annotated[int, Meta(ge=1)]
Share = tuple[Count, Positive]
"""[numerator, denominator], from 0 to 1."""

Rule = Literal[
    "referral",
    "threat_to_life",
    "watchlist",
    "official_media",
    "departure",
    "bulk",
    "cleared_grave",
]
Method = Literal["stratified", "simple", "discovery"]

MUST_SEE_RULES: dict[str, str] = {
    "referral": "a referral",
    "threat_to_life": "a threat to life, with or without an emergency packet",
    "watchlist": "an account on a watchlist",
    "official_media": "an outcome about official media",
    "departure": "a departure from the guide",
    "bulk": "one act about more than ten subjects",
    "cleared_grave": "no action although a report claims tier 1 or 2",
}


def _every_rule() -> tuple[Rule, ...]:
    return get_args(Rule)


class Part(Struct, frozen=True, kw_only=True):
    """Base of all parts."""


class Plan(Part, frozen=True, kw_only=True):
    """How decisions are drawn. A plan is named by the SHA-256 of its canonical JSON.

    Attributes:
        must_see: rules whose decisions are always looked at.
        method: how the others are drawn: ``stratified`` by reviewer and direction, ``simple`` over
            all alike, ``discovery``: as many as find one fault with 95 % where ``discover`` are.
        size: how many of the others to draw; 0: as many as ``expected`` and ``margin`` ask for.
        floor: for ``stratified``, at least this many of each stratum, or all of it.
        balance: draw violating and non-violating decisions in equal number, the must-see ones
            counted, as far as there are enough; so that being drawn says nothing of an outcome.
        golden: what share of the drawn number are golden cases, to hand out beside them.
        period: which decisions: ``since_last_draw`` or ``all``.
    """

    format: Literal["reviewer.plan"] = "reviewer.plan"
    format_version: Annotated[str, Meta(pattern=r"^1\.[0-9]+$")] = "1.0"
    name: Name
    must_see: tuple[Rule, ...] = field(default_factory=_every_rule)
    method: Method = "stratified"
    size: Annotated[int, Meta(ge=0, le=5000)] = 0
    floor: Annotated[int, Meta(ge=0, le=1000)] = 10
    balance: bool = True
    expected: Share = (1, 10)
    margin: Share = (5, 100)
    discover: Share = (5, 100)
    golden: Share = (3, 100)
    period: Literal["since_last_draw", "all"] = "since_last_draw"


def plan_of(said: Mapping[str, Any]) -> Plan:
    """A plan from what a file says; unknown fields are refused, since they would change nothing.

    Raises:
        Refused: code ``plan``.
    """
    unknown = sorted(set(said) - set(Plan.__struct_fields__))
    if unknown:
        raise Refused(f"A plan has no field {unknown[0]!r}.", code="plan")
    try:
        plan = msgspec.convert(said, Plan)
    except msgspec.ValidationError as error:
        raise Refused(f"This is not a plan: {error}.", code="plan") from error
    for share in (plan.expected, plan.margin, plan.discover, plan.golden):
        if share[0] > share[1]:
            raise Refused("A share of a plan is above 1.", code="plan")
    if not plan.margin[0] or not plan.discover[0]:
        raise Refused("The margin and the rate to discover are above 0.", code="plan")
    return plan
