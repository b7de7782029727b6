"""The questions of a policy, answered by keys; what the guide makes of them, and departing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.session.kit import Keys, demo, opened

THREAT = "threat.direct"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo(tmp_path_factory.mktemp("criteria") / "w")


@pytest.fixture
def keys(folder: Path, tmp_path: Path):
    import shutil

    shutil.copytree(folder, tmp_path / "w")
    with opened(tmp_path / "w") as found:
        yield found


def on_threat(keys: Keys) -> Keys:
    """The case of the threat, its policy chosen, the quote pinned."""
    session = keys.session
    rows = [row for row in session.queue().rows if row.untrusted_handle == "warden_watch"]
    session.select_case(rows[0].case_id)
    session.choose_policy(THREAT)
    keys.press("Ctrl+2", "D", "B")
    return keys


def last_decision(keys: Keys) -> dict:
    events = [e.event for e in keys.session.workspace.ledger.events()]
    return [e for e in events if e["type"] in ("decision", "escalate")][-1]


def test_answers_go_from_question_to_question(keys: Keys) -> None:
    on_threat(keys).press("J", "J")
    view = keys.session.criteria_view()
    assert [line.answer for line in view.lines[:2]] == ["met", "met"]
    assert [line.id for line in view.lines if line.open] == ["direct"]
    assert view.policy == "1.1 Direct, specific threat" and view.recommended == ""


def test_a_question_that_decides_nothing_is_not_asked(keys: Keys) -> None:
    on_threat(keys).press("K")
    view = keys.session.criteria_view()
    assert view.recommended == "no action" and view.left == 0
    assert not any(line.open for line in view.lines)
    keys.press("J")
    assert "every question" in keys.session.desk.message


def test_the_recommendation_says_why(keys: Keys) -> None:
    on_threat(keys).press("J", "J", "J", "J", "K", "K", "J", "K")
    view = keys.session.criteria_view()
    assert view.recommended == "suspend"
    assert view.why == "Direct and specific: a time, a place or a means is given."


def test_unclear_where_it_decides_goes_to_second_review(keys: Keys) -> None:
    on_threat(keys).press("L", "J", "J", "J", "K", "K", "K", "K", "K", "K")
    assert keys.session.criteria_view().recommended == "second review"
    keys.press("W")
    assert not [r for r in keys.session.decision().requirements if not r.met]
    keys.press("R")
    missing = [r.id for r in keys.session.decision().requirements if not r.met]
    assert missing == ["departure"]


def test_a_decision_carries_answers_spans_and_recommendation(keys: Keys) -> None:
    on_threat(keys).press("J", "J", "J", "J", "K", "K", "J", "K", "R", "F", "F")
    event = last_decision(keys)
    assert event["recommended"] == "suspend" and "departure_reason" not in event
    assert [c["answer"] for c in event["criteria"]].count("met") == 5
    span = event["criteria"][0]["spans"][0]
    assert span["kind"] == "post" and span["end"] > span["start"] == 0 and len(span["sha256"]) == 64


def test_departing_needs_a_reason_and_says_it(keys: Keys) -> None:
    on_threat(keys).press("K")
    keys.press("R", "F", "F")
    assert "reason missing" in keys.session.desk.message
    keys.press("O", "O", "F", "F")
    event = last_decision(keys)
    assert (event["recommended"], event["outcome"]) == ("no_violation", "suspend")
    assert event["departure_reason"] == "language"


def test_no_reason_is_asked_where_nothing_departs(keys: Keys) -> None:
    on_threat(keys).press("K", "Q", "O")
    assert "departs from no recommendation" in keys.session.desk.message


def test_answers_are_a_draft_that_outlives_a_restart_and_ends_with_the_commit(
    keys: Keys, tmp_path: Path
) -> None:
    on_threat(keys).press("J", "J")
    case = keys.session.desk.case_id
    keys.session.close()
    with opened(tmp_path / "w") as again:
        again.session.select_case(case)
        again.session.choose_policy(THREAT)
        assert again.session.criteria_view().answered == 2
        again.press("R", "F", "F")
        again.session.select_case(case)
        again.session.choose_policy(THREAT)
        assert again.session.criteria_view().answered == 0


def test_an_answer_is_replaced_when_its_question_is_asked_again(keys: Keys) -> None:
    on_threat(keys).press("J", "K")
    keys.session.criteria.ask("target")
    keys.press("J")
    view = keys.session.criteria_view()
    assert [line.answer for line in view.lines[:2]] == ["met", "met"]
    keys.session.criteria.clear()
    assert keys.session.criteria_view().answered == 0


def test_the_policy_that_reports_claim_is_asked_about_first(keys: Keys) -> None:
    session = keys.session
    row = next(r for r in session.queue().rows if r.untrusted_handle == "warden_watch")
    session.select_case(row.case_id)
    assert "hreat" in session.criteria_view().policy
    keys.press("P", "P")
    assert session.criteria_view().policy != ""
