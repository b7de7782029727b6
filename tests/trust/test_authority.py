"""Whatever order rosters come in: none that too few roots signed, and none that is older, holds."""

from __future__ import annotations

import os
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.domain.errors import Refused
from reviewer.trust import roster as rosters
from reviewer.trust.authority import Authority, newest_known, own_role
from reviewer.trust.cards import Card, card, read_card
from reviewer.trust.keys import Signer
from reviewer.trust.profile import new_profile
from reviewer.trust.roster import Roster

AT, LATER = "2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z"


@cache
def person(name: str) -> tuple[Card, Signer]:
    profile, secrets = new_profile(name, "p", 0, os.urandom, memory_kib=64, iterations=1, lanes=1)
    signer = Signer.from_private(secrets.signing)
    return read_card(card(profile, signer)), signer


ROOTS = ("root-a", "root-b", "root-c")
OTHERS = ("heron", "tern", "plover")


def site(threshold: int = 2) -> Authority:
    keys = [person(name)[0] for name in ROOTS]
    return Authority({key.keyid: key.sign for key in keys}, threshold)


def began() -> Roster:
    first = rosters.first_roster(person("root-a")[0], 1, AT)
    for name in ROOTS[1:]:
        first = first.add(person(name)[0], "root", AT)
    return Roster(1, AT, 2, first.entries)


ACT = st.tuples(
    st.sampled_from(["add", "revoke", "stay"]),
    st.sampled_from(OTHERS),
    st.sampled_from(["lead", "reviewer", "auditor", "issuer"]),
    st.frozensets(st.sampled_from([*ROOTS, *OTHERS]), max_size=4),
    st.integers(0, 5),
)


def stepped(base: Roster, act: str, name: str, role: str) -> Roster:
    try:
        if act == "add":
            return base.add(person(name)[0], role, AT)
        if act == "revoke":
            return base.revoke(person(name)[0].keyid, LATER)
    except Refused:
        pass
    return base


@given(st.lists(ACT, min_size=1, max_size=8), st.booleans())
@settings(max_examples=60, deadline=None)
def test_any_history_of_adding_signing_and_revoking(
    acts: list[tuple[str, str, str, frozenset[str], int]], named: bool
) -> None:
    authority = site() if named else Authority()
    held = authority.admit(began().to_text(*(person(name)[1] for name in ROOTS)), None)
    drawn = [held]
    for act, name, role, signers, base in acts:
        made = stepped(drawn[min(base, len(drawn) - 1)], act, name, role)
        drawn.append(made)
        enough = len(signers & set(ROOTS)) >= 2
        try:
            found = authority.admit(made.to_text(*(person(who)[1] for who in signers)), held)
        except Refused as refused:
            assert not enough or made.version <= held.version
            assert refused.code in ("roster", "rollback")
            continue
        assert enough, "too few roots signed"
        assert found.version > held.version or found.body() == held.body()
        held = found


def test_a_lower_version_is_refused_and_named() -> None:
    signers = [person(name)[1] for name in ROOTS[:2]]
    one = began()
    two = one.add(person("heron")[0], "lead", AT)
    other = one.add(person("tern")[0], "lead", AT)
    held = site().admit(two.to_text(*signers), None)
    for older in (one, other):
        with pytest.raises(Refused) as caught:
            site().admit(older.to_text(*signers), held)
        assert caught.value.code == "rollback"
        assert f"version {older.version};" in caught.value.message
    assert site().admit(two.to_text(*signers), held) == held


def test_the_sites_roots_decide_and_not_those_that_a_roster_names() -> None:
    own = rosters.first_roster(person("heron")[0], 1, AT)
    text = own.to_text(person("heron")[1])
    assert Authority().admit(text, None) == own
    with pytest.raises(Refused):
        site().admit(text, None)
    with pytest.raises(Refused):
        site().admit(began().to_text(person("root-a")[1]), None)


def test_roles_count_from_until_and_never_after_revoking() -> None:
    heron = person("heron")[0].keyid
    roster = began().add(person("heron")[0], "lead", LATER)
    assert roster.role_of(heron, AT) == "" and roster.role_of(heron, LATER) == "lead"
    gone = roster.revoke(heron, "2026-03-01T00:00:00.000Z")
    assert gone.role_of(heron, LATER) == "lead"
    assert gone.role_of(heron, "2026-03-01T00:00:00.000Z") == ""
    assert own_role(None, heron, "reviewer", AT) == "reviewer"
    assert own_role(gone, heron, "lead", "2026-04-01T00:00:00.000Z") == ""
    assert set(newest_known(roster, frozenset({"lead"}), LATER)) == {heron}
    assert newest_known(None, frozenset({"lead"}), LATER) == {}
