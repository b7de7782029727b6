"""Merging into the ledger: what counts, what waits, what is quarantined, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.domain.fold import fold
from reviewer.store.workspace import Workspace
from tests.store.kit import decision, make, reopen
from tests.store.merge_kit import DAY, Chain, roster


@pytest.fixture
def lead(tmp_path: Path) -> Workspace:
    return make(tmp_path / "lead", role="lead")


def codes(workspace: Workspace) -> list[tuple[str, int, str]]:
    return [(one.pseudonym, one.seq, one.code) for one in workspace.ledger.quarantine()]


def outcome(workspace: Workspace, who: str = "1") -> str:
    return workspace.ledger.state.subject(f"account:twitter:{who}").outcome


def test_a_package_comes_in_and_stays_through_closing(lead: Workspace, tmp_path: Path) -> None:
    heron = Chain("heron")
    heron.decide("1")
    heron.add("from.the.future", odd={"a": [1]})
    heron.decide("2", "warn")
    with lead:
        lead.ledger.append([decision("9")])
        taken = lead.ledger.merge(heron.parcel(), None)
        assert [len(one.gained) for one in taken.devices] == [3]
        assert taken.changes.subjects == {"account:twitter:1", "account:twitter:2"}
        assert outcome(lead) == "suspend"
        before = lead.ledger.state.digest()
        again = lead.ledger.merge(heron.parcel(), None)
        assert again.devices[0].repeats == 3 and not again.changes
        assert lead.ledger.length() == 1 and lead.ledger.head()[1] == 1
        assert lead.ledger.check() is None
    with reopen(tmp_path / "lead") as opened:
        assert opened.ledger.state.digest() == before
        found = list(opened.ledger.merged_events(heron.device))
        assert found == heron.stored, "byte for byte"
        assert [(tip.seq, tip.head) for tip in opened.ledger.foreign_heads()] == [
            (3, heron.stored[-1].hash)
        ]
        assert opened.ledger.check() is None
        assert [e["id"] for e in opened.ledger.own_events()] == [
            stored.id for stored in opened.ledger.events()
        ]
        assert len(opened.ledger.events_of("account:twitter:1")) == 1


def test_what_comes_after_a_hole_waits_and_comes_in_by_itself(lead: Workspace) -> None:
    heron = Chain("heron")
    for n in range(6):
        heron.decide(str(n))
    with lead:
        lead.ledger.merge(heron.parcel(5, 6), None)
        lead.ledger.merge(heron.parcel(1, 2), None)
        assert codes(lead) == [("heron", 5, "gap"), ("heron", 6, "gap")]
        assert "event 3" in lead.ledger.quarantine()[0].words
        assert lead.ledger.foreign_heads()[0].seq == 2
        taken = lead.ledger.merge(heron.parcel(3, 4), None)
        assert [line.seq for line in taken.devices[0].gained] == [3, 4, 5, 6]
        assert codes(lead) == []
        assert lead.ledger.check() is None


@pytest.mark.parametrize("turn", [1, -1])
def test_from_a_fork_on_neither_branch_counts(lead: Workspace, turn: int, tmp_path: Path) -> None:
    heron = Chain("heron")
    for n in range(3):
        heron.decide(str(n))
    other = heron.fork(2)
    other.decide("2", "warn")
    other.decide("7")
    with lead:
        for parcel in [heron.parcel(), other.parcel()][::turn]:
            lead.ledger.merge(parcel, None)
        assert [seq for _, seq, code in codes(lead) if code == "fork"] == [3, 3, 4]
        words = lead.ledger.quarantine()[0].words
        assert heron.stored[2].hash[:12] in words and other.stored[2].hash[:12] in words
        assert outcome(lead, "1") == "suspend" and outcome(lead, "2") == "" == outcome(lead, "7")
        assert lead.ledger.foreign_heads()[0].seq == 2
        assert lead.ledger.check() is None
        before = lead.ledger.state.digest()
    with reopen(tmp_path / "lead") as opened:
        assert opened.ledger.state.digest() == before


def test_a_fork_shows_although_its_first_events_never_came(lead: Workspace) -> None:
    heron = Chain("heron")
    for n in range(6):
        heron.decide(str(n))
    other = heron.fork(2)
    for n in range(4):
        other.decide(str(n), "warn", supersedes=[heron.stored[0].id])
    with lead:
        lead.ledger.merge(heron.parcel(), None)
        lead.ledger.merge(other.parcel(5, 6), None)
        assert [seq for _, seq, _ in codes(lead)] == [4, 5, 5, 6, 6], "4 is named otherwise by 5"
        lead.ledger.merge(other.parcel(1, 4), None)
        assert min(seq for _, seq, _ in codes(lead)) == 3


def test_keys_count_as_the_roster_says(lead: Workspace) -> None:
    heron, owl = Chain("heron"), Chain("owl")
    stranger, thief = Chain("stranger"), Chain("thief", device=owl.device)
    for chain in (heron, owl, stranger, thief):
        chain.decide(f"a-{chain.name}", day=2)
        chain.decide(f"b-{chain.name}", day=8)
        chain.decide(f"c-{chain.name}", day=4)
    early = Chain("early")
    early.add("import", **{"import": {"id": "x"}}, day=2)
    early.decide("1", day=2)
    early.decide("2", day=8)
    known = roster(
        heron.entry(revoked=DAY.format(6)), owl.entry(), early.entry(since=DAY.format(7)),
        Chain("watch", role="auditor").entry(),
    )  # fmt: skip
    watch = Chain("watch", role="auditor")
    watch.decide("3")
    with lead:
        for chain in (thief, heron, owl, stranger, early, watch):
            lead.ledger.merge(chain.parcel(), known)
        assert sorted(codes(lead)) == [
            ("early", 2, "early_key"),
            ("heron", 2, "revoked_key"),
            ("heron", 3, "revoked_key"),
            ("stranger", 1, "unknown_key"),
            ("stranger", 2, "unknown_key"),
            ("stranger", 3, "unknown_key"),
            ("thief", 1, "unknown_key"),
            ("thief", 2, "unknown_key"),
            ("thief", 3, "unknown_key"),
            ("watch", 1, "role"),
        ]
        assert outcome(lead, "b-owl") == "suspend"
        later = roster(*known.entries, stranger.entry(), version=2)
        taken = lead.ledger.rejudge(later)
        assert taken.changes.subjects >= {"account:twitter:a-stranger"}
        assert outcome(lead, "a-stranger") == "suspend"
        revoked = roster(*known.entries[1:], version=3)
        lead.ledger.rejudge(revoked)
        assert outcome(lead, "a-stranger") == "" == outcome(lead, "a-heron")
        assert lead.ledger.check() is None


def test_rules_of_single_events(lead: Workspace) -> None:
    heron = Chain("heron")
    first = heron.decide("1")
    heron.decide("1", "warn")
    heron.decide("1", "restrict", supersedes=[first.id])
    settled = {"subject": first.event["subject"], "supersedes": [first.id], "outcome": "warn"}
    heron.add("resolution", **settled, rationale="because")
    heron.add("hold.placed", subject=first.event["subject"])
    with lead:
        lead.ledger.merge(heron.parcel(), None)
        assert codes(lead) == [("heron", 2, "wrong"), ("heron", 4, "role"), ("heron", 5, "wrong")]
        assert outcome(lead) == "restrict"


def test_a_copy_of_this_workspace_is_named(lead: Workspace) -> None:
    with lead:
        lead.ledger.append([decision("1")])
        device, _, _ = lead.ledger.head()
        mine = Chain("rev-7", device=device, role="lead")
        mine.decide("5")
        mine.decide("6")
        lead.ledger.merge(mine.parcel(), None)
        assert codes(lead) == [("rev-7", 1, "rollback"), ("rev-7", 2, "rollback")]
        assert outcome(lead, "5") == "" and lead.ledger.head()[1] == 1


@pytest.mark.parametrize("turn", [1, -1])
def test_of_two_events_under_one_id_neither_counts(lead: Workspace, turn: int) -> None:
    heron, owl = Chain("heron"), Chain("owl")
    theirs = heron.decide("1")
    owl.decide("2")
    owl.decide("1", "no_violation", id=theirs.id)
    with lead:
        for chain in [heron, owl][::turn]:
            lead.ledger.merge(chain.parcel(), None)
        assert sorted(codes(lead)) == [("heron", 1, "twin"), ("owl", 2, "twin")]
        assert outcome(lead) == "" and outcome(lead, "2") == "suspend"
        assert lead.ledger.check() is None


def test_a_failed_merge_leaves_everything_as_it_was(
    lead: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    heron = Chain("heron")
    heron.decide("1")
    with lead:
        before = lead.ledger.state.digest()
        with monkeypatch.context() as patch:
            patch.setattr("reviewer.store.ledger.projection.write_states", _full)
            with pytest.raises(OSError):
                lead.ledger.merge(heron.parcel(), None)
        assert lead.ledger.state.digest() == before
        assert lead.ledger.peers() == [] == lead.ledger.quarantine()
        lead.ledger.merge(heron.parcel(), None)
        assert outcome(lead) == "suspend"


def _full(*_: object) -> None:
    raise OSError("no room")


def test_the_state_is_the_fold_of_what_counts(lead: Workspace) -> None:
    heron, owl = Chain("heron"), Chain("owl")
    heron.decide("1")
    owl.decide("1", "warn")
    with lead:
        lead.ledger.merge(heron.parcel(), None)
        lead.ledger.merge(owl.parcel(), None)
        both = [one.event for one in (*heron.stored, *owl.stored)]
        assert lead.ledger.state.subject("account:twitter:1").contested
        assert fold(both).digest()["subjects"] == lead.ledger.state.digest()["subjects"]
