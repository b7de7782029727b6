"""Attacks on a merge: events that are well signed and mean harm."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reviewer.domain.proposals import exact_hash
from reviewer.domain.purging import obstacles
from reviewer.store.ledger.judging import judge
from reviewer.store.workspace import Workspace
from tests.store.kit import make
from tests.store.merge_kit import DAY, HOLD, Chain, roster

SUBJECT = {"kind": "account", "id": "twitter:1"}
KEY = "account:twitter:1"


@pytest.fixture
def lead(tmp_path: Path) -> Workspace:
    return make(tmp_path / "lead", role="lead")


def codes(workspace: Workspace) -> list[tuple[int, str]]:
    return [(one.seq, one.code) for one in workspace.ledger.quarantine()]


@pytest.mark.parametrize("kind", ["note", "pin", "flag", "label", "decision", "refer"])
def test_nothing_takes_the_place_of_a_hold_or_a_referral(lead: Workspace, kind: str) -> None:
    owl, heron = Chain("owl"), Chain("heron")
    hold = owl.add("hold.placed", subject=SUBJECT, hold=HOLD)
    sent = owl.add("refer", subject=SUBJECT, referral={"to": "specialist"})
    more: dict[str, Any] = {"outcome": "no_violation"} if kind == "decision" else {}
    more |= {"referral": {"to": "specialist"}} if kind == "refer" else {}
    heron.add(kind, subject=SUBJECT, supersedes=[hold.id, sent.id], **more)
    with lead:
        for chain in (owl, heron):
            lead.ledger.merge(chain.parcel(), roster(owl.entry(), heron.entry()))
        state = lead.ledger.state
        assert [f.id for f in state.subject(KEY).holds] == [hold.id]
        assert sent.id in {f.id for f in state.subject(KEY).referrals}
        assert {"a hold stands", "a referral is open"} <= set(obstacles(state, KEY))


def test_only_a_decision_takes_the_place_of_a_decision(lead: Workspace) -> None:
    owl, heron = Chain("owl"), Chain("heron")
    theirs = owl.decide("1")
    for kind in ("note", "pin", "flag", "escalate", "review.scheduled"):
        heron.add(kind, subject=SUBJECT, supersedes=[theirs.id])
    with lead:
        for chain in (owl, heron):
            lead.ledger.merge(chain.parcel(), roster(owl.entry(), heron.entry()))
        assert lead.ledger.state.subject(KEY).outcome == "suspend"


def test_nobody_signs_under_another_name_or_with_more_power(lead: Workspace) -> None:
    owl, heron = Chain("owl"), Chain("heron")
    key = heron.signer.keyid
    heron.decide("1", actor={"pseudonym": "owl", "role": "reviewer", "key": key})
    heron.decide("1", actor={"pseudonym": "heron", "role": "lead", "key": key})
    heron.decide("1")
    with lead:
        lead.ledger.merge(heron.parcel(), roster(owl.entry(), heron.entry()))
        assert codes(lead) == [(1, "wrong"), (2, "role")]
        assert [f.pseudonym for f in lead.ledger.state.subject(KEY).heads] == ["heron"]


@pytest.mark.parametrize("at", [None, 5, "", "2026-03-05", "2026-03-05T99", "2026-03-05T10:00Z"])
def test_a_time_that_is_none_does_not_outlive_a_revocation(lead: Workspace, at: Any) -> None:
    heron = Chain("heron")
    heron.decide("1", at=at)
    with lead:
        lead.ledger.merge(heron.parcel(), roster(heron.entry(revoked=DAY.format(6))))
        assert codes(lead) == [(1, "wrong")] and not lead.ledger.state.subjects


WEIRD: list[Any] = [None, 5, "", "x", [], [[]], [{}], {}, {"a": []}, True, ["a", 1]]
FIELDS = {
    "decision": ["restriction", "policy", "criteria", "pinned", "flags", "case", "rationale"],
    "pin": ["pinned", "subject", "supersedes"],
    "hold.placed": ["hold", "id", "actor"],
    "refer": ["referral", "group"],
    "state.contact": ["contact", "subject"],
    "review.scheduled": ["due_at", "seen"],
    "approve": ["approves"],
    "policy.adopted": ["policy", "policy_text"],
}
DEEP = {
    "restriction": ["visibility", "territories", "from"],
    "hold": ["basis"],
    "referral": ["to", "urgency"],
    "contact": ["kind", "country"],
}


def test_an_event_of_no_known_form_stops_no_merge(lead: Workspace) -> None:
    good = {"hold": HOLD, "referral": {"to": "specialist"}, "restriction": {}, "contact": {}}
    with lead:
        for kind, names in FIELDS.items():
            pairs = [{name: odd} for name in names for odd in WEIRD] + [
                {name: {**good[name], part: odd}}
                for name in names
                for part in DEEP.get(name, ())
                for odd in WEIRD
            ]
            for odd in pairs:
                chain = Chain("heron", role="lead")
                fields = {"subject": SUBJECT, "outcome": "warn", **good, **odd}
                chain.add(kind, **fields)
                assert len(judge(chain.device, chain.parcel().lines, None).chain) == 1
        chain = Chain("heron")
        chain.decide("1", restriction={"visibility": [[]]})
        chain.decide("2", pinned=[5])
        chain.decide("3")
        lead.ledger.merge(chain.parcel(), None)
        assert codes(lead) == [(1, "wrong"), (2, "wrong")]


@pytest.mark.parametrize("turn", [1, -1])
def test_a_twin_frees_no_event_after_it_from_its_rules(lead: Workspace, turn: int) -> None:
    heron, owl, third = Chain("heron"), Chain("owl"), Chain("third")
    first = heron.decide("1")
    again = heron.decide("1", "warn")
    owl.add("note", subject=SUBJECT, id=first.id)
    third.add("note", subject=SUBJECT, id=again.id)
    with lead:
        for chain in [heron, owl, third][::turn]:
            lead.ledger.merge(chain.parcel(), None)
        found = sorted((one.pseudonym, one.seq, one.code) for one in lead.ledger.quarantine())
        assert found == [("heron", 1, "twin"), ("heron", 2, "wrong"), ("owl", 1, "twin")]


def test_without_a_roster_nobody_is_a_lead_by_their_own_word(lead: Workspace) -> None:
    heron, crow = Chain("heron"), Chain("crow", role="lead")
    sent = heron.add("refer", subject=SUBJECT, referral={"to": "law_enforcement"})
    crow.add("approve", approves=[{"id": sent.id, "sha256": exact_hash(sent.event)}])
    with lead:
        for chain in (heron, crow):
            lead.ledger.merge(chain.parcel(), None)
        assert codes(lead) == [(1, "role")]
        assert not lead.ledger.state.subject(KEY).approved
        lead.ledger.rejudge(roster(heron.entry(), crow.entry()))
        assert lead.ledger.state.subject(KEY).approved == {sent.id}
