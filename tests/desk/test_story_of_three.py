"""One account that three see alike and one on which they differ: typed from decision to receipt."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from reviewer import bootstrap
from reviewer.host import Host
from reviewer.intake.build import build_bundle
from reviewer.ui.dialogs.safety_dialogs import HistoryDialog
from reviewer.ui.exchange.export_dialog import ExportDialog
from reviewer.ui.exchange.feedback_dialog import FeedbackDialog
from reviewer.ui.exchange.merge_dialog import MergeDialog
from reviewer.ui.exchange.sync_dialog import SyncDialog
from reviewer.ui.leads.contested_dialog import ContestedDialog
from tests.desk.conftest import Driver
from tests.session.roles import roster_of

T = TypeVar("T")
Opened = Callable[[str], Driver]
REVIEWERS = ("heron", "owl", "wren")
SEEN = {"heron": "It posts the channel.", "owl": "All copies.", "wren": "Nothing of its own."}
WHY = "The seven posts of the night are the channel's own."
ACCOUNTS = [
    {
        "account_id": who,
        "platform": "net",
        "handles": [who],
        "captured_at": "2026-03-04T00:00:00.000Z",
        "source": "own",
    }
    for who in ("mirror", "reader")
]
POSTS = [
    {
        "post_id": f"{who}-{n}",
        "account_id": who,
        "platform": "net",
        "text": f"{words}, number {n}",
        "published_at": f"2026-03-0{n}T09:00:00.000Z",
    }
    for who, words in (("mirror", "Copied from the channel"), ("reader", "What I make of it"))
    for n in (1, 2, 3)
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lead and three reviewers with one roster and the same bundle; nothing is decided."""
    base = tmp_path_factory.mktemp("site")
    records = base / "records"
    records.mkdir()
    for name, rows in (("accounts", ACCOUNTS), ("posts", POSTS)):
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (records / f"{name}.jsonl").write_text(lines, "utf-8")
    build_bundle([records], base / "two.zip", zip=True, created_at="2026-03-04T00:00:00.000Z")
    spaces = {
        name: bootstrap.open_session(bootstrap.create_workspace(base / name, name, None))
        for name in ("lead", *REVIEWERS)
    }
    people = [
        (session, "lead" if name == "lead" else "reviewer") for name, session in spaces.items()
    ]
    text = roster_of(people)
    for session in spaces.values():
        session.roster.adopt(text)
        session.jobs.import_paths([base / "two.zip"])
        session.close()
    (base / "drop" / "packages").mkdir(parents=True)
    return base


@pytest.fixture
def opened(site: Path, qtbot: QtBot, qapp: object) -> Iterator[Opened]:
    drivers: list[Driver] = []

    def open_one(name: str) -> Driver:
        if not drivers:
            drivers.append(Driver(qtbot, site / name, (1366, 768), "dark"))
            return drivers[0]
        driver = drivers[0]
        driver.host.close()
        driver.host = Host(site / name, None, driver.clock, (1366, 768))
        driver.settle()
        return driver

    yield open_one
    for one in drivers:
        one.host.close()


def modal(kind: type[T]) -> T:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, kind), dialog
    return dialog


def run(desk: Driver, words: str) -> None:
    """A command by the palette."""
    desk.press("Ctrl+Shift+P")
    desk.type(words)
    desk.press("Return")


def push(desk: Driver, button: QWidget) -> None:
    """Go to a button by Tab and press it by Return. Offscreen nobody makes a dialog active again
    after the one above it closed: asked is where its own keyboard is."""
    dialog = modal(QDialog)
    for _ in range(20):
        if dialog.focusWidget() is button:
            break
        desk.press("Tab")
    assert dialog.focusWidget() is button
    desk.press("Return")


def name_file(desk: Driver, path: Path) -> None:
    """Type a place into the file dialog."""
    modal(QFileDialog)
    desk.type(str(path))
    desk.press("Return")


def case_of(desk: Driver, handle: str) -> None:
    """Step through the queue to a case, down or up."""
    for key in ("Alt+Down", "Alt+Up"):
        if desk.session.header().untrusted_handle != handle:
            desk.press(key)
    desk.expect_current(handle)


def decide(desk: Driver, handle: str, note: str, stage: str) -> None:
    case_of(desk, handle)
    desk.press("Ctrl+2", "D", "B", "G")
    desk.type(note)
    desk.press("Esc", stage, "P", "F", "F")
    desk.expect_said("saved")


def review(desk: Driver, name: str, out: Path) -> None:
    """Decide both accounts, and hand the package over."""
    decide(desk, "mirror", SEEN[name], "R")
    decide(desk, "reader", f"{name} read it twice.", "R" if name == "heron" else "Q")
    desk.expect(decisions=2, contested=0)
    desk.press("Ctrl+Shift+E")
    dialog = modal(ExportDialog)
    assert "2 decisions in force" in dialog.view.toPlainText()
    push(desk, dialog.act)
    name_file(desk, out)
    desk.expect_said("Exported")
    desk.expect(pending_export=0)
    assert out.is_file() and desk.session.status()["unacknowledged"] > 0


def merge(lead: Driver, packages: Path) -> None:
    """Look at the packages by the dialog, then take them."""
    run(lead, "merge packages")
    dialog = modal(MergeDialog)
    push(lead, dialog.folder)
    name_file(lead, packages)
    assert modal(MergeDialog) is dialog
    assert "of 3 chains" in dialog.sentence.text(), dialog.sentence.text()
    lead.expect(merged__events=0)
    push(lead, dialog.merge)
    lead.expect_said("Merged: ")
    lead.expect(merged__devices=3, merged__quarantined=0, confirmed=1, contested=1)


def settle(lead: Driver) -> None:
    """Both sides of what is contested, and then one decision for all."""
    words = {row.untrusted_handle: row.state_word for row in lead.session.queue().rows}
    assert words["mirror"] == "suspend, confirmed by 3"
    case_of(lead, "reader")
    lead.press("N")
    dialog = modal(ContestedDialog)
    sides = [side.toPlainText() for side in dialog.sides]
    assert len(sides) == 3, "each on its own grounds"
    for name, side in zip(REVIEWERS, sides, strict=True):
        assert f"{name} read it twice." in side and "the same as here now" in side
        assert "Pinned: What I make of it, number 1" in side
    assert "2.2 Praise or support" in sides[0] and "5.1 Exempt context" in sides[1]
    lead.press("Esc", "Ctrl+2", "D", "B", "G")
    lead.type(WHY)
    lead.press("Esc", "R", "P", "F", "F")
    lead.expect_said("Settled: ")
    lead.expect(contested=0)


def send_back(lead: Driver, drop: Path) -> None:
    """Write the feedback for everybody."""
    run(lead, "sync")
    dialog = modal(SyncDialog)
    push(lead, dialog.folder)
    name_file(lead, drop)
    assert "3 files would go out" in dialog.sentence.text(), dialog.sentence.text()
    push(lead, dialog.act)
    assert "3 files went out" in dialog.sentence.text()
    lead.press("Esc")


def take_back(desk: Driver, path: Path) -> None:
    """Look at the feedback, take it, and see what it settled."""
    run(desk, "apply feedback")
    dialog = modal(FeedbackDialog)
    push(desk, dialog.act)
    name_file(desk, path)
    assert dialog.told.text().startswith("From lead, key ")
    told = dialog.view.toPlainText()
    assert "Receipt: your events up to" in told and "1 settled decision" in told
    assert desk.session.status()["unacknowledged"] > 0, "nothing is taken before it is seen"
    push(desk, dialog.act)
    desk.expect_said("Feedback taken")
    desk.expect(unacknowledged=0, pending_export=0)
    case_of(desk, "reader")
    lines = desk.session.inspector().lead
    assert [(one.words, one.untrusted_words) for one in lines] == [("settled: suspend", WHY)]


@pytest.mark.qt_log_ignore("plugin does not support (raise|grabbing)", extend=True)
def test_three_reviewers_a_lead_and_back(opened: Opened, site: Path) -> None:
    drop = site / "drop"
    for name in REVIEWERS:
        review(opened(name), name, drop / "packages" / f"{name}.zip")
    lead = opened("lead")
    merge(lead, drop / "packages")
    settle(lead)
    send_back(lead, drop)
    for name in ("owl", "heron"):
        take_back(opened(name), next((drop / "feedback" / name).iterdir()))
    desk = opened("owl")
    words = {row.untrusted_handle: row.state_word for row in desk.session.queue().rows}
    assert words == {"mirror": "suspend", "reader": "suspend"}, "what was settled holds here, too"
    case_of(desk, "reader")
    run(desk, "history of the case")
    lines = modal(HistoryDialog)._model.stringList()
    assert ["sent" in one.split() for one in lines] == ["owl," in one for one in lines]
    assert any("no action" in one and "sent" in one for one in lines), "the own decision stays"
    assert any("resolution" in one and "lead," in one for one in lines)
    desk.press("Esc")
    assert desk.session.workspace.ledger.check() is None
