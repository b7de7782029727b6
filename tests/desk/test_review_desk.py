"""Old and new, keeping, filters and their refusals typed at the real desk."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from reviewer.ui.dialogs.compare_dialog import CompareDialog
from reviewer.ui.dialogs.form_dialog import FormDialog
from reviewer.ui.dialogs.views_dialog import ViewsDialog
from tests.desk.conftest import Driver


def decide(desk: Driver) -> str:
    """No action on the first case, and back to it."""
    case = desk.session.desk.case_id
    desk.press("Ctrl+2", "d", "q", "f", "f", "Alt+Left")
    assert desk.session.desk.case_id == case
    return str(case)


def test_old_and_new_stand_side_by_side_and_the_decision_is_kept(desk: Driver) -> None:
    desk.press("n")
    desk.expect_said("nothing is decided here yet")
    decide(desk)
    desk.press("n")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CompareDialog)
    assert "Decision: no action" in dialog.old.toPlainText()
    assert "Evidence: nothing newer" in dialog.new.toPlainText()
    dialog.keep.click()
    desk.settle()
    desk.expect(desk__staged="keep")
    desk.press("f", step=500)
    desk.press("f")
    desk.expect_said("Keep the decision")
    desk.expect(decisions=1)
    desk.press("z")
    desk.expect_said("Undone: keep the decision")
    desk.expect(decisions=1)


def test_later_until_refuses_a_day_that_has_come(desk: Driver) -> None:
    desk.press("Shift+S")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    field = dialog.inputs["day"]
    field.setText("2001-01-31")
    dialog.act.click()
    assert "come already" in dialog.problem.text()
    field.setText("2099-01-31")
    dialog.act.click()
    desk.settle()
    desk.expect_said("Later until 31 Jan 2099")
    assert desk.session.queue().later == 1


def test_a_filter_has_chips_is_refused_with_words_and_kept_by_name(desk: Driver) -> None:
    desk.press("Ctrl+F")
    desk.type("state:nonsense")
    assert "right are undecided" in desk.window.queue._error.text()
    desk.press("Esc")
    desk.session.set_filter("state:undecided has:media")
    desk.settle()
    chips = [chip for chip in desk.window.queue.chips.chips if chip.isVisible()]
    assert [chip.objectName() for chip in chips] == ["state:undecided", "has:media"]
    desk.session.name_view("With pictures")
    chips[0].click()
    desk.settle()
    assert desk.session.desk.filter == "has:media"
    desk.window.dispatcher.run_id("view.choose")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ViewsDialog)
    dialog.use.click()
    desk.settle()
    assert desk.session.desk.filter == "state:undecided has:media"
