"""Deal, hand back and purge by the window, typed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from reviewer.bundle.verify import verify
from reviewer.ui.exchange.deal_dialog import DealDialog
from reviewer.ui.exchange.purge_dialog import PurgeDialog
from tests.desk.conftest import Driver

DAY = 86_400_000


def opened(desk: Driver, ident: str, kind: type):  # type: ignore[no-untyped-def]
    desk.window.dispatcher.run_id(ident)
    desk.settle()
    return next(one for one in desk.window.findChildren(kind) if one.isVisible())


def lines(dialog) -> list[str]:  # type: ignore[no-untyped-def]
    return dialog._model.stringList()


def test_deal_is_shown_while_typing_and_written(desk: Driver, qtbot, tmp_path: Path) -> None:
    dialog = opened(desk, "lead.deal", DealDialog)
    assert dialog.deal.refusal() and "Name the reviewers" in dialog.sentence.text()
    qtbot.keyClicks(dialog.people, "heron, ibis")
    total = desk.session.status()["cases"]
    assert f"{total} cases would be dealt" in dialog.sentence.text()
    assert [line.split()[1] for line in lines(dialog)] == ["heron", "ibis"]
    qtbot.keyClicks(dialog.overlap, "1000%")
    assert "no share" in dialog.sentence.text() and dialog.deal.refusal()
    assert not dialog.list.isVisible() and "no share" in dialog.sentence.text()
    dialog.overlap.clear()
    qtbot.keyClicks(dialog.overlap, "20%")
    assert "to two people" in dialog.sentence.text() and not dialog.deal.refusal()
    told = dialog.detail.toPlainText()
    assert "@" in told and "T-24" not in told and "to somebody else too" in told
    dialog.deal_to(str(tmp_path))
    desk.settle()
    bundles = sorted(tmp_path.glob("deal-*.zip"))
    assert len(bundles) == 2 and all(verify(path).ok for path in bundles)
    desk.expect_said("Dealt")
    dialog = opened(desk, "lead.deal", DealDialog)
    qtbot.keyClicks(dialog.people, "heron")
    assert "0 cases would be dealt" in dialog.sentence.text()
    assert lines(dialog)[-1].endswith("stay: dealt already")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    desk.settle()


def test_at_the_last_station_a_kept_package_is_chosen(desk: Driver, tmp_path: Path) -> None:
    desk.press("Ctrl+2", "D", "Q", "F", "F")
    kept, session = tmp_path / "kept.zip", desk.session
    session.jobs.export(kept)
    desk.clock.step(400 * DAY)
    session._queue.wake()
    dialog = opened(desk, "lead.purge", PurgeDialog)
    assert any("its receipt is missing" in line for line in lines(dialog))
    nothing = tmp_path / "nothing.zip"
    nothing.write_bytes(b"no package")
    dialog.use_packages([str(nothing)])
    assert "proves nothing" in dialog.sentence.text() and dialog.purge.refusal()
    dialog.use_packages([str(kept)])
    assert "1 case would lose all evidence" in dialog.sentence.text()
    assert "kept.zip" in dialog.last.text() and lines(dialog)[0] == "1 case"
    dialog.kept.setFocus()
    desk.press("Space")
    assert "Nothing can be purged" in dialog.sentence.text()
    assert "kept.zip" not in dialog.last.text() and dialog.purge.refusal()
    dialog.use_packages([str(kept)])
    dialog.word.setText("PURGE")
    dialog.purge.click()
    desk.settle()
    assert "Purged 1 case" in dialog.sentence.text()
    dialog.reject()
    desk.settle()


def test_a_case_is_handed_back_by_its_command(desk: Driver) -> None:
    case = desk.session.desk.case_id
    desk.window.dispatcher.run_id("case.hand_back")
    desk.settle()
    desk.expect_said("Handed back")
    assert desk.session.desk.case_id != case
    row = next(r for r in desk.session.queue().rows if r.case_id == case)
    assert (row.group, row.state_word) == ("asked", "handed back")
    desk.session.select_case(case)
    assert desk.session.why_no_hand_back() == "it was handed back already"
    desk.restart()
    row = next(r for r in desk.session.queue().rows if r.case_id == case)
    assert row.state_word == "handed back"


def test_purge_asks_for_its_word(desk: Driver, qtbot, tmp_path: Path) -> None:
    desk.press("Ctrl+2", "D", "Q", "F", "F")
    session = desk.session
    dialog = opened(desk, "lead.purge", PurgeDialog)
    assert dialog.purge.refusal() and not dialog.word.isEnabled()
    assert any("not decided yet" in line for line in lines(dialog))
    assert any(line.startswith("17 cases stay: not decided yet") for line in lines(dialog))
    dialog.list.setFocus()
    desk.press("Down")
    assert "@warden_watch" in dialog.detail.toPlainText()
    assert not any("T-24" in line for line in lines(dialog))
    dialog.reject()
    desk.settle()
    sent = session.jobs.export(tmp_path / "out.zip")
    session._core.append([{"type": "receipt", "acknowledged": sent.to_seq}])
    desk.clock.step(400 * DAY)
    session._queue.wake()
    dialog = opened(desk, "lead.purge", PurgeDialog)
    assert "1 case would lose all evidence" in dialog.sentence.text()
    qtbot.keyClicks(dialog.word, "purge")
    dialog.purge.click()
    desk.settle()
    assert "the word is PURGE" in dialog.sentence.text()
    assert session.purging.purged() == {}
    qtbot.keyClicks(dialog.word, "PURGE")
    dialog.purge.click()
    desk.settle()
    assert "Purged 1 case" in dialog.sentence.text()
    assert len(session.purging.purged()) == 1
    dialog.reject()
    desk.settle()
    assert any(r.state_word == "purged" for r in session.queue().rows)
