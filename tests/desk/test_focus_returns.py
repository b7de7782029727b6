"""Letters never go astray: a key for a pane leaves a field, and no field gets the keys unasked."""

from __future__ import annotations

from tests.desk.conftest import Driver


def test_the_key_of_the_pane_one_came_from_leaves_the_note(desk: Driver) -> None:
    desk.press("Ctrl+2", "G")
    desk.type("word")
    desk.press("Ctrl+2", "Q")
    assert desk.session.desk.staged is not None
    desk.press("Ctrl+F")
    desk.press("Ctrl+2", "R")
    assert desk.session.desk.staged.slot == "suspend"
    assert desk.session.desk.filter == ""


def test_what_vanishes_under_the_keys_gives_them_to_no_field(desk: Driver) -> None:
    desk.press("Alt+Down", "Ctrl+2", "D", "D", "B", "T")
    chip = desk.window.decision.second._chips[0]
    for _ in range(40):
        if chip.hasFocus():
            break
        desk.press("Tab")
    assert chip.hasFocus()
    desk.press("Escape", "R")
    assert desk.session.desk.staged is not None and desk.session.desk.staged.slot == "suspend"


def test_every_widget_of_the_frame_may_vanish_with_the_keys(desk: Driver) -> None:
    desk.press("Ctrl+2", "T")
    for hidden in (desk.window.last, desk.window.decision, desk.window.strip):
        desk.window.decision.second.policies.setFocus()
        desk.settle()
        hidden.hide()
        desk.settle()
        hidden.show()
        desk.settle()
        desk.press("Q")
        assert desk.session.desk.staged.slot == "no_action"
        desk.press("T")
