"""The shape of an event list: which row holds what, without reading the posts.

Posts are read a day at a time when their rows are looked at.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from reviewer.domain.ids import UNDATED
from reviewer.domain.views import PostRow
from reviewer.insight.census import AccountLine, Census
from reviewer.insight.lens import Lens
from reviewer.insight.zone import Zone
from reviewer.store.evidence.evidence import Evidence

BURST_LEAST = 3
"""Fewer events on a day are no burst, however quiet the account is."""
GAP_DAYS = 7
"""Days without an event from which on a gap row says so."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Rows that belong together: ``undated``, ``gap`` or ``day``; ``start`` is the first row.
    ``stored``: how many posts are to be read for it, of which the lens may keep fewer."""

    kind: str
    start: int
    items: int
    day: int = 0
    gap_from: int = 0
    stored: int = 0

    @property
    def rows(self) -> int:
        """Its rows, the header included; a gap is one row."""
        return 1 if self.kind == "gap" else self.items + 1


@dataclass(frozen=True, slots=True)
class Tally:
    """How many events a lens lists: by lane for each day, and of those without a time."""

    days: dict[int, Counter[str]]
    undated: Counter[str]


@dataclass(frozen=True, slots=True)
class Shape:
    """All segments of a list, oldest first, the undated block before them."""

    segments: tuple[Segment, ...]
    starts: tuple[int, ...]
    days: tuple[tuple[int, int], ...]
    undated: int

    @property
    def rows(self) -> int:
        """How many rows the list has."""
        return self.segments[-1].start + self.segments[-1].rows if self.segments else 0

    @property
    def events(self) -> int:
        """How many events the list has."""
        return sum(count for _, count in self.days) + self.undated

    def at(self, row: int) -> tuple[Segment, int]:
        """The segment of a row, and the place in it (0 is its header)."""
        segment = self.segments[bisect_right(self.starts, row) - 1]
        return segment, row - segment.start

    def of_day(self, day: int) -> Segment | None:
        """The segment of a day."""
        found = self.from_day(day)
        return found if found is not None and found.day == day else None

    def from_day(self, day: int) -> Segment | None:
        """The segment of a day, or of the first one after it."""
        index = bisect_left(self.segments, (day, True), key=_place)
        return self.segments[index] if index < len(self.segments) else None


def _place(segment: Segment) -> tuple[int, bool]:
    """Where a segment lies: the undated block before all, a gap before the day that ends it."""
    return (UNDATED if segment.kind == "undated" else segment.day, segment.kind == "day")


def everything(census: Census) -> Tally:
    """All events there are."""
    return Tally(census.lanes, census.undated)


def shape_of(census: Census, lens: Lens, tally: Tally) -> Shape:
    """The list of what a lens lists. Events without a time are in no range and out of none."""
    undated = tally.undated.total()
    if lens.clear and tally.days is census.lanes:
        days = tuple(counted for counted in census.days if counted[1])
    else:
        counts = {
            day: listed
            for day, lanes in tally.days.items()
            if lens.within(day) and (listed := lanes.total())
        }
        days = tuple(sorted(counts.items()))
    segments = _segments(census, days, undated)
    return Shape(tuple(segments), tuple(s.start for s in segments), days, undated)


def _segments(census: Census, days: tuple[tuple[int, int], ...], undated: int) -> list[Segment]:
    found: list[Segment] = []
    row = 0
    if undated:
        found.append(Segment("undated", 0, undated, stored=census.undated.total()))
        row = undated + 1
    before: int | None = None
    for day, items in days:
        if before is not None and day - before - 1 >= GAP_DAYS:
            found.append(Segment("gap", row, 0, day=day, gap_from=before))
            row += 1
        lanes = census.lanes[day]
        stored = sum(lanes.values()) - lanes.get("account", 0)
        found.append(Segment("day", row, items, day=day, stored=stored))
        row += items + 1
        before = day
    return found


def posts_of(
    evidence: Evidence, account: str, segment: Segment, zone: Zone, keep: Callable[[PostRow], bool]
) -> list[PostRow]:
    """The listed posts of one segment, oldest first."""
    if not segment.stored:
        return []
    start = UNDATED if segment.kind == "undated" else zone.start(segment.day)
    page = evidence.timeline_page(account, after=(start, -1), limit=segment.stored)
    return [post for post in page if keep(post)]


def lines_of(census: Census, segment: Segment, lens: Lens) -> list[AccountLine]:
    """The account's own events of a segment; they are of no use where one thing alone is asked."""
    if segment.kind != "day" or "account" in lens.off or lens.only:
        return []
    return census.lines.get(segment.day, [])


def bursts_of(days: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """First and last day of each burst: days in a row with at least three times as many events as
    a day of this account usually has, which is the mean from its first day to its last."""
    if not days:
        return []
    mean = sum(count for _, count in days) / (days[-1][0] - days[0][0] + 1)
    found: list[tuple[int, int]] = []
    for day, count in days:
        if count < max(BURST_LEAST, 3 * mean):
            continue
        if found and day - found[-1][1] <= 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
