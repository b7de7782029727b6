"""Ids used twice by different devices: only the one that made the id counts, whatever came first,
and what others signed moves nothing else in a chain."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.ids import event_id, is_own_id
from reviewer.store.ledger import twins
from reviewer.store.ledger.judging import judge
from reviewer.store.ledger.lines import Line
from reviewer.store.ledger.stored import GENESIS
from reviewer.store.ledger.twins import NOBODY, keepers
from reviewer.store.workspace import Workspace
from tests.store.kit import NOON, Clock, decision, make, reopen
from tests.store.merge_kit import Chain, lines_of


def _good(chain: Chain, *clashes: str) -> list[str]:
    lines: list[Line] = lines_of([chain.parcel()])
    return [line.id for line in judge(chain.device, lines, None, _nobodys(*clashes)).good]


def _nobodys(*ids: str) -> dict[str, str]:
    return dict.fromkeys(ids, NOBODY)


def _codes(workspace: Workspace) -> list[tuple[str, int, str]]:
    return sorted((one.pseudonym, one.seq, one.code) for one in workspace.ledger.quarantine())


def _outcome(workspace: Workspace, who: str = "1") -> str:
    return workspace.ledger.state.subject(f"account:twitter:{who}").outcome


def test_an_event_that_breaks_a_rule_does_not_count_because_the_one_before_is_a_twin() -> None:
    heron = Chain("heron")
    first = heron.decide("1")
    second = heron.decide("1", "warn")
    assert _good(heron) == [first.id], "a second decision names its first"
    assert _good(heron, first.id) == []
    assert _good(heron, second.id) == [first.id]


@given(st.integers(0, 2**48 - 1), st.integers(1, 2**40), st.text(max_size=9))
def test_an_id_is_made_by_one_place_and_tells_it_by_itself(ms: int, seq: int, device: str) -> None:
    ident = event_id(device, seq, GENESIS, ms)
    assert UUID(ident).version == 7 and UUID(ident).int >> 80 == ms
    assert is_own_id(ident, device, seq, GENESIS)
    assert not is_own_id(ident, device + "x", seq, GENESIS)
    assert not is_own_id(ident, device, seq + 1, GENESIS)
    assert not is_own_id(ident, device, seq, "0" * 63 + "1")
    moved = event_id(device, seq, GENESIS, ms ^ 1)[:13] + ident[13:]
    assert not is_own_id(moved, device, seq, GENESIS)


@given(st.text())
def test_no_text_from_outside_breaks_the_question(ident: str) -> None:
    assert not is_own_id(ident, ident, 1, ident)


@pytest.mark.parametrize("turn", [1, -1])
def test_the_one_that_made_the_id_counts(tmp_path: Path, turn: int) -> None:
    heron, owl, crow = Chain("heron", native=True), Chain("owl"), Chain("crow", native=True)
    theirs = heron.decide("1")
    owl.decide("2")
    owl.decide("1", "no_violation", id=theirs.id)
    crow.decide("3", id=theirs.id)
    crow.decide("4")
    with make(tmp_path / "lead", role="lead") as lead:
        for chain in [heron, owl, crow][::turn]:
            lead.ledger.merge(chain.parcel(), None)
        assert _codes(lead) == [("crow", 1, "twin"), ("owl", 2, "twin")]
        assert heron.device in lead.ledger.quarantine()[0].words
        assert [_outcome(lead, who) for who in "1234"] == ["suspend", "suspend", "", "suspend"]
        assert lead.ledger.check() is None
        before = lead.ledger.state.digest()
        lead.ledger.rejudge(None)
        lead.ledger.merge(owl.parcel(), None)
        assert lead.ledger.state.digest() == before
    with reopen(tmp_path / "lead") as lead:
        assert lead.ledger.state.digest() == before
        assert _codes(lead) == [("crow", 1, "twin"), ("owl", 2, "twin")]


def test_what_was_taken_first_goes_when_the_one_that_made_the_id_comes(tmp_path: Path) -> None:
    heron, owl = Chain("heron", native=True), Chain("owl")
    theirs = heron.decide("1")
    owl.decide("1", "no_violation", id=theirs.id)
    with make(tmp_path / "lead", role="lead") as lead:
        lead.ledger.merge(owl.parcel(), None)
        assert _outcome(lead) == "no_violation"
        taken = lead.ledger.merge(heron.parcel(), None)
        assert [line.id for one in taken.devices for line in one.lost] == [theirs.id]
        assert _outcome(lead) == "suspend" and _codes(lead) == [("owl", 1, "twin")]


def test_where_several_made_one_id_by_a_search_none_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    heron, owl = Chain("heron", native=True), Chain("owl")
    theirs = heron.decide("1")
    owl.decide("1", "no_violation", id=theirs.id)
    claims = lines_of([heron.parcel(), owl.parcel()])
    assert keepers(claims, ()) == keepers(claims[::-1], ()) == {theirs.id: heron.device}
    assert keepers(claims, [theirs.id]) == _nobodys(theirs.id), "our own event counts here"
    assert keepers(claims[:1], [theirs.id]) == _nobodys(theirs.id)
    with monkeypatch.context() as patch:
        patch.setattr(twins, "is_own_id", _always)
        assert keepers(claims, ()) == _nobodys(theirs.id)


def _always(*_: object) -> bool:
    return True


def test_an_id_taken_in_advance_stands_in_nobodys_way(tmp_path: Path) -> None:
    clock = Clock(NOON)
    with make(tmp_path / "lead", clock, role="lead") as lead:
        device, seq, head = lead.ledger.head()
        ahead = [event_id(device, seq + 1, head, NOON + wait) for wait in (0, 1, 5)]
        owl = Chain("owl")
        for n, ident in enumerate(ahead):
            owl.decide(f"9{n}", id=ident)
        lead.ledger.merge(owl.parcel(), None)
        (own,) = lead.ledger.append([decision("1")])
        assert own.id not in ahead and _outcome(lead) == "suspend"
        assert is_own_id(own.id, device, own.seq, head)
        before = lead.ledger.state.digest()
        assert lead.ledger.check() is None
    with reopen(tmp_path / "lead") as lead:
        assert lead.ledger.state.digest() == before


def test_every_event_of_a_workspace_makes_its_own_id(tmp_path: Path) -> None:
    with make(tmp_path / "w") as workspace:
        workspace.ledger.append([decision("1"), decision("2")])
        workspace.ledger.append([{"type": "import", "ext": {"name": "a"}}])
        for one in workspace.ledger.events():
            assert is_own_id(one.id, workspace.profile.device, one.seq, str(one.event["prev"]))
