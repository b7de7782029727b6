"""The shape of a timeline: which row of the event list holds what, without reading the posts.

Day counts are kept at import, so that the list of any account opens at the same cost; posts are
read a day at a time when their rows are looked at.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

from reviewer.domain.ids import UNDATED
from reviewer.domain.views import DayCount, HistoryRow, PostRow, StatusRow
from reviewer.store.evidence import Evidence

DAY_MS = 86_400_000
GAP_DAYS = 7
"""Days without an event from which on a gap row says so."""


@dataclass(frozen=True, slots=True)
class AccountLine:
    """A one-line event of the account itself."""

    at: int
    glyph: str
    words: str
    untrusted_basis: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """Rows that belong together: ``undated``, ``gap`` or ``day``; ``start`` is the first row."""

    kind: str
    start: int
    items: int
    day: int = 0
    gap_from: int = 0

    @property
    def rows(self) -> int:
        """Its rows, the header included; a gap is one row."""
        return 1 if self.kind == "gap" else self.items + 1


@dataclass(frozen=True, slots=True)
class Shape:
    """All segments of an account's timeline, oldest first, the undated block before them."""

    segments: tuple[Segment, ...]
    starts: tuple[int, ...]
    lines: dict[int, list[AccountLine]]
    days: tuple[tuple[int, int], ...]
    undated: int
    kinds: dict[str, int]

    @property
    def rows(self) -> int:
        """How many rows the list has."""
        return self.segments[-1].start + self.segments[-1].rows if self.segments else 0

    def at(self, row: int) -> tuple[Segment, int]:
        """The segment of a row, and the place in it (0 is its header)."""
        segment = self.segments[bisect_right(self.starts, row) - 1]
        return segment, row - segment.start

    def of_day(self, day: int) -> Segment | None:
        """The segment of a day."""
        return next((s for s in self.segments if s.kind == "day" and s.day == day), None)


def shape_of(evidence: Evidence, account: str) -> Shape:
    """Compute the shape of an account's timeline from its day counts and account events."""
    counts = evidence.day_counts(account)
    per_day = _per_day(counts)
    lines = account_lines(evidence.status_of(account), evidence.history_of(account))
    by_day: dict[int, list[AccountLine]] = {}
    for line in lines:
        by_day.setdefault(day_of(line.at), []).append(line)
    undated = evidence.timeline_count(account) - sum(per_day.values())
    items = {d: per_day.get(d, 0) + len(by_day.get(d, ())) for d in {*per_day, *by_day}}
    segments = _segments(sorted(items.items()), undated)
    kinds = Counter({"original": undated} if undated else {})
    for count in counts:
        kinds[count.kind] += count.count
    return Shape(
        segments=tuple(segments),
        starts=tuple(s.start for s in segments),
        lines=by_day,
        days=tuple(sorted(items.items())),
        undated=undated,
        kinds=dict(kinds),
    )


def _per_day(counts: list[DayCount]) -> dict[int, int]:
    per_day: Counter[int] = Counter()
    for count in counts:
        per_day[count.day] += count.count
    return dict(per_day)


def _segments(days: list[tuple[int, int]], undated: int) -> list[Segment]:
    found: list[Segment] = []
    row = 0
    if undated:
        found.append(Segment("undated", 0, undated))
        row = undated + 1
    before: int | None = None
    for day, items in days:
        if before is not None and day - before - 1 >= GAP_DAYS:
            found.append(Segment("gap", row, 0, day=day, gap_from=before))
            row += 1
        found.append(Segment("day", row, items, day=day))
        row += items + 1
        before = day
    return found


def account_lines(status: list[StatusRow], history: list[HistoryRow]) -> list[AccountLine]:
    """The account's own events that have a time: what the platform said, earlier enforcement."""
    lines = [
        AccountLine(s.at, "account", f"platform says: {s.value}") for s in status if s.at != UNDATED
    ]
    lines += [
        AccountLine(h.at, "shield", f"earlier: {h.action}", h.basis)
        for h in history
        if h.at != UNDATED
    ]
    return sorted(lines, key=_line_time)


def _line_time(line: AccountLine) -> int:
    return line.at


def day_of(at: int) -> int:
    """The UTC day of a time, counted from 1970-01-01."""
    return at // DAY_MS


def posts_of(evidence: Evidence, account: str, segment: Segment, lines: int) -> list[PostRow]:
    """The posts of one segment, oldest first."""
    count = segment.items - lines
    if count <= 0:
        return []
    start = UNDATED if segment.kind == "undated" else segment.day * DAY_MS
    return evidence.timeline_page(account, after=(start, -1), limit=count)
