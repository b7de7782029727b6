"""The import dialog: what would come in is shown before it does, through the map one chooses."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.ui.dialogs.import_dialog import ImportDialog
from reviewer.ui.dialogs.import_words import preview_sentence
from reviewer.ui.keys.typist import Typist
from tests.desk.conftest import Driver
from tests.desk.test_sheets import dialog_of
from tests.ui.plain_walk import assert_plain

MAP = """
format = "reviewer-map"
format_version = "1.0"
name = "made"
platform = { constant = "river" }
[post]
post_id = "id"
account_id = "user"
text = "text"
"""
ROWS = "id,user,text\n1,17,<b>hello</b>\n2,17,نص عربي طويل\n3,17\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    (made / "posts.csv").write_text(ROWS, "utf-8")
    (made / "notes.txt").write_text("milk", "utf-8")
    (tmp_path / "made.toml").write_text(MAP, "utf-8")
    return made


def opened(desk: Driver) -> ImportDialog:
    desk.press("Ctrl+Shift+I")
    dialog = dialog_of(ImportDialog)
    assert isinstance(dialog, ImportDialog)
    return dialog


def test_what_would_come_in_is_shown_and_nothing_is_written(desk: Driver, folder: Path) -> None:
    before = desk.session.status()
    dialog = opened(desk)
    dialog.preview_all([str(folder)])
    assert dialog.act.refusal() == "The preview is not ready yet."
    desk.settle()
    assert dialog.told.text() == "Nothing here can be taken in; 2 files left out."
    assert "--suggest-map" in dialog.view.toPlainText()
    assert dialog.act.refusal() == "None of this can be taken in."
    dialog.read_through(str(folder.parent / "made.toml"))
    desk.settle()
    assert dialog.told.text() == "2 new records, 0 known, 1 put aside; 1 file left out."
    text = dialog.view.toPlainText()
    assert "posts.csv: table, map made.toml" in text and "<b>hello</b>" in text
    assert "post, line 2: post_id 1 · account_id 17" in text
    assert "put aside, line 4: The row has 2 of 3 columns." in text
    assert_plain(dialog)
    assert dialog.cancel.hasFocus() and dialog.act.accessibleName() == "Import 1 file"
    assert desk.session.status() == before
    dialog.act.click()
    desk.settle()
    desk.expect(posts=before["posts"] + 2)
    desk.expect_said("Imported 2 new records")


def test_a_map_that_is_wrong_is_said_in_place(desk: Driver, folder: Path) -> None:
    (folder.parent / "made.toml").write_text("nothing", "utf-8")
    dialog = opened(desk)
    dialog.preview_all([str(folder / "posts.csv")])
    dialog.read_through(str(folder.parent / "made.toml"))
    desk.settle()
    assert dialog.problem.isVisible() and "not TOML" in dialog.problem.text()
    assert "not TOML" in dialog.act.refusal()
    dialog.choice.setCurrentIndex(0)
    dialog.choice.activated.emit(0)
    desk.settle()
    assert not dialog.problem.isVisible()
    Typist(dialog).press("Esc")
    desk.settle()


def test_the_dialog_may_close_before_its_preview_comes(desk: Driver, folder: Path) -> None:
    dialog = opened(desk)
    dialog.preview_all([str(folder)])
    dialog.reject()
    desk.settle()
    desk.press("Ctrl+2", "d")


def test_the_sentence_of_a_preview() -> None:
    totals = {"new": 1, "known": 0, "quarantined": 0, "files_left_out": 0, "files_refused": 1}
    files = [{"status": "imported"}, {"status": "refused"}]
    answer = {"files": files, "totals": totals, "counted": True}
    assert preview_sentence(answer) == "1 new record, 0 known; 1 file refused."
    answer["counted"] = False
    assert preview_sentence(answer).startswith("1 file, too large to be counted")
