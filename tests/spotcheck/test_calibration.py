"""A calibration round, there and back: the same cases to three people, each blind to the others."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from reviewer.domain.errors import Refused
from reviewer.domain.qa import review_of
from reviewer.gallery.lead_world import LIMIT, NO_ACTION, PEOPLE, SUSPEND, opened, type_keys
from reviewer.quality.calibration import round_report
from reviewer.quality.intervals import wilson
from reviewer.session.leads.quality_rounds import ITEMS
from tests.cli.kit import good
from tests.desk.conftest import Driver

ANSWERS = {"R-1": (SUSPEND, NO_ACTION), "R-2": (SUSPEND, NO_ACTION), "R-3": (SUSPEND, LIMIT)}
SIZE = 2


@pytest.fixture
def folders(few: Path, tmp_path: Path) -> dict[str, Path]:
    """Everybody's workspaces, copied."""
    found = {name: Path(shutil.copytree(few / name, tmp_path / name)) for name in PEOPLE}
    return {**found, "L-1": Path(shutil.copytree(few / "lead", tmp_path / "lead"))}


def sent(folders: dict[str, Path], tmp_path: Path) -> None:
    """The lead's feedback goes to all, and is taken."""
    out = tmp_path / "back"
    with opened(folders["L-1"]) as (session, _):
        session.feedback.build("all", out)
    for name in PEOPLE:
        with opened(folders[name]) as (session, _):
            told = session.feedback.apply(out / f"{name}.zip")
            assert told.by_type["qa.draw"] == 1 and "decision" not in told.by_type


def answered(folders: dict[str, Path], tmp_path: Path) -> list[str]:
    """Each answers by keys, blind, and exports; the lead merges. The items, in order of work."""
    packages, order = [], list[str]()
    for name in PEOPLE:
        with opened(folders[name]) as (session, clock):
            order = [item.item for item in session.looking.open_items()]
            assert len(order) == SIZE
            type_keys(session, clock, ("Ctrl+J",))
            for keys in ANSWERS[name]:
                assert session.header().blind and not session.queue().done > 1
                type_keys(session, clock, keys)
            assert session.looking.on is None and "answered" in session.desk.message
            kinds = [e["type"] for e in session.workspace.ledger.own_events()]
            assert kinds.count("qa.review") == SIZE
            out = tmp_path / f"{name}-round.zip"
            session.jobs.export(out)
            packages.append(out)
    with opened(folders["L-1"]) as (session, _):
        session.merging.merge(packages)
    return order


def test_a_round_travels_is_answered_blind_and_compared(
    folders: dict[str, Path], tmp_path: Path
) -> None:
    with opened(folders["L-1"]) as (session, _):
        draw = session.rounds.make(["all"], SIZE, seed="a seed of the tests")
        said = session.spotchecks.find(draw)[1]
        assert len(said.raters) == 3 and len(said.cases) == SIZE and not said.items
        assert session.rounds.check(said) == []
        assert session.spotchecks.reports() == [], "a round says nothing of decisions"
        decided = {
            fact.event["subject"]["id"]
            for subject in session.workspace.ledger.state.decided()
            for fact in subject.heads
        }
        assert not decided & {one.subject.id for one in said.cases}, "nobody answers their own"
    sent(folders, tmp_path)
    with zipfile.ZipFile(tmp_path / "back" / "R-1.zip") as packed:
        texts = b"".join(packed.read(name) for name in packed.namelist())
    assert b'"qa.review"' not in texts and b'"qa.golden"' not in texts
    order = answered(folders, tmp_path)
    with opened(folders["L-1"]) as (session, _):
        assert session.rounds.check(session.spotchecks.find(draw)[1]) == []
        found = round_report(session.workspace.ledger.state, draw)
        assert (found.raters, found.done, found.answers) == (3, 3, 6)
        by_item = {one.item: one for one in found.items}
        alike, apart = (by_item[name] for name in order)
        assert alike.outcomes == (("suspend", 3),) and (alike.raw.hits, alike.raw.n) == (3, 3)
        assert apart.outcomes == (("no_violation", 2), ("restrict", 1))
        assert (apart.raw.hits, apart.raw.n) == (1, 3)
        # by hand: 4 of 6 pairs agree; AC1: p_o = (1 + 1/3)/2, pi = (3, 2, 1)/6
        assert found.outcome.raw == wilson(4, 6)
        p_o, p_e = 2 / 3, (1 / 2 * 1 / 2 + 1 / 3 * 2 / 3 + 1 / 6 * 5 / 6) / 2
        assert found.outcome.ac1.value == pytest.approx((p_o - p_e) / (1 - p_e))
        # alpha: n = 6, D_o = 2·(2·1)/2/6 = 4/6·... coincidences off the diagonal 2 of 6
        d_o, d_e = 2 / 6, (36 - 9 - 4 - 1) / (6 * 5)
        assert found.outcome.alpha.value == pytest.approx(1 - d_o / d_e)
        shown = session.quality.sections(draw)
        assert shown[0].title == "Calibration round" and "3 of 3 answered all" in shown[0].sentence
        rows = next(one for one in shown if one.head == ITEMS)
        assert len(rows.rows) == SIZE == len(rows.bars)
        words = str([(one.title, one.sentence, one.rows) for one in shown])
        assert not any(name in words for name in PEOPLE), "nobody is named"
    answer = good("quality", "--workspace", folders["L-1"], "--no-passphrase")
    (one,) = answer["rounds"]
    assert one["done"] == 3 and one["outcome"]["raw"]["hits"] == 4 and answer["draws"] == []
    assert {item["answered"] for item in one["items"]} == {3}
    told = good("draw", "--check", draw, "--workspace", folders["L-1"], "--no-passphrase")
    assert told["mode"] == "checked" and told["differences"] == [] and len(told["raters"]) == 3


def test_a_lead_who_answers_too_sees_no_answer_before_their_own(
    folders: dict[str, Path], tmp_path: Path
) -> None:
    with opened(folders["L-1"]) as (session, _):
        draw = session.rounds.make(["all", "L-1"], SIZE, seed="a seed of the tests")
    sent(folders, tmp_path)
    answered(folders, tmp_path)
    with opened(folders["L-1"]) as (session, clock):
        with pytest.raises(Refused) as caught:
            session.rounds.report(draw)
        assert caught.value.code == "blind"
        (only,) = (one for one in session.quality.sections(draw) if "Calibration" in one.title)
        assert not only.rows and "after your last answer" in only.sentence
        type_keys(session, clock, ("Ctrl+J", *NO_ACTION, *NO_ACTION))
        assert session.rounds.report(draw).done == 4
        answers = session.workspace.ledger.state.qa.reviews.values()
        assert {review_of(one).draw for one in answers} == {draw}


def test_a_golden_case_stands_among_the_others_without_a_mark(folders: dict[str, Path]) -> None:
    with opened(folders["L-1"]) as (session, clock):
        raters = session.rounds.keys_of(["all"])
        free = [one for one in session.rounds.candidates(raters)[0] if not one.decided]
        session.select_case(free[0].case)
        type_keys(session, clock, ("Ctrl+2", "d", "q", "f", "f"))
        key = free[0].subject.key
        for row in session.goldens._rows(key):
            session.workspace.desk.mark_seen(f"{key}", [f"media:{row.key}"])
        session.goldens.make(session.goldens.draft(key, "Nothing here breaks a rule."))
        draw = session.rounds.make(["all"], SIZE, seed="a seed of the tests")
        said = session.spotchecks.find(draw)[1]
        strata = {one.name: one.drawn for one in said.strata}
        assert strata["golden"] == 1 and len(said.cases) == SIZE
        names = {f"{one.subject.kind}:{one.subject.id}" for one in said.cases}
        assert key in names
        assert session.rounds.check(said) == []


def test_who_and_what_may_be_in_a_round(folders: dict[str, Path]) -> None:
    with opened(folders["L-1"]) as (session, _):
        head = session.workspace.ledger.head()
        with pytest.raises(Refused) as nobody:
            session.rounds.make(["R-9"])
        with pytest.raises(Refused) as few:
            session.rounds.make(["R-1"])
        raters = session.rounds.keys_of(["all"])
        taken = next(one for one in session.rounds.candidates(raters)[0] if one.decided)
        with pytest.raises(Refused) as own:
            session.rounds.make(["all"], cases=[taken.case])
        with pytest.raises(Refused) as none:
            session.rounds.make(["all"], cases=["no such case"])
        codes = [one.value.code for one in (nobody, few, own, none)]
        assert codes == ["nobody", "raters", "own", "no_case"]
        assert session.workspace.ledger.head() == head
        free = [one for one in session.rounds.candidates(raters)[0] if not one.decided][:2]
        draw = session.rounds.make(["R-1", "R-2"], cases=[one.case for one in free])
        assert {one.case for one in session.spotchecks.find(draw)[1].cases} == {
            one.case for one in free
        }
    with opened(folders["R-1"]) as (session, _):
        with pytest.raises(Refused) as caught:
            session.rounds.make(["all"])
        assert caught.value.code == "not_lead"
        assert "no calibration round came" in session.why_no_item()


def test_a_round_is_drawn_in_the_dialog(
    folders: dict[str, Path], desk_on: Callable[[Path], Driver]
) -> None:
    from reviewer.ui.leads.draw_dialog import DrawDialog

    desk = desk_on(folders["L-1"])
    desk.window.dispatcher.run_id("lead.draw")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, DrawDialog) and not dialog.raters.isVisible()
    desk.press("End")
    assert dialog.is_round and dialog.raters.text() == "R-1, R-2, R-3"
    assert "the same to all" in dialog.sentence.text()
    dialog.raters.setFocus()
    dialog.raters.selectAll()
    desk.type("R-9")
    assert "Nobody here is called" in dialog.act._blocked
    dialog.raters.selectAll()
    desk.type("R-1, R-2, R-3")
    dialog.act.click()
    desk.settle()
    desk.expect_said("Calibration round drawn")
    (draw,) = desk.session.rounds.draws()
    assert desk.session.spotchecks.find(draw)[1].kind == "calibration"
