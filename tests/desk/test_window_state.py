"""How the window stood comes back after a restart; what is kept wrongly is corrected or ignored."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, Qt

from reviewer.ui import window_state
from reviewer.ui.window_state import folds_of, on_screens, place_of, sizes_of
from tests.desk.conftest import Driver

SCREEN = QRect(0, 0, 1366, 728)
SECOND = QRect(1366, 0, 1920, 1040)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=8), inner),
)


def draw_border(desk: Driver, qtbot: Any, by: int) -> list[int]:
    """Draw the border of the queue by the mouse; the sizes across then."""
    splitter = desk.window.places.across
    handle = splitter.handle(1)
    middle = handle.rect().center()
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(handle, middle + QPoint(by, 0))
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=middle)
    desk.settle()
    return list(splitter.sizes())


def test_borders_folds_and_size_come_back(
    desk: Driver, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = desk.window.places.across.sizes()
    drawn = draw_border(desk, qtbot, 60)
    assert drawn[0] > before[0]
    desk.window.inspector.sections["reports"].head.setFocus()
    desk.press("Space")
    assert desk.window.inspector.sections["reports"].is_open()
    desk.window.setGeometry(30, 20, 1300, 705)
    desk.settle()
    desk.restart()
    monkeypatch.setattr(window_state, "screens", lambda: [SCREEN])
    assert window_state.restore_place(desk.window, desk.session.kept)
    desk.settle()
    assert desk.window.geometry() == QRect(30, 20, 1300, 705)
    assert desk.window.places.across.sizes()[0] == drawn[0]
    assert desk.window.inspector.sections["reports"].is_open()
    assert not desk.window.inspector.sections["related"].is_open()
    desk.press("Ctrl+Shift+P")
    desk.type("layout reset")
    desk.press("Return")
    desk.expect_said("back in their places")
    assert desk.window.places.across.sizes()[0] == before[0]
    assert not desk.window.inspector.sections["reports"].is_open()
    desk.restart()
    assert desk.window.places.across.sizes()[0] == before[0]
    assert not desk.window.inspector.sections["reports"].is_open()


def test_damaged_values_are_ignored(desk: Driver) -> None:
    shelf = desk.session.workspace.desk
    before = desk.window.places.across.sizes()
    for name in ("place", "sizes", "folds", "recent", "help"):
        shelf.set_value(f"window.{name}", {"compact": [[1], "x"], "full": 7})
    desk.host.window.close()
    desk.session.kept.set = lambda *_: None
    desk.restart()
    assert desk.window.places.across.sizes() == before
    desk.press("Shift+F1", "Esc", "Ctrl+Shift+P", "Esc", "q")
    desk.expect(desk__staged="no_action")


def test_the_palette_begins_with_what_was_called_last(desk: Driver) -> None:
    for words in ("glossary", "utc local"):
        desk.press("Ctrl+Shift+P")
        desk.type(words)
        desk.press("Return", "Esc")
    desk.restart()
    desk.press("Ctrl+Shift+P", "Return")
    assert desk.session.settings.word("time.zone") == "utc", "the last one, called once more"
    assert desk.session.kept.recent() == ["timeline.zone", "help.glossary"]


def test_the_last_page_of_help_is_one_step_back(desk: Driver) -> None:
    desk.press("Ctrl+Shift+P")
    desk.type("glossary")
    desk.press("Return")
    desk.restart()
    desk.press("Ctrl+2", "Shift+F1", "Alt+Left")
    assert desk.session.kept.get("help") == "glossary"


@pytest.mark.parametrize(
    ("box", "wanted"),
    [
        (QRect(40, 30, 1200, 650), QRect(40, 30, 1200, 650)),
        (QRect(1400, 10, 1200, 900), QRect(1400, 10, 1200, 900)),
        (QRect(5000, 5000, 1200, 650), QRect(83, 39, 1200, 650)),
        (QRect(-1190, 30, 1200, 650), QRect(83, 39, 1200, 650)),
        (QRect(40, -500, 1200, 650), QRect(83, 39, 1200, 650)),
        (QRect(0, 0, 4000, 3000), QRect(0, 0, 1920, 1040)),
        (QRect(10, 10, 5, 5), None),
    ],
)
def test_a_window_stands_where_it_can_be_taken_hold_of(box: QRect, wanted: QRect | None) -> None:
    found = on_screens(box, [SCREEN, SECOND])
    assert any(screen.intersected(found).width() >= 64 for screen in (SCREEN, SECOND))
    assert found.width() >= 683 and found.height() >= 384
    if wanted is not None:
        assert found.size() == wanted.size()
        if box.topLeft() != QPoint(0, 0):
            assert found == wanted


@given(JSON)
def test_no_kept_value_breaks_the_window(value: object) -> None:
    place = place_of(value)
    assert place is None or place[0].isValid()
    assert all(len(how) == 2 for how in sizes_of(value).values())
    assert all(type(o) is bool for f in folds_of(value, {"text"}).values() for o in f.values())
