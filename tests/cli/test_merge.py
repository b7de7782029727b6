"""``merge``: packages of two reviewers come together with a lead, by the roster or without one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reviewer import bootstrap
from reviewer.session.session import Session
from tests.cli.kit import ask, good, refused, run

AT = ("--no-passphrase",)


def act(folder: Path, *drafts: dict[str, Any]) -> None:
    """Append events as the desk of this workspace would."""
    session: Session = bootstrap.open_session(bootstrap.open_workspace(folder, None))
    try:
        session.workspace.ledger.append(list(drafts))
    finally:
        session.close()


def decision(who: str, outcome: str) -> dict[str, Any]:
    subject = {"kind": "account", "id": f"net:{who}"}
    return {"type": "decision", "case": f"case-{who}", "subject": subject, "outcome": outcome}


@pytest.fixture
def desks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """heron and owl each decided two accounts, and differ in one; packages in ``drop``."""
    monkeypatch.chdir(tmp_path)
    Path("drop").mkdir()
    for name, outcome in (("heron", "suspend"), ("owl", "warn")):
        good("profile", "new", "--pseudonym", name, "--workspace", name, *AT)
        act(Path(name), decision("1", "suspend"), decision("2", outcome))
        good("export", "-o", f"drop/{name}.zip", "--workspace", name)
    good("profile", "new", "--pseudonym", "lead", "--workspace", "lead", *AT)
    return tmp_path


def test_packages_come_together_and_again_changes_nothing(desks: Path) -> None:
    seen = good("merge", "drop", "--preview", "--workspace", "lead")
    assert seen["preview"] and seen["totals"]["new"] == seen["totals"]["packages"] * 3
    assert good("status", "--workspace", "lead")["decisions"] == 0
    done = good("merge", "drop", "--workspace", "lead")
    assert done["contested"] == ["account:net:2"] and done["confirmed"] == ["account:net:1"]
    assert {**seen, "preview": False} == done
    status = good("status", "--workspace", "lead")
    assert (status["decisions"], status["contested"]) == (2, 1)
    again = good("merge", "drop/owl.zip", "drop", "drop", "--workspace", "lead")
    assert again["totals"]["new"] == 0 and again["totals"]["repeats"] == 6
    assert {one["status"] for one in again["packages"]} == {"known"}
    assert good("status", "--workspace", "lead") == status
    assert good("verify", "lead")["first_bad"] is None
    said = run("merge", "drop", "--workspace", "lead").out
    assert "No roster is held" in said and "owl: 0 new, 3 repeats" in said


def test_a_bad_package_is_refused_whole_and_the_others_go_on(desks: Path) -> None:
    bad = Path("drop", "heron.zip")
    bad.write_bytes(bad.read_bytes()[:-200])
    Path("drop", "notes.txt").write_text("no package")
    answer = ask("merge", "drop", "--workspace", "lead")
    assert not answer["ok"] and answer["error"]["file"].endswith("heron.zip")
    assert [one["status"] for one in answer["packages"]] == ["refused", "sound"]
    assert answer["left_out"] == ["notes.txt"] and answer["totals"]["refused"] == 1
    assert good("status", "--workspace", "lead")["decisions"] == 2


def test_nothing_there_is_said(desks: Path) -> None:
    Path("empty").mkdir()
    assert refused("merge", "nowhere", "--workspace", "lead")["code"] == "not_found"
    assert ask("merge", "empty", "--workspace", "lead")["error"]["code"] == "not_a_package"
    assert ask("merge", "lead", "--workspace", "lead")["error"]["code"] == "not_a_package"


def test_the_roster_says_who_merges_and_whose_events_count(desks: Path) -> None:
    good("profile", "new", "--pseudonym", "root", "--workspace", "root", *AT)
    for name in ("root", "heron", "lead"):
        good("profile", "card", "-o", f"{name}.card", "--workspace", name)
    good("roster", "add", "root.card")
    good("roster", "add", "lead.card", "--role", "lead")
    good("roster", "add", "heron.card")
    good("roster", "sign", "--workspace", "root")
    act(Path("heron"), {**decision("3", "warn")})
    good("export", "-o", "drop/more.zip", "--workspace", "heron")
    for name in ("heron", "lead"):
        good("roster", "adopt", "--workspace", name)
    assert refused("merge", "drop", "--workspace", "heron")["code"] == "role"
    answer = good("merge", "drop", "--workspace", "lead")
    assert answer["roster"] == 3
    codes = {(one["pseudonym"], one["code"]) for one in answer["quarantine"]}
    assert ("owl", "unknown_key") in codes and ("owl", "role") not in codes
    assert good("status", "--workspace", "lead")["contested"] == 0
    assert good("status", "--workspace", "lead")["merged"]["devices"] == 1
    good("profile", "card", "-o", "owl.card", "--workspace", "owl")
    good("roster", "add", "owl.card")
    good("roster", "sign", "--workspace", "root")
    good("roster", "adopt", "--workspace", "lead")
    status = good("status", "--workspace", "lead")
    assert (status["merged"]["devices"], status["contested"]) == (2, 1), "judged anew, and in"
    good("roster", "revoke", bootstrap.profile_of(Path("owl")).keyid)
    good("roster", "sign", "--workspace", "root")
    good("roster", "adopt", "--workspace", "lead")
    assert good("verify", "lead")["first_bad"] is None
