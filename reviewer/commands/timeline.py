"""Commands of the timeline: its range, what is left out of the list, its zone, its table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from reviewer.commands.command import Command
from reviewer.session.session import Session


def _start(session: Session) -> None:
    session.range.start_here()


def _end(session: Session) -> None:
    session.range.end_here()


def _whole(session: Session) -> None:
    session.range.whole()


def _burst(by: int, session: Session) -> None:
    session.range.burst(by)


def _all(session: Session) -> None:
    session.range.show_all()


def _lane(lane: str, session: Session) -> None:
    session.range.toggle_lane(lane)


def _only(name: str, session: Session) -> None:
    session.range.toggle_only(name)


def _zone(session: Session) -> None:
    now = session.settings.word("time.zone")
    session.settings.set("time.zone", "utc" if now == "local" else "local")


def _no_event(session: Session) -> str:
    return "" if session.desk.event else "select an event first"


def _no_case(session: Session) -> str:
    return "" if session.desk.case_id else "no case is open"


def _no_range(session: Session) -> str:
    return "" if session.desk.lens.ranged else "there is no range"


def _nothing_left_out(session: Session) -> str:
    return "everything is listed" if session.desk.lens.clear else ""


def _no_hits(session: Session) -> str:
    return _no_case(session) or session.range.why_no_hits()


def _zone_locked(session: Session) -> str:
    by = session.settings.locked_by("time.zone")
    return f"fixed by {by}" if by else ""


_LANES = (
    ("post", "posts"),
    ("repost", "reposts"),
    ("reply", "replies"),
    ("account", "account events"),
)
_ONLY = (
    ("media", "Only with media", "with media", _no_case),
    ("reported", "Only reported", "that were reported", _no_case),
    ("hits", "Only hits", "with a hit of a known list", _no_hits),
    ("unseen", "Only unseen", "not seen when this was chosen", _no_case),
)
_BURSTS = (
    ("range.next_burst", "Range: next burst", ".", 1, "The next"),
    ("range.prev_burst", "Range: previous burst", ",", -1, "The previous"),
)
_range: Callable[..., Command] = partial(Command, menu="View", group="Timeline")
_list: Callable[..., Command] = partial(Command, menu="View", group="Timeline")


def timeline_commands() -> list[Command]:
    """Range, list, zone, table."""
    return [
        _range(
            id="range.start",
            pair="range starts, ends here",
            title="Range starts here",
            help="The range begins on the day of the selected event.",
            run=_start,
            keys=("[",),
            blocked=_no_event,
        ),
        _range(
            id="range.end",
            pair="range starts, ends here",
            title="Range ends here",
            help="The range ends on the day of the selected event.",
            run=_end,
            keys=("]",),
            blocked=_no_event,
        ),
        *(
            _range(
                id=i,
                title=title,
                help=f"{which} days in a row with three times the usual number of events.",
                run=partial(_burst, by),
                keys=(key,),
                pair="range: next, previous burst",
                blocked=_no_case,
            )
            for i, title, key, by, which in _BURSTS
        ),
        _range(
            id="range.whole",
            title="Whole range",
            help="The whole time again; kinds that are left out stay left out.",
            run=_whole,
            blocked=_no_range,
        ),
        *_listing(),
    ]


def _listing() -> list[Command]:
    return [
        _list(
            id="timeline.all",
            title="Show all events",
            help="No range, nothing left out.",
            run=_all,
            keys=("Y",),
            blocked=_nothing_left_out,
        ),
        *(
            _list(
                id=f"timeline.lane_{lane}",
                title=f"List or leave out {words}",
                help=f"Leave {words} out of the list, or take them in again.",
                run=partial(_lane, lane),
                blocked=_no_case,
            )
            for lane, words in _LANES
        ),
        *(
            _list(
                id=f"timeline.only_{name}",
                title=title,
                help=f"List only events {words}, or all again.",
                run=partial(_only, name),
                blocked=blocked,
            )
            for name, title, words, blocked in _ONLY
        ),
        Command(
            id="timeline.zone",
            title="UTC or local time",
            help="Show the times of the timeline in UTC, or in the time of this machine.",
            run=_zone,
            menu="View",
            group="Timeline",
            blocked=_zone_locked,
        ),
        Command(
            id="timeline.table",
            title="Timeline as table",
            help="The figures of the overview and the lanes, a line for each day.",
            keys=("Shift+Y",),
            menu="View",
            group="Timeline",
            asks="timeline_table",
            blocked=_no_case,
        ),
    ]
