"""All events of an account by day and kind, in the zone in use, and nothing left out.

Counts are kept per UTC day at import, so that the timeline of any account opens at the same cost.
In another zone only the part of each UTC day that belongs to its neighbour is counted anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from reviewer.domain.ids import UNDATED
from reviewer.domain.views import HistoryRow, StatusRow
from reviewer.insight.lens import LANE_OF
from reviewer.insight.zone import DAY_MS, Zone
from reviewer.store.evidence import Evidence


@dataclass(frozen=True, slots=True)
class AccountLine:
    """A one-line event of the account itself."""

    at: int
    glyph: str
    words: str
    untrusted_basis: str = ""


@dataclass(frozen=True, slots=True)
class Census:
    """``lanes``: for each day its events by lane (post, repost, reply, account); ``undated``: the
    same of those without a time; ``lines``: the account's own events by day."""

    lanes: dict[int, Counter[str]]
    undated: Counter[str]
    lines: dict[int, list[AccountLine]]
    days: tuple[tuple[int, int], ...]

    @property
    def dated(self) -> int:
        """How many events have a time."""
        return sum(count for _, count in self.days)

    def lane(self, name: str) -> int:
        """All events of a lane."""
        return sum(counts[name] for counts in self.lanes.values()) + self.undated[name]


def census_of(evidence: Evidence, account: str, zone: Zone) -> Census:
    """Count an account's events."""
    lines = account_lines(evidence.status_of(account), evidence.history_of(account))
    by_day: dict[int, list[AccountLine]] = {}
    for line in lines:
        by_day.setdefault(zone.day(line.at), []).append(line)
    lanes = _posts_by_day(evidence, account, zone)
    for day, there in by_day.items():
        lanes.setdefault(day, Counter())["account"] += len(there)
    undated: Counter[str] = Counter()
    for kind, count in evidence.undated_kinds(account).items():
        undated[LANE_OF[kind]] += count
    days = tuple((day, lanes[day].total()) for day in sorted(lanes))
    return Census(lanes, undated, by_day, days)


def _posts_by_day(evidence: Evidence, account: str, zone: Zone) -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = {}
    for count in evidence.day_counts(account):
        found.setdefault(count.day, Counter())[LANE_OF[count.kind]] += count.count
    return found if zone.utc else _moved(found, zone, _reader(evidence, account))


def _reader(evidence: Evidence, account: str) -> Callable[[int, int], Counter[str]]:
    def read(first: int, until: int) -> Counter[str]:
        counts: Counter[str] = Counter()
        for kind, count in evidence.kinds_within(account, [(first, until)])[0].items():
            counts[LANE_OF[kind]] += count
        return counts

    return read


def _moved(
    days: dict[int, Counter[str]], zone: Zone, read: Callable[[int, int], Counter[str]]
) -> dict[int, Counter[str]]:
    """Counts per UTC day as counts per day of a zone. A UTC day holds the end of one day of the
    zone and the beginning of the next: the shorter part is read, the other is what remains."""
    found: dict[int, Counter[str]] = {}
    for day, counts in days.items():
        first, until = day * DAY_MS, (day + 1) * DAY_MS
        local = zone.day(first)
        edge = min(zone.start(local + 1), until)
        if edge - first <= until - edge:
            before = read(first, edge)
            after = counts - before
        else:
            after = read(edge, until) if edge < until else Counter()
            before = counts - after
        for at, part in ((local, before), (local + 1, after)):
            if part:
                found.setdefault(at, Counter()).update(part)
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
