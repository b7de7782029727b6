"""A whole round typed at the desk: three reviewers' packages, a draw, blind answers, verdicts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from reviewer.domain.qa import verdict_of
from reviewer.quality.intervals import wilson
from reviewer.session.leads.quality_page import Section
from reviewer.ui.leads.inbox_dialog import InboxDialog
from reviewer.ui.leads.verdict_dialog import VerdictDialog
from tests.desk.conftest import Driver

ANSWER = ("Ctrl+2", "d", "q", "f")


def named(sections: list[Section], title: str) -> Section:
    return next(one for one in sections if one.title == title)


def test_a_round_typed_and_its_figures_by_hand(
    lead: Path, tmp_path: Path, desk_on: Callable[[Path], Driver]
) -> None:
    from reviewer.ui.leads.draw_dialog import DrawDialog
    from reviewer.ui.leads.quality_dialog import QualityDialog

    desk = desk_on(lead)
    desk.window.dispatcher.run_id("lead.draw")
    drawing = QApplication.activeModalWidget()
    assert isinstance(drawing, DrawDialog)
    drawing.plans.setCurrentIndex(1)
    assert "18 decisions would be drawn" in drawing.sentence.text()
    drawing.plans.setCurrentIndex(0)
    assert "Drawn from 19 decisions" in drawing.counted.text()
    assert drawing.chart.accessibleName() and drawing.curve.words.rows
    drawing.act.click()
    desk.settle()
    desk.expect_said("drawn again it is the same")
    desk.press("Ctrl+I")
    inbox = QApplication.activeModalWidget()
    assert isinstance(inbox, InboxDialog)
    kinds = {line.kind for line in desk.session.inbox.lines()}
    assert "spotcheck" in kinds and "contested" not in kinds, "it was drawn: blind first"
    desk.press("Esc")
    state = desk.session.workspace.ledger.state
    (draw,) = [event["id"] for event in state.qa.standing_draws()]
    outcomes = {
        item.decision: state.event(item.decision)["outcome"] for item in state.qa.draw(draw).items
    }
    assert len(outcomes) == 19 and len(set(outcomes.values())) == 3
    desk.press("Ctrl+J")
    for _ in range(19):
        assert desk.session.header().blind
        desk.press(*ANSWER)
        desk.press("f")
        while isinstance(dialog := QApplication.activeModalWidget(), VerdictDialog):
            desk.press("Alt+A" if dialog._view.proposed == "agree" else "Alt+P")
            assert dialog.chosen == dialog._view.proposed
            desk.press("Alt+S")
    desk.expect_said("All that was drawn is answered")
    report = desk.session.spotchecks.reports([draw])[0]
    wrong = sum(outcome != "no_violation" for outcome in outcomes.values())
    assert (report.open, report.answered, report.revealed) == (0, 0, 19)
    assert report.all.rate.hits == wrong
    assert report.all.rate.value == pytest.approx(wrong / 19)
    raw = wilson(19 - wrong, 19)
    assert (report.outcomes.raw.value, report.outcomes.raw.low) == (raw.value, raw.low)
    verdicts = [
        verdict_of(event) for event in desk.session.workspace.ledger.state.qa.verdicts.values()
    ]
    assert sum(said.class_ == "false_positive" for said in verdicts) == wrong
    desk.window.dispatcher.run_id("lead.quality")
    page = QApplication.activeModalWidget()
    assert isinstance(page, QualityDialog)
    shown = desk.session.quality.sections(draw)
    people = named(shown, "By reviewer")
    names = [row[0] for row in people.rows]
    assert names == sorted(names) and not page.table.isSortingEnabled()
    assert "kappa" not in str(named(shown, "Agreement").head).lower()
    page.kappa.click()
    assert "Kappa" in page._sections[2].head and "never instead" in page._sections[2].sentence
    page.save_to(str(tmp_path / "quality.html"))
    written = (tmp_path / "quality.html").read_text("utf-8")
    assert "<script" not in written and "By reviewer" in written
    desk.press("Esc")
    desk.restart()
    with pytest.raises(Exception, match="nothing that was drawn"):
        desk.session.next_item()
