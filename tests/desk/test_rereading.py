"""At the desk: what opening took from the snapshot is read while the reviewer looks at a case."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reviewer.session.ground import rereading
from reviewer.store.ledger.ledger import Ledger
from reviewer.ui import rereading as waiting
from tests.desk.conftest import Driver


@pytest.fixture
def long(make_desk: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch) -> Driver:
    """A desk opened from a snapshot, with an event a step."""
    monkeypatch.setattr(Ledger, "snapshot_after", 1)
    monkeypatch.setattr(rereading, "ROWS", 1)
    desk = make_desk()
    desk.press("d", "q", "f", "f", "q", "f", "f")
    desk.restart()
    return desk


def test_it_comes_to_an_end_while_keys_are_typed(long: Driver) -> None:
    desk, session = long, long.session
    assert session.workspace.ledger.folded_at_opening == 0
    expected = session.workspace.ledger.length()
    desk.press("j", "d", "q", "f", "f")
    desk._qtbot.waitUntil(lambda: not session.rereading.going, timeout=20_000)
    assert session.rereading.read == expected and not session.stopped
    assert session.workspace.ledger.length() > expected


def test_damage_is_said_and_nothing_more_is_decided(
    make_desk: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Ledger, "snapshot_after", 1)
    monkeypatch.setattr(waiting, "PAUSE_MS", 600_000)
    desk = make_desk()
    desk.press("d", "q", "f", "f")
    desk.restart()
    session = desk.session
    ledger = session.workspace.ledger
    ledger._conn.execute("DROP TRIGGER event_no_update")
    ledger._conn.execute("UPDATE event SET text = replace(text, '\"seq\":1,', '\"seq\":7,')")
    desk.host._rereading._pause.start(0)
    desk._qtbot.waitUntil(lambda: not session.rereading.going, timeout=20_000)
    assert "is not the one that was saved" in session.stopped
    assert "The desk is only read now." in session.desk.message
    assert "newest backup" in session.desk.message
    head = ledger.head()
    desk.press("j", "q", "f", "f")
    assert ledger.head() == head
    desk.window.dispatcher.run_id("ledger.retry")
    desk.settle()
    assert session.stopped, "no other disk mends that"
