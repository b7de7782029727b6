"""Targets by the window, typed: what would be written is shown, then written."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reviewer.ui.exchange.target_dialog import TargetDialog
from tests.desk.conftest import Driver
from tests.ui.plain_walk import assert_plain


def opened(desk: Driver) -> TargetDialog:
    """Run the command by its name: it has no key."""
    desk.press("Ctrl+Shift+P")
    desk.type("write a target")
    desk.press("Return")
    return next(one for one in desk.window.findChildren(TargetDialog) if one.isVisible())


def test_what_is_in_force_is_shown_and_written(desk: Driver, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = opened(desk)
    assert not dialog.list.isVisible() and "Nothing is in force" in dialog.sentence.text()
    assert "decide" in dialog.detail.toPlainText() and dialog.write.refusal()
    desk.press("Esc", "Ctrl+2", "D", "Q", "F", "F")
    dialog = opened(desk)
    assert_plain(dialog)
    assert "1 action in force would be written" in dialog.sentence.text()
    assert dialog._model.stringList() == ["    1  no action"]
    about = dialog.detail.toPlainText()
    assert "closes its reports" in about and "@tide_relay_07" in about and ":" in about
    assert dialog.list.hasFocus() and not dialog.write.refusal()
    dialog.write_to(str(desk.session.workspace.folder / "inside"))
    assert "into the workspace" in dialog.sentence.text() and dialog.isVisible()
    dialog.write_to(str(tmp_path / "table"))
    desk.settle()
    desk.expect_said("Wrote 1 action to table")
    with (tmp_path / "table" / "actions.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["action"] == "no_violation" and row["subject_kind"] == "account"
    assert json.loads((tmp_path / "table" / "datapackage.json").read_text("utf-8"))["resources"]
    dialog = opened(desk)
    qtbot.keyClick(dialog.form, Qt.Key.Key_Down)
    dialog.write_to(str(tmp_path / "table"))
    assert dialog.isVisible() and "table" in dialog.sentence.text()
    dialog.write_to(str(tmp_path / "lines"))
    (line,) = (tmp_path / "lines" / "actions.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["action"] == "no_violation"
    desk.settle()
