"""The gate: what each outcome needs before a commit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer.domain.errors import Refused
from reviewer.domain.policy import parse_policy_set
from reviewer.domain.rules import (
    ASK_LEAD,
    NO_ACTION,
    REMOVE,
    SUSPEND,
    THREAT,
    Gate,
    Pin,
    requirements,
)
from reviewer.session.ground.policies import default_policy

POLICIES = default_policy().policies
ITEM = Pin("media:" + "a" * 64)
QUOTE = Pin("post:net:1", 0, 12, "b" * 64)
GATE = Gate(SUSPEND, POLICIES.policy("org.support"), True, (ITEM,), "", False, False)


def missing(gate: Gate) -> list[str]:
    return [r.id for r in requirements(gate) if not r.met]


def test_no_action_and_a_question_need_only_that_something_was_shown() -> None:
    for choice in (NO_ACTION, ASK_LEAD):
        bare = Gate(choice, None, True, (), "", True, False)
        assert missing(bare) == []
        assert missing(replace(bare, shown=False)) == ["shown"]


def test_suspend_needs_policy_and_evidence() -> None:
    assert missing(GATE) == []
    assert missing(replace(GATE, policy=None)) == ["policy"]
    assert missing(replace(GATE, pins=())) == ["evidence"]


def test_a_policy_of_another_outcome_does_not_fit() -> None:
    assert missing(replace(GATE, policy=POLICIES.policy("context.exempt"))) == ["policy"]


def test_mass_accounts_and_official_media_need_a_note() -> None:
    assert missing(replace(GATE, mass=True)) == ["note"]
    assert missing(replace(GATE, mass=True, note="seen: the emblem")) == []
    assert missing(replace(GATE, policy=POLICIES.policy("org.official_media"))) == ["note"]
    assert missing(replace(GATE, mass=True, note="  \n ")) == ["note"]


def test_a_threat_referral_needs_the_quote_and_preservation() -> None:
    gate = replace(GATE, choice=THREAT, policy=POLICIES.policy("threat.direct"))
    assert missing(gate) == ["evidence", "preserve"]
    assert missing(replace(gate, pins=(QUOTE,), preserve=True)) == []


def test_a_threat_to_life_stands_only_under_a_rule_on_threats() -> None:
    gate = replace(GATE, choice=THREAT, pins=(QUOTE,), preserve=True, note="n", life=True)
    allowed = {p.number for p in POLICIES.policies if not missing(replace(gate, policy=p))}
    assert allowed == {"1.1", "1.2", "1.3", "2.3"}
    praise = replace(gate, policy=POLICIES.policy("org.support"))
    assert missing(praise) == ["life"] and missing(replace(praise, life=False)) == []
    (said,) = [r for r in requirements(praise) if not r.met]
    assert said.words.startswith("2.2 is no rule on threats") and said.mend == "policy.next"


def test_removing_content_needs_content() -> None:
    gate = replace(GATE, choice=REMOVE)
    assert missing(replace(gate, pins=(Pin("account:net:1"),))) == ["evidence"]
    assert missing(gate) == []


def test_every_missing_requirement_says_what_mends_it() -> None:
    gate = Gate(SUSPEND, None, True, (), "", True, False)
    for requirement in requirements(gate):
        assert requirement.met or requirement.mend


def test_the_default_policies_are_ten_and_every_outcome_has_one() -> None:
    assert len(POLICIES.policies) == 10
    for outcome in ("warn", "restrict", "remove_content", "suspend_temporary", "suspend"):
        assert POLICIES.for_outcome(outcome)


def test_a_policy_set_that_lacks_a_field_is_refused_by_its_name() -> None:
    with pytest.raises(Refused, match="format_version"):
        parse_policy_set({"format": "policy-set"})
