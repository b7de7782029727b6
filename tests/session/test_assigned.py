"""Whose queue a case stands in, by the role that the roster gives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from itertools import permutations
from pathlib import Path

import pytest

from reviewer import bootstrap
from reviewer.intake.build import build_bundle
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


# ------------------------------------------------------------------ who has it now


def _bundle(folder: Path, name: str, to: str, made_at: str, **row: str) -> Path:
    """A bundle that assigns the case c1, made at a time."""
    source = folder / name
    write_material(source, {"c1": ""})
    line = json.dumps({"case_id": "c1", "to": to, **row})
    (source / "assignments.jsonl").write_text(line + "\n", "utf-8")
    build_bundle([source], folder / f"{name}.zip", zip=True, created_at=made_at)
    return folder / f"{name}.zip"


def _whose(session: Session) -> str:
    (case,) = (c for c in session.workspace.evidence.cases() if c.case_id == "c1")
    return case.assigned_to


def test_a_case_goes_back_to_who_had_it_before(tmp_path: Path) -> None:
    day = "2026-02-{:02}T08:00:00Z"
    turns = ["heron", "ibis", "heron"]
    bundles = [_bundle(tmp_path, f"b{n}", to, day.format(n + 1)) for n, to in enumerate(turns)]
    session = bootstrap.open_session(bootstrap.create_workspace(tmp_path / "ws", "R-1", None))
    with closing(session):
        for bundle, to in zip(bundles, turns, strict=True):
            assert session.jobs.import_paths([bundle]).wrote
            assert _whose(session) == to
        for bundle in bundles:
            assert not session.jobs.import_paths([bundle]).wrote, "equal rows are no news"
            assert _whose(session) == "heron"
        late = _bundle(tmp_path, "late", "owl", day.format(2))
        session.jobs.import_paths([late])
        assert _whose(session) == "heron", "what is older moves nothing, however late it comes"
        said = _bundle(tmp_path, "said", "tern", day.format(3), at="2026-02-20T08:00:00.000Z")
        session.jobs.import_paths([said])
        assert _whose(session) == "tern", "the row's own time counts before the bundle's"


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_imports_decides_nothing(order: tuple[int, ...], tmp_path: Path) -> None:
    same = "2026-02-01T08:00:00Z"
    bundles = [
        _bundle(tmp_path, "b0", "heron", same),
        _bundle(tmp_path, "b1", "ibis", same),
        _bundle(tmp_path, "b2", "heron", "2026-01-20T08:00:00Z"),
    ]
    session = bootstrap.open_session(bootstrap.create_workspace(tmp_path / "ws", "R-1", None))
    with closing(session):
        for n in order:
            session.jobs.import_paths([bundles[n]])
        assert _whose(session) == "ibis"


def test_dealt_handed_back_dealt_to_another_and_assigned_to_the_first_again(
    tmp_path: Path,
) -> None:
    """The reviewer's workspace sees all of it: dealt, handed back, gone to ibis, come back."""
    (tmp_path / "out").mkdir()
    with closing(
        bootstrap.open_session(bootstrap.create_workspace(tmp_path / "lead", "lead", None))
    ) as lead:
        lead.jobs.import_paths([write_material(tmp_path / "records", {"c1": ""})])
        (first,) = lead.dealing.deal(lead.dealing.preview(["heron"]), tmp_path / "out")
        heron = bootstrap.open_session(
            bootstrap.create_workspace(tmp_path / "heron", "heron", None)
        )
        with closing(heron):
            heron.jobs.import_paths([first.path])
            assert _whose(heron) == "heron"
            heron.hand_back()
            heron.jobs.export(tmp_path / "heron.zip")
            lead.merging.merge([tmp_path / "heron.zip"])
            (second,) = lead.dealing.deal(lead.dealing.preview(["ibis"]), tmp_path / "out")
            heron.jobs.import_paths([second.path])
            assert _whose(heron) == "ibis"
            moved = lead.workspace.ledger.own_events()[-1]["at"]
            day = f"2999{str(moved)[4:]}"
            back = _bundle(tmp_path, "back", "heron", day)
            heron.jobs.import_paths([back])
            assert _whose(heron) == "heron"
            heron.jobs.import_paths([second.path])
            assert _whose(heron) == "heron"
