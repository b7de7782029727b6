"""Custody in the fold: holds, four eyes, wishes of states; every gate with its words."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.domain import custody
from reviewer.domain.admission import check_admission
from reviewer.domain.errors import Refused
from reviewer.domain.fold import State, fold
from reviewer.domain.proposals import exact_hash, is_emergency
from reviewer.trust.canonical import dumps, sha256_hex

SUBJECT = {"kind": "account", "id": "net:1"}
KEY = "account:net:1"
AT = "2027-03-01T12:00:00.000Z"
HOLD = {
    "basis": "preservation_request",
    "authority": "Coast Office",
    "reference": "7/2027",
    "from": "2027-03-01T00:00:00.000Z",
    "until": "2027-05-30T00:00:00.000Z",
    "disclosure_restricted": False,
}
CONTACT = {
    "kind": "request_not_to_act",
    "authority": "Coast Office",
    "country": "XX",
    "received_at": AT,
}
PEOPLE = {
    "r1": {"pseudonym": "R-1", "role": "reviewer", "key": "k-r1"},
    "r1-again": {"pseudonym": "R-1", "role": "lead", "key": "k-r1b"},
    "l1": {"pseudonym": "L-1", "role": "lead", "key": "k-l1"},
    "l2": {"pseudonym": "L-2", "role": "lead", "key": "k-l2"},
    "r2": {"pseudonym": "R-2", "role": "reviewer", "key": "k-r2"},
}


def event(ident: str, kind: str, who: str = "r1", **more: Any) -> dict[str, Any]:
    base = {"id": ident, "type": kind, "device": who, "seq": 1, "actor": PEOPLE[who], "at": AT}
    return base | {"subject": SUBJECT} | more


def hold(ident: str = "h1", until: str = "2027-05-30", **more: Any) -> dict[str, Any]:
    said = HOLD | {"until": f"{until}T00:00:00.000Z"} | more
    return event(ident, "hold.placed", hold=said)


def release(*holds: str, ident: str = "x1") -> dict[str, Any]:
    return event(ident, "hold.released", supersedes=list(holds), rationale="answered")


def approval(proposal: dict[str, Any], who: str = "l1", ident: str = "a1") -> dict[str, Any]:
    named = [{"id": proposal["id"], "sha256": exact_hash(proposal)}]
    return event(ident, "approve", who, subject=None, approves=named)


def refused(new: dict[str, Any], *before: dict[str, Any]) -> str:
    with pytest.raises(Refused) as caught:
        check_admission(new, fold(before))
    return str(caught.value)


# ---------------------------------------------------------------- holds


def test_holds_overlap_and_the_last_end_counts() -> None:
    state = fold([hold("h1", "2027-05-30"), hold("h2", "2027-09-01")]).subject(KEY)
    assert len(state.holds) == 2 and state.preserved
    end = custody.hold_end([fact.event for fact in state.holds])
    assert end == custody.ms_of_time("2027-09-01T00:00:00.000Z")
    endless = event("h3", "hold.placed", hold=HOLD | {"basis": "legal_hold", "until": ""})
    assert custody.hold_end([hold(), endless]) is None


def test_a_hold_that_is_over_stands_until_it_is_released() -> None:
    over = hold("h1", "2027-03-02")
    assert fold([over, event("n", "note", at="2030-01-01T00:00:00.000Z")]).subject(KEY).holds


def test_a_release_is_only_proposed_until_a_different_lead_approves_it() -> None:
    placed, proposed = hold(), release("h1")
    before = fold([placed, proposed]).subject(KEY)
    assert [f.id for f in before.holds] == ["h1"]
    assert [f.id for f in before.proposals] == ["x1"]
    for who in ("r1", "r2", "r1-again"):
        assert fold([placed, proposed, approval(proposed, who)]).subject(KEY).holds
    after = fold([placed, proposed, approval(proposed)]).subject(KEY)
    assert after.holds == [] and after.released == {"h1"} and after.proposals == []


def test_an_approval_holds_for_the_exact_text_only() -> None:
    placed, proposed = hold(), release("h1")
    agreed = approval(proposed)
    other = proposed | {"rationale": "another reason"}
    resigned = proposed | {"actor": PEOPLE["r2"]}
    for text in (other, resigned):
        assert fold([placed, text, agreed]).subject(KEY).holds


def test_undo_never_takes_a_hold_or_an_approved_referral_back() -> None:
    referral = event("f1", "refer", referral={"to": "law_enforcement", "urgency": "urgent"})
    back = event("w1", "withdraw", supersedes=["h1", "f1"])
    state = fold([hold(), referral, back]).subject(KEY)
    assert state.holds and state.referrals == []
    assert fold([hold(), referral, approval(referral), back]).subject(KEY).referrals
    assert "never undone" in refused(back, hold())


def test_what_comes_back_never_changes_the_decision() -> None:
    decided = event("d1", "decision", outcome="suspend", policy={"id": "p"})
    referral = event("f1", "refer", referral={"to": "law_enforcement"})
    back = event("o1", "referral.outcome", supersedes=["f1"], returned={"outcome": "unfounded"})
    state = fold([decided, referral, back]).subject(KEY)
    assert (state.outcome, len(state.heads), state.contested) == ("suspend", 1, False)
    assert [f.id for f in state.outcomes_of("f1")] == ["o1"] and state.referrals
    assert "decides nothing" in refused(back | {"outcome": "no_violation"}, referral)


def test_a_threat_to_life_is_an_emergency() -> None:
    urgent = {"to": "law_enforcement", "urgency": "threat_to_life"}
    assert is_emergency(event("f", "refer", referral=urgent))
    assert not is_emergency(event("f", "refer", referral=urgent | {"urgency": "urgent"}))


# ---------------------------------------------------------------- wishes of states


def test_a_delay_needs_two_leads_and_ends_within_three_days() -> None:
    said = {"basis": "art. 9", "expires": "2027-03-04T12:00:00.000Z"}
    delay = event("e1", "enforcement.delay", delay=said)
    check_admission(delay, State())
    one, two = approval(delay, "l1", "a1"), approval(delay, "l2", "a2")
    assert fold([delay, one]).wishes_of(KEY).delays == []
    assert fold([delay, one, approval(delay, "l1", "a3")]).wishes_of(KEY).delays == []
    assert [f.id for f in fold([delay, one, two]).wishes_of(KEY).delays] == ["e1"]
    long = delay | {"delay": said | {"expires": "2027-03-04T12:01:00.000Z"}}
    assert "at most 72 hours" in refused(long)


def test_wishes_are_not_in_the_state_of_the_subject() -> None:
    contact = event("c1", "state.contact", contact=CONTACT)
    asked = event(
        "k1",
        "keepopen.requested",
        keepopen={"authority": "A", "reference": "r", "review_at": "2027-04-01T00:00:00.000Z"},
    )
    for one in (contact, asked):
        check_admission(one, State())
    state = fold([contact, asked])
    assert state.subjects == {}
    assert len(state.wishes_of(KEY).contacts) == 1 and len(state.wishes_of(KEY).kept_open) == 1
    closed = fold([event("k2", "keepopen.closed", supersedes=["k1"]), contact, asked])
    assert closed.wishes_of(KEY).kept_open == []


# ---------------------------------------------------------------- gates, each with its words


@pytest.mark.parametrize(
    ("kind", "more", "words"),
    [
        ("hold.placed", {}, "basis of the hold"),
        ("hold.placed", {"hold": HOLD | {"basis": "because"}}, "basis of the hold"),
        ("hold.placed", {"hold": HOLD | {"authority": " "}}, "authority of the hold"),
        ("hold.placed", {"hold": HOLD | {"until": ""}}, "end of the hold"),
        ("hold.placed", {"hold": HOLD | {"until": HOLD["from"]}}, "ends before it begins"),
        ("hold.placed", {"hold": HOLD, "subject": None}, "whom it concerns"),
        ("hold.released", {"rationale": "x"}, "names the holds"),
        ("hold.released", {"supersedes": ["h9"], "rationale": "x"}, "no such hold"),
        ("hold.released", {"supersedes": ["h1"]}, "why the hold may be released"),
        ("refer", {"referral": {"to": "everybody"}}, "whom it is referred to"),
        ("refer", {"referral": {"to": "law_enforcement", "urgency": "now"}}, "how urgent"),
        ("referral.outcome", {"supersedes": ["f"]}, "what came back"),
        ("keepopen.requested", {"keepopen": {"authority": "A", "reference": "r"}}, "reviewed"),
        ("keepopen.closed", {}, "names the request"),
        ("state.contact", {"contact": CONTACT | {"kind": "wish"}}, "kind of contact"),
        ("state.contact", {"contact": CONTACT | {"country": "Coast"}}, "country"),
        ("state.contact", {"contact": CONTACT, "criteria": [{"id": "a"}]}, "decides nothing"),
        ("enforcement.delay", {"delay": {"basis": "b"}}, "when the delay ends"),
        ("decision", {"restriction": {"visibility": ["shadow"]}}, "not one that is known"),
        ("decision", {"restriction": {"territories": ["Europe"]}}, "not one that is known"),
        ("approve", {}, "by its hash"),
        ("approve", {"approves": [{"id": "h1", "sha256": "0"}]}, "no proposal"),
        ("approve", {"approves": [{"id": "zz", "sha256": "0"}]}, "no such proposal"),
    ],
)
def test_what_must_not_be_in_a_ledger_is_refused(
    kind: str, more: dict[str, Any], words: str
) -> None:
    assert words in refused(event("new", kind, **more), hold())


@pytest.mark.parametrize(
    ("who", "words"),
    [("r2", "only a lead"), ("r1", "only a lead"), ("r1-again", "who proposed it cannot")],
)
def test_four_eyes_are_refused_at_the_ledger(who: str, words: str) -> None:
    proposed = release("h1")
    assert words in refused(approval(proposed, who), hold(), proposed)
    check_admission(approval(proposed), fold([hold(), proposed]))


def test_another_text_under_the_same_id_is_refused() -> None:
    proposed = release("h1")
    other = proposed | {"rationale": "another"}
    assert "another text" in refused(approval(other), hold(), proposed)


@pytest.mark.parametrize("outcome", ["warn", "restrict", "remove_content", "suspend_temporary"])
def test_default_restrictions_are_whole(outcome: str) -> None:
    now = custody.ms_of_time(AT) or 0
    made = custody.default_restriction(outcome, now)
    check_admission(event("d", "decision", outcome=outcome, restriction=made), State())
    assert made and custody.default_restriction("no_violation", now) == {}


# ---------------------------------------------------------------- properties


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abcdef"), inner),
    max_leaves=12,
)


@given(st.dictionaries(st.text("abcdef_"), JSON))
def test_the_hash_is_that_of_the_signed_text(value: dict[str, Any]) -> None:
    try:
        text = dumps(value)
    except Refused:
        return
    assert exact_hash(value) == sha256_hex(text)


@st.composite
def streams(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Holds, releases, referrals, delays and closings, approved rightly and wrongly."""
    made: list[dict[str, Any]] = [hold(f"h{n}") for n in range(draw(st.integers(1, 3)))]
    made.append(event("k", "keepopen.requested", keepopen={"authority": "A", "reference": "r"}))
    for n in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["hold.released", "refer", "enforcement.delay"]))
        targets = draw(st.lists(st.sampled_from(["h0", "h1", "h2"]), max_size=2))
        more = {"supersedes": targets} if kind == "hold.released" else {}
        proposal = event(f"p{n}", kind, draw(st.sampled_from(["r1", "l1"])), **more)
        made.append(proposal)
        for m, who in enumerate(draw(st.lists(st.sampled_from(sorted(PEOPLE)), max_size=4))):
            text = proposal | ({"rationale": "else"} if draw(st.booleans()) else {})
            made.append(approval(text, who, f"a{n}{m}"))
        if draw(st.booleans()):
            made.append(event(f"w{n}", "withdraw", supersedes=[f"p{n}", "h0"]))
    if draw(st.booleans()):
        made.append(event("kc", "keepopen.closed", supersedes=["k"]))
    return made


@given(streams(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_arrival_does_not_matter(
    made: list[dict[str, Any]], shuffle: random.Random
) -> None:
    mixed = made + made[: len(made) // 2]
    shuffle.shuffle(mixed)
    one, other = fold(made), fold(mixed)
    assert one.digest() == other.digest()
    assert {f.id for f in one.proposals()} == {f.id for f in other.proposals()}
    assert [f.id for f in one.subject(KEY).holds] == [f.id for f in other.subject(KEY).holds]
    assert [f.id for f in one.subject(KEY).referrals] == [
        f.id for f in other.subject(KEY).referrals
    ]


@given(streams())
@settings(max_examples=150, deadline=None)
def test_nothing_has_effect_without_a_different_lead(made: list[dict[str, Any]]) -> None:
    state = fold(made)
    by_id = {e["id"]: e for e in made}
    for holder in (state.subject(KEY), state.wishes_of(KEY)):
        for ident in holder.approved:
            proposal = by_id[ident]
            good = {
                e["actor"]["key"]
                for e in made
                if e["type"] == "approve"
                and e["approves"] == [{"id": ident, "sha256": exact_hash(proposal)}]
                and e["actor"]["role"] == "lead"
                and e["actor"]["key"] != proposal["actor"]["key"]
            }
            assert len(good) >= (2 if proposal["type"] == "enforcement.delay" else 1)
    gone = {f"h{n}" for n in range(3)} & by_id.keys()
    gone -= {f.id for f in state.subject(KEY).holds}
    assert gone <= state.subject(KEY).released
