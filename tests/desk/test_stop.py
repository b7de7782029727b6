"""Stop: child safety at the real desk: one press, no question, then the procedure."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from reviewer.ui.dialogs.stop_dialog import StopDialog
from tests.desk.conftest import Driver


def test_one_press_hides_locks_and_shows_the_procedure(desk: Driver) -> None:
    desk.press("Ctrl+3", "d")
    medium = desk.session.desk.medium
    desk.session.safety.procedure = "Leave the desk.\nTell the duty officer."
    desk.press("Ctrl+Shift+K")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, StopDialog)
    assert "duty officer" in dialog.procedure.toPlainText()
    assert desk.session.desk.conceal == "hide"
    assert desk.window.media.pictures.kept_level(medium) == ""
    dialog.accept()
    desk.settle()
    desk.press("Shift+C", "Ctrl+3")
    tile = next(t for t in desk.session.media().tiles if t.key == medium)
    assert tile.state == "locked"
    desk.session.select_medium(medium)
    desk.press("b")
    desk.expect_said("locked: child safety")
    desk.hold("v")
    assert not desk.session.desk.revealed
    desk.release("v")
    desk.restart()
    assert any(t.state == "locked" for t in desk.session.media().tiles)


def test_it_works_while_a_note_is_written(desk: Driver) -> None:
    desk.press("Ctrl+3", "d", "g")
    desk.press("Ctrl+Shift+K")
    assert isinstance(QApplication.activeModalWidget(), StopDialog)
    assert desk.session.desk.conceal == "hide"
