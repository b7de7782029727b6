"""A lead merges packages and settles what is contested, by keys."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.gallery.merged import MORE, merged
from reviewer.ui.exchange.merge_dialog import MergeDialog
from reviewer.ui.leads.contested_dialog import ContestedDialog
from tests.desk.conftest import Driver

T = TypeVar("T")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lead's workspace with two reviewers' packages in it; only ever copied."""
    folder = tmp_path_factory.mktemp("world") / "lead"
    merged(folder)
    return folder


@pytest.fixture
def lead(world: Path, tmp_path: Path, qtbot: QtBot, qapp: object) -> Iterator[Driver]:
    for place in (world, world.with_name(f"{world.name}-{MORE}")):
        shutil.copytree(place, tmp_path / place.name)
    driver = Driver(qtbot, tmp_path / "lead", (1366, 768), "dark")
    yield driver
    driver.host.close()


def contested(lead: Driver) -> None:
    """Open the first contested case."""
    lead.press("Ctrl+F")
    lead.type("state:contested")
    lead.press("Esc", "Ctrl+1")
    row = lead.session.queue().rows[0]
    assert row.state == "contested" and row.why.startswith("Contested: suspend by R-4; warn by R-7")
    lead.session.select_case(row.case_id)
    lead.settle()


def modal(kind: type[T]) -> T:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, kind), dialog
    return dialog


def test_a_lead_settles_a_contested_account_by_keys(lead: Driver) -> None:
    lead.expect(contested=2, confirmed=1, merged__devices=2, merged__quarantined=0)
    contested(lead)
    subject = lead.session.desk.account
    lead.press("N")
    dialog = modal(ContestedDialog)
    left, right = (side.toPlainText() for side in dialog.sides)
    assert "Seven posts in one night" in left and "Official media distribution" in left
    assert "One post praises" in right and "the same as here now" in right
    lead.press("Esc", "Ctrl+2", "D", "B", "R", "P", "F")
    lead.expect_said("settling says why")
    lead.press("G")
    lead.type("Both saw it; the pattern is official media.")
    lead.press("Esc", "F", "F")
    lead.expect_said("Settled: ")
    lead.expect(contested=1)
    state = lead.session.workspace.ledger.state.subject(subject)
    (head,) = state.heads
    assert head.type == "resolution" and len(head.event["supersedes"]) == 2
    assert state.outcome == "suspend" and "official media" in head.event["rationale"]
    lead.restart()
    lead.expect(contested=1)
    assert lead.session.workspace.ledger.check() is None


def test_packages_are_looked_at_and_then_merged(lead: Driver) -> None:
    lead.press("Ctrl+Shift+P")
    lead.type("merge packages")
    lead.press("Return")
    dialog = modal(MergeDialog)
    folder = lead.host.session.workspace.folder
    dialog.read_all([str(folder.with_name(f"{folder.name}-{MORE}"))])
    lead.settle()
    assert "4 new events of 2 chains" in dialog.sentence.text()
    assert "1 package refused" in dialog.sentence.text()
    assert "R-5-broken" in dialog.detail.toPlainText(), "what is refused comes first"
    lead.expect(merged__events=12)
    dialog.merge.click()
    lead.settle()
    lead.expect_said("Merged: 4 new events")
    lead.expect(merged__events=16, confirmed=2)
    rows = lead.session.queue().rows
    assert any(row.state_word == "suspend, confirmed by 2" for row in rows)


def test_only_a_lead_settles(lead: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    contested(lead)
    monkeypatch.setattr(lead.session._core, "own_role", lambda: "reviewer")
    before = lead.session.workspace.ledger.head()
    lead.press("Ctrl+2", "D", "B", "R", "P", "F", "F")
    lead.expect_said("only a lead settles it")
    lead.press("Esc", "N")
    assert "Only a lead settles it" in modal(ContestedDialog).sentence.text()
    lead.press("Esc")
    assert lead.session.workspace.ledger.head()[1] - before[1] <= 1, "only the pin was saved"
