"""The class of a verdict by its key: at once, from every place, however often it changes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reviewer.domain.qa import verdict_of
from reviewer.gallery.lead_world import NO_ACTION
from reviewer.quality.blind import lead_note, notes_on
from reviewer.ui.leads.verdict_dialog import KEYS, VerdictDialog
from tests.desk.conftest import Driver


def test_undo_leaves_a_verdict_and_its_note_and_says_what_to_do(
    drawn: Path, desk_on: Callable[[Path], Driver]
) -> None:
    """Neither of the two is withdrawn, nor an older act in their place, also after a restart;
    another verdict replaces both."""
    desk = desk_on(drawn)
    desk.press("Ctrl+2", "d", "x")
    assert desk.session.undo_words() == "flag"
    dialog = asked(desk)
    desk.press("Alt+T")
    dialog.note.setFocus()
    desk.type("A slip.")
    desk.press("Alt+S")
    desk.window.dispatcher.run_id("lead.leave_item")
    desk.settle()
    for _ in range(2):
        head = desk.session.workspace.ledger.head()
        desk.press("Z")
        desk.expect_said("a verdict stands, and its note with it: Lead, Change a verdict")
        assert desk.session.workspace.ledger.head() == head and not desk.session.undo_words()
        desk.restart()
    desk.press("Ctrl+Shift+P")
    desk.type("change a verdict")
    desk.press("Return")
    again = QApplication.activeModalWidget()
    assert isinstance(again, VerdictDialog) and again.chosen == "technical"
    assert again.note.text() == "A slip." and "replaces the verdict" in again._sentence(again._view)
    desk.press("Alt+W")
    again.note.selectAll()
    again.note.setFocus()
    desk.type("Another policy.")
    desk.press("Alt+S")
    desk.expect_said("Verdict replaced")
    state = desk.session.workspace.ledger.state
    first, last = state.qa.verdicts.values()
    assert list(last["supersedes"]) == [first["id"]] and desk.session.looking.on is None
    assert lead_note(state, last) == "Another policy." and verdict_of(last).class_ == "wrong_policy"
    answer = state.qa.reviews[verdict_of(last).review]
    assert len(notes_on(state, answer)) == 1


def asked(desk: Driver) -> VerdictDialog:
    """Answer until a verdict is asked: a case drawn twice is shown after its second answer."""
    desk.press("Ctrl+J")
    for _ in range(2):
        desk.press(*NO_ACTION)
        if isinstance(dialog := QApplication.activeModalWidget(), VerdictDialog):
            return dialog
    raise AssertionError("no verdict was asked")


def test_each_key_chooses_its_class_from_wherever_the_keyboard_is(
    drawn: Path, desk_on: Callable[[Path], Driver]
) -> None:
    desk = desk_on(drawn)
    dialog = asked(desk)
    agree = dialog.classes["agree"]
    places = [dialog.note, dialog.feedback, dialog.act, dialog.close_button, agree]
    for place in places:
        place.setFocus()
        for before, after in permutations(KEYS, 2):
            for name in (before, after):
                desk.host.press(KEYS[name])
                assert dialog.chosen == name
                checked = [one for one, made in dialog.classes.items() if made.isChecked()]
                assert checked == [name] and dialog.verdict().class_ == name
    assert not dialog.note.text() and not dialog.feedback.text()
    desk.host.press(KEYS["technical"])
    desk.host.press(KEYS["technical"])
    assert dialog.chosen == "technical", "the same key twice leaves the class"


def test_a_class_changed_and_saved_in_one_breath_is_the_last_one(
    drawn: Path, desk_on: Callable[[Path], Driver]
) -> None:
    desk = desk_on(drawn)
    dialog = asked(desk)
    dialog.note.setFocus()
    alt = Qt.KeyboardModifier.AltModifier
    for key in (Qt.Key.Key_T, Qt.Key.Key_P, Qt.Key.Key_T, Qt.Key.Key_W, Qt.Key.Key_S):
        QTest.keyClick(dialog.focusWidget(), key, alt)
    desk.settle()
    saved = [verdict_of(one) for one in desk.session.workspace.ledger.state.qa.verdicts.values()]
    assert [one.class_ for one in saved] == ["wrong_policy"]
