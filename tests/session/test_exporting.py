"""Exports from a session: referral packets, statements, preview, locks, recipients."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from reviewer.domain.errors import Refused
from reviewer.exchange.checking.verify import verify
from reviewer.trust.cards import card
from tests.session.kit import Keys, demo, opened
from tests.session.test_custody import lead_with, on, threat


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo(tmp_path_factory.mktemp("exporting") / "w")


@pytest.fixture
def keys(folder: Path, tmp_path: Path):
    shutil.copytree(folder, tmp_path / "w")
    with opened(tmp_path / "w") as found:
        on(found, "warden_watch")
        yield found


def decide(keys: Keys) -> None:
    """Suspend on a pinned post, with a note, and go on to the next case."""
    before = keys.session.status()["decisions"]
    desk = keys.session.desk
    keys.session.save_note(desk.case_id, desk.account, "It names a target and a day.")
    keys.press("Ctrl+2", "D", "B", "R", "P", "F", "F")
    assert keys.session.status()["decisions"] == before + 1, keys.session.desk.message


def names(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as found:
        return found.namelist()


def read(path: Path, name: str) -> dict[str, object]:
    with zipfile.ZipFile(path) as found:
        parsed: dict[str, object] = json.loads(found.read(name))
        return parsed


def test_an_emergency_leaves_marked_and_a_proposal_stays(keys: Keys, tmp_path: Path) -> None:
    ident = threat(keys)
    told = keys.session.exporting.preview().as_dict()["preview"]
    assert told["leaves"]["referral_packets"] == told["leaves"]["emergency_packets"] == 1
    assert told["stays"]["referrals_waiting"] == 0
    made = keys.session.jobs.export(tmp_path / "out.zip")
    inside = f"data/referrals/{ident}/data/referral.json"
    assert read(tmp_path / "out.zip", inside)["marking"] == "emergency, approvals 1 of 2"
    report = verify(tmp_path / "out.zip", own=keys.session.workspace.signer.public)
    assert report.ok and any("1 referral packet is enclosed" in s for s in report.sentences)
    again = keys.session.jobs.export(tmp_path / "again.zip")
    assert again.sha256 == made.sha256
    assert told["leaves"]["events"] == made.events


def test_a_referral_that_waits_has_no_packet_until_a_lead_approves(
    keys: Keys, tmp_path: Path
) -> None:
    keys.press("Ctrl+2", "D", "T", "B")
    keys.session.staging.toggle("life")
    keys.press("F", "F")
    ident = keys.session.custody.proposals()[0].id
    told = keys.session.exporting.preview(profile="referral").as_dict()["preview"]
    assert (told["leaves"]["referral_packets"], told["stays"]["referrals_waiting"]) == (0, 1)
    keys.session.jobs.export(tmp_path / "out.zip", profile="referral")
    assert not any("/referrals/" in name for name in names(tmp_path / "out.zip"))
    assert not any("decisions.csv" in name for name in names(tmp_path / "out.zip"))
    lead = lead_with(tmp_path, keys.session)
    try:
        lead.custody.approve(ident)
        assert lead.workspace.ledger.check() is None
    finally:
        lead.close()


def test_a_changed_packet_inside_is_named(keys: Keys, tmp_path: Path) -> None:
    ident = threat(keys)
    keys.session.jobs.export(tmp_path / "out")
    path = tmp_path / f"out/data/referrals/{ident}/data/referral.json"
    path.write_bytes(path.read_bytes().replace(b"1 of 2", b"2 of 2"))
    report = verify(tmp_path / "out")
    assert f"data/referrals/{ident}/data/referral.json" in {bad.file for bad in report.findings}


def test_statements_leave_once_and_nothing_new_writes_the_same(keys: Keys, tmp_path: Path) -> None:
    session = keys.session
    decide(keys)
    first = session.exporting.preview(profile="statements").as_dict()["preview"]
    made = session.jobs.export(tmp_path / "a.zip", profile="statements")
    report = read(tmp_path / "a.zip", "data/sor-report.json")
    left, held = first["leaves"]["statements"], first["stays"]["statements_held_back"]
    assert report["counts"]["statements"] == left and left + len({h["puid"] for h in held}) == 1
    assert session.status()["pending_export"] > 0, "a package of statements holds no events"
    again = session.jobs.export(tmp_path / "b.zip", profile="statements")
    assert again.sha256 == made.sha256 and again.events == 0
    decide(keys)
    session.jobs.export(tmp_path / "c.zip", profile="statements")
    with zipfile.ZipFile(tmp_path / "a.zip") as a, zipfile.ZipFile(tmp_path / "c.zip") as c:
        old, new = a.read("data/sor.jsonl"), c.read("data/sor.jsonl")
    ids = [{s["puid"] for line in text.splitlines() for s in json.loads(line)["statements"]}
           for text in (old, new)]  # fmt: skip
    assert not ids[0] & ids[1]


def test_what_was_exported_as_a_statement_is_not_undone(keys: Keys, tmp_path: Path) -> None:
    decide(keys)
    keys.session.jobs.export(tmp_path / "a.zip", profile="statements")
    with pytest.raises(Refused, match="nothing to undo"):
        keys.session.undo()


def test_a_card_is_a_recipient_and_nobody_is_refused(keys: Keys, tmp_path: Path) -> None:
    session = keys.session
    decide(keys)
    mine = tmp_path / "mine.card"
    mine.write_text(card(session.workspace.profile, session.workspace.signer))
    out = tmp_path / "out.age"
    session.jobs.export(out, to=[str(mine)])
    assert verify(out, opener=session.workspace.opener).ok
    event = session.workspace.ledger.own_events()[-1]
    assert event["export"]["sealed_to"] == [session.workspace.profile.pseudonym]
    with pytest.raises(Refused) as caught:
        session.exporting.preview(to=["nobody"])
    assert caught.value.code == "recipient"


def test_the_history_says_what_was_exported_and_what_arrived(keys: Keys, tmp_path: Path) -> None:
    session = keys.session
    decide(keys)
    made = session.jobs.export(tmp_path / "a.zip")
    assert "no receipt yet" in session.history()[1].untrusted_detail
    session.workspace.ledger.append(
        [{"type": "receipt", "receipt": {"device": made.device, "seq": made.to_seq}}]
    )
    rows = session.history()
    assert "· sent" in rows[2].title and "a receipt came back" in rows[2].untrusted_detail
    assert "not yet" in rows[0].untrusted_detail
    assert session.status()["unacknowledged"] == 0
