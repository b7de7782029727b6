"""The desk window on a fake session: keys, focus, layouts, cover, messages, nothing left behind."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from reviewer.domain.changes import on_desk
from reviewer.domain.errors import Damaged
from reviewer.ui import idle
from reviewer.ui.looks.theme import apply
from reviewer.ui.runner import QtRunner
from tests.ui.desk_on_fake import SIZES, Hands
from tests.ui.fake_session import FakeSession
from tests.ui.plain_walk import assert_plain

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture(autouse=True)
def look(qapp):
    made = apply(qapp, "dark")
    yield made
    made.fit(1920, 1080)
    apply(qapp, "dark")


@pytest.fixture
def hands(qtbot):
    return Hands(qtbot, FakeSession())


def test_typed_keys_reach_the_session_from_every_pane(hands):
    for n, pane in enumerate(("queue", "timeline", "media", "inspector"), 1):
        hands.press(f"Ctrl+{n}", "r")
        assert hands.session.desk.pane == pane
        assert hands.focused() is hands.window.panes[pane].focus_widget()
    assert hands.log("stage") == [("stage", "suspend")] * 4


def test_a_and_d_move_in_the_focused_pane_and_the_pane_follows(hands):
    hands.press("Ctrl+3", "d")
    second = hands.session.tiles[1].key
    media = hands.window.media.view
    assert hands.session.desk.medium == second
    assert media.model().tile(media.currentIndex()).key == second
    hands.press("Ctrl+2", "d")
    view = hands.window.timeline.view
    assert hands.window.timeline.model.row(view.currentIndex().row()).key == "post:twitter:4474"
    hands.press("Ctrl+1", "d")
    assert hands.session.desk.case_id == "case-2"
    assert hands.window.queue.model.row_of("case-2") == hands.window.queue.view.currentIndex().row()


def test_there_is_one_focused_pane_and_one_ring(hands):
    for n in range(1, 5):
        hands.press(f"Ctrl+{n}")
        active = [p for p in hands.window.panes.values() if p.header._active]
        assert len(active) == 1
        rings = [
            d.keyboard
            for d in (
                hands.window.queue.delegate,
                hands.window.timeline.view.delegate,
                hands.window.media.view.delegate,
            )
        ]
        assert sum(rings) == (0 if n == 4 else 1)


def test_the_note_takes_letters_saves_each_and_esc_goes_back(hands):
    hands.press("Ctrl+2", "g")
    note = hands.window.inspector.note.field
    assert note.hasFocus()
    hands.typist.type("ff q")
    hands.settle()
    assert note.toPlainText() == "ff q"
    assert hands.log("note")[-1] == ("note", "case-1", "account:twitter:101", "ff q")
    assert hands.log("tap") == []
    hands.press("Esc")
    assert hands.window.timeline.view.hasFocus()


def test_a_note_belongs_to_its_case(hands):
    hands.press("g")
    hands.typist.type("one")
    hands.press("Esc")
    hands.session.note = "of the second"
    hands.press("Ctrl+1", "d")
    assert hands.window.inspector.note.field.toPlainText() == "of the second"
    assert all(entry[1] == "case-1" for entry in hands.log("note"))


def test_staging_and_the_gate_are_said(hands):
    decision = hands.window.decision
    assert decision.second.commit.state == "nothing"
    hands.press("r")
    assert decision.second.commit.state == "blocked"
    assert "missing" in decision.second.commit.words()
    hands.session.note = "seen"
    hands.session.bus.publish(on_desk("draft"))
    hands.settle()
    assert decision.second.commit.state == "ready"
    hands.press("f")
    assert decision.second.commit.state == "armed"
    hands.press("h")  # a key without meaning disarms
    assert decision.second.commit.state == "ready"
    hands.press("f", "f")
    assert decision.second.commit.state == "nothing"


def test_reveal_lasts_as_long_as_the_key(hands):
    hands.press("Ctrl+3")
    hands.typist.hold("v")
    hands.settle()
    key = hands.session.desk.medium
    assert hands.session.desk.revealed == key
    assert hands.window.media.pictures.get(key).width() == 120
    glass = hands.window.media.glass
    assert glass.isVisible() and glass.pixmap.width() == 120
    assert hands.window.rect().contains(glass.geometry())
    hands.typist.release("v")
    hands.settle()
    assert glass.pixmap is None and not glass.isVisible()
    assert hands.session.desk.revealed == ""
    assert hands.window.media.pictures.get(key).width() == 24
    assert all(level == "blur" for level, _ in hands.window.media.pictures._kept.values())


def test_a_lost_window_conceals(hands):
    hands.press("Ctrl+3")
    hands.typist.hold("v")
    hands.settle()
    other = QWidget()
    hands.qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    hands.qtbot.waitUntil(other.isActiveWindow)
    hands.settle()
    assert hands.session.desk.revealed == ""


def test_the_cover_hides_everything_and_any_key_lifts_it(hands):
    hands.press("Ctrl+L")
    window = hands.window
    assert hands.session.desk.covered
    assert window.cover.isVisible() and not window.room.isVisible()
    assert not window.menu_bar.isVisible()
    staged = hands.log("stage")
    hands.press("r")
    assert hands.log("stage") == staged, "no key reaches the desk"
    assert not window.cover.isVisible() and window.room.isVisible()
    assert hands.focused() is window.media.focus_widget()


def test_a_protected_cover_wants_the_passphrase(qtbot):
    hands = Hands(qtbot, FakeSession(), unlock="lamp".__eq__)
    hands.press("Ctrl+L")
    hands.typist.type("wrong")
    hands.typist.press("Return")
    hands.settle()
    assert hands.window.cover.isVisible()
    hands.typist.type("lamp")
    hands.typist.press("Return")
    hands.settle()
    assert not hands.window.cover.isVisible()


def test_a_refusal_is_said_in_passing_and_goes(hands):
    hands.press("f")
    assert "stage an outcome first" in hands.session.desk.message
    assert hands.window.toast.isVisible()
    hands.session.say("")
    hands.settle()
    assert not hands.window.toast.isVisible()


@pytest.mark.parametrize("layout", list(SIZES))
def test_every_layout_shows_what_may_never_be_dropped(qtbot, look, layout):
    hands = Hands(qtbot, FakeSession(), layout)
    window = hands.window
    assert look.measures.layout == layout
    assert (window.width(), window.height()) == pytest.approx(SIZES[layout], abs=8)
    hands.press("r")
    for shown in (window.strip._handle, window.strip._hold, window.strip._conceal):
        assert shown.isVisible()
    missing = [m for m in window.decision.second._marks if m.isVisible() and not m.met]
    assert len(missing) == 1
    for n, pane in enumerate(("queue", "timeline", "media", "inspector"), 1):
        hands.press(f"Ctrl+{n}")
        assert window.panes[pane].isVisible()
        assert window.panes[pane].focus_widget().hasFocus()
    assert_plain(window)


@pytest.mark.parametrize("theme", ["dark", "light", "contrast"])
def test_themes_and_sizes_change_while_open(qtbot, qapp, look, theme):
    hands = Hands(qtbot, FakeSession())
    apply(qapp, theme, 1.5)
    hands.settle()
    apply(qapp, theme)
    hands.window.resize(1920, 1080)
    hands.settle()
    assert look.measures.layout == "full"
    assert hands.window.menu_bar.isVisible()
    hands.window.resize(1366, 768)
    hands.settle()
    assert not hands.window.menu_bar.isVisible()
    assert hands.window.strip.menu_button.isVisible()


def test_a_damaged_pane_says_what_is_safe_and_the_others_stay(hands):
    hands.session.broken = Damaged("the disk does not answer", next_step="Your decisions are safe.")
    hands.session.bus.publish(on_desk("cursor"))
    hands.settle()
    panes = hands.window.panes
    assert all(pane.body.currentWidget() is pane.panel for pane in panes.values())
    assert "disk" in panes["queue"].panel._title.text()
    hands.session.broken = None
    hands.session.bus.publish(on_desk("cursor"))
    hands.settle()
    assert all(pane.body.currentWidget() is pane.content for pane in panes.values())


def test_an_empty_workspace_is_a_designed_state(qtbot):
    hands = Hands(qtbot, FakeSession(queue_rows=[], rows=[], tiles=[]))
    panes = hands.window.panes
    assert all(pane.body.currentWidget() is pane.panel for pane in panes.values())
    assert panes["queue"].panel.button.isVisible()
    asked: list[str] = []
    hands.window.asked.connect(asked.append)
    panes["queue"].panel.button.click()
    assert asked == ["import"]


def test_hidden_panes_read_when_they_are_shown_again(qtbot):
    hands = Hands(qtbot, FakeSession(), "single")
    hands.press("Ctrl+1")
    hands.session.desk.filter = "reef"
    hands.press("Ctrl+2")
    before = hands.window.queue.model.rowCount()
    hands.session.bus.publish(on_desk("queue"))
    hands.settle()
    assert hands.window.queue.model.rowCount() == before
    hands.press("Ctrl+1")
    assert hands.window.queue.model.rowCount() < before


def test_menus_say_keys_and_why_something_is_blocked(hands):
    texts = []
    for menu in hands.window.folded_menu.findChildren(type(hands.window.folded_menu)):
        menu.aboutToShow.emit()
        texts += [a.text() for a in menu.actions()]
        assert all(a.shortcut().isEmpty() for a in menu.actions())
    assert any(t.startswith("Suspend") and t.endswith("\tR") for t in texts)
    assert any("stage an outcome first" in t for t in texts)


def test_the_window_is_idle_with_its_runner(qtbot, qapp):
    runner = QtRunner()
    hands = Hands(qtbot, FakeSession(runner=runner))
    assert idle(hands.window)
    runner.close()


def test_late_pictures_of_another_case_are_dropped(qtbot, qapp):
    runner = Holding()
    hands = Hands(qtbot, FakeSession(runner=runner))
    waiting = list(runner.waiting)
    assert waiting
    hands.session.select_case("case-2")
    hands.settle()
    for work, done in waiting:
        done(work())
    hands.settle()
    kept = set(hands.window.media.pictures._kept)
    assert kept == set()


class Holding:
    """A runner that keeps its answers."""

    def __init__(self) -> None:
        self.waiting: list[tuple[object, object]] = []
        self.idle = True

    def query(self, work, done, failed) -> None:
        self.waiting.append((work, done))


def test_a_closed_window_hears_nothing_more(hands):
    assert hands.session.bus._listeners
    hands.window.close()
    assert hands.session.bus._listeners == []
    hands.session.bus.publish(on_desk("cursor"))
    assert hands.window.idle


def test_space_and_return_belong_to_the_focused_button(hands):
    button = hands.window.decision._buttons["stage.limit"]
    button.setFocus(Qt.FocusReason.TabFocusReason)
    hands.typist.press("Space")
    hands.settle()
    assert hands.log("stage") == [("stage", "limit")]
