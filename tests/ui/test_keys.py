"""Key events as the registry's texts, and the one filter that turns them into commands."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from reviewer.commands.default import default_registry
from reviewer.ui.keys.keyfilter import KeyFilter
from reviewer.ui.keys.keynames import Keyboard

# The offscreen platform says so of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

Key, Mod = Qt.Key, Qt.KeyboardModifier


def event(key: int, text: str = "", mod: Mod = Mod.NoModifier, scan: int = 0) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, mod, scan, 0, 0, text)


@pytest.mark.parametrize(
    ("pressed", "text"),
    [
        (event(Key.Key_F, "f"), "f"),
        (event(Key.Key_F, "F"), "f"),  # caps lock
        (event(Key.Key_A, "A", Mod.ShiftModifier), "Shift+A"),
        (event(Key.Key_F, "\x06", Mod.ControlModifier), "Ctrl+F"),
        (event(Key.Key_P, "", Mod.ControlModifier | Mod.ShiftModifier), "Ctrl+Shift+P"),
        (event(Key.Key_Left, "", Mod.AltModifier), "Alt+Left"),
        (event(Key.Key_1, "1"), "1"),
        (event(Key.Key_1, "1", Mod.KeypadModifier), "1"),
        (event(Key.Key_Question, "?", Mod.ShiftModifier), "?"),
        (event(Key.Key_Escape), "Esc"),
        (event(Key.Key_F1), "F1"),
        (event(Key.Key_Shift, "", Mod.ShiftModifier), ""),
        (event(0x0430, "а", scan=38), "a"),  # Cyrillic f in the place of A, evdev + 8
        (event(0x0641, "ف", scan=28), "t"),  # Arabic feh in the place of T
        (event(0x0430, "А", Mod.ShiftModifier, 38), "Shift+A"),
    ],
)
def test_key_texts(pressed, text):
    assert Keyboard().text(pressed) == text


def typed(*events: QKeyEvent) -> list[str]:
    """What one keyboard names its keys, one after the other."""
    keyboard = Keyboard()
    return [keyboard.text(pressed) for pressed in events]


def test_azerty_goes_by_the_letter_and_its_digits_by_their_place():
    assert typed(
        event(Key.Key_A, "a", scan=24),  # where QWERTY has Q
        event(Key.Key_Q, "q", scan=38),
        event(Key.Key_Z, "z", scan=25),
        event(Key.Key_Ampersand, "&", scan=10),
        event(Key.Key_Eacute, "é", scan=11),
        event(Key.Key_1, "1", Mod.ShiftModifier, 10),
        event(Key.Key_Question, "?", Mod.ShiftModifier, 58),
        event(Key.Key_Ampersand, "&", Mod.AltModifier, 10),
        event(Key.Key_Ampersand, "&", Mod.ControlModifier, 10),
    ) == ["a", "q", "z", "1", "2", "1", "?", "Alt+1", "Ctrl+1"]


def test_cyrillic_goes_by_the_place_with_every_modifier():
    assert typed(
        event(0x0424, "ф", scan=38),
        event(0x042F, "Я", Mod.ShiftModifier, 52),
        event(0x0410, "", Mod.ControlModifier, 41),  # where Qt did not find the Latin one
        event(0x0424, "ф", Mod.AltModifier, 38),
        event(Key.Key_1, "1", scan=10),
    ) == ["a", "Shift+Z", "Ctrl+F", "Alt+A", "1"]


def test_arabic_goes_by_the_place_also_where_shift_writes_a_sign():
    brace = event(Key.Key_BraceRight, "}", Mod.ShiftModifier, 54)
    assert typed(brace) == ["}"], "the limit: before any letter the sign is what it says"
    assert typed(
        event(0x0634, "ش", scan=38),
        brace,
        event(0xFEFB, "لا", scan=56),
        event(0x064E, "\u064e", Mod.ShiftModifier, 24),
        event(0x0661, "١", scan=10),
        event(0x061F, "؟", Mod.ShiftModifier, 61),
        event(Key.Key_F, "f", scan=41),
        brace,
    ) == ["a", "Shift+C", "b", "Shift+Q", "1", "?", "f", "}"]


def test_hebrew_signs_on_the_places_of_letters_count_by_place_once_a_letter_came():
    slash = event(Key.Key_Slash, "/", scan=24)
    assert typed(slash, event(0x05E9, "ש", scan=38), slash) == ["/", "a", "q"]


def test_dvorak_signs_stay_signs():
    assert typed(
        event(Key.Key_A, "a", scan=38),
        event(Key.Key_Apostrophe, "'", scan=24),
        event(Key.Key_Semicolon, ";", scan=52),
    ) == ["a", "'", ";"]


class Desk(QWidget):
    """A window with a button and a field, and a record of what its keys meant."""

    def __init__(self) -> None:
        super().__init__()
        self.button, self.field = QPushButton("b", self), QLineEdit(self)
        self.island = QLineEdit(self)
        layout = QVBoxLayout(self)
        for widget in (self.button, self.field, self.island):
            layout.addWidget(widget)
        self.island.hide()
        self.pressed: list[str] = []
        self.released: list[str] = []
        self.clicks = 0
        self.unbound = 0
        self.button.clicked.connect(self.click)
        self.keys = KeyFilter(self, default_registry(), self.press, self.release, self.count)
        self.keys.add_island(self.island)

    def press(self, command) -> None:
        self.pressed.append(command.id)

    def release(self, command) -> None:
        self.released.append(command.id)

    def click(self) -> None:
        self.clicks += 1

    def count(self) -> None:
        self.unbound += 1


@pytest.fixture
def desk(qtbot):
    made = Desk()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.button.setFocus()
    qtbot.waitUntil(made.button.hasFocus)
    return made


def test_letters_are_commands_on_the_desk_and_letters_in_a_field(qtbot, desk):
    qtbot.keyClicks(desk.button, "rff")
    assert desk.pressed == ["stage.suspend", "decision.commit", "decision.commit"]
    desk.field.setFocus()
    qtbot.keyClicks(desk.field, "rff")
    assert desk.field.text() == "rff"
    assert len(desk.pressed) == 3
    qtbot.keyClick(desk.field, Key.Key_F, Mod.ControlModifier)
    qtbot.keyClick(desk.field, Key.Key_Escape)
    assert desk.pressed[3:] == ["search.focus", "text.leave"]


def test_the_focused_widget_keeps_return_space_backspace_delete_and_tab(qtbot, desk):
    for key in (Key.Key_Space, Key.Key_Backspace, Key.Key_Delete, Key.Key_Return):
        qtbot.keyClick(desk.button, key)
    assert desk.clicks == 1
    assert desk.pressed == []
    qtbot.keyClick(desk.button, Key.Key_Tab)
    assert desk.field.hasFocus()


def test_auto_repeat_does_nothing_and_a_held_key_ends_on_release(qtbot, desk):
    def send(kind, repeat):
        QApplication.sendEvent(
            desk.button, QKeyEvent(kind, Key.Key_V, Mod.NoModifier, "v", autorep=repeat)
        )

    send(QEvent.Type.KeyPress, False)
    for _ in range(5):
        send(QEvent.Type.KeyRelease, True)
        send(QEvent.Type.KeyPress, True)
    assert desk.pressed == ["conceal.reveal"]
    assert desk.released == []
    send(QEvent.Type.KeyRelease, False)
    assert desk.released == ["conceal.reveal"]


def test_a_key_without_meaning_is_told_so_that_it_disarms(qtbot, desk):
    qtbot.keyClick(desk.button, Key.Key_H)
    assert desk.unbound >= 1


def test_an_island_has_its_own_keys(qtbot, desk):
    desk.island.show()
    desk.island.setFocus()
    qtbot.keyClick(desk.island, Key.Key_F1)
    qtbot.keyClick(desk.island, Key.Key_L, Mod.ControlModifier)
    assert desk.pressed == []


def test_another_window_has_its_own_keys(qtbot, desk):
    other = QWidget()
    qtbot.addWidget(other)
    field = QPushButton("x", other)
    other.show()
    field.setFocus()
    qtbot.keyClick(field, Key.Key_R)
    assert desk.pressed == []
