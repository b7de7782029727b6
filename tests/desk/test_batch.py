"""A batch typed at the real desk: marks, the refusal until it was looked at, one group, undo."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from reviewer.ui.dialogs.batch_dialog import BatchDialog
from tests.desk.conftest import Driver

NOTE = "Mirrors of a closed channel."


def prepare(desk: Driver, cases: int) -> None:
    """Pin a post and write a note in so many cases, each marked; then stand on the first."""
    for _ in range(cases):
        desk.press("Ctrl+2", "d", "b", "g")
        desk.type(NOTE)
        desk.press("Esc", "m", "Alt+Down")


def test_a_batch_is_marked_staged_looked_at_committed_and_undone(desk: Driver) -> None:
    prepare(desk, 2)
    desk.press("m")
    desk.expect_said("3 marked")
    assert sum(row.marked for row in desk.session.queue().rows) == 3
    desk.press("r")
    desk.session.choose_policy("org.support")
    assert desk.session.decision().staged_words.startswith("3 marked: 2 suspend, 1 left out: ")
    desk.press("f", "f", step=500)
    desk.expect(decisions=0)
    desk.expect_said("confirm 2 subjects")
    desk.press("Shift+M")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, BatchDialog)
    assert "left out" in dialog._model.stringList()[0]
    assert "Left out:" in dialog.detail.toPlainText()
    dialog.confirm.click()
    desk.settle()
    desk.press("f", step=500)
    desk.expect(decisions=0, desk__armed="true")
    desk.press("f")
    desk.expect(decisions=2)
    desk.expect_said("2 events, one group")
    desk.expect_said("1 left out, still marked")
    desk.restart()
    desk.press("z")
    desk.expect(decisions=0)
    desk.expect_said("Undone: suspend, 2 cases")
    assert len(desk.session.batch.marks) == 3


def test_without_marks_the_preview_says_why_it_is_blocked(desk: Driver) -> None:
    desk.press("Shift+M")
    desk.expect_said("no case is marked")
    desk.press("m", "Shift+M")
    desk.expect_said("stage an outcome first")
    desk.press("m")
    desk.expect_said("Mark taken off")
