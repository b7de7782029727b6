"""History, backups and the check, opened by their commands and read by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from reviewer.domain.errors import Refused
from reviewer.store.workspace import Workspace
from reviewer.ui.dialogs.listing import Listing
from tests.desk.conftest import Driver


def opened(desk: Driver, ident: str) -> Listing:
    desk.window.dispatcher.run_id(ident)
    desk.settle()
    return next(one for one in desk.window.findChildren(Listing) if one.isVisible())


def shut(desk: Driver, dialog: Listing) -> None:
    dialog.reject()
    desk.settle()


def lines(dialog: Listing) -> list[str]:
    return dialog._model.stringList()


def test_the_history_shows_who_when_and_the_policy_as_it_read_then(desk: Driver, qtbot) -> None:
    desk.press("Ctrl+2", "D", "B")
    desk.session.save_note(desk.session.desk.case_id, desk.session.desk.account, "as pinned")
    desk.press("R", "P", "F", "F", "Z")
    case = desk.session.desk.case_id
    dialog = opened(desk, "history.case")
    shown = lines(dialog)
    assert "undo" in shown[0] and "suspend (undone)" in shown[1] and "pin" in shown[2]
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    text = dialog.detail.untrusted_text
    text = text() if callable(text) else text
    assert "as it read then" in text and "asks:" in text and '"prev":"' in text
    assert "Who: demo-reviewer" in text
    shut(desk, dialog)
    everything = opened(desk, "history.all")
    assert len(lines(everything)) > len(shown)
    shut(desk, everything)
    assert desk.session.desk.case_id == case


def test_back_up_and_restore_beside_by_the_window(desk: Driver) -> None:
    desk.press("Ctrl+2", "D", "Q", "F", "F")
    dialog = opened(desk, "backups")
    assert lines(dialog) == []
    assert f"They lie in {desk.session.backups.folder}" in dialog.folder.text()
    dialog.make.click()
    assert dialog.close_button.accessibleName() == "Stop" or not dialog.running
    desk.settle()
    assert len(lines(dialog)) == 1 and "verified" in dialog.sentence.text()
    dialog.restore.click()
    desk.settle()
    assert "as a new device" in dialog.sentence.text()
    shut(desk, dialog)
    desk.settle()
    words = [item.words for item in desk.session.status_line() if item.id == "backup"]
    assert len(words) == 1 and words[0].startswith("backup ")
    here: Path = desk.session.workspace.folder
    (restored,) = here.parent.glob(f"{here.name}-restored-*")
    with Workspace.open(restored, None) as workspace:
        assert len(workspace.ledger.state.decided()) == 1
        assert next(workspace.ledger.events()).event["type"] == "restore"


def test_the_check_explains_what_it_found(desk: Driver) -> None:
    dialog = opened(desk, "workspace.check")
    assert "nothing was changed" in dialog.sentence.text() and not dialog.running
    assert any("no backup" in line for line in lines(dialog))
    shut(desk, dialog)


def test_a_backup_is_stopped_before_the_dialog_closes(desk: Driver) -> None:
    dialog = opened(desk, "backups")
    dialog.make.click()
    dialog.reject()
    assert dialog.isVisible() and "Stopping" in dialog.sentence.text()
    desk.settle()
    folder = desk.session.backups.folder
    if "stopped" in dialog.sentence.text():
        assert desk.session.backups.all() == []
    assert not list(folder.glob("*.part"))
    assert dialog.close_button.accessibleName() == "Close" and not dialog.make.refusal()
    shut(desk, dialog)


def test_a_job_that_runs_refuses_another(desk: Driver) -> None:
    dialog = opened(desk, "backups")
    dialog.make.click()
    assert dialog.make.refusal() and dialog.restore.refusal()
    with pytest.raises(Refused) as caught:
        desk.session.backups.start_check(_nothing, _nothing, _nothing)
    assert caught.value.code == "busy"
    desk.settle()
    shut(desk, dialog)


def _nothing(*_given: object) -> None:
    """Nobody listens."""
