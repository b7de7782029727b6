"""An auditor's desk: everything can be looked at, nothing is decided, and no byte is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QComboBox, QMenuBar, QWidget
from pytestqt.qtbot import QtBot

from reviewer import bootstrap
from reviewer.commands.default import default_registry
from reviewer.demo.workspace import make_demo
from reviewer.opening import open_for_desk
from reviewer.session.known.rostering import AUDITOR
from reviewer.ui.dialogs.settings_dialog import SettingsDialog
from reviewer.ui.inspector.criteria_box import CriteriaBox
from reviewer.ui.lettering.plain_views import NoteField
from reviewer.ui.widgets.outcome import CommitButton, OutcomeButton
from tests.cli.kit import state_of
from tests.desk.conftest import Driver
from tests.session.roles import SINCE, enrol, root

OUT = frozenset({"quit", "cover.lock", "menu.open"})
"""Menus pop up, which the offscreen platform cannot."""


@pytest.fixture
def auditor(qtbot: QtBot, qapp: object, tmp_path: Path) -> Iterator[Callable[[], Driver]]:
    """The demo, in the hands of an auditor; its desk opens when it is called."""
    make_demo(tmp_path / "ws", scale="small")
    session = bootstrap.open_session(bootstrap.open_workspace(tmp_path / "ws", None))
    enrol(session, "auditor")
    session.close()
    made: list[Driver] = []

    def make() -> Driver:
        made.append(Driver(qtbot, tmp_path / "ws", (1366, 768), "dark"))
        return made[-1]

    yield make
    for driver in made:
        driver.host.close()


def test_a_tour_through_every_key_changes_no_byte(
    auditor: Callable[[], Driver], tmp_path: Path
) -> None:
    before = state_of(tmp_path / "ws")
    desk = auditor()
    assert desk.session.workspace.read_only
    events = desk.session.status()["events"]
    for command in default_registry().commands:
        if command.id in OUT:
            continue
        for key in command.keys:
            desk.press(key)
            desk.press("Esc", "Esc")
    desk.press("R", "F", "F", "D", "D", "Alt+Down", "Ctrl+2", "Alt+Up")
    assert desk.session.status()["events"] == events
    assert desk.session.desk.staged is None
    desk.restart()
    desk.press("D")
    desk.host.close()
    assert state_of(tmp_path / "ws") == before


def test_deciding_is_blocked_with_its_reason_and_a_mark_says_who_reads(
    auditor: Callable[[], Driver],
) -> None:
    desk = auditor()
    for key in ("R", "T", "F", "S", "B", "X", "1", "J", "M", "G", "Z", "Ctrl+Shift+E"):
        desk.press(key)
        desk.expect_said(AUDITOR)
    registry = default_registry()
    deciding = [c for c in registry.commands if c.saves or c.writes]
    assert len(deciding) > 40
    assert {c.why_not(desk.session) for c in deciding} == {AUDITOR}
    assert desk.session.header().only_read == "auditor"
    chip = desk.window.strip._reads
    assert chip.isVisible() and chip._words == "auditor: read only"
    commit = desk.session.decision()
    assert (commit.commit, commit.commit_words) == ("blocked", "an auditor only reads")
    view = desk.session.decision()
    assert {button.blocked for button in view.buttons} == {view.later_blocked} == {"only read here"}
    fields = desk.window.findChildren(NoteField)
    assert fields and all(field.isReadOnly() for field in fields)
    desk.press("D", "Alt+Down")
    assert desk.session.desk.case_id


def test_a_role_that_moved_is_taken_over_at_the_next_opening(tmp_path: Path) -> None:
    folder = tmp_path / "ws"
    session = bootstrap.open_session(bootstrap.create_workspace(folder, "R-1", None))
    enrol(session, "auditor")
    profile = session.workspace.profile
    session.close()
    assert profile.role == "auditor"
    with open_for_desk(folder, None) as found:
        assert found.read_only
    session = bootstrap.open_session(bootstrap.open_workspace(folder, None))
    held = session.roster.held
    assert held is not None
    session.roster.adopt(held.revoke(profile.keyid, SINCE).to_text(root()[1]))
    session.close()
    with open_for_desk(folder, None) as found:
        assert not found.read_only and found.profile.role == "reviewer"


def click(desk: Driver, qtbot: QtBot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
    desk.settle()


def test_by_mouse_nothing_is_written_and_each_thing_says_why(
    auditor: Callable[[], Driver], tmp_path: Path, qtbot: QtBot
) -> None:
    before = state_of(tmp_path / "ws")
    desk = auditor()
    registry = default_registry()
    faces = [one for one in desk.window.decision.findChildren(OutcomeButton) if one.isVisible()]
    assert len(faces) >= 6
    for button in (*faces, *desk.window.decision.findChildren(CommitButton)):
        with qtbot.waitSignal(button.refused) as told:
            click(desk, qtbot, button)
        assert "read" in told.args[0] and desk.session.desk.staged is None
    for box in desk.window.findChildren(CriteriaBox):
        for button in box.buttons.values():
            if button.isVisible():
                click(desk, qtbot, button)
                desk.expect_said(AUDITOR)
    (field,) = desk.window.findChildren(NoteField)
    click(desk, qtbot, field.viewport())
    qtbot.keyClicks(field, "a word")
    assert field.toPlainText() == ""
    blocked = 0
    for action in desk.window.menuBar().findChildren(QAction):
        ident = action.data()
        command = registry.get(ident) if ident else None
        if command is not None and (command.saves or command.writes):
            assert AUDITOR in action.text(), action.text()
            action.trigger()
            desk.settle()
            desk.expect_said(AUDITOR)
            blocked += 1
    assert blocked > 20
    desk.press("Ctrl+,")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SettingsDialog)
    click(desk, qtbot, dialog.rows["look.theme"]._segments._parts[2])
    assert dialog.said.isVisible() and dialog.said.text(), "a setting that is not kept says so"
    desk.press("Esc")
    desk.host.close()
    assert state_of(tmp_path / "ws") == before


def test_every_control_that_can_be_reached_is_clicked_and_typed_into(
    auditor: Callable[[], Driver], tmp_path: Path, qtbot: QtBot
) -> None:
    before = state_of(tmp_path / "ws")
    desk = auditor()
    events, staged, seen = desk.session.status()["events"], 0, set[int]()
    for _ in range(3):  # what a click opens is clicked in the next round
        for widget in desk.window.findChildren(QWidget):
            if id(widget) in seen or not widget.isVisible() or isinstance(widget, QMenuBar):
                continue
            menu = widget is desk.window.strip.menu_button
            if menu or str(getattr(widget, "_words", "")).startswith(("Cover", "Lock")):
                continue
            if isinstance(widget, QComboBox):
                widget.setCurrentIndex(widget.count() - 1)
                continue
            seen.add(id(widget))
            qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
            if shiboken6.isValid(widget) and widget.isVisible():
                qtbot.keyClicks(widget, "x1")
            if not desk.host.idle:
                desk.settle()
            while (top := QApplication.activeModalWidget()) is not None:
                for part in top.findChildren(CommitButton):
                    qtbot.mouseClick(part, Qt.MouseButton.LeftButton)
                top.close()
                desk.settle()
            staged += desk.session.desk.staged is not None
    assert len(seen) > 60 and staged == 0
    assert desk.session.status()["events"] == events
    desk.host.close()
    assert state_of(tmp_path / "ws") == before


def test_the_questions_of_a_policy_are_not_answered_by_clicks(
    auditor: Callable[[], Driver], tmp_path: Path, qtbot: QtBot
) -> None:
    before = state_of(tmp_path / "ws")
    desk = auditor()
    (box,) = desk.window.findChildren(CriteriaBox)
    desk.press("Ctrl+4")
    for button in box.buttons.values():
        button.setVisible(True)
        click(desk, qtbot, button)
        desk.expect_said(AUDITOR)
    desk.host.close()
    assert state_of(tmp_path / "ws") == before
