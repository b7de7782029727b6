"""Commands of the tour: keys that write nothing and are nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from reviewer.commands.command import Command
from reviewer.session.session import Session


def _start(session: Session) -> None:
    session.tour.start()


def _next(session: Session) -> None:
    session.tour.next()


def _back(session: Session) -> None:
    session.tour.back()


def _leave(session: Session) -> None:
    session.tour.leave()


def _no_tour(session: Session) -> str:
    return "" if session.tour.open else "no tour is running"


def _at_the_start(session: Session) -> str:
    return _no_tour(session) or ("" if session.tour.number > 1 else "this is the first step")


_help: Callable[..., Command] = partial(Command, scope="any", group="Help")

TOUR: tuple[Command, ...] = (
    _help(
        id="tour.start",
        title="Take the tour",
        help="The desk in eleven steps, by the real keys; as often as you like.",
        run=_start,
        menu="Help",
    ),
    _help(
        id="tour.next",
        title="Tour: next step",
        help="Go on without doing what the step asks for.",
        run=_next,
        pair="tour: on, back, leave",
        keys=("F2",),
        blocked=_no_tour,
    ),
    _help(
        id="tour.back",
        title="Tour: step before",
        help="Read the step before again; nothing on the desk is taken back.",
        run=_back,
        pair="tour: on, back, leave",
        keys=("Shift+F2",),
        blocked=_at_the_start,
    ),
    _help(
        id="tour.leave",
        title="Leave the tour",
        help="End the tour; the Help menu starts it again.",
        run=_leave,
        pair="tour: on, back, leave",
        keys=("Ctrl+F2",),
        blocked=_no_tour,
    ),
)
"""Start, next, back, leave."""
