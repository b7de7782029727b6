"""All events of an account by day and kind, in the zone in use, and nothing left out.

Counts are kept per UTC day at import, so that the timeline of any account opens at the same cost.
In another zone only the part of each UTC day that belongs to its neighbour is counted anew.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from reviewer.domain.ids import UNDATED
from reviewer.domain.views import HistoryRow, StatusRow
from reviewer.insight.lens import LANE_OF
from reviewer.insight.zone import DAY_MS, Zone
from reviewer.store.evidence.evidence import Evidence


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
    dated: int
    """How many events have a time."""
    totals: Counter[str]

    def lane(self, name: str) -> int:
        """All events of a lane."""
        return self.totals[name]


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
    days = tuple((day, sum(lanes[day].values())) for day in sorted(lanes))
    totals = Counter(undated)
    for counts in lanes.values():
        for lane, number in counts.items():
            totals[lane] += number
    return Census(lanes, undated, by_day, days, sum(count for _, count in days), totals)


def _posts_by_day(evidence: Evidence, account: str, zone: Zone) -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = {}
    for count in evidence.day_counts(account):
        lanes = found.get(count.day)
        if lanes is None:
            lanes = found[count.day] = Counter()
        lanes[LANE_OF[count.kind]] += count.count
    return found if zone.utc else _moved(evidence, account, found, zone)


def _moved(
    evidence: Evidence, account: str, days: dict[int, Counter[str]], zone: Zone
) -> dict[int, Counter[str]]:
    """Counts per UTC day as counts per day of a zone. A UTC day holds the end of one day of the
    zone and the beginning of the next: the shorter part is read, the other is what remains."""
    parts: list[tuple[int, int, bool]] = []
    spans: list[tuple[int, int]] = []
    for day in days:
        first, until = day * DAY_MS, (day + 1) * DAY_MS
        local = zone.day(first)
        edge = min(zone.start(local + 1), until)
        early = edge - first <= until - edge
        parts.append((day, local, early))
        spans.append((first, edge) if early else (edge, until))
    found: dict[int, Counter[str]] = {}
    read = evidence.kinds_within(account, spans)
    for (day, local, early), kinds in zip(parts, read, strict=True):
        piece: Counter[str] = Counter()
        for kind, count in kinds.items():
            piece[LANE_OF[kind]] += count
        rest = days[day] - piece
        for at, part in ((local, piece if early else rest), (local + 1, rest if early else piece)):
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
