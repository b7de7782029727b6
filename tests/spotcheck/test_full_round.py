"""A whole round by keys, questions too: decide, merge, draw, look again, judge, count, send."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from math import sqrt
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from reviewer.domain import events as ev
from reviewer.domain.qa import verdict_of
from reviewer.gallery.lead_world import NO_ACTION, PEOPLE, SUSPEND, opened, type_keys
from reviewer.host import Host
from reviewer.session.leads.quality_page import Section
from reviewer.ui.exchange.feedback_dialog import FeedbackDialog
from reviewer.ui.exchange.merge_dialog import MergeDialog
from reviewer.ui.leads.draw_dialog import DrawDialog
from reviewer.ui.leads.quality_dialog import QualityDialog
from reviewer.ui.leads.verdict_dialog import VerdictDialog
from tests.desk.conftest import Driver
from tests.spotcheck.reading import window_words

T = TypeVar("T", bound=QWidget)
MEDIA, CALL = "T-2405", "T-2412"
"""Cases whose reports claim a policy with questions: official media, recruitment."""
MORE = {
    "R-1": (MEDIA, ("Ctrl+2", "d", "b", "j", "j", "r", "text:Its own house.", "f", "f")),
    "R-2": (CALL, ("Ctrl+2", "d", "b", "j", "k", "k", "k", "q", "o", "f", "f")),
    "R-3": ("T-2404", SUSPEND),
}
"""What each decides beside the three of ``few``: two answer questions, one departs from them."""
LOOKS = {
    MEDIA: ("Ctrl+2", "d", "b", "j", "k", "r", "r", "text:Not mainly releases.", "f", "f"),
    CALL: ("Ctrl+2", "d", "b", "j", "k", "k", "k", "r", "f", "f"),
}
"""How the lead answers those, blind; all others get ``NO_ACTION``."""
NOTE, WORDS = "For leads alone.", "Most of its posts are its own: read distribution again."
Z = 1.959963984540054


def modal(kind: type[T]) -> T:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, kind), dialog
    return dialog


def run(desk: Driver, name: str) -> None:
    """A command by the palette."""
    desk.press("Ctrl+Shift+P")
    desk.type(name)
    desk.press("Return")


def go_to(desk: Driver, wanted: QWidget) -> None:
    """``Tab`` until the keyboard is there."""
    for _ in range(30):
        if QApplication.focusWidget() is wanted:
            return
        desk.press("Tab")
    raise AssertionError(f"no Tab leads to {wanted.accessibleName()}")


def typed(desk: Driver, *keys: str) -> None:
    """Keys at a desk; ``text:`` writes the note."""
    for key in keys:
        if key.startswith("text:"):
            desk.press("g")
            desk.type(key.removeprefix("text:"))
            desk.press("Esc")
        else:
            desk.press(key)


@pytest.fixture
def world(few: Path, tmp_path: Path) -> Path:
    """Everybody's workspaces; each reviewer decided one more, by keys, and exported again."""
    for name, (case, keys) in MORE.items():
        folder = Path(shutil.copytree(few / name, tmp_path / name))
        with opened(folder) as (session, clock):
            session.select_case(case)
            type_keys(session, clock, keys)
            assert "saved" in session.desk.message
            session.jobs.export(tmp_path / f"{name}.zip")
    shutil.copytree(few / "lead", tmp_path / "L-1")
    return tmp_path


def merge_and_draw(desk: Driver, packages: list[Path]) -> str:
    """What the reviewers sent comes in, and three beside the must-see ones are drawn."""
    run(desk, "merge packages")
    merging = modal(MergeDialog)
    merging.read_all([str(one) for one in packages])
    desk.settle()
    go_to(desk, merging.merge)
    desk.press("Return")
    desk.press("Esc")
    run(desk, "draw a spot-check")
    drawing = modal(DrawDialog)
    desk.press("Down", "Tab")
    desk.type("3")
    assert "7 decisions would be drawn, 4 of them must be seen" in drawing.sentence.text()
    assert "Drawn from 12 decisions" in drawing.counted.text()
    go_to(desk, drawing.act)
    desk.press("Return")
    desk.expect_said("drawn again it is the same")
    (event,) = desk.session.workspace.ledger.state.qa.standing_draws()
    return ev.text(event, "id")


def look_and_judge(desk: Driver) -> dict[str, str]:
    """All that was drawn, blind; then the verdict. Case to the class that was said."""
    said: dict[str, str] = {}
    desk.press("Ctrl+J")
    while desk.session.looking.on is not None:
        assert desk.session.header().blind
        case = desk.session.desk.case_id
        typed(desk, *LOOKS.get(case, NO_ACTION))
        dialog = modal(VerdictDialog)
        said[case] = dialog._view.proposed
        if case == MEDIA:
            assert said[case] == "false_positive"
            desk.press("Alt+T", "Alt+P")
            assert {name: one.currentText() for name, one in dialog.questions.items()} == {
                "source_official": "agree",
                "distribution": "wrong",
            }
            go_to(desk, dialog.questions["distribution"])
            desk.press("Down")
            go_to(desk, dialog.note)
            desk.type(NOTE)
            go_to(desk, dialog.feedback)
            desk.type(WORDS)
        desk.press("Alt+S")
    desk.expect_said("All that was drawn is answered")
    return said


def by_hand(hits: int, n: int) -> str:
    """Wilson's interval at 95 %, as the page writes it."""
    p, under = hits / n, 1 + Z * Z / n
    middle, half = p + Z * Z / (2 * n), Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    low = 0.0 if hits == 0 else (middle - half) / under
    high = 1.0 if hits == n else (middle + half) / under
    return f"{100 * low:.1f} % to {100 * high:.1f} %"


def rows_of(sections: list[Section], title: str) -> dict[str, tuple[str, ...]]:
    (one,) = (one for one in sections if one.title == title)
    return {row[0]: row for row in one.rows}


def check_page(desk: Driver, draw: str, said: dict[str, str]) -> None:
    """The page says what a pencil says."""
    run(desk, "quality")
    shown = modal(QualityDialog)._sections
    state = desk.session.workspace.ledger.state
    drawn = state.qa.draw(draw)
    assert drawn is not None
    faults = {"must_see": 0, "all": 0}
    weighed, same = 0.0, 0
    for item in drawn.items:
        first = state.event(item.decision)
        wrong = said[first["case"]] != "agree"
        faults[item.stratum] += wrong
        weighed += wrong * item.p[1] / item.p[0]
        same += first["outcome"] == {MEDIA: "suspend_temporary", CALL: "suspend"}.get(
            first["case"], "no_violation"
        )
    rates = rows_of(shown, "Overturned")
    assert [rates["must be seen"][n] for n in (1, 3, 4)] == [percent(faults["must_see"] / 4), *"44"]
    others = rates["all others (estimate)"]
    assert [others[n] for n in (1, 3, 4)] == [percent(faults["all"] / 3), *"38"]
    assert {item.p for item in drawn.items} == {(1, 1), (3, 8)}
    assert rates["both together"][1] == percent(weighed / 12)
    agreed = rows_of(shown, "Agreement")
    assert agreed["outcome"][1] == percent(same / 7)
    assert agreed["outcome"][2].startswith(by_hand(same, 7))
    for name, hits, n in (("source official", 1, 1), ("recruit", 1, 1), ("instruct", 1, 1)):
        assert agreed[name][1:4] == (percent(hits / n), wide(by_hand(hits, n)), str(n))
    assert agreed["distribution, wording ×1"][1:4] == ("0.0 %", wide(by_hand(0, 1)), "1")
    desk.press("Esc")


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def wide(words: str) -> str:
    return f"{words}, too few to go by"


def test_a_round_there_and_back_with_questions(
    world: Path, desk_on: Callable[[Path], Driver]
) -> None:
    desk = desk_on(world / "L-1")
    draw = merge_and_draw(desk, [world / f"{name}.zip" for name in PEOPLE])
    said = look_and_judge(desk)
    assert len(said) == 7 and said[CALL] == "false_negative"
    verdicts = [verdict_of(one) for one in desk.session.workspace.ledger.state.qa.verdicts.values()]
    (one,) = (one for one in verdicts if one.feedback)
    assert (one.class_, one.note, one.feedback) == ("false_positive", "", WORDS)
    assert {c.id: c.class_ for c in one.criteria} == {
        "source_official": "agree",
        "distribution": "wording",
    }
    check_page(desk, draw, said)
    desk.session.feedback.build("R-1", world / "back.zip")
    desk.host.close()
    desk.host = Host(world / "R-1", None, desk.clock, (1366, 768))
    desk.settle()
    run(desk, "apply feedback")
    dialog = modal(FeedbackDialog)
    dialog.preview_file(str(world / "back.zip"))
    go_to(desk, dialog.act)
    desk.press("Return")
    desk.session.select_case(MEDIA)
    desk.settle()
    (line,) = desk.session.inspector().lead
    assert (line.words, line.who, line.untrusted_words) == (
        "the lead would have done less, or nothing",
        "L-1",
        f"{WORDS}\nThe question itself can be read in two ways: distribution",
    )
    shown = " ".join(window_words(desk.window))
    assert WORDS in shown and NOTE not in shown
