"""The axis of time of the charts: its days, its labels, its bins. Nothing here paints."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SPAN_LEAST = 60
"""Days on the axis at least, so that a burst of one day is a bar and not a slab."""
FEW_DAYS = 14
"""Events within so many days have their dates under them instead of the months."""


class Label(NamedTuple):
    """A label of the axis: the place it begins at, in days, and its word."""

    day: float
    word: str


def months(first: int, last: int) -> list[Label]:
    """The first days of the months between two days since 1970-01-01, both counted; of the first
    month the part that there is."""
    found: list[Label] = []
    at = (EPOCH + timedelta(days=first)).replace(day=1)
    while (day := (at - EPOCH).days) <= last:
        word = at.strftime("%b %Y") if at.month == 1 or not found else at.strftime("%b")
        found.append(Label(max(first, day), word))
        at = (at + timedelta(days=32)).replace(day=1)
    return found


def axis_of(days: list[tuple[int, int]]) -> tuple[int, int]:
    """First and last day of the axis: around the data, and never fewer than ``SPAN_LEAST``."""
    first, last = days[0][0], days[-1][0]
    missing = max(0, SPAN_LEAST - (last - first + 1))
    first -= missing // 2
    return first, last + missing - missing // 2


def binned(days: list[tuple[int, int]], bins: int, axis: tuple[int, int]) -> list[int]:
    """Sums of the counts in ``bins`` equal steps over the axis, never more than its days."""
    if not days or bins < 1:
        return []
    first, last = axis
    span = last - first + 1
    found = [0] * min(bins, span)
    for day, count in days:
        if first <= day <= last:
            found[(day - first) * len(found) // span] += count
    return found


def spans(days: list[int]) -> list[tuple[int, int]]:
    """Days as runs (first, one after the last)."""
    found: list[tuple[int, int]] = []
    for day in days:
        if found and found[-1][1] == day:
            found[-1] = (found[-1][0], day + 1)
        else:
            found.append((day, day + 1))
    return found


def date_word(day: int) -> str:
    """A day since 1970-01-01 as it is read: ``7 Jan 2026``."""
    at = EPOCH + timedelta(days=day)
    return f"{at.day} {at:%b %Y}"


def few_days(days: list[tuple[int, int]]) -> str:
    """The dates of events that lie within a few days; empty where months will do."""
    begin, end = days[0][0], days[-1][0]
    if end - begin + 1 > FEW_DAYS:
        return ""
    return date_word(begin) if begin == end else f"{date_word(begin)} to {date_word(end)}"
