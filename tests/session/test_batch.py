"""A batch: the same gate for each case, one group, one transaction, undone as one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.domain.errors import Refused
from reviewer.session.ground.due import next_due
from tests.session.kit import Keys, demo, opened

NOTE = "Mirrors of a closed channel."


def ready(keys: Keys, handles: int) -> list[str]:
    """Pin the first post of so many cases that are left, and write a note for each."""
    session = keys.session
    cases = [row.case_id for row in session.queue().rows if row.group == "left"][:handles]
    for case_id in cases:
        session.select_case(case_id)
        session.set_pane("timeline")
        keys.press("D", "B")
        session.save_note(case_id, session.desk.account, NOTE)
    return cases


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo with eleven cases whose first post is pinned and that have a note."""
    folder = demo(tmp_path_factory.mktemp("stock") / "ws")
    with opened(folder) as keys:
        ready(keys, 11)
    return folder


@contextmanager
def fresh(stock: Path, folder: Path) -> Iterator[Keys]:
    """A session on a copy."""
    shutil.copytree(stock, folder)
    with opened(folder) as keys:
        yield keys


def prepared(keys: Keys, count: int) -> list[str]:
    """Cases that have what a decision needs."""
    return [row.case_id for row in keys.session.queue().rows if row.group == "left"][:count]


def stage(keys: Keys, outcome: str) -> None:
    """Stage an outcome under a policy that asks no questions."""
    keys.session.staging.stage(outcome)
    if outcome != "no_action":
        keys.session.choose_policy("org.support")
    keys.clock.step(500)


def suspend_all(keys: Keys, cases: list[str]) -> None:
    """Mark cases and stage suspend."""
    for case_id in cases:
        keys.session.select_case(case_id)
        keys.press("M")
    stage(keys, "suspend")


def in_force(keys: Keys) -> dict[str, Any]:
    """What stands, without ids: subject to outcome, policy and note."""
    found = {}
    for key, state in keys.session.workspace.ledger.state.subjects.items():
        head = state.decision
        if head is not None:
            event = head.event
            found[key] = (head.outcome, head.policy.get("id"), event.get("rationale"))
            found[key] += (event["case"], event["seen"], event.get("pinned"), event.get("flags"))
    return found


def test_marked_cases_are_decided_in_one_group_and_undone_as_one(
    tmp_path: Path, stock: Path
) -> None:
    with fresh(stock, tmp_path / "ws") as keys:
        session = keys.session
        cases = prepared(keys, 3)
        before = session.workspace.ledger.state.digest()["subjects"]
        bare = session.queue().rows[-1].case_id
        suspend_all(keys, [*cases, bare])
        said = session.decision().staged_words
        assert said == "4 marked: 3 suspend, 1 left out: nothing shown", said
        keys.press("F")
        assert "confirm 3 subjects" in session.desk.message
        keys.expect(decisions=0)
        assert session.batch.confirm() == 3
        assert session.decision().commit_words == "3 events, one group"
        keys.press("F", "F")
        keys.expect(decisions=3)
        assert "left out, still marked" in session.desk.message
        events = list(session.workspace.ledger.events())[-3:]
        assert len({e.event["group"] for e in events}) == 1
        assert [e.event["case"] for e in events] == cases
        assert set(session.batch.marks.all()) == {bare}
        assert not session.workspace.desk.draft(cases[0], f"account:{cases[0]}")
        assert session.undo_words() == "suspend, 3 cases"
        keys.press("Z")
        keys.expect(decisions=0)
        assert set(session.batch.marks.all()) == {*cases, bare}
        after = session.workspace.ledger.state
        for key, digest in before.items():
            standing = {f.id for f in after.subject(key).pins}
            assert set(digest["facts"]) & standing == standing
        case = session._queue.case(cases[0])
        assert session.workspace.desk.draft(cases[0], next_due(session._core, case)) == NOTE
        keys.press("Ctrl+Shift+Z")
        keys.expect(decisions=3)


def test_a_preview_that_changed_is_confirmed_anew(tmp_path: Path, stock: Path) -> None:
    with fresh(stock, tmp_path / "ws") as keys:
        cases = prepared(keys, 3)
        suspend_all(keys, cases)
        keys.session.batch.confirm()
        keys.session.batch.marks.drop(cases[:1])
        keys.press("F")
        assert "confirm 2 subjects" in keys.session.desk.message
        keys.session.batch.confirm()
        keys.press("R")
        assert not keys.session.batch.view().confirmed


def test_a_decided_or_held_case_is_left_out_until_it_is_included_by_name(
    tmp_path: Path, stock: Path
) -> None:
    with fresh(stock, tmp_path / "ws") as keys:
        session = keys.session
        cases = prepared(keys, 3)
        session.select_case(cases[0])
        keys.press("Q", "F", "F")
        session.save_note(cases[0], _account(keys, cases[0]), NOTE)
        session.select_case(cases[1])
        keys.press("W", "F", "F")
        session.save_note(cases[1], _account(keys, cases[1]), NOTE)
        suspend_all(keys, cases)
        view = session.batch.view()
        assert dict(view.reasons) == {"decided": 1, "with the lead": 1}
        session.include(cases[0])
        assert session.batch.view().ready == 2
        with pytest.raises(Refused, match="already"):
            session.include(cases[0])
        session.batch.confirm()
        keys.press("F", "F")
        keys.expect(decisions=2, contested=0)
        assert session.workspace.ledger.state.subject(_account(keys, cases[0])).outcome == "suspend"


def _account(keys: Keys, case_id: str) -> str:
    return next_due(keys.session._core, keys.session._queue.case(case_id))


def test_marks_survive_a_restart_and_commit_nothing_by_themselves(
    tmp_path: Path, stock: Path
) -> None:
    folder = tmp_path / "ws"
    with fresh(stock, folder) as keys:
        keys.press("M", "Alt+Down", "M")
        assert keys.session.status()["events"] == keys.session.workspace.ledger.head()[1]
        marked = list(keys.session.batch.marks.all())
        assert len(marked) == 2
    with opened(folder) as keys:
        assert list(keys.session.batch.marks.all()) == marked
        assert sum(row.marked for row in keys.session.queue().rows) == 2
        keys.press("Q")
        assert keys.session.decision().staged_words.startswith("2 marked: ")
        keys.session.clear_marks()
        assert keys.session.decision().batch is None


def test_over_the_limit_of_the_policy_every_decision_is_proposed(
    tmp_path: Path, stock: Path
) -> None:
    with fresh(stock, tmp_path / "ws") as keys:
        session = keys.session
        cases = prepared(keys, 11)
        suspend_all(keys, cases)
        view = session.batch.view()
        assert (view.ready, view.proposed, view.limit) == (11, True, 10)
        assert "11 suspend (proposed)" in view.sentence()
        session.batch.confirm()
        keys.press("F", "F")
        assert "a lead approves" in session.desk.message
        events = list(session.workspace.ledger.events())[-11:]
        assert all(e.event["flags"]["proposed"] for e in events)


def test_the_preview_is_computed_once_and_again_only_when_something_moves(
    tmp_path: Path, stock: Path
) -> None:
    with fresh(stock, tmp_path / "ws") as keys:
        suspend_all(keys, prepared(keys, 4))
        session = keys.session
        session.decision()
        before = session.batch.looked_at
        for _ in range(5):
            session.decision()
            session.say("something")
            session.tick()
            keys.press("C")
        assert session.batch.looked_at == before
        keys.press("Shift+P")
        session.decision()
        assert session.batch.looked_at == before + 4


@settings(max_examples=5, deadline=None)
@given(
    picks=st.lists(st.integers(0, 10), min_size=1, max_size=5, unique=True),
    outcome=st.sampled_from(["no_action", "suspend", "limit"]),
)
def test_a_batch_equals_the_same_decisions_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, stock: Path, picks: list[int], outcome: str
) -> None:
    folder, found = tmp_path_factory.mktemp("ws"), []
    for together in (True, False):
        with fresh(stock, folder / str(together)) as keys:
            every = prepared(keys, 11)
            cases = [every[n] for n in picks]
            if together:
                keys.session.batch.marks.add(cases)
                stage(keys, outcome)
                keys.session.batch.confirm()
                keys.press("F", "F")
                found.append(in_force(keys))
                keys.press("Z")
                assert in_force(keys) == {}
                keys.press("Ctrl+Shift+Z")
                assert in_force(keys) == found[0]
                continue
            for case_id in cases:
                keys.session.select_case(case_id)
                stage(keys, outcome)
                keys.press("F", "F")
            found.append(in_force(keys))
    assert len(found[0]) == len(picks)
    assert found[0] == found[1]
