"""From a reviewer to a lead and back: export, merge, feedback, receipts; each refusal in words."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from itertools import permutations
from pathlib import Path
from typing import Any

import bagit
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from reviewer.exchange.checking.verify import verify
from reviewer.respath import resource
from reviewer.session.known import sent
from reviewer.session.session import Session
from reviewer.store.ledger.received import Receipt
from tests.cli.four import AT, at, copied, desk, settle
from tests.cli.kit import good, refused, run
from tests.store.kit import decision


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """owl keeps the roster, kestrel is lead, heron and wren review; heron exported three times."""
    base = tmp_path_factory.mktemp("feedback")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(base)
        settle()
        for n in range(3):
            with closing(desk("heron")) as session:
                session.workspace.ledger.append([decision(str(n))])
            good("export", "-o", f"heron-{n}.zip", "--workspace", "heron")
            good("merge", f"heron-{n}.zip", "--workspace", "kestrel")
            good("receipt", "--to", "heron", "-o", f"back-{n}.zip", "--workspace", "kestrel")
        answer(base)
        good("feedback", "build", "--to", "heron", "-o", "back.zip", "--workspace", "kestrel")
    return base


def answer(base: Path) -> None:
    """What the lead writes to heron, to somebody else, and to nobody."""
    with closing(desk("kestrel")) as session:
        ledger = session.workspace.ledger
        tip = ledger.foreign_heads()[0]
        made = next(e.event for e in ledger.taken_events(tip) if e.event["type"] == "decision")
        about = {"subject": made["subject"], "case": made["case"]}
        ledger.append([{"type": "note", **about, "to": "heron", "rationale": "Well quoted."}])
        ledger.append([{"type": "note", **about, "to": "wren", "rationale": "of nobody"}])
        ledger.append([{"type": "note", **about, "rationale": "for leads alone"}])


@pytest.fixture
def place(world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return copied(world, tmp_path, monkeypatch)


def test_a_receipt_marks_what_was_sent_and_verdicts_arrive(place: Path) -> None:
    before = good("status", *at("heron"))
    assert before["unacknowledged"] > 0 and before["pending_export"] == 0
    looked = good("feedback", "apply", "back.zip", "--preview", *at("heron"))
    assert looked["by_type"]["note"] == 1
    assert looked["warnings"] == [] and len(looked["receipts"]) == 1
    assert good("status", *at("heron")) == before, "a preview writes nothing"
    told = good("feedback", "apply", "back.zip", *at("heron"))
    assert {**told, "preview": True} == looked
    after = good("status", *at("heron"))
    assert (after["unacknowledged"], after["pending_export"]) == (0, 0)
    again = good("feedback", "apply", "back.zip", *at("heron"))
    assert again["events"] == 0 and again["known"] == told["events"]
    assert good("status", *at("heron"))["events"] == after["events"], "again adds nothing"
    assert good("verify", "heron")["first_bad"] is None
    words = run("feedback", "apply", "back.zip", *at("heron")).out
    assert "nothing that is not here already" not in words and "kestrel" in words
    error = refused("export", "-o", "new.zip", *at("heron"))
    assert error["code"] == "nothing"


def test_the_package_is_a_bag_and_the_same_twice(place: Path) -> None:
    first = good("feedback", "build", "--to", "heron", "-o", "a", *at("kestrel"))["packages"][0]
    again = good("feedback", "build", "--to", "heron", "-o", "b", *at("kestrel"))["packages"][0]
    assert first["sha256"] == again["sha256"] and first["id"] == again["id"]
    assert bagit.Bag("a").is_valid()
    header = json.loads(Path("a/data/feedback.json").read_text())
    schema = json.loads(resource("schemas/feedback.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(header)
    found = good("verify", "a", "--trust", "roster.dsse.json")
    assert (found["kind"], found["trust"], found["first_bad"]) == ("feedback", "rostered", None)
    said = Path("a/data/feedback.jsonl").read_text()
    assert "of nobody" not in said and "for leads" not in said and "Well quoted" in said
    whole = good("feedback", "build", "--to", "all", "-o", "out", *at("kestrel"))["packages"]
    assert [Path(one["path"]).name for one in whole] == ["heron.zip"]


def test_only_who_it_is_for_and_only_from_a_lead(place: Path) -> None:
    assert refused("feedback", "apply", "back.zip", *at("wren"))["code"] == "not_mine"
    error = refused("feedback", "build", "--to", "heron", "-o", "x.zip", *at("wren"))
    assert error["code"] == "role"
    assert refused("receipt", "--to", "crow", "-o", "x.zip", *at("kestrel"))["code"] == "nobody"
    assert refused("feedback", "apply", "heron-0.zip", *at("heron"))["code"] == "not_feedback"
    good("profile", "new", "--pseudonym", "heron", *at("lone"), *AT)
    error = refused("feedback", "apply", "back.zip", *at("lone"))
    assert error["code"] == "untrusted" and "--trust" in error["next"]
    told = good("feedback", "apply", "back.zip", "--trust", "kestrel.card", *at("lone"))
    assert told["receipts"] == [] and "card" in told["says"][0]


def test_what_was_changed_is_refused_and_nothing_is_taken(place: Path) -> None:
    good("feedback", "build", "--to", "heron", "-o", "a", *at("kestrel"))
    path = Path("a/data/feedback.jsonl")
    path.write_bytes(path.read_bytes().replace(b"Well quoted", b"Bad, quoted", 1))
    before = good("status", *at("heron"))
    error = refused("feedback", "apply", "a", *at("heron"))
    assert error["code"] in ("edited", "forged")
    assert good("status", *at("heron")) == before


def test_sealed_feedback_opens_for_its_reader_alone(place: Path) -> None:
    made = good("feedback", "build", "--to", "heron", "--seal", "-o", "s.age", *at("kestrel"))
    assert made["packages"][0]["to"] == "heron"
    assert refused("feedback", "apply", "s.age", *at("wren"))["code"] == "not_for_you"
    assert good("feedback", "apply", "s.age", *at("heron"))["by_type"]["note"] == 1


def test_a_set_back_workspace_is_noticed(place: Path) -> None:
    """A lead has events of this device that are not here, and another one in the place of one."""
    with closing(desk("heron")) as session:
        ledger, device = session.workspace.ledger, session.workspace.ledger.head()[0]
        seq = ledger.head()[1]
        receipts = [
            Receipt(device, seq + 5, "a" * 64, "k", "2026-01-01T00:00:00.000Z"),
            Receipt(device, seq, "b" * 64, "k", "2026-01-01T00:00:00.000Z"),
        ]
        ledger.receive([], receipts)
    with closing(desk("heron")) as session:
        found = session.feedback.warnings()
        assert len(found) == 2
        assert "set back to an older copy" in " ".join(found) and "two histories" in " ".join(found)
        assert sent.acknowledged_seq(session._core, device) == 0
        items = {item.id: item for item in session.status_line()}
        assert items["receipts"].danger and session.desk.message in found


def unsent(session: Session) -> tuple[int, int]:
    status = session.status()
    return status["unacknowledged"], status["pending_export"]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_receipts_in_any_order(order: tuple[int, ...], place: Path) -> None:
    with closing(desk("heron")) as session:
        left = [unsent(session)[0]]
        for n in order:
            session.feedback.apply(Path(f"back-{n}.zip"))
            left.append(unsent(session)[0])
        assert left == sorted(left, reverse=True) and left[-1] == 0


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.lists(st.integers(0, 2), min_size=1, max_size=6))
def test_receipts_repeated_at_random_never_go_back(order: list[int], place: Path) -> None:
    shutil.rmtree("fresh", ignore_errors=True)
    shutil.copytree("heron", "fresh")
    with closing(desk("fresh")) as session:
        device = session.workspace.ledger.head()[0]
        for so_far, n in enumerate(order, 1):
            session.feedback.apply(Path(f"back-{n}.zip"))
            highest = max(order[:so_far])
            told: list[Any] = [r for r in session.workspace.ledger.receipts() if r.device == device]
            assert sent.acknowledged_seq(session._core, device) == max(r.seq for r in told)
        logged = [e for e in session.workspace.ledger.own_events() if e["type"] == "receipt"]
        assert len(logged) <= len(set(order)) and highest in order
        assert session.workspace.ledger.check() is None


def test_a_leads_own_export_carries_what_was_merged(place: Path) -> None:
    made = good("export", "-o", "lead.zip", *at("kestrel"))
    assert len(made["chains"]) == 1
    report = verify(Path("lead.zip"))
    assert report.ok, report.sentences
    good("profile", "new", "--pseudonym", "gull", *at("gull"), *AT)
    good("roster", "adopt", *at("gull"))
    good("profile", "card", "-o", "gull.card", *at("gull"))
    good("roster", "add", "gull.card", "--role", "lead")
    good("roster", "sign", *at("owl"))
    good("roster", "adopt", *at("gull"))
    merged = good("merge", "lead.zip", *at("gull"))
    assert {one["pseudonym"] for one in merged["devices"]} == {"heron", "kestrel"}
    assert merged["totals"]["quarantined"] == 0
    assert good("status", *at("gull"))["decisions"] == 3
