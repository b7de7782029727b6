"""The roster: a threshold signs it, it only grows, the held roots decide."""

from __future__ import annotations

import json
import os

import pytest

from reviewer.domain.errors import Refused
from reviewer.trust import roster as rosters
from reviewer.trust.cards import Card, card, read_card
from reviewer.trust.keys import Signer
from reviewer.trust.profile import new_profile
from reviewer.trust.roster import Roster

AT, LATER = "2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z"


def person(name: str) -> tuple[Card, Signer]:
    profile, secrets = new_profile(name, "p", 0, os.urandom, memory_kib=64, iterations=1, lanes=1)
    signer = Signer.from_private(secrets.signing)
    return read_card(card(profile, signer)), signer


@pytest.fixture(scope="module")
def root() -> tuple[Card, Signer]:
    return person("root-a")


@pytest.fixture(scope="module")
def other() -> tuple[Card, Signer]:
    return person("root-b")


@pytest.fixture(scope="module")
def heron() -> tuple[Card, Signer]:
    return person("heron")


def test_enrolment(root: tuple[Card, Signer], heron: tuple[Card, Signer]) -> None:
    one = rosters.first_roster(root[0], 1, AT)
    held = rosters.read(one.to_text(root[1]))
    two = held.add(heron[0], "reviewer", LATER)
    unsigned = two.to_text()
    with pytest.raises(Refused):
        rosters.succeed(held, unsigned)
    newer = rosters.succeed(held, rosters.add_signature(unsigned, root[1]))
    assert newer.version == 2
    entry = newer.key(heron[0].keyid)
    assert entry is not None and entry.role == "reviewer" and entry.sign == heron[0].sign
    assert not entry.counts_at(AT) and entry.counts_at(LATER)
    with pytest.raises(Refused):
        newer.add(heron[0], "lead", LATER)
    with pytest.raises(Refused):
        held.add(heron[0], "emperor", LATER)


def test_threshold_of_two(root: tuple[Card, Signer], other: tuple[Card, Signer]) -> None:
    two = rosters.first_roster(root[0], 1, AT).add(other[0], "root", AT)
    strict = Roster(two.version, AT, 2, two.entries)
    text = rosters.add_signature(strict.to_text(), root[1])
    assert rosters.add_signature(text, root[1]) == text
    with pytest.raises(Refused):
        rosters.read(text)
    assert rosters.read(rosters.add_signature(text, other[1])) == strict


def test_versions_only_grow(root: tuple[Card, Signer], heron: tuple[Card, Signer]) -> None:
    one = rosters.first_roster(root[0], 1, AT)
    two = one.add(heron[0], "reviewer", LATER)
    assert rosters.succeed(two, two.to_text(root[1])) == two
    with pytest.raises(Refused) as caught:
        rosters.succeed(two, one.to_text(root[1]))
    assert caught.value.code == "rollback"
    rival = one.add(heron[0], "lead", LATER)
    with pytest.raises(Refused):
        rosters.succeed(two, rival.to_text(root[1]))


def test_a_stranger_cannot_make_a_newer_one(
    root: tuple[Card, Signer], other: tuple[Card, Signer]
) -> None:
    held = rosters.first_roster(root[0], 1, AT)
    usurper = Roster(9, LATER, 1, rosters.first_roster(other[0], 1, AT).entries)
    assert rosters.read(usurper.to_text(other[1])) == usurper
    with pytest.raises(Refused):
        rosters.succeed(held, usurper.to_text(other[1]))
    with pytest.raises(Refused):
        rosters.read(usurper.to_text(other[1]), held.roots(), 1)


def test_revoking(root: tuple[Card, Signer], heron: tuple[Card, Signer]) -> None:
    two = rosters.first_roster(root[0], 1, AT).add(heron[0], "reviewer", AT)
    three = two.revoke(heron[0].keyid, LATER)
    entry = three.key(heron[0].keyid)
    assert entry is not None and entry.counts_at(AT) and not entry.counts_at(LATER)
    assert three.add(person("heron")[0], "reviewer", LATER).version == 4
    with pytest.raises(Refused):
        two.revoke(root[0].keyid, LATER)
    with pytest.raises(Refused):
        two.revoke("0" * 16, LATER)


@pytest.mark.parametrize(
    "change",
    [
        {"format": "x"},
        {"format_version": "2.0"},
        {"must_understand": ["x"]},
        {"version": 0},
        {"threshold": True},
        {"entries": [{}]},
        {"entries": 5},
        {"surprise": 1},
    ],
)
def test_not_a_roster(root: tuple[Card, Signer], change: dict[str, object]) -> None:
    from reviewer.trust import dsse

    body = {**json.loads(rosters.first_roster(root[0], 1, AT).body()), **change}
    text = dsse.envelope_text(dsse.ROSTER_TYPE, json.dumps(body).encode(), root[1])
    with pytest.raises(Refused) as caught:
        rosters.peek(text)
    assert caught.value.code == "roster"
