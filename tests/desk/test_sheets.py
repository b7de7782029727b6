"""Palette, key overlay, dialogs and the first window, by keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer import bootstrap
from reviewer.domain.errors import Refused
from reviewer.front import Front
from reviewer.ui.app import FaultHook, make_application, report
from reviewer.ui.dialogs.import_dialog import ImportDialog
from reviewer.ui.exchange.export_dialog import ExportDialog
from reviewer.ui.exchange.feedback_dialog import FeedbackDialog
from reviewer.ui.first.window import FirstWindow
from reviewer.ui.keys.typist import Typist
from tests.desk.conftest import DeskMaker, Driver
from tests.ui.plain_walk import assert_plain


def test_the_palette_runs_what_is_typed(desk: Driver) -> None:
    desk.press("Ctrl+2", "d", "Ctrl+Shift+P")
    desk.type("pin as")
    desk.press("Return")
    desk.expect_said("Pinned")


def test_the_palette_says_why_a_command_is_blocked_and_esc_leaves(desk: Driver) -> None:
    before = desk.session.status()["events"]
    desk.press("Ctrl+Shift+P")
    desk.type("commit")
    desk.press("Return")
    desk.expect_said("stage an outcome first")
    desk.press("Ctrl+Shift+P")
    desk.type("qwert")
    desk.press("Esc")
    desk.expect(desk__staged="", events=before)
    desk.press("q")
    desk.expect(desk__staged="no_action")


def test_no_key_reaches_the_desk_through_the_overlay(desk: Driver) -> None:
    desk.press("Ctrl+2", "d", "F1", "q", "r", "f", "f", "b")
    desk.expect(desk__staged="", decisions=0)
    desk.press("Esc", "q")
    desk.expect(desk__staged="no_action")


def test_after_a_sheet_closes_taps_are_dead_for_a_moment(desk: Driver) -> None:
    desk.press("Ctrl+2", "d", "q", "F1")
    desk.press("Esc", step=900)
    desk.press("f", "f", step=100)
    desk.expect(desk__armed="false", decisions=0)
    desk.press("f", "f")
    desk.expect(decisions=1)


def dialog_of(kind: type) -> object:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def test_feedback_that_is_none_is_refused_in_place(desk: Driver, tmp_path: Path) -> None:
    desk.press("Ctrl+Shift+P")
    desk.type("apply feedback")
    desk.press("Return")
    dialog = dialog_of(FeedbackDialog)
    assert isinstance(dialog, FeedbackDialog)
    assert_plain(dialog)
    assert dialog.cancel.hasFocus()
    desk.session.jobs.export(tmp_path / "out.zip")
    dialog.preview_file(str(tmp_path / "out.zip"))
    assert dialog.problem.isVisible() and "no feedback package" in dialog.problem.text()
    assert not dialog.view.isVisible()
    desk.press("Esc")


def test_export_by_dialog_and_its_refusal_in_place(desk: Driver, tmp_path: Path) -> None:
    desk.press("Ctrl+2", "d", "q", "f", "f", "Ctrl+Shift+E")
    dialog = dialog_of(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    assert_plain(dialog)
    assert dialog.cancel.hasFocus()
    desk.settle()
    told = dialog.view.toPlainText()
    assert told.startswith("Leaves") and "1 decision in force" in told and "never leaves" in told
    dialog.profile.setCurrentIndex(3)
    dialog.profile.activated.emit(3)
    assert "0 statements of reasons, and no event" in dialog.view.toPlainText()
    dialog.profile.setCurrentIndex(0)
    dialog.profile.activated.emit(0)
    taken = tmp_path / "taken.zip"
    taken.write_bytes(b"something else")
    dialog.export_to(str(taken))
    assert dialog.act.refusal() and dialog.progress.isVisible(), "it is written beside the window"
    desk.settle()
    assert not dialog.act.refusal() and not dialog.progress.isVisible()
    assert dialog.problem.isVisible() and "taken.zip" in dialog.problem.text()
    assert taken.read_bytes() == b"something else"
    dialog.export_to(str(tmp_path / "out.zip"))
    desk.settle()
    desk.expect(pending_export=0)
    desk.expect_said("Exported")


def test_import_by_dialog_twice_changes_nothing(desk: Driver, real_data: Path) -> None:
    source = real_data / "posts" / "twitter-api-v2" / "two_tweets.jsonl"
    counts = []
    for _ in range(2):
        desk.press("Ctrl+Shift+I")
        dialog = dialog_of(ImportDialog)
        assert isinstance(dialog, ImportDialog)
        dialog.import_all([str(source)])
        desk.settle()
        counts.append(desk.session.status())
    assert counts[0]["posts"] > 453
    assert counts[0] == counts[1]


def test_the_cover_hides_everything_and_any_key_lifts_it(desk: Driver) -> None:
    desk.press("Ctrl+L")
    desk.expect(desk__covered="true")
    assert not desk.window.queue.isVisible()
    desk.press("r")
    desk.expect(desk__covered="false", desk__staged="")


@pytest.fixture
def front(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """The program's start on a machine without a workspace."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    make_application("dark")
    found = Front(tmp_path / "ws", "small")
    yield found
    found.end()
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, FirstWindow):
            widget.close()
            widget.deleteLater()


def first_window() -> FirstWindow:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, FirstWindow))


def test_start_work_refuses_in_place_and_then_opens_a_protected_desk(
    front: Front, qtbot: QtBot, tmp_path: Path
) -> None:
    front.begin(None)
    window = first_window()
    assert_plain(window)
    window.start_button.click()
    window.pseudonym.setText("R-7")
    window.passphrase.setText("north wind")
    window.again.setText("north wynd")
    window.create_button.click()
    assert "differ" in window.problem.text() and front.host is None
    window.again.setText("north wind")
    window.create_button.click()
    assert front.host is not None
    qtbot.waitUntil(lambda: front.host is not None and front.host.idle, timeout=20_000)
    assert bootstrap.is_protected(tmp_path / "ws")
    assert front.host.session.queue().total == 0


def test_a_wrong_passphrase_and_a_workspace_in_use_are_said_above_the_buttons(
    front: Front, tmp_path: Path
) -> None:
    with bootstrap.create_workspace(tmp_path / "ws", "R-7", "north wind"):
        front.begin(None)
        window = first_window()
        window.secret.setText("north wind")
        window.unlock_button.click()
        assert "open in another program" in window.problem.text()
        assert "process" in window.problem.text() and front.host is None
    window.secret.setText("wrong")
    Typist(window).press("Return")
    assert "assphrase" in window.problem.text() and front.host is None
    window.secret.setText("north wind")
    window.unlock_button.click()
    assert front.host is not None


def test_the_demo_opens_from_the_first_window(front: Front, qtbot: QtBot) -> None:
    front.begin(None)
    window = first_window()
    window.demo_button.click()
    assert not window.demo_button.isEnabled() and not window.idle
    qtbot.waitUntil(lambda: front.host is not None and front.host.idle, timeout=30_000)
    assert front.host.session.queue().total == 18


def test_a_fault_is_shown_with_a_log_that_names_no_text_of_a_case() -> None:
    shown: list[tuple[str, str]] = []
    hook = FaultHook(lambda message, log: shown.append((message, log)))
    try:
        raise Refused("a secret text of a case")
    except Refused as error:
        text = report(type(error), error.__traceback__)
    assert "secret" not in text and "test_sheets.py" in text
    hook.install()
    hook.remove()


def test_every_pane_is_plain_text(make_desk: DeskMaker, real_data: Path) -> None:
    desk = make_desk(real_data / "posts" / "twitter-api-v2", size=(1920, 1080))
    for _ in range(6):
        desk.press("Ctrl+2", "d", "Ctrl+3", "d", "Alt+Down")
        assert_plain(desk.window)


def test_the_import_dialog_grows_with_its_problem_and_closes_when_nothing_was_refused(
    desk: Driver, tmp_path: Path
) -> None:
    desk.press("Ctrl+Shift+I")
    dialog = dialog_of(ImportDialog)
    assert isinstance(dialog, ImportDialog)
    desk.settle()
    assert dialog.cancel.hasFocus() and dialog.cancel.ringed
    before = dialog.height()
    dialog.import_all([str(tmp_path / "there is no such file, and its name is long" / ("x" * 60))])
    desk.settle()
    assert dialog.isVisible() and dialog.height() > before
    needed = dialog.problem.heightForWidth(dialog.problem.width())
    assert dialog.problem.height() >= needed
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "notes.txt").write_text("milk, bread", "utf-8")
    ended: list[int] = []
    dialog.finished.connect(ended.append)
    dialog.import_all([str(tmp_path / "in")])
    desk.settle()
    assert ended == [ImportDialog.DialogCode.Accepted]
    desk.expect_said("1 left out: notes.txt")
    assert desk.session.desk.message_kind == "saved"


def test_an_import_can_be_stopped_and_nothing_of_it_stays(desk: Driver, tmp_path: Path) -> None:
    posts = tmp_path / "posts.jsonl"
    line = '{{"id": "{n}", "author_id": "7", "text": "ebb {n}", "edit_history_tweet_ids": []}}\n'
    posts.write_text("".join(line.format(n=n) for n in range(1, 20_000)), "utf-8")
    before = desk.session.status()
    desk.press("Ctrl+Shift+I")
    dialog = dialog_of(ImportDialog)
    assert isinstance(dialog, ImportDialog)
    dialog.preview_all([str(posts)])
    desk.settle()
    dialog.import_all([str(posts)])
    assert dialog.act.refusal() == "The import is running."
    dialog.reject()
    assert dialog.isVisible(), "it stays until the import has stopped"
    desk.settle()
    assert "Stopped" in dialog.problem.text() and dialog.act.refusal() == ""
    assert desk.session.status() == before
    dialog.reject()
    assert not dialog.isVisible()


def test_return_presses_the_focused_button_of_a_dialog_and_cancel_comes_first(
    desk: Driver,
) -> None:
    desk.press("Ctrl+Shift+E")
    dialog = dialog_of(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    ended: list[int] = []
    dialog.finished.connect(ended.append)
    Typist(dialog).press("Return")
    assert ended == [ExportDialog.DialogCode.Rejected]


def test_the_first_window_opens_by_keyboard_and_cuts_no_sentence(
    front: Front, qtbot: QtBot
) -> None:
    front.begin(None)
    window = first_window()
    qtbot.waitUntil(window.demo_button.hasFocus)
    hands = Typist(window)
    hands.press("Tab")
    assert window.start_button.hasFocus() and window.start_button.ringed
    hands.press("Return")
    assert window.pseudonym.hasFocus()
    qtbot.waitUntil(window.warning.isVisible)
    assert window.warning.height() >= window.warning.heightForWidth(window.warning.width())


def test_the_words_of_the_locked_desk_are_whole(front: Front, qtbot: QtBot) -> None:
    front.begin(None)
    window = first_window()
    window.start_button.click()
    window.pseudonym.setText("R-7")
    window.passphrase.setText("north wind")
    window.again.setText("north wind")
    window.create_button.click()
    host = front.host
    assert host is not None
    qtbot.waitUntil(lambda: host.idle, timeout=20_000)
    host.press("Ctrl+L")
    qtbot.waitUntil(lambda: host.locked is not None and host.locked.isVisible())
    assert host.locked is not None
    words = host.locked._words
    qtbot.waitUntil(lambda: words.height() >= words.heightForWidth(words.width()))


def test_the_counters_filter_the_queue(desk: Driver) -> None:
    counters = desk.window.queue._counts.counters
    counters["done"].click()
    desk.settle()
    assert counters["done"].held
    assert desk.window.queue.notice.sentence.text().startswith("No case matches this filter.")
    desk.window.queue.notice.button.click()
    desk.settle()
    assert desk.session.queue().shown == desk.session.queue().total
