"""The overview, the lanes and the range on the real desk: keys and mouse, sizes, first paint."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from reviewer.demo.workspace import make_demo
from tests.contract.sources import ROOT
from tests.desk.conftest import DeskMaker, Driver
from tests.insight.zones import KOLKATA, machine_in


def pane(desk: Driver):  # type: ignore[no-untyped-def]
    return desk.window.timeline


def click(desk: Driver, chart, x: float, y: float) -> None:  # type: ignore[no-untyped-def]
    where = QPoint(round(x), round(y))
    QTest.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=where)
    desk.settle()


def x_of(chart, place: float) -> float:  # type: ignore[no-untyped-def]
    return 6 + (place - chart.axis[0]) * chart.per_day


def test_keys_set_a_range_and_the_desk_says_what_is_left_out(desk: Driver) -> None:
    desk.press("Ctrl+2", *"dddddd")
    line = pane(desk).range_line
    assert not line.isVisible()
    desk.press("]")
    assert line.isVisible() and "in range" in line.words.text()
    assert "in range" in pane(desk).header.accessibleName()
    assert "range" in pane(desk).overview.accessibleName()
    assert "in range" in desk.window.media.header.accessibleName()
    desk.expect_said("listed")
    rows = pane(desk).model.rowCount()
    desk.press("y")
    assert not line.isVisible() and pane(desk).model.rowCount() > rows


def test_a_click_on_a_bar_selects_the_nearest_event_everywhere(desk: Driver) -> None:
    desk.press("Ctrl+2", "d")
    chart, head = pane(desk).overview.chart, desk.session.timeline_head()
    day = head.days[-1][0]
    click(desk, chart, x_of(chart, day + 0.9), 10)
    event = desk.session.desk.event
    row = pane(desk).model.row(pane(desk).view.currentIndex().row())
    assert row.key == event
    place, _ = desk.session.timeline_place(event)
    assert int(place) == day and chart._place == place


def test_grips_are_drawn_to_whole_days(desk: Driver) -> None:
    desk.press("Ctrl+2", "d")
    chart, head = pane(desk).overview.chart, desk.session.timeline_head()
    first, last = head.days[3][0], head.days[-4][0]
    view, y = chart.viewport(), 8
    left, right = QTest.mousePress, QTest.mouseRelease
    for start, end in ((chart.axis[0], first), (chart.axis[1] + 1, last + 1)):
        drag(view, left, right, QPoint(round(x_of(chart, start)), y), round(x_of(chart, end)), y)
        desk.settle()
    assert desk.session.timeline_head().range == (first, last)


def drag(view, press, release, start: QPoint, x: int, y: int) -> None:  # type: ignore[no-untyped-def]
    """Press, move in steps, let go."""
    QTest.mouseMove(view, start)
    press(view, Qt.MouseButton.LeftButton, pos=start)
    for n in range(1, 9):
        there = QPoint(start.x() + (x - start.x()) * n // 8, y)
        move(view, there)
    release(view, Qt.MouseButton.LeftButton, pos=QPoint(x, y))


def move(view, there: QPoint) -> None:  # type: ignore[no-untyped-def]
    """A move with the button down, which QTest itself cannot send."""
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(there),
        QPointF(view.mapToGlobal(there)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view, event)


def test_lanes_stand_open_on_large_windows_and_fold_on_small_ones(make_desk: DeskMaker) -> None:
    desk = make_desk(size=(1920, 1080))
    lanes = pane(desk).lanes
    assert not lanes.folded and lanes.chart is not None and lanes.chart.isVisible()
    assert lanes.height() == 6 * 17 + 8 and pane(desk).overview.height() == 68
    assert "Posts 53" in lanes.accessibleName()
    desk.press("Ctrl+2", "d")
    place = desk.session.timeline_ticks()["reply"][0]
    click(desk, lanes.chart, x_of(lanes.chart, place), 17 * 2 + 8)
    assert desk.session.timeline_place(desk.session.desk.event)[1] == "reply"
    desk.window.resize(1366, 768)
    desk.settle()
    assert lanes.folded and not lanes.chart.isVisible() and lanes.height() == 24
    assert pane(desk).overview.height() == 54


def test_a_click_on_a_kind_leaves_it_out_and_says_so(make_desk: DeskMaker) -> None:
    desk = make_desk(size=(1920, 1080))
    lanes = pane(desk).lanes
    QTest.mouseClick(lanes, Qt.MouseButton.LeftButton, pos=QPoint(40, 4 + 17 * 2 + 8))
    desk.settle()
    assert "without replies" in pane(desk).range_line.words.text()
    assert "Replies 7, left out" in lanes.accessibleName()
    QTest.mouseClick(lanes, Qt.MouseButton.LeftButton, pos=QPoint(40, 4 + 17 * 3 + 8))
    desk.settle()
    assert "only with media" in pane(desk).range_line.words.text()


def test_an_empty_list_keeps_the_overview_and_the_way_back(desk: Driver) -> None:
    for lane in ("post", "reply", "account"):
        desk.session.range.toggle_lane(lane)
    desk.settle()
    assert pane(desk).nothing.isVisible() and pane(desk).overview.isVisible()
    QTest.mouseClick(pane(desk).nothing.button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert pane(desk).view.isVisible() and desk.session.desk.lens.clear


def test_the_segment_and_the_setting_say_the_same(desk: Driver) -> None:
    with machine_in(KOLKATA):
        QTest.mouseClick(pane(desk).zone._parts[1], Qt.MouseButton.LeftButton)
        desk.settle()
        assert desk.session.settings.get("time.zone") == "local"
        assert "local time" in pane(desk).header.accessibleName()
        desk.session.settings.set("time.zone", "utc")
        desk.settle()
        assert pane(desk).zone._parts[0].isChecked()


def test_the_table_opens_by_key_and_reads_as_words(desk: Driver) -> None:
    desk.press("Ctrl+2", "d", "Shift+Y")
    from reviewer.ui.timeline.overview_table import COLUMNS, FiguresDialog

    dialog = desk.window.findChild(FiguresDialog)
    assert dialog is not None and dialog.isVisible()
    model = dialog.model
    assert model.columnCount() == len(COLUMNS) and model.rowCount() > 20
    said = model.data(model.index(0, 2), Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Thu 8 Jan 2026, Posts: 2")
    dialog.reject()
    desk.settle()
    assert desk.window.focusWidget() is pane(desk).view


@pytest.mark.parametrize("theme", ["dark", "light", "contrast"])
def test_a_chart_has_as_many_items_whatever_it_shows(make_desk: DeskMaker, theme: str) -> None:
    desk = make_desk(size=(1920, 1080), theme=theme)
    chart, lanes = pane(desk).overview.chart, pane(desk).lanes.chart
    assert chart.labels
    assert chart.items_count == 9 and lanes.items_count == 4
    desk.press("Ctrl+2", "d", ".", "Alt+Down", "Ctrl+2", "d", ".")
    assert chart.items_count == 9 and lanes.items_count == 4


def test_time_runs_left_to_right_in_a_mirrored_window(desk: Driver) -> None:
    from PySide6.QtWidgets import QApplication

    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        desk.settle()
        assert pane(desk).overview.layoutDirection() == Qt.LayoutDirection.LeftToRight
        chart = pane(desk).overview.chart
        assert chart.place_at(20) < chart.place_at(200)
    finally:
        QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        desk.settle()


FIRST = """
import sys
from importlib.metadata import packages_distributions
from pathlib import Path
from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from reviewer.host import Host
from reviewer.session.ground.ports import SteppedClock
from reviewer.ui.app import make_application

app = make_application("dark")
host = Host(Path(sys.argv[1]), None, SteppedClock(), (1366, 768))

class Watch(QObject):
    found = None
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and self.found is None:
            tops = {name.partition(".")[0] for name in sys.modules}
            self.found = sorted(tops & set(packages_distributions()))
            self.height = watched.height()
        return False

watch = Watch()
overview = host.window.timeline.overview
overview.installEventFilter(watch)
while overview.chart is None:
    app.sendPostedEvents()
    QTest.qWait(5)
assert "pyqtgraph" in sys.modules and overview.height() == watch.height
print(" ".join(watch.found))
host.close()
"""


def test_what_is_imported_before_the_first_paint(tmp_path: Path) -> None:
    """Neither the plotting library nor numpy; and the chart takes the room that was kept."""
    make_demo(tmp_path / "ws", scale="small")
    done = subprocess.run(
        [sys.executable, "-c", FIRST, str(tmp_path / "ws")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split()) - OF_THE_MACHINE == BEFORE_FIRST_PAINT


BEFORE_FIRST_PAINT = {
    *("PySide6", "shiboken6", "msgspec", "sqlcipher3"),
    *("cryptography", "_cffi_backend", "pyrage"),
}
"""Every package from outside that is there when the overview is painted for the first time."""

OF_THE_MACHINE = {"_distutils_hack", "typing_extensions", "reviewer"}
"""What depends on how the environment was made, and we ourselves."""


def test_lanes_that_unfold_after_the_first_rest_get_their_ticks(make_desk: DeskMaker) -> None:
    desk = make_desk(size=(1366, 768))
    lanes = desk.window.timeline.lanes
    assert lanes.folded and lanes.chart is None
    desk.window.resize(1920, 1080)
    desk.settle()
    assert not lanes.folded
    assert lanes.chart is not None and lanes.chart.isVisible()
