"""A disk that takes its time: the window is painted meanwhile, and nothing is called saved."""

from __future__ import annotations

import threading

import pytest

from reviewer.store.ledger.saving import Saving
from tests.desk.conftest import Driver


def test_the_window_is_painted_while_the_disk_is_slow(
    desk: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted, flush = threading.Event(), Saving.flush

    def slow(saving: Saving) -> None:
        painted.wait(20)
        flush(saving)

    desk.press("Ctrl+2", "D", "Q", "F")
    case = desk.session.desk.case_id
    monkeypatch.setattr(Saving, "flush", slow)
    desk.clock.step(500)
    desk.session.tick()
    desk.host.press("F")  # comes back although the disk has not answered
    assert desk.session.saving
    assert not desk.window.grab().isNull()
    assert "saved" not in desk.session.desk.message
    assert desk.session.desk.case_id == case
    painted.set()
    desk.settle()
    desk.expect(decisions=1)
    desk.expect_said("saved")
    assert desk.session.desk.case_id != case
