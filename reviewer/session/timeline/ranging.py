"""Choosing what of the timeline is listed: a range of days, kinds, one thing alone."""

from __future__ import annotations

from dataclasses import replace

from reviewer.domain.changes import on_desk
from reviewer.domain.errors import Refused
from reviewer.insight.lens import LANES, ONLY, Lens
from reviewer.insight.timeline import bursts_of
from reviewer.session.ground.core import Core
from reviewer.session.timeline.timeline import Timeline
from reviewer.session.views import words

LANE_WORDS = {"post": "Posts", "repost": "Reposts", "reply": "Replies", "account": "Account events"}


class Ranging:
    """Every act says what is listed now; none of them touches the ledger."""

    def __init__(self, core: Core, timeline: Timeline) -> None:
        self._core = core
        self._timeline = timeline

    def start_here(self) -> None:
        """Let the range begin on the day of the selected event."""
        day = self._day()
        last = self._lens.last if self._lens.last is not None else self._days()[-1][0]
        self._range(day, max(day, last))

    def end_here(self) -> None:
        """Let the range end on the day of the selected event."""
        day = self._day()
        first = self._lens.first if self._lens.first is not None else self._days()[0][0]
        self._range(min(day, first), day)

    def whole(self) -> None:
        """No range."""
        self._take(replace(self._lens, first=None, last=None))

    def set_days(self, first: int, last: int) -> None:
        """A range of days; all days there are mean no range."""
        self._range(*sorted((first, last)))

    def burst(self, by: int) -> None:
        """The next or the previous burst as the range."""
        bursts = bursts_of(tuple(self._days()))
        if not bursts:
            raise Refused(
                "no burst: no day has three times the usual number of events", code="nothing"
            )
        lens = self._lens
        if lens.first is not None and lens.last is not None:
            here: int | None = lens.last if by > 0 else lens.first
        else:
            here = self._selected_day()
        ahead = [b for b in bursts if here is None or (b[0] > here if by > 0 else b[1] < here)]
        if not ahead:
            raise Refused(f"no burst further {'on' if by > 0 else 'back'}", code="nothing")
        self._range(*ahead[0 if by > 0 else -1])

    def toggle_lane(self, lane: str) -> None:
        """Leave a kind of event out of the list, or take it in again."""
        if lane not in LANES:
            raise Refused("only posts, reposts, replies and account events can be left out of"
                          " the list", code="nothing")  # fmt: skip
        off = self._lens.off ^ {lane}
        if off == set(LANES):
            raise Refused("one kind of event has to stay in the list", code="nothing")
        self._take(replace(self._lens, off=off))

    def toggle_only(self, name: str) -> None:
        """List only events of one sort, or all of them again."""
        if name not in ONLY:
            raise Refused(f"the list cannot be narrowed to {name}", code="nothing")
        self._take(replace(self._lens, only=self._lens.only ^ {name}), anew=name == "unseen")

    def show_all(self) -> None:
        """List everything again."""
        self._take(Lens())

    def why_no_hits(self) -> str:
        """Why the list cannot be narrowed to hits; empty where it can."""
        if "hits" in self._lens.only or self._timeline.events.hits:
            return ""
        return "no medium of this account is on a known list"

    def in_the_way(self, key: str) -> bool:
        """Whether an event of this account is not in the list."""
        line = self._timeline
        return not line.lens.clear and line.post(key) is not None and line.index_of(key) < 0

    # -- under the hood -------------------------------------------------------------------

    @property
    def _lens(self) -> Lens:
        return self._core.desk.lens

    def _days(self) -> list[tuple[int, int]]:
        census = self._timeline.census
        if census is None or not census.days:
            raise Refused("this account has no event with a time", code="nothing")
        return list(census.days)

    def _selected_day(self) -> int | None:
        post = self._timeline.post(self._core.desk.event)
        return None if post is None or post.undated else self._timeline.zone.day(post.at)

    def _day(self) -> int:
        self._days()
        day = self._selected_day()
        if day is None:
            raise Refused("select an event that has a time first", code="nothing_selected")
        return day

    def _range(self, first: int, last: int) -> None:
        """A range inside the days there are; all of them are no range."""
        days = self._days()
        if first <= days[0][0] and last >= days[-1][0]:
            self.whole()
        else:
            first, last = max(first, days[0][0]), min(last, days[-1][0])
            self._take(replace(self._lens, first=first, last=max(first, last)))

    def _take(self, lens: Lens, *, anew: bool = False) -> None:
        if lens == self._lens and not anew:
            return
        self._core.desk.lens = lens
        self._timeline.look(anew=anew)
        self._core.bus.publish(on_desk("range"))
        self._core.say(self._said(lens))

    def _said(self, lens: Lens) -> str:
        shape, census = self._timeline.shape, self._timeline.census
        if shape is None or census is None:
            return ""
        events = census.dated + census.undated.total()
        if lens.clear:
            return f"All {words.count(events, 'event')} listed"
        listed = f"{shape.events:,} of {words.count(events, 'event')} listed"
        if lens.first is None or lens.last is None:
            return listed
        last = "" if lens.first == lens.last else f" to {words.day_long(lens.last)}"
        return f"{words.day_long(lens.first)}{last}: {listed}"
