"""A deal sealed to its reviewers by the window, and a sealed bundle taken in by the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reviewer import bootstrap
from reviewer.trust.cards import card, read_card
from reviewer.trust.roster import first_roster
from reviewer.ui.dialogs.import_dialog import ImportDialog
from reviewer.ui.exchange.deal_dialog import DealDialog
from tests.desk.conftest import Driver
from tests.session.roles import SINCE


def opened(desk: Driver, ident: str, kind: type):  # type: ignore[no-untyped-def]
    desk.window.dispatcher.run_id(ident)
    desk.settle()
    return next(one for one in desk.window.findChildren(kind) if one.isVisible())


def rostered(desk: Driver, *folders: Path) -> None:
    """The lead's desk holds a roster of two reviewers, each with a workspace of their own."""
    space = desk.session.workspace
    found = first_roster(read_card(card(space.profile, space.signer)), 1, SINCE)
    for folder in folders:
        with bootstrap.create_workspace(folder, folder.name, None) as one:
            found = found.add(read_card(card(one.profile, one.signer)), "reviewer", SINCE)
    desk.session.roster.adopt(found.to_text(space.signer))


def preview(desk: Driver, path: Path) -> ImportDialog:
    dialog = opened(desk, "import", ImportDialog)
    dialog.preview_all([str(path)])
    desk.settle()
    return dialog


def test_without_a_roster_there_is_nothing_to_seal_to(desk: Driver, qtbot: QtBot) -> None:
    dialog = opened(desk, "lead.deal", DealDialog)
    assert not dialog.sealed.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_sealed_by_a_box_and_opened_by_its_reviewer_alone(
    desk: Driver, qtbot: QtBot, tmp_path: Path
) -> None:
    heron, ibis, out = tmp_path / "heron", tmp_path / "ibis", tmp_path / "out"
    out.mkdir()
    rostered(desk, heron, ibis)
    dialog = opened(desk, "lead.deal", DealDialog)
    assert dialog.people.text() == "heron, ibis" and dialog.sealed.isVisible()
    dialog.sealed.setFocus()
    qtbot.keyClick(dialog.sealed, Qt.Key.Key_Space)
    assert "Only its reviewer can open" in dialog.sentence.text()
    dialog.deal_to(str(out))
    desk.settle()
    desk.expect_said("Dealt")
    first, second = sorted(out.iterdir())
    assert (first.name[-13:], second.name[-12:]) == ("heron.zip.age", "ibis.zip.age")
    own = preview(desk, first)
    assert own.act.refusal() and "sealed to 1 key" in own.view.toPlainText()
    qtbot.keyClick(own, Qt.Key.Key_Escape)
    desk.settle()
    reader = Driver(qtbot, heron, (1366, 768), "dark")
    try:
        wrong = preview(reader, second)
        assert wrong.act.refusal() and "sealed to 1 key" in wrong.view.toPlainText()
        qtbot.keyClick(wrong, Qt.Key.Key_Escape)
        reader.settle()
        assert reader.session.status()["cases"] == 0
        right = preview(reader, first)
        assert not right.act.refusal()
        right.act.setFocus()
        qtbot.keyClick(right.act, Qt.Key.Key_Space)
        reader.settle()
        reader.expect_said("Imported")
        assert reader.session.status()["cases"] > 0
    finally:
        reader.host.close()
