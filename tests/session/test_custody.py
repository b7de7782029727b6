"""Custody at the session: four eyes across two workspaces, packets, tasks, due dates, wishes."""

from __future__ import annotations

import ast
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from reviewer import bootstrap
from reviewer.domain.custody import DAY_MS
from reviewer.domain.errors import Damaged, Refused
from reviewer.exchange.checking.verify import verify
from reviewer.session.session import Session
from reviewer.store.ledger import projection
from reviewer.store.workspace import Workspace
from tests.session.kit import Keys, demo, opened
from tests.session.roles import enrol
from tests.store import kit

HOLD = {"basis": "tco_order", "authority": "Coast Office", "reference": "7", "until": "2030-01-31"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo(tmp_path_factory.mktemp("custody") / "w")


@pytest.fixture
def keys(folder: Path, tmp_path: Path):
    shutil.copytree(folder, tmp_path / "w")
    with opened(tmp_path / "w") as found:
        on(found, "warden_watch")
        yield found


def on(keys: Keys, handle: str) -> None:
    rows = [row for row in keys.session.queue().rows if row.untrusted_handle == handle]
    keys.session.select_case(rows[0].case_id)


def threat(keys: Keys) -> str:
    """From the case with the post selected: four presses. The id of the referral."""
    keys.press("Ctrl+2", "D")
    keys.press("T", "B", "F", "F")
    return keys.session.custody.proposals()[0].id


def last(keys: Keys, kind: str) -> dict[str, Any]:
    found = [e.event for e in keys.session.workspace.ledger.events() if e.event["type"] == kind]
    return dict(found[-1])


def place(session: Session, **more: str) -> None:
    session.custody.form("hold").submit({**HOLD, **more})


def lead_with(tmp_path: Path, other: Session, name: str = "lead") -> Session:
    """A lead's workspace that holds the chain of another device, as a merge will leave it."""
    made, secrets = kit.profile()
    workspace = Workspace.create(tmp_path / name, made, secrets, clock=kit.Clock())
    conn = workspace.ledger._conn
    device, _, _ = other.workspace.ledger.head()
    public = other.workspace.signer.public
    conn.execute("INSERT INTO device (n, device, public) VALUES (2, ?, ?)", (device, public))
    stored = list(other.workspace.ledger.events())
    projection.write_events(conn, 2 << 40, stored)
    state = other.workspace.ledger.state
    projection.write_states(conn, state, state.subjects)
    workspace.close()
    return enrol(bootstrap.open_session(kit.reopen(tmp_path / name)), "lead")


# ---------------------------------------------------------------- threat to life


def test_four_presses_write_decision_preservation_proposal_and_packet(keys: Keys) -> None:
    ident = threat(keys)
    decision, referral = last(keys, "decision"), last(keys, "refer")
    assert decision["flags"] == {"preserve": True, "refer": True}
    assert decision["restriction"]["account"] == "suspended"
    assert referral["referral"] == {"to": "law_enforcement", "urgency": "threat_to_life"}
    packet = keys.session.custody.packets.place(ident)
    report = verify(packet)
    assert (report.kind, report.ok, report.events) == ("referral", True, 2)
    assert "emergency, approvals 1 of 2" in report.sentences[0]
    assert "approvals 1 of 2, nothing sent" in keys.session.desk.message
    said = json.loads(zipfile.ZipFile(packet).read("data/referral.json"))
    assert said["items"][0]["quote"] and said["header"]["urgency"] == "threat to life"
    assert said["limits"] and said["custody"][-1]["what"] == "refer"
    page = zipfile.ZipFile(packet).read("data/referral.html").decode()
    assert "EMERGENCY, APPROVALS 1 OF 2" in page and "<script" not in page


def test_the_same_packet_twice_is_the_same_bytes(keys: Keys, tmp_path: Path) -> None:
    ident = threat(keys)
    first = keys.session.custody.packets.place(ident).read_bytes()
    keys.session.custody.packets.write(ident, tmp_path / "again.zip", emergency=True)
    assert (tmp_path / "again.zip").read_bytes() == first


def test_not_urgent_means_no_packet_before_a_lead(keys: Keys, tmp_path: Path) -> None:
    keys.press("Ctrl+2", "D", "T", "B")
    keys.session.staging.toggle("life")
    keys.press("F", "F")
    ident = keys.session.custody.proposals()[0].id
    assert last(keys, "refer")["referral"]["urgency"] == "urgent"
    packets = keys.session.custody.packets
    assert not packets.place(ident).exists()
    for emergency, words in ((False, "not approved"), (True, "Only a threat to life")):
        with pytest.raises(Refused, match=words) as caught:
            packets.write(ident, tmp_path / "p", emergency=emergency)
        assert caught.value.code == "four_eyes" and not (tmp_path / "p").exists()


def test_a_packet_that_cannot_be_written_leaves_the_decision_saved(keys: Keys) -> None:
    packets = keys.session.custody.packets
    blocked = packets.place("x").parent
    blocked.write_text("in the way")
    ident = threat(keys)
    assert last(keys, "decision")["outcome"] == "suspend" and ident
    assert "not written" in keys.session.desk.message
    assert any(item.id == "packet" for item in keys.session.status_line())
    blocked.unlink()
    on(keys, "warden_watch")
    keys.session.custody.write_emergency()
    assert packets.place(ident).exists()
    assert not any(item.id == "packet" for item in keys.session.status_line())


def test_whatever_is_done_to_a_packet_is_named(keys: Keys, tmp_path: Path) -> None:
    packets, ident = keys.session.custody.packets, threat(keys)
    packets.write(ident, tmp_path / "p", emergency=True)
    header = tmp_path / "p/data/referral.json"
    header.write_text(header.read_text().replace('"have":1', '"have":2'))
    codes = {bad.code for bad in verify(tmp_path / "p").findings}
    assert {"four_eyes", "hash"} <= codes


# ---------------------------------------------------------------- four eyes


def test_the_proposer_cannot_approve_and_hears_why(keys: Keys) -> None:
    ident = threat(keys)
    line = keys.session.custody.proposals()[0]
    assert line.emergency and line.blocked == "only a lead approves, and this is a reviewer"
    with pytest.raises(Refused, match="only a lead"):
        keys.session.custody.approve(ident)
    referral = last(keys, "refer")
    named = [{"id": ident, "sha256": line.digest}]
    with pytest.raises(Refused, match="only a lead") as caught:
        keys.session.workspace.ledger.append(
            [{"type": "approve", "subject": referral["subject"], "approves": named}]
        )
    assert caught.value.code == "four_eyes"


def test_a_different_lead_approves_and_the_packet_is_no_emergency_any_more(
    keys: Keys, tmp_path: Path
) -> None:
    ident = threat(keys)
    place(keys.session)
    keys.session.custody.form("hold")
    session = lead_with(tmp_path, keys.session)
    try:
        assert [line.blocked for line in session.custody.proposals()] == [""]
        session.custody.approve(ident)
        assert session.custody.proposals() == []
        made = session.custody.packets.write(ident, tmp_path / "approved.zip")
        assert (made.have, made.needed, made.emergency) == (2, 2, False)
        report = verify(tmp_path / "approved.zip")
        assert report.ok, report.sentences
        assert session.workspace.ledger.check() is None
    finally:
        session.close()


def test_a_hold_is_released_by_two_people_only(keys: Keys, tmp_path: Path) -> None:
    session, key = keys.session, keys.session.desk.account
    place(session)
    hold = session.custody.holds()[0]
    session.custody.form("release").submit({"hold": hold.id, "why": "answered"})
    assert session.custody.holds() == [hold] and session.status()["holds"] == 1
    with pytest.raises(Refused, match="nothing to undo"):
        session.undo()
    lead = lead_with(tmp_path, session)
    try:
        assert lead.workspace.ledger.state.subject(key).holds
        lead.custody.approve(lead.custody.proposals()[0].id)
        assert lead.workspace.ledger.state.subject(key).holds == []
    finally:
        lead.close()


# ---------------------------------------------------------------- dialogs' forms, each gate


@pytest.mark.parametrize(
    ("form", "values", "words"),
    [
        ("hold", {**HOLD, "authority": ""}, "authority of the hold"),
        ("hold", {**HOLD, "until": "soon"}, "soon is no day"),
        ("hold", {**HOLD, "until": ""}, "end of the hold"),
        ("hold", {**HOLD, "until": "2001-01-01"}, "ends before it begins"),
        ("release", {"hold": "", "why": "x"}, "names the holds"),
        ("keep_open", {"authority": "A", "reference": "", "review_at": "2030-01-01"}, "reference"),
        ("close_keep_open", {"request": "", "why": ""}, "names the request"),
        ("contact", {"kind": "order", "authority": "A", "country": "Coast"}, "country"),
        ("delay", {"basis": "", "hours": "24"}, "legal basis of the delay"),
        ("refer", {"to": "", "urgency": "routine", "why": ""}, "whom it is referred to"),
        ("returned", {"referral": "", "outcome": "received"}, "names one referral"),
    ],
)
def test_what_is_missing_is_refused_and_nothing_is_saved(
    keys: Keys, form: str, values: dict[str, str], words: str
) -> None:
    before = keys.session.status()["events"]
    with pytest.raises(Refused, match=words):
        keys.session.custody.form(form).submit(values)
    assert keys.session.status()["events"] == before


def test_every_form_writes_what_it_says(keys: Keys) -> None:
    session = keys.session
    form = session.custody.form
    form("keep_open").submit({"authority": "A", "reference": "r", "review_at": "2030-01-01"})
    form("contact").submit(
        {"kind": "order", "authority": "A", "country": "xx", "received_at": "2026-01-01 10:00"}
    )
    form("delay").submit({"basis": "art. 9", "hours": "72"})
    form("refer").submit({"to": "specialist", "urgency": "routine", "why": "language"})
    referral = session.custody.referrals()[0]
    form("returned").submit({"referral": referral.id, "outcome": "unfounded", "note": "no match"})
    titles = [line.title for line in session.inspector().custody]
    assert titles == ["Referral", "Came back", "Keep-open request", "State contact", "Delay"]
    assert [line.apart for line in session.inspector().custody] == [False, False, True, True, True]
    form("close_keep_open").submit({"request": session.custody.kept_open()[0].id, "why": ""})
    assert session.custody.kept_open() == []
    assert session.status()["decisions"] == 0 and session.status()["proposed"] == 2


def test_a_restriction_is_set_on_what_is_staged_and_shown(keys: Keys) -> None:
    keys.press("E")
    form = keys.session.custody.form("restriction")
    assert [one.id for one in form.fields] == ["limit", "until", "territories"]
    with pytest.raises(Refused, match="not one that is known"):
        form.submit({"limit": "demoted", "until": "", "territories": "Coast"})
    form.submit({"limit": "age_restricted", "until": "2030-01-31", "territories": "xx, yy"})
    button = next(b for b in keys.session.decision().buttons if b.id == "limit")
    assert button.consequence == "export: adults only, until 31 Jan 2030, only XX, YY"
    keys.press("R", "R")
    with pytest.raises(Refused, match="has an end"):
        keys.session.custody.form("restriction").submit({"until": ""})


# ---------------------------------------------------------------- tasks and due dates


def test_a_hold_that_ends_soon_or_is_over_is_a_task_and_stands(keys: Keys) -> None:
    session = keys.session
    now = session.clock.now_ms()
    place(session, until=session.custody.form("hold").fields[3].value)
    assert session.custody.tasks() == []
    keys.clock.step(181 * DAY_MS)
    assert session.custody.tasks()[0].words.startswith("hold ends in")
    keys.clock.step(10 * DAY_MS)
    task = session.custody.tasks()[0]
    assert task.late and task.words.startswith("hold over since")
    item = next(item for item in session.status_line() if item.id == "hold")
    assert item.danger and session.header().hold and session.status()["holds"] == 1
    assert now < session.clock.now_ms()


def test_overlapping_holds_show_the_last_end(keys: Keys) -> None:
    place(keys.session)
    place(keys.session, until="2031-06-01")
    assert keys.session.header().marks.hold == "until 1 Jun 2031"


# ---------------------------------------------------------------- out of reach by construction


def test_a_wish_changes_nothing_that_decides(keys: Keys) -> None:
    keys.press("Ctrl+2", "D", "B", "R")
    session = keys.session
    before = (session.criteria_view(), session.decision(), session.staging.fitting())
    session.custody.form("contact").submit(
        {
            "kind": "request_not_to_act",
            "authority": "A",
            "country": "XX",
            "received_at": "2026-01-01",
        }
    )
    session.custody.form("keep_open").submit(
        {"authority": "A", "reference": "r", "review_at": "2030-01-01"}
    )
    keys.clock.step(1000)
    after = (session.criteria_view(), session.decision(), session.staging.fitting())
    assert before[0] == after[0] and before[2] == after[2]
    assert before[1].requirements == after[1].requirements
    assert before[1].buttons == after[1].buttons


@pytest.mark.parametrize(
    "room",
    "domain/guide domain/policy domain/policy_check domain/rules domain/subject_state"
    " session/deciding/criteria session/views/criteria_views session/deciding/staging".split(),
)
def test_no_code_that_decides_names_a_wish(room: str) -> None:
    source = Path(bootstrap.__file__).parent / f"{room}.py"
    words = {"wishes", "wishes_of", "contacts", "kept_open", "delays", "tasks", "WISHES"}
    tree = ast.parse(source.read_text("utf-8"))
    named = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    named |= {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
    texts = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)}
    assert not named & words
    assert not {t for t in texts if isinstance(t, str) and t.startswith(("state.c", "keepopen."))}


def test_what_is_not_there_or_inside_the_workspace_is_refused(keys: Keys) -> None:
    with pytest.raises(Refused, match="no such referral"):
        keys.session.custody.packets.find("nothing")
    with pytest.raises((Refused, Damaged)):
        keys.session.custody.packets.write(threat(keys), keys.session.workspace.folder / "p.zip")
