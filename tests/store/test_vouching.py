"""Events dated back by whoever has a revoked key: only what was here before bounds them."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.store.ledger.received import Receipt
from reviewer.store.workspace import Workspace
from reviewer.trust.roster import Roster
from tests.store.kit import make, reopen
from tests.store.merge_kit import DAY, Chain, roster


@pytest.fixture
def lead(tmp_path: Path) -> Workspace:
    return make(tmp_path / "ws", role="lead")


def known(lead: Workspace, *entries: object) -> Roster:
    """A roster that knows the lead of this workspace too."""
    own = Chain("lead", device=lead.ledger.head()[0], role="lead").entry()
    return roster(*entries, own)  # type: ignore[arg-type]


def revoke(lead: Workspace, chain: Chain) -> Roster:
    """The roster that revokes a key on day 6, adopted here with the note of what is here."""
    found = known(lead, chain.entry(revoked=DAY.format(6)))
    keyid = chain.signer.keyid
    body = {"version": 2, "sha256": "0" * 64, "threshold": 1}
    seen = lead.ledger.heads_of([keyid])
    lead.ledger.append([{"type": "roster.adopted", "roster": {**body, "seen": seen}}])
    lead.ledger.rejudge(found)
    return found


def counted(lead: Workspace) -> int:
    return sum(peer.counted for peer in lead.ledger.peers())


def test_what_is_dated_back_after_the_revocation_is_put_aside(lead: Workspace) -> None:
    heron = Chain("heron")
    for who in "123":
        heron.decide(who, day=3)
    with lead:
        lead.ledger.merge(heron.parcel(), known(lead, heron.entry()))
        ended = revoke(lead, heron)
        assert counted(lead) == 3
        heron.decide("4", "no_violation", day=4)
        lead.ledger.merge(heron.parcel(3), ended)
        (one,) = lead.ledger.quarantine()
        assert (one.seq, one.code) == (4, "revoked_key") and "noted or acknowledged" in one.words
        assert counted(lead) == 3
        assert lead.ledger.check() is None
        folder = lead.folder
    with reopen(folder) as again:
        assert counted(again) == 3 and len(again.ledger.quarantine()) == 1


def test_a_late_fork_does_not_take_what_was_here_with_it(lead: Workspace) -> None:
    heron = Chain("heron")
    for who in "123":
        heron.decide(who, day=3)
    forged = heron.fork(1)
    forged.decide("2", "no_violation", day=3)
    with lead:
        lead.ledger.merge(heron.parcel(), known(lead, heron.entry()))
        ended = revoke(lead, heron)
        lead.ledger.merge(forged.parcel(2), ended)
        assert [one.code for one in lead.ledger.quarantine()] == ["revoked_key"]
        assert counted(lead) == 3


def test_what_waited_for_events_before_it_vouches_for_them(lead: Workspace) -> None:
    heron = Chain("heron")
    for who in "1234":
        heron.decide(who, day=3)
    with lead:
        lead.ledger.merge(heron.parcel(3), known(lead, heron.entry()))
        ended = revoke(lead, heron)
        assert counted(lead) == 0
        lead.ledger.merge(heron.parcel(1, 2), ended)
        assert counted(lead) == 4 and not lead.ledger.quarantine()


def test_of_a_key_of_which_nothing_was_here_nothing_counts(lead: Workspace) -> None:
    heron = Chain("heron")
    heron.decide("1", day=3)
    with lead:
        ended = revoke(lead, heron)
        lead.ledger.merge(heron.parcel(), ended)
        assert counted(lead) == 0
        assert [one.code for one in lead.ledger.quarantine()] == ["revoked_key"]


def test_an_earlier_receipt_of_a_lead_vouches(lead: Workspace) -> None:
    heron = Chain("heron")
    for who in "123":
        heron.decide(who, day=3)
    head = heron.stored[1].hash
    with lead:
        early = Receipt(heron.device, 2, head, "a-lead", DAY.format(5))
        lead.ledger.receive([], [early])
        late = Receipt(heron.device, 3, heron.stored[2].hash, "a-lead", DAY.format(7))
        lead.ledger.receive([], [late])
        ended = revoke(lead, heron)
        lead.ledger.merge(heron.parcel(), ended)
        assert counted(lead) == 2
        assert [one.seq for one in lead.ledger.quarantine()] == [3]


def test_what_another_lead_had_counts_whatever_comes_first(tmp_path: Path) -> None:
    heron, owl = Chain("heron"), Chain("owl", role="lead")
    heron.decide("1", day=3)
    seen = {heron.signer.keyid: [heron.stored[0].hash]}
    owl.add("roster.adopted", day=7, roster={"version": 2, "seen": seen})
    heron.decide("2", day=3)
    results = []
    for place, first in enumerate((heron, owl)):
        with make(tmp_path / str(place), role="lead") as lead:
            people = known(lead, heron.entry(revoked=DAY.format(6)), owl.entry())
            second = owl if first is heron else heron
            for chain in (first, second):
                lead.ledger.merge(chain.parcel(), people)
            lead.ledger.rejudge(people)
            results.append((counted(lead), [one.seq for one in lead.ledger.quarantine()]))
    assert results == [(2, [2])] * 2


def test_a_note_of_nobody_vouches_for_nothing_and_bars_nothing(lead: Workspace) -> None:
    heron, magpie = Chain("heron"), Chain("magpie")
    heron.decide("1", day=3)
    magpie.add("roster.adopted", roster={"version": 2, "seen": {heron.signer.keyid: []}})
    with lead:
        people = known(lead, heron.entry(revoked=DAY.format(6)), magpie.entry())
        lead.ledger.merge(magpie.parcel(), people)
        lead.ledger.merge(heron.parcel(), people)
        assert counted(lead) == 2


def test_a_second_device_of_a_key_begins_with_a_restore(lead: Workspace) -> None:
    heron = Chain("heron")
    loose = Chain("heron", device="0f0f0f0f-0000-7000-8000-000000000000")
    loose.decide("1", day=3)
    moved = Chain("heron", device="1f1f1f1f-0000-7000-8000-000000000000")
    moved.add("restore", day=3, restore={"device": heron.device, "seq": 0, "head": "0" * 64})
    moved.decide("2", day=3)
    with lead:
        people = known(lead, heron.entry())
        for chain in (loose, moved):
            lead.ledger.merge(chain.parcel(), people)
        assert [one.code for one in lead.ledger.quarantine()] == ["wrong_device"]
        assert counted(lead) == 2
