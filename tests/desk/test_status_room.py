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


def test_what_was_said_does_not_lie_under_a_dialog(desk: Driver) -> None:
    desk.press("Ctrl+Shift+Z")
    assert desk.window.toast.isVisible()
    desk.press("Ctrl+Shift+E")
    assert desk.window.toast.isHidden()


def test_a_head_that_is_too_narrow_cuts_words_and_keeps_its_figure(desk: Driver) -> None:
    head = desk.window.inspector.sections["criteria"].head
    head.count = "2.1 Official media distribution, 0 of 9"
    assert head.parted(2000) == (head.count, "")
    assert head.parted(120) == ("2.1 Official media distribution", ", 0 of 9")
    head.count = "1: withdrawn: suspend, heron"
    assert head.parted(40) == (head.count, "")
