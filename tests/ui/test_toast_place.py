"""The toast at every size: never over the status line, never over a case that is acted on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from reviewer.ui.looks.theme import apply
from reviewer.ui.toast_place import clear_of
from tests.ui.desk_on_fake import SIZES, Hands
from tests.ui.fake_session import FakeSession

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
LONG = "Suspended under 2.1 @tide_relay_07 saved; the packet is written and waits for approval. "


@pytest.fixture(autouse=True)
def look(qapp):
    made = apply(qapp, "dark")
    yield made
    made.fit(1920, 1080)
    apply(qapp, "dark")


def place_of(part: QWidget, window: QWidget) -> QRect:
    return QRect(part.mapTo(window, QPoint(0, 0)), part.size())


@pytest.mark.parametrize("text", [1.0, 2.0])
@pytest.mark.parametrize("layout", SIZES)
def test_status_line_and_open_case_stay_free(qtbot, qapp, layout, text) -> None:
    hands = Hands(qtbot, FakeSession(), layout)
    apply(qapp, "dark", text)
    hands.window.resize(*SIZES[layout])
    hands.settle()
    window = hands.window
    for words in ("Pinned", LONG):
        for row in hands.session.queue().rows[::6]:
            hands.session.select_case(row.case_id)
            hands.settle()
            window.say(words)
            hands.settle()
            toast = place_of(window.toast, window)
            assert window.toast.isVisible() and window.rect().contains(toast)
            assert not toast.intersects(place_of(window.status, window)), (layout, text)
            shift = window.queue.view.viewport().mapTo(window, QPoint(0, 0))
            if window.queue.view.isVisible():
                first = window.queue.acted_on()[0].translated(shift)
                assert not toast.intersects(first), (layout, text, words)


def test_it_climbs_over_what_is_acted_on_and_no_higher_than_it_must() -> None:
    toast = QRect(12, 0, 200, 36)
    rows = [QRect(0, 500, 300, 47), QRect(0, 547, 300, 47)]
    assert clear_of(toast, 590, 100, []) == 590
    assert clear_of(toast, 590, 100, rows) == 496
    assert clear_of(toast, 640, 100, rows) == 640, "below all of them is room"
    wall = [QRect(0, 400, 300, 47), *(QRect(0, top, 300, 47) for top in range(100, 600, 47))]
    assert clear_of(toast, 590, 100, wall) == 590, "the open case is free, not every marked one"
