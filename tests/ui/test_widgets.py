"""The widgets: what they say in each state, that nothing is cut, that keys and words agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from reviewer.ui.looks import icons
from reviewer.ui.looks.fonts import META
from reviewer.ui.looks.look import Look
from reviewer.ui.looks.theme import apply
from reviewer.ui.widgets.base import key_caps, key_words
from reviewer.ui.widgets.buttons import Button, ComboButton, Segments
from reviewer.ui.widgets.fold import FoldSection
from reviewer.ui.widgets.marks import STATE_STYLES, Chip, Keycap, Requirement, StateMark
from reviewer.ui.widgets.notices import BugPanel, LoadingState, Toast
from reviewer.ui.widgets.outcome import CommitButton, OutcomeButton, OutcomeFace
from reviewer.ui.widgets.search import SearchField
from tests.ui.gallery import FACES, gallery
from tests.ui.plain_walk import assert_plain

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> Look:
    return apply(qapp, "dark")


def said(widget: QWidget) -> tuple[str, str]:
    found = QAccessible.queryAccessibleInterface(widget)
    return found.text(QAccessible.Text.Name), found.text(QAccessible.Text.Description)


@pytest.mark.parametrize("theme", ["dark", "light", "contrast"])
def test_the_gallery_is_plain_and_painted(qtbot: QtBot, qapp: QApplication, theme: str) -> None:
    apply(qapp, theme)
    page = gallery()
    qtbot.addWidget(page)
    image = page.grab().toImage()
    assert_plain(page)
    colours = {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    }
    assert len(colours) > 20


# ------------------------------------------------------------------ outcomes


def test_an_outcome_says_all_before_it_is_pressed(qtbot: QtBot) -> None:
    button = OutcomeButton("stage.suspend", "R", FACES[3][1])
    qtbot.addWidget(button)
    assert said(button) == (
        "Suspend 1 of 2",
        "staged. export: 1 account off, 36 media preserved, key R",
    )
    with qtbot.waitSignal(button.clicked):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_blocked_outcome_answers_with_its_reason(qtbot: QtBot) -> None:
    button = OutcomeButton("stage.limit", "E", OutcomeFace("Limit", blocked="nothing was shown"))
    qtbot.addWidget(button)
    clicks: list[bool] = []
    button.clicked.connect(clicks.append)
    with qtbot.waitSignal(button.refused) as caught:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert caught.args == ["nothing was shown"]
    assert clicks == []
    assert button.isEnabled()


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768)])
def test_no_consequence_is_cut_at_the_sizes_we_promise(
    qtbot: QtBot, look: Look, width: int, height: int
) -> None:
    look.fit(width, height)
    room = (width - 2 * look.measures.pad - 5 * 8) // 6
    for key, face in FACES:
        button = OutcomeButton("stage", key, face)
        qtbot.addWidget(button)
        button.resize(room, look.measures.outcome)
        button.grab()  # a cut text warns, and a warning nobody announced fails the test
        assert button.minimumSizeHint().width() <= room
    look.fit(1920, 1080)


def test_a_cut_consequence_is_a_warning(qtbot: QtBot, expected_logs: list[str]) -> None:
    expected_logs.append("cut on the No action button")
    button = OutcomeButton("stage", "Q", OutcomeFace("No action", "", "closes eleven reports"))
    qtbot.addWidget(button)
    button.resize(90, 49)
    button.grab()


# ------------------------------------------------------------------ commit


@pytest.mark.parametrize("state", ["nothing", "blocked", "dead"])
def test_commit_without_a_tap(qtbot: QtBot, state: str) -> None:
    button = CommitButton()
    qtbot.addWidget(button)
    button.show_state(state)
    with qtbot.assertNotEmitted(button.clicked), qtbot.waitSignal(button.refused):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("state", ["ready", "armed"])
def test_commit_takes_a_tap(qtbot: QtBot, state: str) -> None:
    button = CommitButton()
    qtbot.addWidget(button)
    button.show_state(state)
    with qtbot.waitSignal(button.clicked):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_armed_commit_is_the_one_solid_fill(qtbot: QtBot, look: Look) -> None:
    button = CommitButton()
    qtbot.addWidget(button)
    for state in ("nothing", "blocked", "ready", "dead", "armed"):
        button.show_state(state)
        button.resize(button.sizeHint())
        image = button.grab().toImage()
        solid = image.pixelColor(5, button.height() // 2) == look.colour("staged")
        assert solid == (state == "armed")
    with pytest.raises(KeyError):
        button.show_state("unheard of")


# ------------------------------------------------------------------ marks


def test_every_state_has_glyph_and_word() -> None:
    for style in STATE_STYLES.values():
        assert style.word
        assert not (
            icons.icon_path(style.glyph).isEmpty() and icons.fill_path(style.glyph).isEmpty()
        )


def test_every_icon_lies_in_its_box() -> None:
    for name in icons.NAMES:
        for path in (icons.icon_path(name), icons.fill_path(name)):
            box = path.boundingRect()
            assert box.left() + 0.5 >= 0.5 and box.right() <= 15.5 and box.bottom() <= 15.5, name
    with pytest.raises(KeyError):
        icons.icon_path("no such thing")


def test_keys_as_caps() -> None:
    assert key_words("Ctrl+Shift+P") == "Ctrl Shift P"
    assert key_words("f") == "F"
    assert key_caps("F F") == ["F", "F"]
    assert key_words("Ctrl++") == "Ctrl Plus"
    assert key_words("+") == "+"


def test_marks_are_said_aloud(qtbot: QtBot) -> None:
    need = Requirement("note missing: class mass needs one", met=False, key="G", key_words="go")
    chip = Chip("B-2417", detail="9f3c\u202e")
    marks = (need, chip, Keycap("F F"), StateMark("escalated"))
    for mark in marks:
        qtbot.addWidget(mark)
    assert [said(mark)[0] for mark in marks] == [
        "missing: note missing: class mass needs one, key G",
        "B-2417 9f3c⟦RLO⟧",
        "key F F",
        "asked lead",
    ]
    need.show_state("note written", met=True, key="G")
    assert said(need)[0] == "note written"


def test_a_requirement_wraps_and_is_never_cut(qtbot: QtBot) -> None:
    need = Requirement("needed: this account has class mass", met=False, key="G")
    qtbot.addWidget(need)
    assert need.heightForWidth(150) > need.heightForWidth(600)


# ------------------------------------------------------------------ controls


def test_a_blocked_button_stays_and_says_why(qtbot: QtBot) -> None:
    button = Button("Export 14", key="Ctrl+Shift+E")
    qtbot.addWidget(button)
    assert said(button) == ("Export 14", "key Ctrl+Shift+E")
    button.set_blocked("nothing is waiting")
    assert said(button)[1] == "blocked: nothing is waiting"
    with qtbot.assertNotEmitted(button.clicked), qtbot.waitSignal(button.refused):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    button.set_blocked("")
    with qtbot.waitSignal(button.clicked):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_segments(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    choice = Segments(("UTC", "Local"), box)
    choice.resize(choice.sizeHint())
    box.show()
    with qtbot.waitSignal(choice.chosen) as caught:
        QTest.mouseClick(choice.childAt(QPoint(choice.width() - 5, 5)), Qt.MouseButton.LeftButton)
    assert caught.args == ["Local"]


def test_a_stray_wheel_changes_no_policy(qtbot: QtBot) -> None:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QWheelEvent

    combo = ComboButton()
    qtbot.addWidget(combo)
    combo.addItems(["3.2", "3.4"])
    wheel = QWheelEvent(
        *(QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120)),
        *(Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier),
        *(Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.sendEvent(combo, wheel)
    assert combo.currentText() == "3.2"


def test_the_ring_is_for_the_keyboard(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    button = Button("Open", box)
    box.show()
    box.activateWindow()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not button.ringed
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert button.ringed == button.hasFocus()


def test_search(qtbot: QtBot) -> None:
    field = SearchField("Filter", "Ctrl+F")
    qtbot.addWidget(field)
    with qtbot.waitSignals([field.changed, field.submitted]):
        QTest.keyClicks(field.edit, "from:x")
        QTest.keyClick(field.edit, Qt.Key.Key_Return)
    assert field.text() == "from:x"


def test_a_folded_section_keeps_its_figure(qtbot: QtBot) -> None:
    section = FoldSection("Reports", "G", is_open=False)
    qtbot.addWidget(section)
    section.set_count("11, on this post 4")
    assert said(section.head)[0] == "Reports 11, on this post 4"
    with qtbot.waitSignal(section.toggled) as caught:
        QTest.mouseClick(section.head, Qt.MouseButton.LeftButton)
    assert caught.args == [True]
    assert section.is_open()


# ------------------------------------------------------------------ notices


def test_a_toast_is_said_and_goes(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    box.resize(600, 300)
    box.show()
    toast = Toast(box)
    toast.say("Suspend @a saved", key="Z", key_words="undo", ms=20)
    toast.place(12, 280)
    assert toast.isVisible() and toast.geometry().bottom() == 279
    assert said(toast)[0] == "Suspend @a saved. Z: undo"
    qtbot.waitUntil(toast.isHidden)


def test_loading_says_figures_only_when_late(qtbot: QtBot) -> None:
    loading = LoadingState(47)
    qtbot.addWidget(loading)
    loading.resize(300, 200)
    loading.start()
    loading.show_progress(1200, 4000)
    early = loading.grab().toImage()
    loading._late()
    assert loading.grab().toImage() != early
    assert said(loading)[0] == "reading 1,200 of 4,000"
    loading.stop()


def test_a_bug_can_be_copied(qtbot: QtBot) -> None:
    panel = BugPanel("a promise was broken", "Traceback\n  <b>line</b>")
    qtbot.addWidget(panel)
    assert_plain(panel)
    panel.copy_button.click()
    assert QGuiApplication.clipboard().text() == "Traceback\n  <b>line</b>"
    with qtbot.waitSignal(panel.closed):
        panel.close_button.click()
    QGuiApplication.clipboard().clear()


def test_a_long_toast_wraps_within_its_room(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    box.resize(400, 400)
    box.show()
    toast = Toast(box)
    toast.say("evidence.db: a page does not match its seal. " * 3, key="Z", key_words="undo")
    toast.place(12, 380, 220)
    assert toast.width() == 220 and toast.geometry().bottom() == 379
    assert toast.height() > 5 * toast.look.line(META)
