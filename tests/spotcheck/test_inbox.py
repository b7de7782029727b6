"""The lead's inbox on a merged world where something of every kind waits: order, words, places."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from reviewer.domain.ids import UNDATED
from reviewer.domain.qa_plan import Plan
from reviewer.gallery.lead_rounds import alone
from reviewer.gallery.lead_waiting import waiting
from reviewer.gallery.stage import START_MS as GALLERY_MS
from reviewer.session.leads.inbox import KINDS, InboxLine
from reviewer.session.leads.urgency import DAY_MS, HOUR_MS, MINUTE_MS, Urgency, due_in
from reviewer.ui.dialogs.approvals_dialog import ApprovalsDialog
from reviewer.ui.exchange.merge_dialog import MergeDialog
from reviewer.ui.leads.contested_dialog import ContestedDialog
from reviewer.ui.leads.draw_dialog import DrawDialog
from reviewer.ui.leads.inbox_dialog import InboxDialog
from tests.desk.conftest import Driver

T = TypeVar("T", bound=QWidget)
EVERY = Plan(name="stratified", floor=20, must_see=(), period="all")


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("waiting") / "lead"
    waiting(folder)
    return folder


@pytest.fixture
def desk(full: Path, tmp_path: Path, desk_on: Callable[[Path], Driver]) -> Driver:
    """On the world's own day."""
    made = desk_on(Path(shutil.copytree(full, tmp_path / "lead")))
    made.clock.step(GALLERY_MS - made.clock.now_ms())
    return made


def modal(kind: type[T]) -> T:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, kind), dialog
    return dialog


def go(desk: Driver, kind: str, handle: str = "") -> InboxLine:
    """Down to the first line of a kind, and Return."""
    desk.press("Ctrl+I")
    dialog = modal(InboxDialog)
    lines = dialog._waiting
    at = next(
        n for n, one in enumerate(lines) if one.kind == kind and handle in ("", one.untrusted_about)
    )
    desk.press(*["Down"] * at)
    assert dialog.chosen == at
    desk.press("Return")
    return lines[at]


def test_every_kind_stands_in_its_place_and_opens_the_right_one(desk: Driver) -> None:
    what_presses_stands_first_in_words(desk)
    for handle, kind in CASES.items():
        what_is_about_a_case_opens_the_case(desk, kind, handle)
    a_contested_case_opens_and_its_sides_are_a_key_away(desk)
    what_was_put_aside_opens_the_merge(desk)
    for kind in ("must_see", "spotcheck"):
        a_draw_opens_its_next_item_blind(desk, kind)
    an_approval_opens_its_own_proposal_and_is_given(desk)
    what_was_approved_and_then_drawn_stays_behind_the_veil(desk)


CASES = {
    "lanternkeeper_3": "escalated",
    "sem_yakorey": "referral",
    "shukura_ge": "hold",
    "brine_choir": "keepopen",
    "gull_post_88": "lost",
}


def what_presses_stands_first_in_words(desk: Driver) -> None:
    desk.press("Ctrl+I")
    dialog = modal(InboxDialog)
    shown = dialog._model.stringList()
    assert shown[:4] == [
        "Asked lead, child safety: @harbour_lamp_x",
        "Approval waits, threat to life: @moonpull_daily",
        "Approval waits, threat to life: @warden_watch",
        "Referral without an answer, threat to life: @sem_yakorey",
    ]
    assert shown[4].startswith("Keep-open to review, state contact, overdue by ")
    assert shown[5] == "Contested, state contact: @tide_relay_07"
    assert shown[6] == "Asked lead, overdue by 2 d: @lanternkeeper_3"
    assert shown[7] == "Contested, due in 3 h: @pier_nine_song"
    assert shown[8].startswith("Hold ends, due in ")
    assert [one.kind for one in dialog._waiting[-2:]] == ["quarantine", "quarantine"]
    assert {one.kind for one in dialog._waiting} == set(KINDS)
    assert "15 things wait: " in dialog.sentence.text()
    assert "Waits since 29 Apr 2026, 1 day." in dialog.detail.toPlainText()
    desk.press("Esc")


def a_contested_case_opens_and_its_sides_are_a_key_away(desk: Driver) -> None:
    go(desk, "contested")
    desk.expect_current("tide_relay_07")
    desk.press("N")
    assert len(modal(ContestedDialog).sides) == 2
    desk.press("Esc")


def what_was_approved_and_then_drawn_stays_behind_the_veil(desk: Driver) -> None:
    desk.session.spotchecks.draw(EVERY)
    desk.settle()
    words = {row.untrusted_handle: row.state_word for row in desk.session.queue().rows}
    assert words["warden_watch"] == words["sem_yakorey"] == "to be re-reviewed"
    about = {(one.kind, one.untrusted_about) for one in desk.session.inbox.lines()}
    assert ("referral", "@warden_watch") not in about
    names = [name for kind, name in about if kind == "spotcheck"]
    assert len(set(names)) == 2 and all(name.startswith("Stratified draw, ") for name in names)


def an_approval_opens_its_own_proposal_and_is_given(desk: Driver) -> None:
    line = go(desk, "approval", "@warden_watch")
    dialog = modal(ApprovalsDialog)
    assert dialog._lines[dialog.choice.currentIndex()].id == line.ident
    assert "warden_watch" in dialog.choice.currentText()
    desk.press("Tab", "Tab", "Return")
    desk.settle()
    desk.expect_said("Approved")


def what_is_about_a_case_opens_the_case(desk: Driver, kind: str, handle: str) -> None:
    go(desk, kind, f"@{handle}")
    assert QApplication.activeModalWidget() is None
    desk.expect_current(handle)
    left = {one.kind for one in desk.session.inbox.lines()}
    assert ("lost" in left) == (kind != "lost"), "what was lost is said until it was looked at"


def a_draw_opens_its_next_item_blind(desk: Driver, kind: str) -> None:
    line = go(desk, kind)
    assert line.untrusted_about == "Stratified draw, 29 Apr 2026"
    assert desk.session.header().blind
    sight = desk.session.looking.on
    assert sight is not None and sight.item.draw == line.ident
    desk.window.dispatcher.run_id("lead.leave_item")


def what_was_put_aside_opens_the_merge(desk: Driver) -> None:
    go(desk, "quarantine")
    modal(MergeDialog)
    desk.press("Esc")


def test_an_empty_inbox_says_what_comes_and_what_to_do(
    tmp_path: Path, desk_on: Callable[[Path], Driver]
) -> None:
    alone(tmp_path / "lead")
    desk = desk_on(tmp_path / "lead")
    desk.press("Ctrl+I")
    dialog = modal(InboxDialog)
    assert dialog.sentence.text() == "Nothing waits for a lead."
    told = dialog.detail.toPlainText()
    assert "merge them" in told and "three days before" in told
    desk.press("Tab", "Tab", "Return")
    modal(MergeDialog)
    desk.press("Esc", "Ctrl+I", "Tab", "Tab", "Tab", "Return")
    modal(DrawDialog)


def test_due_words() -> None:
    now = 1_000 * DAY_MS
    said = {
        0: "due now",
        5 * MINUTE_MS: "due in 5 min",
        3 * HOUR_MS: "due in 3 h",
        47 * HOUR_MS: "due in 47 h",
        2 * DAY_MS: "due in 2 d",
        -HOUR_MS: "overdue by 1 h",
        -2 * DAY_MS: "overdue by 2 d",
    }
    assert {left: due_in(now + left, now) for left in said} == said
    graver = Urgency(("child safety",), UNDATED, now)
    assert graver.order < Urgency((), now - DAY_MS, 0).order < Urgency((), now, 0).order
    assert Urgency((), now, 0).order < Urgency((), UNDATED, now - DAY_MS).order
    assert Urgency((), UNDATED, 1).order < Urgency((), UNDATED, 2).order
