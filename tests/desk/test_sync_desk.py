"""Two reviewers and a lead hand over in one folder, by the window, and then once more."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.gallery.merged import merged
from reviewer.host import Host
from reviewer.ui.exchange.sync_choices import CARD, PLAIN
from reviewer.ui.exchange.sync_dialog import SyncDialog
from tests.desk.conftest import Driver

Opened = Callable[[str], Driver]
PLACES = {"R-4": "lead-others/R-4", "R-7": "lead-others/R-7", "L-1": "lead"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lead who merged once and two reviewers who decided more since; only ever copied."""
    base = tmp_path_factory.mktemp("sync")
    merged(base / "lead")
    (base / "drop").mkdir()
    return base


@pytest.fixture
def base(world: Path, tmp_path: Path) -> Path:
    shutil.copytree(world, tmp_path / "world")
    return tmp_path / "world"


@pytest.fixture
def opened(base: Path, qtbot: QtBot, qapp: object) -> Iterator[Opened]:
    drivers: list[Driver] = []

    def open_one(name: str) -> Driver:
        if not drivers:
            drivers.append(Driver(qtbot, base / PLACES[name], (1366, 768), "dark"))
            return drivers[0]
        driver = drivers[0]
        driver.host.close()
        driver.host = Host(base / PLACES[name], None, driver.clock, (1366, 768))
        driver.settle()
        return driver

    yield open_one
    for one in drivers:
        one.host.close()


def dialog_of(desk: Driver) -> SyncDialog:
    desk.press("Ctrl+Shift+P")
    desk.type("sync")
    desk.press("Return")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SyncDialog), dialog
    return dialog


def synced(desk: Driver, drop: Path) -> tuple[str, str]:
    """What would be done and what was, in a sentence each."""
    dialog = dialog_of(desk)
    if dialog.again.refusal():
        dialog.look(str(drop))
    desk.settle()
    before = dialog.sentence.text()
    dialog.act.click()
    desk.settle()
    after = dialog.sentence.text()
    desk.press("Esc")
    assert QApplication.activeModalWidget() is None
    return before.partition(": ")[2], after.partition(": ")[2]


def test_two_reviewers_a_lead_and_back_twice(opened: Opened, base: Path) -> None:
    drop = base / "drop"
    for name in ("R-4", "R-7"):
        before, after = synced(opened(name), drop)
        assert before == "0 files would come in, 1 file would go out."
        assert after == "0 files came in, 1 file went out."
    lead = opened("L-1")
    lead.expect(merged__events=12)
    before, after = synced(lead, drop)
    assert before == "2 files would come in, 2 files would go out."
    assert after == "2 files came in, 2 files went out."
    lead.expect(merged__devices=2)
    assert lead.session.status()["merged"]["events"] > 12
    for name in ("R-4", "R-7"):
        desk = opened(name)
        assert synced(desk, drop)[1] == "1 file came in, 0 files went out."
        desk.expect(unacknowledged=0)
    there = sorted(one.name for one in drop.rglob("*"))
    for name in PLACES:
        before, after = synced(opened(name), drop)
        assert (before, after) == ("there is nothing to do.",) * 2
    assert sorted(one.name for one in drop.rglob("*")) == there


def test_what_is_none_of_ours_is_named_and_a_changed_file_refused(
    opened: Opened, base: Path
) -> None:
    drop = base / "drop"
    synced(opened("R-4"), drop)
    package = next((drop / "packages").iterdir())
    (drop / "packages" / "link.zip").symlink_to(package)
    (drop / "notes.txt").write_text("not ours")
    lead = opened("L-1")
    dialog = dialog_of(lead)
    dialog.look(str(drop))
    lead.settle()
    lines = dialog._model.stringList()
    assert any(one.startswith("Left alone: notes.txt") for one in lines)
    assert any(one.startswith("Left alone: packages/link.zip") for one in lines)
    there = package.read_bytes()
    package.write_bytes(there[:-1] + bytes([there[-1] ^ 1]))
    dialog.act.click()
    lead.settle()
    assert "1 refused" in dialog.sentence.text()
    assert "not what it was when you looked" in dialog.detail.toPlainText()
    lead.expect(merged__events=12)
    lead.press("Esc")


def test_stop_leaves_nothing_half_and_the_next_run_goes_on(opened: Opened, base: Path) -> None:
    drop, desk = base / "drop", opened("R-4")
    dialog = dialog_of(desk)
    dialog.look(str(drop))
    desk.settle()
    before = desk.session.workspace.ledger.head()
    dialog.act.click()
    dialog.reject()
    desk.settle()
    assert "1 not done" in dialog.sentence.text()
    assert not [one for one in drop.rglob("*") if one.is_file()]
    assert desk.session.workspace.ledger.head() == before
    desk.press("Esc")
    assert synced(desk, drop)[1] == "0 files came in, 1 file went out."


def test_who_can_open_it_is_chosen_and_looked_at_anew(opened: Opened, base: Path) -> None:
    drop, desk = base / "drop", opened("R-4")
    dialog = dialog_of(desk)
    dialog.look(str(drop))
    desk.settle()
    choices = dialog.choices
    offered = [choices.to.itemText(row) for row in range(choices.to.count())]
    assert offered == ["the leads: L-1, root", "L-1", "R-7", "root", PLAIN, CARD]
    assert choices.trust is None
    choices.to.setFocus()
    desk.press(*["Down"] * 4)
    desk.settle()
    assert choices.chosen.plain and choices.focused
    assert dialog._plan is not None and not dialog._plan.sealed_to
    dialog.act.click()
    desk.settle()
    assert [one.suffix for one in (drop / "packages").iterdir()] == [".zip"]
    desk.press("Esc")


def test_a_choice_while_it_looks_is_looked_at_again(opened: Opened, base: Path) -> None:
    desk = opened("R-4")
    dialog = dialog_of(desk)
    dialog.look(str(base / "drop"))
    dialog.choices.to.setCurrentIndex(1)
    dialog.choices.to.activated.emit(1)
    assert dialog.running and dialog.act.refusal()
    desk.settle()
    assert dialog._plan is not None and dialog._plan.sealed_to == dialog.choices.chosen.to
    assert dialog.choices.chosen.to
    desk.press("Esc")
