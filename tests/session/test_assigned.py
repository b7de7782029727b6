"""Whose queue a case stands in, by the role that the roster gives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer import bootstrap
from reviewer.session.session import Session
from reviewer.trust.cards import issuer_card, read_card
from reviewer.trust.keys import Signer
from tests.session.roles import SINCE, enrol, root

WHOSE = {"c1": "R-1", "c2": "tern", "c3": "arabic-pool", "c4": ""}
WORK = ["c1", "c2", "c3", "c4"]


def write_material(folder: Path, whose: dict[str, str]) -> Path:
    folder.mkdir()
    at = "2026-01-30T08:15:00.000Z"
    rows: dict[str, list[dict[str, object]]] = {"accounts": [], "cases": [], "assignments": []}
    for case, to in whose.items():
        account = {"account_id": case, "platform": "p", "captured_at": at, "source": "s"}
        rows["accounts"].append({**account, "handles": [f"handle-{case}"]})
        subject = {"kind": "account", "id": case, "platform": "p"}
        rows["cases"].append(
            {"case_id": case, "subjects": [subject], "opened_at": at, "queue": "q"}
        )
        if to:
            rows["assignments"].append({"case_id": case, "to": to})
    for name, found in rows.items():
        lines = "".join(json.dumps(row) + "\n" for row in found)
        (folder / f"{name}.jsonl").write_text(lines, "utf-8")
    return folder


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    opened = bootstrap.open_session(bootstrap.create_workspace(tmp_path / "ws", "R-1", None))
    opened.jobs.import_paths([write_material(tmp_path / "records", WHOSE)])
    yield opened
    opened.close()


def shown(session: Session, text: str = "") -> list[str]:
    session.set_filter(text)
    return sorted(row.case_id for row in session.queue().rows)


def with_tern(session: Session, role: str) -> None:
    """A roster in which this key has a role, and tern is a reviewer."""
    enrol(session, role)
    card = read_card(issuer_card("tern", Signer.generate(), SINCE))
    held = session.roster.held
    assert held is not None
    session.roster.adopt(held.add(card, "issuer", SINCE).to_text(root()[1]))


def test_without_a_roster_every_name_is_a_pool(session: Session) -> None:
    assert shown(session) == WORK
    assert shown(session, "for:mine") == ["c1"]
    assert shown(session, "for:pool") == ["c2", "c3"]
    assert shown(session, "for:nobody") == ["c4"]


def test_a_reviewer_sees_their_own_the_pools_and_what_nobody_has(session: Session) -> None:
    with_tern(session, "reviewer")
    assert shown(session) == ["c1", "c3", "c4"]
    view = session.queue()
    assert (view.total, view.left, view.with_others) == (3, 3, 1)
    assert shown(session, "for:others") == ["c2"]
    assert shown(session, "for:all") == WORK
    assert session.queue().total == 4
    assert shown(session, "for:everybody") == WORK
    assert "for:everybody is not known" in session.queue().filter_error
    session.set_filter("")
    session.select_case("c1")
    assert session._queue.after("c1") == "c3", "what stands with another is not come by"


@pytest.mark.parametrize("role", ["lead", "auditor"])
def test_a_lead_and_an_auditor_see_all(session: Session, role: str) -> None:
    with_tern(session, role) if role == "lead" else enrol(session, role)
    assert shown(session) == WORK and session.queue().with_others == 0
    assert shown(session, "for:mine") == ["c1"]


def test_a_later_assignment_counts_in_place_of_the_one_before(
    session: Session, tmp_path: Path
) -> None:
    with_tern(session, "reviewer")
    session.jobs.import_paths([write_material(tmp_path / "later", {"c2": "R-1", "c1": "tern"})])
    assert shown(session) == ["c2", "c3", "c4"]


def test_only_the_roster_says_who_is_a_person(session: Session) -> None:
    with_tern(session, "reviewer")
    held = session.roster.held
    assert held is not None
    gone = next(e for e in held.entries if e.pseudonym == "tern")
    session.roster.adopt(held.revoke(gone.keyid, SINCE).to_text(root()[1]))
    assert shown(session) == WORK, "who was revoked has no queue any more"
