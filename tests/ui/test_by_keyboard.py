"""Everything a mouse can press has the keyboard, and the panes say where the keyboard is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPixmap

from reviewer.commands.default import default_registry
from reviewer.domain.changes import on_desk
from reviewer.session.views.timeline_views import TimelineHead
from reviewer.session.views.views import EarlierLine
from reviewer.ui.charts.axis import SPAN_LEAST, axis_of, binned, date_word
from reviewer.ui.dialogs.import_words import imported_words, refused_lines
from reviewer.ui.inspector.inspector_rows import earlier_rows
from reviewer.ui.keys.keys_overlay import KeysOverlay
from reviewer.ui.lettering.counting import counted
from reviewer.ui.lettering.ink import Ink
from reviewer.ui.looks.fonts import BODY
from reviewer.ui.looks.theme import apply
from tests.ui.desk_on_fake import Hands
from tests.ui.fake_session import FakeSession

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture(autouse=True)
def look(qapp):
    made = apply(qapp, "dark")
    yield made
    made.fit(1920, 1080)


# ------------------------------------------------------------------ buttons and sections


@pytest.mark.parametrize("key", ["Return", "Enter", "Space"])
def test_a_focused_button_is_pressed_by_its_keys(qtbot, key):
    hands = Hands(qtbot, FakeSession())
    button = hands.window.decision._buttons["stage.limit"]
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert button.ringed
    hands.press(key)
    assert hands.log("stage") == [("stage", "limit")]


def test_return_means_nothing_where_no_button_has_the_keyboard(qtbot):
    hands = Hands(qtbot, FakeSession())
    hands.press("Ctrl+2", "r", "Return", "Return")
    assert hands.log("tap") == []


def test_a_blocked_button_answers_the_keyboard_with_its_reason(qtbot):
    hands = Hands(qtbot, FakeSession())
    commit = hands.window.decision.second.commit
    commit.setFocus(Qt.FocusReason.TabFocusReason)
    for key in ("Return", "Space"):
        hands.session.say("")
        hands.press(key)
        assert "stage an outcome first" in hands.session.desk.message
    assert hands.log("tap") == []


@pytest.mark.parametrize("key", ["Return", "Space"])
def test_tab_goes_through_the_heads_and_opens_the_folded(qtbot, key):
    hands = Hands(qtbot, FakeSession())
    inspector = hands.window.inspector
    hands.press("Ctrl+4")
    walked = []
    while not inspector.note.field.hasFocus() and len(walked) < 20:
        hands.press("Tab")
        walked += [n for n, s in inspector.sections.items() if s.head.hasFocus()]
    assert walked == ["criteria", "pins", "reports", "related", "hash", "earlier"]
    hands.press("Backtab", "Backtab")
    section = inspector.sections["hash"]
    assert section.head.hasFocus() and section.head.ringed and not section.is_open()
    hands.press(key)
    assert section.is_open()
    assert not inspector._rows["hash"].visibleRegion().isEmpty()
    hands.press(key)
    assert not section.is_open()
    assert hands.session.desk.pane == "inspector"


def test_an_inspector_without_text_still_takes_the_keyboard(qtbot):
    session = FakeSession()
    session.inspector_override = replace(session.inspector(), untrusted_text="")
    hands = Hands(qtbot, session)
    hands.press("Ctrl+4")
    assert hands.window.inspector.sections["text"].head.hasFocus()


def test_the_pane_where_somebody_writes_is_marked(qtbot):
    hands = Hands(qtbot, FakeSession())

    def marked() -> list[str]:
        return [name for name, pane in hands.window.panes.items() if pane.header._active]

    hands.press("Ctrl+2", "Ctrl+F")
    assert marked() == ["queue"] and hands.session.desk.pane == "timeline"
    hands.press("Esc")
    assert marked() == ["timeline"] and hands.window.timeline.view.hasFocus()
    hands.press("g")
    assert marked() == ["inspector"]
    hands.press("F1")
    hands.press("Esc")
    assert marked() == ["timeline"]


def test_an_empty_pane_gives_the_keyboard_to_its_button(qtbot):
    hands = Hands(qtbot, FakeSession(queue_rows=[], rows=[], tiles=[]))
    asked: list[str] = []
    hands.window.asked.connect(asked.append)
    hands.press("Ctrl+1", "Return")
    assert asked == ["import"]


def test_f1_works_while_somebody_writes_and_a_question_mark_is_a_letter(qtbot):
    hands = Hands(qtbot, FakeSession())
    asked: list[str] = []
    hands.window.asked.connect(asked.append)
    hands.press("Ctrl+F")
    hands.typist.type("?")
    hands.settle()
    assert (asked, hands.session.desk.filter) == ([], "?")
    hands.press("F1")
    assert asked == ["keys"]


# ------------------------------------------------------------------ queue


def test_counters_filter_and_the_mark_follows_the_filter(qtbot):
    session = FakeSession()
    hands = Hands(qtbot, session)
    wanted: list[str] = []
    queue = hands.window.queue
    queue.wants.disconnect()
    queue.wants.connect(wanted.append)
    for counter in queue._counts.counters.values():
        counter.click()
    assert wanted == ["queue.left", "queue.again", "queue.later", "queue.asked", "queue.done"]

    def held() -> list[str]:
        return [g for g, c in queue._counts.counters.items() if c.held]

    assert held() == []
    session.set_filter("group:asked")
    hands.settle()
    assert held() == ["asked"]
    session.set_filter("reef")
    hands.settle()
    assert held() == []


def test_nothing_matches_is_said_with_the_way_back(qtbot):
    session = FakeSession()
    hands = Hands(qtbot, session)
    queue = hands.window.queue
    queue.wants.disconnect()
    wanted: list[str] = []
    queue.wants.connect(wanted.append)
    hands.press("Ctrl+F")
    hands.typist.type("zzz")
    hands.settle()
    assert queue.notice.isVisible()
    assert queue.notice.sentence.text() == "No case matches this filter."
    queue.notice.button.click()
    assert wanted == ["filter.clear"]
    session.set_filter("")
    hands.settle()
    assert not queue.notice.isVisible()
    assert queue.filter.text() == "", "cleared by the button while it had the keyboard"


def test_a_done_queue_says_so_and_offers_the_export(qtbot):
    session = FakeSession()
    session.queue_rows = [replace(row, group="done") for row in session.queue_rows]
    hands = Hands(qtbot, session)
    notice = hands.window.queue.notice
    assert notice.sentence.text() == "Queue done: 40 of 40."
    assert notice.button.accessibleName() == "Export 14"
    asked: list[str] = []
    hands.window.asked.connect(asked.append)
    notice.button.click()
    assert asked == ["export"]
    session.pending_export = 0
    session.bus.publish(on_desk("queue"))
    hands.settle()
    assert not notice.button.isVisible()


# ------------------------------------------------------------------ strip, heads, keys


@pytest.mark.parametrize("layout", ["full", "compact", "tabs"])
def test_the_handle_outlives_the_chips(qtbot, layout):
    session = FakeSession()
    session.header_override = replace(
        session.header(),
        untrusted_handle="the_longest_handle_there_is_4471",
        untrusted_bundle="a bundle with a very long name, of March, of everything.zip" * 2,
        unprotected=True,
    )
    strip = Hands(qtbot, session, layout).window.strip
    assert strip._handle.width() >= strip._handle.sizeHint().width()
    assert strip._hold.isVisible() and strip._conceal.isVisible()
    shown = strip._bundle.text()
    assert not strip._bundle.isVisible() or "…" in shown


def test_heads_count_in_english(qtbot):
    session = FakeSession()
    session.timeline_head = lambda **_: TimelineHead(events=1, seen=1)
    session.tiles = [replace(session.tiles[0], copies=1)]
    hands = Hands(qtbot, session)
    assert "1 event ·" in hands.window.timeline.header.accessibleName()
    assert "1 media in 1 group ·" in hands.window.media.header.accessibleName()
    assert "1 hit" in hands.window.media.header.accessibleName()
    assert (counted(0, "event"), counted(1, "match", "matches")) == ("0 events", "1 match")


def test_a_withdrawn_decision_says_so_first_and_has_no_tick():
    withdrawn, standing = earlier_rows(
        [
            EarlierLine("no action", "12 Mar 2026", "R-7", withdrawn=True),
            EarlierLine("suspend", "1 Mar 2026", "R-7"),
        ]
    )
    assert withdrawn.left == "Withdrawn: no action" and withdrawn.glyph != "decided"
    assert standing.left == "Suspend" and standing.glyph == "decided"


@pytest.mark.parametrize("size", [(683, 384), (800, 600), (1366, 768)])
def test_every_key_of_the_overlay_can_be_reached(qtbot, look, size):
    hands = Hands(qtbot, FakeSession())
    hands.window.resize(*size)
    hands.settle()
    sheet = KeysOverlay(look, hands.session, default_registry(), hands.window)
    hands.window.keys.add_island(sheet)
    sheet.open()
    hands.settle()
    across = sheet.scroller.horizontalScrollBar()
    down = sheet.scroller.verticalScrollBar()
    assert sheet.rect().contains(sheet.card.geometry())
    assert across.maximum() == 0
    if size == (1366, 768):
        assert down.maximum() == 0, "nothing scrolls"
    if down.maximum():
        hands.typist.press("PgDown")
        assert down.value() > 0
        hands.typist.press("End")
        assert down.value() == down.maximum()
        hands.typist.press("Home")
        assert down.value() == 0
    hands.typist.press("Esc")
    assert not sheet.isVisible()


def test_no_window_is_smaller_than_its_panes(qtbot):
    hands = Hands(qtbot, FakeSession())
    hands.window.resize(200, 100)
    hands.settle()
    assert (hands.window.width(), hands.window.height()) == (683, 384)


def test_nothing_is_logged_as_cut_in_small_windows(qtbot, caplog):
    hands = Hands(qtbot, FakeSession())
    for size in ((1023, 768), (960, 540), (900, 480), (683, 384)):
        hands.window.resize(*size)
        hands.settle()
        hands.window.grab()
    assert "cut on" not in caplog.text


# ------------------------------------------------------------------ drawings


def test_a_burst_of_one_day_is_one_bar_on_an_axis_of_weeks():
    days = [(20_520, 9)]
    first, last = axis_of(days)
    assert last - first + 1 == SPAN_LEAST and first < 20_520 < last
    assert sorted(binned(days, SPAN_LEAST, axis_of(days)))[-2:] == [0, 9]
    assert axis_of([(0, 1), (400, 1)]) == (0, 400)
    assert date_word(20_520) == "8 Mar 2026"


@pytest.mark.parametrize(("handle", "right"), [("نداء_المد", True), ("tide_relay", False)])
def test_the_sign_stands_where_reading_begins(qapp, look, handle, right):
    pages = []
    for sign in ("", "@"):
        page = QPixmap(300, 30)
        page.fill(Qt.GlobalColor.black)
        painter = QPainter(page)
        used = Ink(painter, look).identifier(0, 0, 30, handle, BODY, "t1", 280, sign=sign)
        painter.end()
        pages.append((page.toImage(), round(used)))
    (plain, bare), (signed, _) = pages
    same = plain.copy(QRect(0, 0, bare, 30)) == signed.copy(QRect(0, 0, bare, 30))
    assert same is right, "a sign at the right leaves what is before it as it was"


def test_what_is_concealed_was_not_shown(qtbot):
    session = FakeSession()
    hands = Hands(qtbot, session)
    hands.press("Ctrl+3")

    def shown() -> set[str]:
        return {k for entry in hands.log("shown") for k in entry[1] if k.startswith("media:")}

    hands.window.media.view.viewport().repaint()
    hands.settle()
    assert shown() == set()
    session.desk.conceal = "grey"
    session.tiles = [replace(t, seen=False) for t in session.tiles]
    session.tiles[1] = replace(session.tiles[1], state="missing")
    session.bus.publish(on_desk("conceal"))
    hands.settle()
    hands.window.media.view.viewport().repaint()
    hands.settle()
    assert session.tiles[0].key in shown() and session.tiles[1].key not in shown()


# ------------------------------------------------------------------ words of an import


def test_what_was_left_out_is_no_problem_and_what_was_refused_is_named():
    files = [
        {"path": "/a/b/notes.txt", "status": "left_out", "reason": None},
        {"path": "/a/b/list.csv", "status": "left_out", "reason": None},
    ]
    totals = {"new": 1, "known": 3, "quarantined": 0}
    words = imported_words({"files": files, "totals": totals, "trust": []})
    assert words == "Imported 1 new record, 3 known. 2 left out: notes.txt, list.csv"
    many = [{"path": f"/a/{n}.zip", "reason": "not signed"} for n in range(5)]
    lines = refused_lines(many)
    assert lines[0] == "0.zip: not signed" and lines[-1] == "and 2 more files refused"
