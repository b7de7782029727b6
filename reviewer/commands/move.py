"""Commands that move and conceal; none of them decides."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from reviewer.commands.command import Command
from reviewer.session.session import Session


def _step(by: int, unseen: bool, session: Session) -> None:
    session.step_item(by, unseen=unseen)


def _case(by: int, session: Session) -> None:
    session.step_case(by)


def _travel(by: int, session: Session) -> None:
    session.travel(by)


def _pane(pane: str, session: Session) -> None:
    session.set_pane(pane, asked=True)


def _conceal(session: Session) -> None:
    session.exposure.conceal()


def _clearer(session: Session) -> None:
    session.exposure.clearer()


def _reveal(on: bool, session: Session) -> None:
    session.exposure.reveal(on)


def _cover(session: Session) -> None:
    session.exposure.cover(True)


def _show_group(group: str, session: Session) -> None:
    session.set_filter(f"group:{group}")
    session.leave_filter()


def _clear_filter(session: Session) -> None:
    session.set_filter("")


def _no_filter(session: Session) -> str:
    return "" if session.desk.filter else "no filter is set"


def _no_back(session: Session) -> str:
    return "" if session.desk.back else "nowhere to go back"


def _no_forward(session: Session) -> str:
    return "" if session.desk.forward else "nowhere to go forward"


def _no_medium(session: Session) -> str:
    return "" if session.desk.medium else "select a medium first"


_STEPS = (
    ("item.prev", "Previous", "The previous item of the focused pane.", "A", -1, False),
    ("item.next", "Next", "The next item of the focused pane.", "D", 1, False),
    (
        "item.prev_unseen",
        "Previous unseen",
        "The item before not yet seen, or a match of the search.",
        "Shift+A",
        -1,
        True,
    ),
    (
        "item.next_unseen",
        "Next unseen",
        "The next item not yet seen, or a match of the search.",
        "Shift+D",
        1,
        True,
    ),
)
_PAIRS = {False: "previous, next", True: "previous, next unseen"}
_CASES = (
    ("case.next", "Next case", "The next case of the queue, from any pane.", "Alt+Down", 1),
    ("case.prev", "Previous case", "The previous case of the queue, from any pane.", "Alt+Up", -1),
)
_GROUPS = (
    ("left", "that are left"),
    ("again", "to review again"),
    ("later", "put off for later"),
    ("asked", "that the lead was asked about"),
    ("done", "that are done"),
)
_PANES = ("queue", "timeline", "media", "inspector")
_move: Callable[..., Command] = partial(Command, menu="Queue", group="Move")

TRAVEL: tuple[Command, ...] = (
    _move(
        id="view.back",
        title="Back",
        help="Back through the cases that were open; changes nothing.",
        run=partial(_travel, -1),
        keys=("Alt+Left",),
        scope="any",
        blocked=_no_back,
        pair="back, forward; changes nothing",
    ),
    _move(
        id="view.forward",
        title="Forward",
        help="Forward again.",
        run=partial(_travel, 1),
        keys=("Alt+Right",),
        scope="any",
        blocked=_no_forward,
        pair="back, forward; changes nothing",
    ),
)
"""Back and forward through what was open."""


def move_commands() -> list[Command]:
    """Items, cases, back and forward, panes."""
    return [
        *(
            _move(
                id=i,
                title=t,
                help=h,
                run=partial(_step, by, unseen),
                keys=(k,),
                pair=_PAIRS[unseen],
            )
            for i, t, h, k, by, unseen in _STEPS
        ),
        *(
            _move(
                id=i,
                title=t,
                help=h,
                run=partial(_case, by),
                keys=(k,),
                scope="any",
                pair="next, previous case",
            )
            for i, t, h, k, by in _CASES
        ),
        *TRAVEL,
        *(
            _move(
                id=f"queue.{group}",
                title=f"Show the cases {words}",
                help=f"Filter the queue to the cases {words}.",
                run=partial(_show_group, group),
            )
            for group, words in _GROUPS
        ),
        _move(
            id="filter.clear",
            title="Clear the filter",
            help="Show the whole queue again.",
            run=_clear_filter,
            blocked=_no_filter,
        ),
        *(
            Command(
                id=f"pane.{pane}",
                title=pane.capitalize(),
                help=f"Go to the {pane}.",
                run=partial(_pane, pane),
                keys=(f"Ctrl+{number}",),
                scope="any",
                menu="View",
                group="Move",
                pair=", ".join(_PANES),
            )
            for number, pane in enumerate(_PANES, 1)
        ),
    ]


def exposure_commands() -> list[Command]:
    """Conceal, reveal, cover."""
    media: Callable[..., Command] = partial(
        Command, menu="Media", group="See less, see more", danger="exposure"
    )
    return [
        media(
            id="conceal.now",
            title="Conceal all media now",
            help="Hide every picture at once.",
            run=_conceal,
            keys=("C",),
        ),
        media(
            id="conceal.clearer",
            title="One step clearer",
            help="Hidden, blurred, grey, clear: one step, for the selected medium only.",
            run=_clearer,
            keys=("Shift+C",),
        ),
        media(
            id="conceal.reveal",
            title="Reveal while held",
            help="Show the selected medium as long as the key is down.",
            run=partial(_reveal, True),
            release=partial(_reveal, False),
            keys=("V",),
            hold=True,
            blocked=_no_medium,
        ),
        media(
            id="cover.lock",
            title="Cover and lock",
            help="Cover all at once and let the key go; the passphrase opens the desk as it was.",
            run=_cover,
            keys=("Ctrl+L",),
            scope="any",
            menu="View",
        ),
    ]
