"""Locking, typed: the key goes, the place stays, and only the passphrase brings the desk back."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from reviewer import bootstrap
from reviewer.demo.workspace import make_demo
from reviewer.domain.errors import Refused
from reviewer.script import desk_values
from reviewer.ui.dialogs.passphrase_dialog import PassphraseDialog
from tests.desk.conftest import DeskMaker, Driver

PASSPHRASE = "grey heron walks the tide"
MINUTE = 60_000


@pytest.fixture(scope="module")
def _protected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lock") / "ws"
    make_demo(folder, "small")
    with bootstrap.open_workspace(folder, None) as workspace:
        workspace.change_passphrase("", PASSPHRASE)
    return folder


@pytest.fixture
def desk(qtbot: QtBot, qapp: object, tmp_path: Path, _protected: Path) -> Iterator[Driver]:
    import shutil

    folder = Path(shutil.copytree(_protected, tmp_path / "ws"))
    driver = Driver(qtbot, folder, (1366, 768), "dark", PASSPHRASE)
    yield driver
    driver.host.close()


def unlock(desk: Driver, text: str = PASSPHRASE) -> None:
    desk.type(text)
    desk.press("Return")


def place(desk: Driver) -> dict[str, object]:
    values = desk_values(desk.session)
    return {key: values[key] for key in ("case", "subject", "pane", "event", "medium", "conceal")}


def test_the_desk_comes_back_as_it_was(desk: Driver) -> None:
    desk.press("Alt+Down", "Ctrl+2", "d", "d")
    desk.press("g")
    desk.type("Mirrors of a closed channel.")
    desk.press("Esc", "r")
    desk.session.range.toggle_lane("reply")
    before, case = place(desk), desk.session.desk.case_id
    lens, account = desk.session.desk.lens, desk.session.desk.account
    assert desk_values(desk.session)["staged"]
    desk.press("Ctrl+L")
    assert desk.host.locked is not None and not desk.host.locked.problem.text()
    with pytest.raises(Refused):
        _ = desk.session
    unlock(desk)
    assert desk.host.locked is None
    assert place(desk) == before
    assert desk.session.desk.lens == lens
    values = desk_values(desk.session)
    assert not values["staged"] and not values["covered"] and not values["armed"]
    assert desk.session.workspace.desk.draft(case, account) == "Mirrors of a closed channel."
    assert desk.window.inspector.note.field.toPlainText() == "Mirrors of a closed channel."
    desk.press("Ctrl+2", "b", "r", "p", "f", "f")
    desk.expect(decisions=1)


def test_the_key_is_let_go(desk: Driver) -> None:
    workspace = desk.session.workspace
    held = [
        weakref.ref(thing)
        for thing in (desk.session, workspace, workspace.signer, workspace.ledger, desk.window)
    ]
    del workspace
    desk.press("Ctrl+L")
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
    alive = [ref() for ref in held if ref() is not None]
    assert alive == [], [gc.get_referrers(thing) for thing in alive]
    with bootstrap.open_workspace(desk.host._folder, PASSPHRASE):
        pass  # nobody holds the workspace either


def test_wrong_ones_wait_and_nothing_moves(desk: Driver) -> None:
    desk.press("Ctrl+L")
    locked = desk.host.locked
    assert locked is not None
    for n in range(3):
        unlock(desk, "not this one")
        assert "passphrase" in locked.problem.text(), n
        assert locked.field.text() == ""
    assert "5 seconds" in locked.problem.text()
    unlock(desk)
    assert "not tried" in locked.problem.text() and desk.host.locked is locked
    desk.clock.step(6000)
    unlock(desk)
    assert desk.host.locked is None


def test_a_desk_left_alone_locks_itself(desk: Driver) -> None:
    desk.session.settings.set("lock.idle_minutes", 5)
    desk.clock.step(5 * MINUTE - 1)
    desk.host.tick()
    desk.settle()
    assert desk.host.locked is None
    handle = desk.window.windowHandle()
    QTest.mouseMove(handle, QPoint(40, 40))
    QTest.keyClick(handle, Qt.Key.Key_Control)
    desk.clock.step(5 * MINUTE - 1)
    desk.host.tick()
    desk.settle()
    assert desk.host.locked is None, "a mouse or a key that means nothing is somebody, too"
    desk.clock.step(2)
    desk.host.tick()
    desk.settle()
    assert desk.host.locked is not None
    desk.clock.step(60 * MINUTE)
    desk.host.tick()
    unlock(desk)
    assert desk.host.locked is None
    desk.host.tick()
    assert not desk.session.desk.covered, "the time that was locked does not count"


def test_dialogs_go_with_the_desk(desk: Driver) -> None:
    desk.press("Ctrl+Shift+E")
    assert desk.window.findChildren(QDialog)
    desk.session.exposure.cover(True)
    desk.settle()
    assert desk.host.locked is not None
    unlock(desk)
    assert not [d for d in desk.window.findChildren(QDialog) if d.isVisible()]
    desk.press("d")


def test_an_unprotected_desk_is_only_covered_and_says_so(make_desk: DeskMaker) -> None:
    desk = make_desk()
    desk.press("Ctrl+Shift+E")
    desk.session.exposure.cover(True)
    desk.settle()
    assert desk.host.locked is None and desk.window.cover.isVisible()
    assert not [d for d in desk.window.findChildren(QDialog) if d.isVisible()]
    assert "no passphrase" in desk.window.cover.words
    desk.session.exposure.cover(False)
    desk.settle()
    assert [d for d in desk.window.findChildren(QDialog) if d.isVisible()]


def test_a_job_ends_before_the_key_goes(desk: Driver, qtbot: QtBot) -> None:
    import threading

    gate, said = threading.Event(), []

    def work(_tell: object) -> str:
        gate.wait(20)
        return "whole"

    desk.session.runner.job(work, print, said.append, said.append)
    desk.clock.step(500)
    desk.host.press("Ctrl+L")
    qtbot.waitUntil(desk.window.cover.isVisible)
    assert desk.host.locked is None
    gate.set()
    qtbot.waitUntil(lambda: desk.host.locked is not None)
    assert said == ["whole"]


def test_quitting_while_locked(desk: Driver) -> None:
    desk.press("Ctrl+L")
    assert desk.host.locked is not None
    desk.host.locked.quit.click()
    desk.host.close()
    with bootstrap.open_workspace(desk.host._folder, PASSPHRASE):
        pass


def test_another_passphrase_is_typed_into_the_dialog(desk: Driver) -> None:
    new = "the tide walks a grey heron"
    desk.press("Ctrl+Shift+P")
    desk.type("change passphrase")
    desk.press("Return")
    dialog = desk.window.findChild(PassphraseDialog)
    for text in ("not this one", new, new + "x"):
        desk.type(text)
        desk.press("Return")
    assert dialog.isVisible() and "differ" in dialog.problem.text()
    dialog.old.setFocus()
    dialog.again.clear()
    dialog.new.clear()
    for text in (PASSPHRASE, new, new):
        desk.type(text)
        if text == new:
            assert dialog.about.text().startswith("Strong")
        desk.press("Return")
    desk.expect_said("Passphrase changed")
    desk.press("Ctrl+L")
    unlock(desk)
    assert desk.host.locked is not None
    unlock(desk, new)
    assert desk.host.locked is None
