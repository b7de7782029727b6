"""Golden cases are made from settled cases at the desk and by command, and expire or retire."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from reviewer.commands.default import default_registry
from reviewer.domain import events as ev
from reviewer.domain.errors import Refused
from reviewer.domain.qa import golden_of
from reviewer.gallery.lead_world import opened
from reviewer.session.session import Session
from tests.cli.kit import good, refused, run
from tests.desk.conftest import Driver


def refusal(session: Session, key: str, why: str = "Why.", accept: tuple[str, ...] = ()) -> str:
    with pytest.raises(Refused) as caught:
        session.goldens.draft(key, why, accept)
    return caught.value.code


def see_all(session: Session, key: str) -> None:
    rows = session.workspace.evidence.media_of_account(key.partition(":")[2])
    session.workspace.desk.mark_seen(key, [f"media:{row.key}" for row in rows])


def decided(session: Session, *, media: bool) -> str:
    """A settled account with or without media."""
    state, evidence = session.workspace.ledger.state, session.workspace.evidence
    for one in state.decided():
        rows = evidence.media_of_account(one.key.partition(":")[2])
        graphic = any(session.goldens._graphic(row, f"media:{row.key}") for row in rows)
        if bool(rows) == media and not one.contested and not graphic:
            return one.key
    raise AssertionError("the demo has none")


def test_only_what_is_settled_seen_and_not_graphic_becomes_golden(lead: Path, people: Path) -> None:
    with opened(lead) as (session, _):
        state = session.workspace.ledger.state
        contested = next(one.key for one in state.decided() if one.contested)
        assert refusal(session, contested) == "contested"
        assert refusal(session, "account:none:0") == "undecided"
        key = decided(session, media=True)
        assert refusal(session, key) == "media"
        see_all(session, key)
        assert refusal(session, key, " ") == "rationale"
        assert refusal(session, key, "x", ("nothing",)) == "outcome"
        draft = session.goldens.draft(key, "The emblem stands in the report.", ("warn",))
        assert draft["golden"]["material"] == "seen_not_graphic"
        row = session.workspace.evidence.media_of_account(key.partition(":")[2])[0]
        subject = {"kind": "media", "id": row.key}
        session.workspace.ledger.append([{"type": "label", "subject": subject, "label": "graphic"}])
        assert refusal(session, key) == "media"
        session.workspace.ledger.append([{"type": "child_safety", "subject": subject}])
        assert refusal(session, key) in ("locked", "media")
        session._core.policy = dataclasses.replace(session._core.policy, hash="0" * 64)
        assert refusal(session, key) == "expired"
    folder = Path(shutil.copytree(people / "R-1", lead.parent / "R-1"))
    with opened(folder) as (session, _):
        key = next(one.key for one in session.workspace.ledger.state.decided())
        assert refusal(session, key) == "not_lead"
        assert "only a lead" in default_registry().get("lead.golden").why_not(session)


def test_by_command_it_is_made_drawn_replaced_and_retired(lead: Path) -> None:
    with opened(lead) as (session, _):
        key = decided(session, media=True)
        see_all(session, key)
        (case,) = session.workspace.evidence.cases_of_subject(key)[:1]
    at = ("--workspace", str(lead))
    assert refused("golden", case, *at)["code"] == "rationale"
    assert refused("golden", "nowhere", "--rationale", "x", *at)["code"] == "no_case"
    first = good("golden", case, "--rationale", "Why.", "--accept", "warn", *at)
    assert first["subject"] == key and "warn" in first["accepted"] and not first["replaces"]
    assert good("draw", "--preview", *at)["golden"] == 1
    again = good("golden", key, "--rationale", "Better said.", *at)
    assert again["replaces"] == [first["id"]]
    drawn = good("draw", "--seed", "open", *at)
    assert drawn["golden"] == 1
    said = run("golden", key, "--retire", *at)
    assert said.code == 0 and "used no more" in said.out
    assert refused("golden", key, "--retire", *at)["code"] == "nothing"
    assert run("golden", key, "--retire", "--rationale", "x", *at).code == 2
    assert good("verify", str(lead))["first_bad"] is None


def test_at_the_desk_the_open_case_becomes_golden(
    lead: Path, desk_on: Callable[[Path], Driver]
) -> None:
    with opened(lead) as (session, _):
        key = decided(session, media=True)
        see_all(session, key)
        (case,) = session.workspace.evidence.cases_of_subject(key)[:1]
    desk = desk_on(lead)
    desk.session.select_case(case)
    desk.window.dispatcher.run_id("lead.golden")
    dialog = QApplication.activeModalWidget()
    assert dialog is not None and "handed out among others" in str(
        [one.text() for one in dialog.findChildren(type(dialog.problem))]
    )
    dialog.act.click()
    assert "why its answer is right" in dialog.problem.text()
    dialog.findChildren(QLineEdit)[0].setText("Seven copies of one emblem.")
    dialog.act.click()
    desk.expect_said("Golden case made")
    (made,) = desk.session.goldens.of(key)
    assert golden_of(made).rationale.startswith("Seven") and ev.text(made, "type") == "qa.golden"
