"""What the list of the next account begins with, read before it is opened: evidence only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reviewer.domain.views import PostRow
from reviewer.insight.census import AccountLine, Census, census_of
from reviewer.insight.lens import Lens
from reviewer.insight.timeline import Segment, Shape, everything, lines_of, posts_of, shape_of
from reviewer.insight.zone import Zone
from reviewer.session.timeline.rows import event_row, gap_row, header_row, line_row
from reviewer.session.views.timeline_views import TimelineRow
from reviewer.store.evidence.evidence import Evidence

Item = PostRow | AccountLine

FIRST = 12
"""So many rows are read ahead: those that stand in view when an account is opened."""
LARGE = 200
"""A day of more events is read when it is shown."""


@dataclass(frozen=True, slots=True)
class Expected:
    """An account counted, the list of all its events, and the items of its first segments by the
    row where each begins."""

    account: str
    zone: Zone
    census: Census
    shape: Shape
    items: dict[int, list[Item]]

    def fits(self, account: str, zone: Zone) -> bool:
        """Whether this is the account that is opened, in the zone in which it is shown."""
        return self.account == account and self.zone.utc == zone.utc


def expected(evidence: Evidence, account: str, zone: Zone) -> Expected:
    """Read the beginning of an account's list, with nothing left out."""
    census = census_of(evidence, account, zone)
    shape = shape_of(census, Lens(), everything(census))
    items: dict[int, list[Item]] = {}
    for segment in shape.segments:
        if segment.start >= FIRST:
            break
        if segment.kind != "gap" and segment.items <= LARGE:
            items[segment.start] = items_of(evidence, account, census, segment, zone, Lens())
    return Expected(account, zone, census, shape, items)


def items_of(
    evidence: Evidence,
    account: str,
    census: Census,
    segment: Segment,
    zone: Zone,
    lens: Lens,
    keep: Callable[[PostRow], bool] | None = None,
) -> list[Item]:
    """The items of a segment, in the order of time."""
    lines = lines_of(census, segment, lens)
    posts = posts_of(evidence, account, segment, zone, keep or _keep_all)
    items: list[Item] = [*posts, *lines]
    if lines:
        items.sort(key=_time)
    return items


def first_rows(ahead: Expected) -> list[TimelineRow]:
    """The rows that the list begins with, as they are while nothing of it was seen or marked."""
    found: list[TimelineRow] = []
    for segment in ahead.shape.segments:
        if len(found) >= FIRST or (segment.kind != "gap" and segment.start not in ahead.items):
            break
        if segment.kind == "gap":
            found.append(gap_row(segment, Lens()))
            continue
        found.append(header_row(segment))
        found += [_unmarked(item, ahead.zone) for item in ahead.items[segment.start]]
    return found[:FIRST]


def _unmarked(item: Item, zone: Zone) -> TimelineRow:
    if isinstance(item, AccountLine):
        return line_row(item, zone)
    return event_row(item, zone, seen=False, pinned=0, flagged=False)


def _keep_all(_post: PostRow) -> bool:
    return True


def _time(item: Item) -> int:
    return item.at
