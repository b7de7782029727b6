"""Counts, bars and ticks over the event list, and the same as a table."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from reviewer.domain.ids import UNDATED
from reviewer.insight.lens import Lens
from reviewer.insight.timeline import Shape
from reviewer.session.ground.core import Core
from reviewer.session.timeline.timeline import Timeline
from reviewer.session.views import words
from reviewer.session.views.timeline_views import DayLine, Lane, TimelineHead

KINDS = (
    ("post", "post", "Posts"),
    ("repost", "repost", "Reposts"),
    ("reply", "reply", "Replies"),
    ("media", "media", "Media"),
    ("report", "report", "Reports"),
    ("account", "account", "Account"),
)
"""(id, glyph, word) of the lanes, in their order."""
ONLY_WORDS = {
    "media": "only with media",
    "reported": "only reported",
    "hits": "only with hits",
    "unseen": "only not seen before",
}


class Heads:
    """What the charts over the event list show."""

    def __init__(self, core: Core, timeline: Timeline) -> None:
        self._core = core
        self._timeline = timeline

    def head(self, *, charts: bool = True) -> TimelineHead:
        """Counts and bars; without ``charts`` not what only these show: hits and seen days."""
        line = self._timeline
        census, shape, lens = line.census, line.shape, line.lens
        if census is None or shape is None:
            return TimelineHead(zone=line.zone.word)
        inside = sum(count for day, count in census.days if lens.within(day))
        events = census.dated + census.undated.total()
        return TimelineHead(
            events=events,
            inside=inside,
            listed=shape.events,
            seen=len(line.seen_posts()),
            undated=census.undated.total(),
            lanes=self._lanes(lens),
            days=list(census.days),
            listed_days=[] if lens.clear else list(shape.days),
            seen_days=self._seen_days() if charts else [],
            hits=line.events.hit_places if charts else [],
            range=None if lens.first is None or lens.last is None else (lens.first, lens.last),
            left_out=self._left_out(lens, shape, inside, events),
            zone=line.zone.word,
        )

    def _seen_days(self) -> list[int]:
        line = self._timeline
        return sorted({line.zone.day(at) for at, _ in line.seen_spots() if at != UNDATED})

    def _lanes(self, lens: Lens) -> list[Lane]:
        line = self._timeline
        census = line.census
        account = self._core.facts.account(line.account)
        if census is None:
            return []
        counts = {name: census.lane(name) for name, _, _ in KINDS}
        counts["media"] = account.media_stored if account else 0
        counts["report"] = account.reports if account else 0
        inside: Counter[str] = Counter(counts)
        if lens.first is not None and lens.last is not None:
            inside = Counter()
            for day, lanes in census.lanes.items():
                if lens.within(day):
                    inside.update(lanes)
            first, until = line.zone.start(lens.first), line.zone.start(lens.last + 1)
            inside["media"] = line.events.media_within(first, until)
            times = line.events.report_times
            inside["report"] = bisect_left(times, until) - bisect_left(times, first)
        return [
            Lane(name, glyph, word, counts[name], inside[name], name in lens.off)
            for name, glyph, word in KINDS
        ]

    def _left_out(self, lens: Lens, shape: Shape, inside: int, events: int) -> str:
        """What the list leaves out, in words: nothing is hidden without saying so."""
        if lens.clear:
            return ""
        first, last = lens.first, lens.last
        if first is None or last is None:
            parts = [f"{shape.events:,} of {words.count(events, 'event')} listed"]
        else:
            span = words.day_long(first)
            span += "" if first == last else f" to {words.day_long(last)}"
            parts = [f"{inside:,} of {events:,} in range, {span}"]
            if lens.narrowed:
                parts.append(f"{shape.events - shape.undated:,} of them listed")
            if shape.undated:
                parts.append(f"and {shape.undated:,} undated")
        off = [word.lower() for name, _, word in KINDS if name in lens.off]
        parts += ["without " + ", ".join(off)] if off else []
        parts += [ONLY_WORDS[name] for name in ONLY_WORDS if name in lens.only]
        return " · ".join(parts)

    def ticks(self) -> dict[str, list[float]]:
        """Places on the axis by lane, and of the hits."""
        return self._timeline.events.ticks() if self._timeline.census is not None else {}

    def place(self, key: str) -> tuple[float, str] | None:
        """Where a post lies on the axis, and its lane; None without a time."""
        line = self._timeline
        post = line.post(key)
        if post is None or post.undated:
            return None
        return line.zone.place(post.at), line.lane_of(post)

    def table(self) -> list[DayLine]:
        """The figures of the overview and the lanes, a line for each day with anything."""
        line = self._timeline
        census, shape, zone = line.census, line.shape, line.zone
        if census is None or shape is None:
            return []
        media = line.events.media_by_day()
        reports = Counter(zone.day(at) for at in line.events.report_times)
        listed = dict(shape.days)
        found = []
        for day in sorted({*census.lanes, *media, *reports}):
            lanes = census.lanes.get(day, Counter())
            lanes = lanes | Counter({"media": media[day], "report": reports[day]})
            figures = tuple(lanes[name] for name, _, _ in KINDS)
            title = words.day_title(day)
            found.append(DayLine(title, (*figures, listed.get(day, 0)), line.lens.within(day)))
        return found
