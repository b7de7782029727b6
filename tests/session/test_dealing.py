"""Deals: what a reviewer gets is what the lead holds, once, and never what must not leave."""

from __future__ import annotations

import dataclasses
import shutil
from collections import Counter
from pathlib import Path

import pytest

from reviewer import bootstrap
from reviewer.bundle.verify import verify
from reviewer.domain.errors import Refused
from reviewer.exchange.dealing.write import Hand, file_name
from reviewer.session.session import Session
from reviewer.trust.cards import card, read_card
from reviewer.trust.keys import Signer
from reviewer.trust.roster import first_roster
from tests.session.kit import demo, opened, workspace_of


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo(tmp_path_factory.mktemp("lead") / "ws")


@pytest.fixture
def lead(stored: Path, tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return Path(shutil.copytree(stored, tmp_path / "ws"))


def dealt(session: Session, folder: Path, *to: str, overlap: int = 0) -> list[Hand]:
    return session.dealing.deal(session.dealing.preview(to, overlap), folder)


def test_a_reviewer_holds_what_the_lead_holds(lead: Path, tmp_path: Path) -> None:
    with opened(lead) as keys:
        hands = dealt(keys.session, tmp_path / "out", "heron", "ibis", overlap=100)
        evidence = keys.session.workspace.evidence
        digests = {case.case_id: evidence.digest_of_case(case.case_id) for case in evidence.cases()}
        present = {case.case_id: case.media for case in evidence.cases()}
    report = verify(hands[0].path)
    assert report.ok and report.signed, report.violations
    with opened(workspace_of(tmp_path / "heron", hands[0].path)) as keys:
        evidence = keys.session.workspace.evidence
        mine = [case.case_id for case in evidence.cases()]
        assert mine == list(hands[0].cases)
        assert {c: evidence.digest_of_case(c) for c in mine} == {c: digests[c] for c in mine}
        assert {c.case_id: c.media for c in evidence.cases()} == {c: present[c] for c in mine}
        assert {c.assigned_to for c in evidence.cases()} == {"heron"}
        assert evidence.counts().media_present == hands[0].media > 0


def test_every_case_once_and_a_second_deal_finds_nothing(lead: Path, tmp_path: Path) -> None:
    with opened(lead) as keys:
        before = keys.session.status()["cases"]
        hands = dealt(keys.session, tmp_path / "out", "heron", "ibis", overlap=200)
        found = Counter(case for hand in hands for case in hand.cases)
        assert len(found) == before and sum(n == 2 for n in found.values()) == before // 5
        again = keys.session.dealing.preview(["heron", "ibis"])
        assert again.cases == 0 and again.left_out == {"dealt already": before}
        with pytest.raises(Refused) as caught:
            keys.session.dealing.deal(again, tmp_path / "out")
        assert caught.value.code == "nothing"
    with opened(lead) as keys:  # remembered
        assert keys.session.dealing.preview(["heron"]).cases == 0


def test_what_is_handed_back_goes_to_somebody_else(lead: Path, tmp_path: Path) -> None:
    with opened(lead) as keys:
        hands = dealt(keys.session, tmp_path / "out", "demo-reviewer")
        keys.session.hand_back()
        case = hands[0].cases[0]
        assert keys.session.dealing.held().barred(case) == {"demo-reviewer"}
        shown = keys.session.dealing.preview(["demo-reviewer"])
        assert shown.cases == 0 and shown.left_out["handed back by everybody named"] == 1
        shown = keys.session.dealing.preview(["demo-reviewer", "ibis"])
        assert shown.again == 1
        assert shown.plan.hands == {"demo-reviewer": [], "ibis": [case]}
        (second,) = keys.session.dealing.deal(shown, tmp_path / "out")
        assert second.to == "ibis" and second.path.exists()
        assert keys.session.dealing.held().holders(case) == {"ibis"}


def test_what_is_locked_never_leaves(lead: Path, tmp_path: Path) -> None:
    with opened(lead) as keys:
        session = keys.session
        account = session.desk.account
        media = session.workspace.evidence.media_of_account(account.partition(":")[2])
        locked = next(one for one in media if one.sha256)
        session.select_medium(f"media:{locked.key}")
        session.workspace.locks.add(locked.sha256)
        hands = dealt(session, tmp_path / "out", "heron")
    data = hands[0].path.read_bytes()
    assert locked.sha256.encode() not in data
    with opened(workspace_of(tmp_path / "heron", hands[0].path)) as keys:
        assert keys.session.workspace.evidence.media(locked.sha256) is None


def test_an_interrupted_deal_goes_on(lead: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with opened(lead) as keys:
        shown = keys.session.dealing.preview(["heron", "ibis"])
        number = keys.session.workspace.ledger.head()[1] + 1
        (out / file_name(number, "ibis")).write_bytes(b"in the way")
        with pytest.raises(Refused) as caught:
            keys.session.dealing.deal(shown, out)
        assert caught.value.code == "exists"
        assert keys.session.dealing.held().to == {}
        first = (out / file_name(number, "heron")).read_bytes()
        (out / file_name(number, "ibis")).unlink()
        again = keys.session.dealing.preview(["heron", "ibis"])
        hands = keys.session.dealing.deal(again, out)
        assert hands[0].path.read_bytes() == first
        assert not [p for p in out.iterdir() if p.name.startswith(".")]


def test_a_reviewer_by_the_roster_deals_nothing(lead: Path, tmp_path: Path) -> None:
    with opened(lead) as keys:
        space = keys.session.workspace
        root = Signer.generate()
        at = "2020-01-01T00:00:00.000Z"
        own = read_card(card(space.profile, space.signer))
        stranger = dataclasses.replace(own, pseudonym="root", sign=root.public)
        roster = first_roster(stranger, 1, at).add(own, "reviewer", at)
        keys.session.roster.adopt(roster.to_text(root))
        with pytest.raises(Refused) as caught:
            keys.session.dealing.preview(["heron"])
        assert caught.value.code == "role" and "only a lead" in caught.value.message


def test_sealed_each_opens_only_with_its_reviewers_key(lead: Path, tmp_path: Path) -> None:
    at = "2020-01-01T00:00:00.000Z"
    folders = {name: tmp_path / name for name in ("heron", "ibis")}
    for name, folder in folders.items():
        bootstrap.create_workspace(folder, name, None).close()
    with opened(lead) as keys:
        shown = keys.session.dealing.preview(["heron", "ibis"])
        with pytest.raises(Refused) as caught:
            keys.session.dealing.deal(shown, tmp_path / "out", seal=True)
        assert caught.value.code == "recipient" and "roster" in caught.value.message
        space = keys.session.workspace
        roster = first_roster(read_card(card(space.profile, space.signer)), 1, at)
        for folder in folders.values():
            with bootstrap.open_workspace(folder, None) as one:
                roster = roster.add(read_card(card(one.profile, one.signer)), "reviewer", at)
        keys.session.roster.adopt(roster.to_text(space.signer))
        shown = keys.session.dealing.preview(["heron", "ibis"])
        hands = keys.session.dealing.deal(shown, tmp_path / "out", seal=True)
        assert [h.path.suffixes for h in hands] == [[".zip", ".age"]] * 2
        assert all(hand.sealed for hand in hands)
        (row,) = keys.session.jobs.preview([hands[0].path]).report.files
        assert "sealed to 1 key" in row.reason, "the lead neither"
    for hand in hands:
        other = next(folder for name, folder in folders.items() if name != hand.to)
        with opened(other) as keys:
            (row,) = keys.session.jobs.import_paths([hand.path]).files
            assert row.code == "not_for_you" and not keys.session.status()["cases"]
    for hand in hands:
        with opened(folders[hand.to]) as keys:
            assert keys.session.jobs.import_paths([hand.path]).ok
            mine = [case.case_id for case in keys.session.workspace.evidence.cases()]
            assert mine == list(hand.cases)


@pytest.mark.parametrize("name", ["twitter-api-v2", "twitter-api-v1"])
def test_the_walk_gives_the_same_of_real_sources(
    real_data: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "out").mkdir()
    with opened(workspace_of(tmp_path / "ws", real_data / "posts" / name)) as keys:
        evidence = keys.session.workspace.evidence
        hands = dealt(keys.session, tmp_path / "out", "heron", "ibis")
        wanted = {case: evidence.digest_of_case(case) for case in hands[0].cases}
        assert wanted
    with opened(workspace_of(tmp_path / "heron", hands[0].path)) as keys:
        evidence = keys.session.workspace.evidence
        assert {case: evidence.digest_of_case(case) for case in wanted} == wanted
