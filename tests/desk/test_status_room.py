"""The status line where not all has room: what waits for a lead stays, what is well gives way."""

from __future__ import annotations

from reviewer.session.views.views import StatusItem
from tests.desk.conftest import Driver

ITEMS = [
    StatusItem("saved", "decided", "saved"),
    StatusItem("ledger", "shield", "ledger ok, 12,345 events"),
    StatusItem("sandbox", "danger", "sandbox without seccomp", danger=True),
    StatusItem("left", "", "18 left"),
    StatusItem("export", "", "export: 12 events waiting"),
    StatusItem("holds", "", "1 hold ends in 3 days"),
    StatusItem("inbox", "escalated", "lead: 7 waiting"),
]


def test_what_waits_for_a_lead_is_the_last_to_go(desk: Driver) -> None:
    status = desk.window.status
    status._items = ITEMS
    assert {item.id for item in status.fitting(4000)} == {item.id for item in ITEMS}
    seen = {tuple(item.id for item in status.fitting(room)) for room in range(1200, 100, -5)}
    assert ("sandbox", "left", "holds", "inbox") in seen
    assert all(kept[0] == "sandbox" for kept in seen if kept)
    assert all("inbox" in kept for kept in seen if len(kept) > 3)
    assert status.fitting(0) == []


def test_records_are_told_from_decisions(desk: Driver) -> None:
    words = [item.words for item in desk.session.status_line()]
    assert any(one.startswith("ledger ok, ") and one.endswith(" events") for one in words)
    desk.press("Ctrl+I")
    desk.expect_said("Lead's inbox: only a lead does this")
