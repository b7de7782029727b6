"""The settings dialog by keyboard alone: every page, a new key, a clash, the way back."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from reviewer.session.ground.settings import DECLARED, Locked
from reviewer.ui.dialogs.settings_dialog import SettingsDialog
from tests.desk.conftest import DeskMaker, Driver


def dialog() -> SettingsDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, SettingsDialog)
    return found


def opened(desk: Driver, *keys: str) -> SettingsDialog:
    desk.press("Ctrl+,", *keys)
    return dialog()


def tab_to(desk: Driver, wanted: object) -> None:
    """Tab until a widget has the keyboard, as a person does."""
    for _ in range(60):
        if dialog().focusWidget() is wanted:
            return
        dialog().focusNextChild()
        desk.settle()
    raise AssertionError("Tab does not reach it")


def test_every_setting_has_its_row_and_nothing_else(desk: Driver) -> None:
    shown = opened(desk)
    assert set(shown.rows) == {s.id for s in DECLARED} - {"keys.map"}
    desk.press("Esc")
    assert QApplication.activeModalWidget() is None


def test_theme_by_keyboard_holds_at_once_and_comes_back(desk: Driver) -> None:
    row = opened(desk).rows["look.theme"]
    segment = row._segments._parts[2]
    tab_to(desk, segment)
    desk.press("Return")
    assert desk.window.look.theme.name == "light"
    assert desk.session.settings.word("look.theme") == "light"
    tab_to(desk, row.reset)
    desk.press("Space")
    assert desk.window.look.theme.name == "dark"


def test_a_key_is_changed_refused_taken_and_reset(desk: Driver) -> None:
    shown = opened(desk, *["Ctrl+PgDown"] * 4)
    page, registry = shown.keys, desk.window.registry
    assert shown.pages.currentWidget() is page
    tab_to(desk, page.list)
    desk.press("Return", "H")
    assert registry.get("stage.no_action").keys == ("H",)
    desk.press("Return", "W")
    assert "W is already Ask lead; it cannot also be No action" in page.said.text()
    assert registry.get("stage.no_action").keys == ("H",)
    tab_to(desk, page.take)
    desk.press("Return")
    assert registry.get("stage.no_action").keys == ("W",)
    assert registry.get("stage.ask_lead").keys == ()
    tab_to(desk, page.list)
    desk.press("Return", "Return")
    assert "belongs to the focused widget" in page.said.text()
    desk.press("Return", "Esc")
    assert shown.isVisible() and registry.get("stage.no_action").keys == ("W",)
    tab_to(desk, page.all_back)
    desk.press("Return", "Esc")
    assert registry.get("stage.ask_lead").keys == ("W",)
    desk.press("Ctrl+2", "d", "q")
    desk.expect(desk__staged="no_action")


def test_a_set_that_clashes_with_own_keys_says_both_names(desk: Driver) -> None:
    desk.session.settings.set("keys.map", {"flag.toggle": ["H"]})
    shown = opened(desk, *["Ctrl+PgDown"] * 3)
    tab_to(desk, shown.rows["keys.preset"]._segments._parts[1])
    desk.press("Return")
    assert "H is already Flag; it cannot also be Conceal" in shown.said.text()
    assert desk.session.settings.word("keys.preset") == "left_hand"
    assert shown.rows["keys.preset"]._segments._parts[0].isChecked()


@pytest.mark.parametrize(("size", "percent"), [((1366, 768), 100), ((1366, 768), 200)])
def test_the_dialog_fits(make_desk: DeskMaker, size: tuple[int, int], percent: int) -> None:
    desk = make_desk(size=size)
    desk.session.settings.set("look.text", percent)
    desk.settle()
    shown = opened(desk)
    for at in range(shown.tabs.count()):
        shown.tabs.setCurrentIndex(at)
        desk.settle()
        assert shown.width() <= size[0] and shown.height() <= size[1]
        assert shown.rect().contains(shown.done_button.geometry())
    desk.press("Esc")


def test_a_locked_setting_says_who_locked_it(desk: Driver) -> None:
    settings = desk.session.settings
    settings._take_lock("media.conceal", Locked("hidden", "the site file"))
    row = opened(desk).rows["media.conceal"]
    assert row._by.text() == "Fixed by the site file." and not row.control.isEnabled()
    assert row._segments._parts[2].isChecked()
    desk.press("Esc")


def test_the_screen_is_covered_when_nobody_is_there(desk: Driver) -> None:
    desk.press("Ctrl+2", "d")
    desk.clock.step(9 * 60_000)
    desk.press("d")
    desk.clock.step(9 * 60_000)
    desk.session.tick()
    assert not desk.session.desk.covered
    desk.clock.step(60_000)
    desk.session.tick()
    desk.settle()
    assert desk.session.desk.covered and desk.window.cover.isVisible()
    desk.press("x")
    assert not desk.session.desk.covered
    desk.session.settings.set("lock.idle_minutes", 0)
    desk.clock.step(90 * 60_000)
    desk.session.tick()
    assert not desk.session.desk.covered


def test_a_cover_over_an_open_dialog_keeps_the_keys_from_the_desk(desk: Driver) -> None:
    shown = opened(desk)
    desk.clock.step(11 * 60_000)
    desk.session.tick()
    desk.settle()
    assert desk.session.desk.covered
    shown.reject()
    desk.settle()
    desk.press("q")
    desk.expect(desk__staged="")
    assert not desk.session.desk.covered
