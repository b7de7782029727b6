"""Every dialog at every size: nothing cut, no button outside, the main button always seen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from reviewer.gallery.lead_world import judged
from reviewer.ui.dialogs.framed import Framed
from reviewer.ui.looks import theme
from reviewer.ui.widgets.buttons import Button
from tests.desk.conftest import Driver

SIZES = ((1366, 768, 1.0), (1366, 768, 1.25), (1366, 768, 2.0), (683, 384, 1.0))
DIALOGS = (
    *("lead.draw", "lead.quality", "lead.inbox", "lead.deal", "lead.purge", "lead.next_item"),
    *("export", "feedback", "merge", "sync", "import", "history.all", "backups"),
    *("custody.hold", "timeline.table", "workspace.check"),
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lead's workspace with a draw, of which one item is answered and not judged."""
    folder = tmp_path_factory.mktemp("room") / "lead"
    judged(folder)
    return folder


@pytest.fixture
def lead(world: Path, tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Driver]:
    folder = tmp_path / "lead"
    shutil.copytree(world, folder)
    driver = Driver(qtbot, folder, (1366, 768), "dark")
    yield driver
    theme.apply(qapp, "dark", 1.0)
    driver.settle()
    driver.host.close()


def place_in(part: QWidget, of: QWidget) -> QRect:
    return QRect(part.mapTo(of, QPoint(0, 0)), part.size())


def wrong(dialog: Framed) -> list[str]:
    """What is cut or outside, in words."""
    found = []
    whole = dialog.rect()
    for part in dialog.findChildren(Button):
        if part.isVisible() and part.size().width() < part.wanted().width():
            found.append(f"button cut: {part.accessibleName()}")
        stays = part.isVisible() and not dialog.scroller.isAncestorOf(part)
        if stays and not whole.contains(place_in(part, dialog)):
            found.append(f"button outside: {part.accessibleName()}")
    for part in dialog.findChildren(QLabel):
        if not part.isVisible() or not part.text():
            continue
        room = part.contentsRect()
        flags = int(Qt.TextFlag.TextWordWrap) if part.wordWrap() else 0
        wide = QRect(0, 0, room.width() if part.wordWrap() else 100_000, 100_000)
        need = part.fontMetrics().boundingRect(wide, flags, part.text())
        if need.width() > room.width() + 2 or need.height() > room.height() + 2:
            found.append(f"label cut: {part.text()[:60]} {need.size()} in {room.size()}")
    if dialog.scroller.horizontalScrollBar().maximum():
        found.append(f"wider than its room by {dialog.scroller.horizontalScrollBar().maximum()}")
    window = dialog.parentWidget()
    if dialog.width() > window.width() or dialog.height() > window.height():
        found.append(f"over the window: {dialog.size()}")
    return found


def dress(lead: Driver, qapp: QApplication, width: int, height: int, text: float) -> None:
    theme.apply(qapp, "dark", text)
    lead.window.resize(width, height)
    lead.settle()


def opened(lead: Driver, ident: str) -> Framed:
    lead.window.dispatcher.run_id(ident)
    lead.settle()
    shown = [d for d in lead.window.findChildren(Framed) if d.isVisible()]
    assert shown, ident
    return shown[0]


@pytest.mark.parametrize(("width", "height", "text"), SIZES)
def test_every_dialog_fits(
    lead: Driver, qapp: QApplication, width: int, height: int, text: float
) -> None:
    dress(lead, qapp, width, height, text)
    odd: list[str] = []
    for ident in DIALOGS:
        dialog = opened(lead, ident)
        odd += [f"{ident}: {one}" for one in wrong(dialog)]
        dialog.reject()
        lead.settle()
    assert not odd, "\n".join(odd)


def test_an_open_dialog_follows_text_and_window(lead: Driver, qapp: QApplication) -> None:
    dialog = opened(lead, "lead.next_item")
    for width, height, text in SIZES:
        dress(lead, qapp, width, height, text)
        lead.settle()
        assert not wrong(dialog), (width, text)
    bar = dialog.scroller.verticalScrollBar()
    assert bar.maximum() > 0 and bar.value() == 0
    QTest.keyClick(dialog, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    dialog.reject()
    lead.settle()
