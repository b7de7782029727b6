"""A workspace that is damaged or gone comes back from a backup, by the first window."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer import bootstrap
from reviewer.front import Front
from reviewer.gallery.safety import spoil
from reviewer.store.safety.backup_list import listed
from reviewer.ui.app import make_application
from reviewer.ui.first.window import FirstWindow
from reviewer.ui.keys.typist import Typist
from tests.session.kit import demo
from tests.ui.plain_walk import assert_plain

SECRET = "north wind"


@pytest.fixture
def front(tmp_path: Path, qtbot: QtBot) -> Iterator[Front]:
    make_application("dark")
    found = Front(tmp_path / "ws")
    yield found
    found.end()
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, FirstWindow):
            widget.close()
            widget.deleteLater()


def first_window() -> FirstWindow:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, FirstWindow))


def backed(folder: Path) -> None:
    """A protected workspace with a note in its desk file, and a backup of it."""
    bootstrap.create_workspace(folder, "R-7", SECRET).close()
    session = bootstrap.open_session(bootstrap.open_workspace(folder, SECRET))
    session.backups.make()
    session.close()


def to_restore(window: FirstWindow) -> None:
    assert window.restore_button.isVisible()
    window.restore_button.click()
    assert window.restore.isVisible()
    assert_plain(window)


def back_at_open(window: FirstWindow, qtbot: QtBot) -> str:
    qtbot.waitUntil(window.open_folder.isVisible, timeout=20_000)
    return window._notice._good.text()


def test_a_damaged_workspace_is_kept_and_its_place_taken(
    front: Front, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "ws"
    backed(folder)
    (folder / "ledger.db").write_bytes(b"\0" * 5000)
    front.begin(None)
    window = first_window()
    assert not window.restore_button.isVisible()
    window.secret.setText(SECRET)
    window.unlock_button.click()
    assert "damaged" in window.problem.text() and front.host is None
    to_restore(window)
    assert "never deleted" in window.restore.said.text()
    window.restore.secret.setText("another")
    Typist(window).press("Return")
    qtbot.waitUntil(lambda: "assphrase" in window.problem.text(), timeout=20_000)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["ws", "ws-backups"]
    window.restore.secret.setText(SECRET)
    window.restore.act.click()
    said = back_at_open(window, qtbot)
    assert "is kept untouched as ws.before-restore-" in said and "new device" in said
    (kept,) = tmp_path.glob("ws.before-restore-*")
    assert (kept / "ledger.db").read_bytes() == b"\0" * 5000
    assert window.open_folder.text() == str(folder)
    window.unlock_button.click()
    assert front.host is not None
    qtbot.waitUntil(lambda: front.host is not None and front.host.idle, timeout=20_000)
    assert next(front.host.session.workspace.ledger.events()).event["type"] == "restore"


def test_a_workspace_that_is_gone_offers_its_backups_at_once(
    front: Front, qtbot: QtBot, tmp_path: Path
) -> None:
    backed(tmp_path / "ws")
    shutil.rmtree(tmp_path / "ws")
    front.begin(None)
    window = first_window()
    to_restore(window)
    window.restore.secret.setText(SECRET)
    window.restore.act.click()
    assert "kept untouched" not in back_at_open(window, qtbot)
    assert bootstrap.is_workspace(tmp_path / "ws")


def test_a_workspace_that_opens_stays_and_the_backup_goes_beside(
    front: Front, qtbot: QtBot, tmp_path: Path
) -> None:
    demo(tmp_path / "ws")
    session = bootstrap.open_session(bootstrap.open_workspace(tmp_path / "ws", None))
    session.backups.make()
    session.close()
    front._show_first(ask=True, refusal="", damaged=True)
    window = first_window()
    to_restore(window)
    window.restore.act.click()
    assert "can be opened, so it stays" in back_at_open(window, qtbot)
    (restored,) = tmp_path.glob("ws-restored-*")
    assert window.open_folder.text() == str(restored)


def test_backups_are_looked_for_elsewhere_and_the_work_can_be_stopped(
    front: Front, qtbot: QtBot, tmp_path: Path
) -> None:
    demo(tmp_path / "ws")
    session = bootstrap.open_session(bootstrap.open_workspace(tmp_path / "ws", None))
    session.backups.make(tmp_path / "usb")
    session.close()
    spoil(tmp_path / "ws")
    front.begin(None)
    window = first_window()
    to_restore(window)
    page = window.restore
    assert page.act.refusal() and "No backup" in page.said.text()
    page.look_into(str(tmp_path / "usb"))
    assert page.list.model().rowCount() == 1 and not page.act.refusal()
    page.look_into(str(listed(tmp_path / "usb")[0].folder))
    assert page.list.model().rowCount() == 1
    before = sorted(p.name for p in tmp_path.iterdir())
    page.act.click()
    page.back.click()
    qtbot.waitUntil(lambda: not page._running, timeout=20_000)
    stopped = "Stopped" in window.problem.text()
    assert stopped == (sorted(p.name for p in tmp_path.iterdir()) == before)
    if stopped:
        page.back.click()
        assert window.open_folder.isVisible()
