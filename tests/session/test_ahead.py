"""What is read ahead of the next case shows nothing, marks nothing and changes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.domain.changes import Changes
from tests.bench.test_counters import told
from tests.session.kit import Keys, demo, opened


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo(tmp_path_factory.mktemp("ahead") / "ws")


@pytest.fixture
def keys(made: Path, tmp_path: Path) -> Iterator[Keys]:
    with opened(shutil.copytree(made, tmp_path / "ws")) as found:
        yield found


def commit(keys: Keys) -> None:
    keys.press("Ctrl+2", "D", "Q", "F", "F")


def shown(keys: Keys) -> object:
    session = keys.session
    return (
        session.desk.account,
        session.header(),
        session.timeline_head(),
        [session.timeline_row(n) for n in range(session.timeline_len())],
        session.media(),
        session.inspector(),
    )


def test_nothing_is_marked_seen_counted_or_told(keys: Keys) -> None:
    session, heard = keys.session, list[Changes]()
    desk = session.workspace.desk
    session.bus.subscribe(heard.append)
    kept = desk._conn.total_changes
    before = shown(keys)
    following = session._queue.after(session.desk.case_id)
    with told(session) as said:
        session.ahead.look()
    assert following and said["evidence"]
    assert {word for words in said.values() for word in words} <= {"SELECT"}
    assert desk._conn.total_changes == kept and heard == []
    assert shown(keys) == before
    case = session._queue.case(following)
    assert case is not None and not desk.seen(case.subjects[0])


def test_a_case_read_ahead_is_the_case(made: Path, tmp_path: Path) -> None:
    views = []
    for name, ahead in (("with", True), ("without", False)):
        with opened(shutil.copytree(made, tmp_path / name)) as keys:
            for _ in range(4):
                if ahead:
                    keys.session.ahead.look()
                commit(keys)
                views.append(shown(keys))
    assert views[:4] == views[4:]


def test_the_key_press_reads_less(keys: Keys) -> None:
    counts = []
    for ahead in (False, True):
        keys.press("Ctrl+2", "D", "Q", "F")
        if ahead:
            keys.session.ahead.look()
        with told(keys.session) as said:
            keys.press("F")
        counts.append(len(said["evidence"]))
    assert counts[1] < counts[0], counts


def test_a_medium_locked_meanwhile_is_locked_when_its_case_opens(keys: Keys) -> None:
    session = keys.session
    evidence, queue = session.workspace.evidence, session._queue
    while True:
        case = queue.case(queue.after(session.desk.case_id))
        assert case is not None
        media = evidence.media_of_account(case.account)
        if media:
            break
        commit(keys)
    session.ahead.look()
    session.workspace.locks.add(media[0].key)
    commit(keys)
    assert session.desk.account == f"account:{case.account}"
    assert session.media().tiles[0].state == "locked"


def test_an_import_forgets_what_was_read(keys: Keys) -> None:
    session = keys.session
    session.ahead.look()
    assert session._timeline._ahead is not None
    session.bus.publish(Changes(kinds=frozenset({"import"})))
    assert session._timeline._ahead is None and session._media._ahead is None
