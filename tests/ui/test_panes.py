"""Each pane: what it shows, what it tells the session, and text as an enemy would write it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QApplication

from reviewer.domain.changes import on_desk
from reviewer.domain.errors import Damaged
from reviewer.session.views.timeline_views import TimelineRow
from reviewer.session.views.views import (
    EarlierLine,
    Fact,
    HeaderView,
    InspectorView,
    LastLine,
    PinLine,
    ReportLine,
    StatusItem,
)
from reviewer.ui.charts.axis import axis_of, binned, months
from reviewer.ui.looks.theme import apply
from reviewer.ui.media.model import packed
from reviewer.ui.media.pictures import pixmap_of
from tests.ui import sample
from tests.ui.desk_on_fake import Hands
from tests.ui.fake_session import FakeSession, fake_picture
from tests.ui.hostile_strings import HOSTILE
from tests.ui.plain_walk import assert_plain

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
ENEMIES = list(HOSTILE.values())


@pytest.fixture(autouse=True)
def look(qapp):
    made = apply(qapp, "dark")
    yield made
    made.fit(1920, 1080)


# ------------------------------------------------------------------ hostile text


def hostile_session(enemy: str) -> FakeSession:
    """Every field from outside holds the enemy."""
    session = FakeSession()
    session.queue_rows = [
        replace(row, untrusted_handle=enemy, untrusted_name=enemy) for row in session.queue_rows
    ]
    session.rows = [
        replace(row, untrusted_text=enemy, untrusted_who=enemy if row.kind == "event" else "")
        for row in session.rows
    ]
    session.header_override = HeaderView(
        account="account:twitter:101",
        untrusted_handle=enemy,
        untrusted_name=enemy,
        hold=True,
        untrusted_bundle=enemy,
        verified="unsigned",
        policy="policy 1",
        item=1,
        items=40,
    )
    session.inspector_override = InspectorView(
        subject="post:twitter:4471",
        title="post",
        untrusted_text=enemy,
        untrusted_translation=enemy,
        untrusted_links=[enemy],
        facts=[Fact("id", enemy, untrusted=True, mono=True), Fact("bio", enemy, untrusted=True)],
        reports=[ReportLine("other", 1, "today", enemy)],
        related=[(enemy, "why")],
        hash_facts=[Fact("type", enemy, untrusted=True)],
        earlier=[EarlierLine("limit", "today", "r-1", "3.2", enemy)],
        pins=[PinLine(1, "post:twitter:4471", "post", enemy)],
        note=enemy,
        note_key=("case-1", "account:twitter:101"),
    )
    session.last_lines = [LastLine("decided", "Suspend", enemy, "case-1", undo=True)]
    return session


@pytest.mark.parametrize("name", list(HOSTILE))
def test_hostile_text_is_text_everywhere(qtbot, look, name):
    session = hostile_session(HOSTILE[name])
    hands = Hands(qtbot, session, "full")
    assert_plain(hands.window)
    assert not hands.window.grab().isNull()
    for model in (hands.window.queue.model, hands.window.timeline.model):
        for row in range(min(12, model.rowCount())):
            index = model.index(row, 0)
            assert index.data(Qt.ItemDataRole.DisplayRole) is None
            assert isinstance(index.data(Qt.ItemDataRole.AccessibleTextRole), str)
    session.say(HOSTILE[name])
    hands.settle()
    assert_plain(hands.window)


# ------------------------------------------------------------------ queue


def test_the_queue_has_groups_counts_and_the_open_case(qtbot):
    hands = Hands(qtbot, FakeSession())
    queue = hands.window.queue
    assert queue._counts.accessibleName() == "21 left, 3 later, 2 asked lead, 14 done".replace(
        "asked lead", "lead"
    )
    said = [
        queue.model.index(r, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        for r in range(queue.model.rowCount())
    ]
    assert [s for s in said if s.endswith(" cases")] == [
        "Left, 21 cases",
        "Later, 3 cases",
        "Asked lead, 2 cases",
        "Done, 14 cases",
    ]
    assert "hold: preserve" in said[1] and "3 hits" in said[1]
    current = queue.view.currentIndex().row()
    assert queue.model.line(current).case_id == "case-1"


def test_selection_is_kept_by_identity_not_by_row(qtbot):
    session = FakeSession()
    hands = Hands(qtbot, session)
    session.select_case("case-5")
    hands.settle()
    session.queue_rows = session.queue_rows[2:]
    session.bus.publish(on_desk("queue"))
    hands.settle()
    queue = hands.window.queue
    assert queue.model.line(queue.view.currentIndex().row()).case_id == "case-5"


def test_the_filter_filters_and_return_searches(qtbot):
    session = FakeSession()
    hands = Hands(qtbot, session)
    hands.press("Ctrl+F")
    assert hands.window.queue.filter.hasFocus()
    hands.typist.type("reef")
    hands.settle()
    assert session.desk.filter == "reef"
    assert session.log[-1] != ("search", "reef")
    hands.press("Return")
    assert hands.log("search") == [("search", "reef")]
    hands.press("Esc")
    assert hands.window.media.view.hasFocus()


def test_a_bad_filter_is_said_in_place(qtbot):
    session = FakeSession(filter_error="there is no field colour:")
    hands = Hands(qtbot, session)
    assert hands.window.queue._error.isVisible()
    assert "colour:" in hands.window.queue._error.text()


def test_an_arrow_key_opens_the_next_case(qtbot):
    session = FakeSession()
    hands = Hands(qtbot, session)
    hands.press("Ctrl+1", "Down")
    assert session.desk.case_id == "case-2"


# ------------------------------------------------------------------ timeline


def test_rows_have_the_height_of_their_text(qtbot):
    hands = Hands(qtbot, FakeSession(), "full")
    view, model = hands.window.timeline.view, hands.window.timeline.model
    heights = {
        model.row(r).key: view.verticalHeader().sectionSize(r)
        for r in range(model.rowCount())
        if r in view._known
    }
    assert heights["post:twitter:4475"] > heights["post:twitter:4474"] + 30
    kinds = {model.row(r).kind: view.verticalHeader().sectionSize(r) for r in sorted(view._known)}
    assert kinds["day"] == 24
    assert kinds["line"] == 29


def test_only_rows_in_view_are_read_and_told_as_shown(qtbot):
    rows = [TimelineRow("day", title="Thu 12 Mar 2026", count=9)]
    for n in range(5000):
        rows.append(replace(sample.timeline_rows()[5], key=f"post:twitter:{n}", seen=False))
    session = FakeSession(rows=rows)
    session.desk.event = "post:twitter:0"
    hands = Hands(qtbot, session)
    assert session.reads < 60
    shown = {key for entry in hands.log("shown") for key in entry[1] if key.startswith("post:")}
    assert "post:twitter:0" in shown
    assert len(shown) < 20
    session.select_event("post:twitter:4000")
    hands.settle()
    view = hands.window.timeline.view
    row = view.currentIndex().row()
    box = view.visualRect(view.currentIndex())
    assert row == 4001
    assert box.top() >= 0 and box.bottom() <= view.viewport().height()


def test_a_row_entering_from_above_does_not_push_the_others(qtbot):
    rows = [replace(sample.timeline_rows()[10], key=f"post:twitter:{n}") for n in range(200)]
    session = FakeSession(rows=rows)
    session.desk.event = "post:twitter:150"
    hands = Hands(qtbot, session)
    view = hands.window.timeline.view
    row = view.rowAt(view.viewport().height() // 2)
    before = view.rowViewportPosition(row)
    bar = view.verticalScrollBar()
    bar.setValue(bar.value() - 7)
    hands.settle()
    assert abs(view.rowViewportPosition(row) - before - 7) <= 1


def test_the_undated_stand_apart(qtbot):
    hands = Hands(qtbot, FakeSession())
    assert hands.window.timeline.model.undated == 3
    assert "undated" in hands.window.timeline.header.accessibleName()


def test_marks_change_without_moving_the_list(qtbot):
    session = FakeSession()
    hands = Hands(qtbot, session)
    view = hands.window.timeline.view
    view.verticalScrollBar().setValue(300)
    hands.settle()
    before = view.verticalScrollBar().value()
    session.rows = [replace(row, seen=True) for row in session.rows]
    session.bus.publish(on_desk("seen"))
    hands.settle()
    assert view.verticalScrollBar().value() == before
    assert all(hands.window.timeline.model.row(r).seen for r in range(8, 12))


def test_events_are_spoken(qtbot):
    hands = Hands(qtbot, FakeSession())
    view = hands.window.timeline.view
    interface = QAccessible.queryAccessibleInterface(view)
    names = [interface.child(n).text(QAccessible.Text.Name) for n in range(30)]
    said = next(name for name in names if sample.ARABIC in name)
    assert "pinned 1" in said and "reported 4 times" in said
    assert not any(name.isdigit() for name in names), "hidden headers say nothing"


def test_months_and_bins():
    assert [m.word for m in months(20_270, 20_340)] == ["Jul 2025", "Aug", "Sep"]
    assert months(20_270, 20_330)[0].day == 20_270
    days = [(100, 1), (101, 2), (199, 4)]
    assert sum(binned(days, 10, axis_of(days))) == 7
    assert len(binned(days, 1000, axis_of(days))) == 100
    assert binned([], 10, (0, 1)) == []


# ------------------------------------------------------------------ media


def test_a_video_takes_two_cells_and_never_breaks_over_a_row():
    tiles = sample.tiles()
    for columns in range(1, 9):
        places = packed(tiles, columns)
        found = [n for row in places for n in row if n >= 0]
        assert sorted(set(found)) == list(range(len(tiles)))
        assert all(len(row) == columns for row in places)
        assert sum(4 in row for row in places) == 1


def test_tiles_follow_the_width_and_keep_the_selection(qtbot):
    session = FakeSession()
    hands = Hands(qtbot, session)
    session.select_medium(session.tiles[9].key)
    hands.settle()
    view = hands.window.media.view
    columns = hands.window.media.model.columnCount()
    hands.window.resize(1920, 1080)
    hands.settle()
    assert hands.window.media.model.columnCount() > columns
    assert hands.window.media.model.tile(view.currentIndex()).key == session.tiles[9].key


def test_a_failed_picture_is_told_once_and_shown_as_such(qtbot):
    session = FakeSession()
    real = session.picture

    def picture(key):
        real(key)
        if key == session.tiles[1].key:
            return broken
        return real(key)

    def broken():
        raise ValueError("no such marker")

    session.picture = picture
    hands = Hands(qtbot, session)
    hands.window.media.view.viewport().repaint()
    hands.settle()
    assert hands.log("failed") == [("failed", session.tiles[1].key, "no such marker")]


def test_hiding_drops_every_picture(qtbot):
    session = FakeSession()
    hands = Hands(qtbot, session)
    pictures = hands.window.media.pictures
    assert pictures._kept
    hands.press("c")
    assert not pictures._kept
    hands.press("Shift+C")
    assert {level for level, _ in pictures._kept.values()} <= {"blur", "grey"}


def test_pixels_must_fit_their_size():
    good = fake_picture("media:1", revealed=False)
    assert pixmap_of(good).width() == 24
    with pytest.raises(ValueError, match="do not fit"):
        pixmap_of(replace(good, width=25))


# ------------------------------------------------------------------ inspector and frame


def test_compact_folds_with_figures_full_opens(qtbot):
    hands = Hands(qtbot, FakeSession())
    sections = hands.window.inspector.sections
    assert not sections["reports"].is_open() and sections["pins"].is_open()
    assert sections["reports"].head.count == "11 on this account, 4 on this post"
    hands.window.resize(1920, 1080)
    hands.settle()
    assert sections["reports"].is_open()


def test_a_missing_note_is_said_above_its_field(qtbot):
    session = FakeSession()
    hands = Hands(qtbot, session)
    note = hands.window.inspector.note
    assert note.needed.isVisible()
    hands.press("g")
    hands.typist.type("x")
    hands.settle()
    assert not note.needed.isVisible()
    assert "draft saved" in note.head.accessibleName()


def test_a_note_being_written_is_not_overwritten(qtbot):
    session = FakeSession()
    hands = Hands(qtbot, session)
    hands.press("g")
    hands.typist.type("mine")
    session.note = "theirs"
    session.bus.publish(on_desk("draft"))
    hands.settle()
    assert hands.window.inspector.note.field.toPlainText() == "mine"


def test_threat_parts_can_be_unset_each(qtbot):
    session = FakeSession()
    hands = Hands(qtbot, session, "full")
    hands.press("t")
    chips = {c.objectName(): c for c in hands.window.decision.second._chips if c.isVisible()}
    assert set(chips) == {"threat.preserve", "threat.refer"}
    chips["threat.refer"].click()
    hands.settle()
    assert ("toggle", "refer") in session.log


def test_a_policy_can_be_chosen_from_the_list(qtbot):
    session = FakeSession()
    hands = Hands(qtbot, session)
    hands.press("r")
    combo = hands.window.decision.second.policies
    assert combo.currentText() == "3.2 Praise of a listed movement"
    combo.activated.emit(1)
    assert session.log[-1] == ("policy", "threat.direct")


def test_problems_come_first_in_the_status_line_and_stay(qtbot):
    session = FakeSession()
    session.status_items += [StatusItem("disk", "danger", "disk full", danger=True)]
    hands = Hands(qtbot, session, "single")
    said = hands.window.status.accessibleName()
    assert "disk full" in said and "sandbox on" not in said


def test_a_click_on_a_last_decision_opens_its_case(qtbot):
    session = FakeSession()
    hands = Hands(qtbot, session)
    last = hands.window.last
    box, case_id = last._places[1]
    qtbot.mouseClick(last, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    hands.settle()
    assert session.desk.case_id == case_id == "case-39"


def test_damage_while_writing_or_reading_is_said_and_the_desk_rests(qtbot):
    session = FakeSession()
    hands = Hands(qtbot, session)
    broken = Damaged("the disk is full", next_step="Make room.")

    def refuse(*_args, **_kwargs):
        raise broken

    session.save_note = session.status_line = session.mark_shown = refuse
    hands.press("g")
    hands.typist.type("x")
    hands.settle()
    assert hands.window.inspector.note.field.toPlainText() == "x"
    assert "the disk is full" in session.desk.message
    assert session.desk.message_kind == "damaged"
    assert hands.window.toast.isVisible()


def test_keys_no_layout_knows_harm_nothing(qtbot):
    hands = Hands(qtbot, FakeSession())
    hands.press("Ctrl+3")
    view = hands.window.media.view
    for key, text in ((0x0430, "а"), (0, "ж"), (0x01001234, "")):
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
        QApplication.sendEvent(view, event)
    hands.press("Right")
    assert hands.session.desk.medium == hands.session.tiles[1].key
