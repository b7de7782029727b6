"""An import as a job: told where it is, stopped at an item, its event after its evidence."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from reviewer import bootstrap
from reviewer.domain.errors import Refused
from reviewer.session.ground.ports import SteppedClock, SystemRandom
from reviewer.ui.runner import QtRunner


@pytest.fixture
def session(qapp, tmp_path: Path):
    runner = QtRunner()
    ports = bootstrap.Ports(SteppedClock(), SystemRandom(), runner)
    made = bootstrap.open_session(bootstrap.create_workspace(tmp_path / "w", "R-1", None), ports)
    yield made
    runner.close()
    made.close()


def posts(tmp_path: Path, count: int) -> Path:
    path = tmp_path / "posts.jsonl"
    line = (
        '{{"id": "{n}", "author_id": "7", "text": "lantern {n}",'
        ' "edit_history_tweet_ids": ["{n}"], "lang": "en",'
        ' "created_at": "2026-01-01T00:00:00.000Z"}}\n'
    )
    path.write_text("".join(line.format(n=n) for n in range(1, count + 1)), "utf-8")
    return path


def test_it_runs_elsewhere_and_ends_searchable_with_its_event(qtbot, session, tmp_path) -> None:
    told: list[tuple[str, int, int]] = []
    reports: list[object] = []
    path = posts(tmp_path, 2500)
    session.jobs.start_import(
        [path], told=lambda *where: told.append(where), done=reports.append, failed=reports.append
    )
    assert session.status()["posts"] == 0, "nothing is done on this thread"
    qtbot.waitUntil(lambda: session.runner.idle, timeout=30_000)
    assert session.status()["posts"] == 2500
    assert len(session.workspace.ledger.state.imports) == 1
    assert session.search("lantern 77").hits
    assert [done for words, done, _ in told if "posts.jsonl" in words] == [1, 1001, 2001]
    assert any("searchable" in words for words, _, _ in told)


def test_a_stopped_import_leaves_nothing(qtbot, session, tmp_path) -> None:
    failures: list[object] = []
    jobs: list[object] = []

    def stop(*_where: object) -> None:
        jobs[0].cancel()

    path = posts(tmp_path, 60_000)
    jobs.append(
        session.jobs.start_import([path], told=stop, done=failures.append, failed=failures.append)
    )
    qtbot.waitUntil(lambda: session.runner.idle, timeout=60_000)
    assert [getattr(f, "code", "") for f in failures] == ["cancelled"]
    assert session.status()["posts"] == 0 and not session.workspace.ledger.state.imports
    assert threading.active_count() < 12


def test_two_at_once_are_refused(qtbot, session, tmp_path) -> None:
    path, answers = posts(tmp_path, 3000), []
    start = session.jobs.start_import
    start([path], told=lambda *_: None, done=answers.append, failed=answers.append)
    with pytest.raises(Refused) as refused:
        start([path], told=lambda *_: None, done=answers.append, failed=answers.append)
    assert refused.value.code == "busy"
    qtbot.waitUntil(lambda: session.runner.idle, timeout=30_000)
    assert session.status()["posts"] == 3000
