"""The tour: by its own keys to the end, skippable, repeatable, beside what it speaks of."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect

from reviewer.commands.default import default_registry
from reviewer.session.tour_steps import STEPS
from reviewer.ui.help.coach import best_place
from reviewer.ui.looks.theme import apply
from tests.desk.conftest import DeskMaker, Driver


def do_the_step(desk: Driver) -> None:
    """Press the keys that the step shows, as a reader would."""
    step = desk.session.tour.step
    for ident in step.keys:
        command = default_registry().get(ident)
        if command.hold:
            desk.hold(command.keys[0])
            desk.release(command.keys[0])
        else:
            desk.press(*[command.keys[0]] * command.taps)
        if ident == "note.edit":
            desk.type("Counts the days at the gate.")


def test_the_keys_it_shows_lead_to_its_end(desk: Driver) -> None:
    tour = desk.session.tour
    desk.session.tour.start()
    desk.settle()
    seen = []
    for number in range(1, tour.total):
        assert tour.number == number, STEPS[number - 1].title
        seen.append(desk.host.extras.coach.title.text())
        do_the_step(desk)
    if desk.session.desk.covered:
        desk.press("Space")
    assert seen == [step.title for step in STEPS[:-1]]
    assert tour.number == tour.total
    desk.press("F2")
    assert not tour.open and desk.session.settings.get("tour.seen")
    assert desk.host.extras.coach.isHidden()


def test_back_leave_and_again(desk: Driver) -> None:
    tour = desk.session.tour
    desk.press("F2")
    desk.expect_said("no tour is running")
    desk.press("Ctrl+Shift+P")
    desk.type("take the tour")
    desk.press("Return", "F2", "F2", "Shift+F2")
    assert tour.number == 2
    desk.press("Ctrl+F2")
    assert not tour.open and desk.session.settings.get("tour.seen")
    tour.start()
    desk.settle()
    assert tour.number == 1 and desk.host.extras.coach.isVisible()


def test_a_tour_that_was_followed_does_not_begin_by_itself_again(desk: Driver) -> None:
    desk.session.tour.start()
    desk.settle()
    assert not desk.session.settings.get("tour.seen")
    desk.press("Ctrl+1", "D")
    assert desk.session.tour.number == 2
    assert desk.session.settings.get("tour.seen")


def test_its_keys_work_while_somebody_writes(desk: Driver) -> None:
    desk.session.tour.start()
    desk.settle()
    desk.press("g")
    desk.type("a word")
    desk.press("F2")
    assert desk.session.tour.number == 2


SIZES = [((1366, 768), 1.0), ((1920, 1080), 1.0), ((1920, 1080), 2.0)]


@pytest.mark.parametrize(("size", "text"), SIZES, ids=["1366", "1920", "200"])
def test_it_never_covers_what_it_speaks_of(
    make_desk: DeskMaker, qapp: object, size: tuple[int, int], text: float
) -> None:
    desk = make_desk(size=size)
    apply(qapp, "dark", text)  # type: ignore[arg-type]
    desk.settle()
    window = desk.window
    desk.session.tour.start()
    for step in STEPS:
        if step.place in window.panes:
            desk.session.set_pane(step.place)
        desk.settle()
        coach = desk.host.extras.coach
        part = desk.host.extras._part(step.place)
        over = QRect(part.mapTo(window.room, QPoint(0, 0)), part.size())
        assert coach.isVisible() and window.room.rect().contains(coach.geometry()), step.title
        if part.isVisible():
            assert not coach.geometry().intersects(over), step.title
        assert coach.text.heightForWidth(coach.text.width()) <= coach.text.height(), step.title
        desk.session.tour.next()
    apply(qapp, "dark", 1.0)  # type: ignore[arg-type]


def test_in_a_window_of_one_pane_it_covers_least() -> None:
    place = best_place((300, 150), QRect(0, 60, 683, 180), QRect(0, 0, 683, 384))
    assert QRect(0, 0, 683, 384).contains(place)
