"""Days and clock times of one place on earth: UTC, or the machine's own time with its summers.

A *day* is counted from 1970-01-01 in the zone. Days follow the zone: one of 23 hours is one day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from reviewer.domain.ids import UNDATED

DAY_MS = 86_400_000
MINUTE_MS = 60_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WIDEST = 15 * 60 * MINUTE_MS
"""No zone is further from UTC than this."""


def _no_offset(_at: int) -> int:
    return 0


def _machine_offset(at: int) -> int:
    """The machine's distance from UTC at a time, in ms."""
    try:
        offset = (_EPOCH + timedelta(milliseconds=at)).astimezone().utcoffset()
    except (OverflowError, OSError, ValueError):  # a time that this machine cannot tell
        return 0
    return 0 if offset is None else round(offset.total_seconds()) * 1000


class Zone:
    """Where days begin.

    Args:
        word: its name for the screen.
        offset: ms east of UTC at a time in ms.
    """

    def __init__(self, word: str, offset: Callable[[int], int]) -> None:
        self.word = word
        self._offset = offset
        self._starts: dict[int, int] = {}

    @property
    def utc(self) -> bool:
        """Whether this is UTC, where counts are kept by day already."""
        return self._offset is _no_offset

    def wall(self, at: int) -> int:
        """A time as the clock on the wall shows it, read as if it were UTC."""
        return at if at == UNDATED else at + self._offset(at)

    def start(self, day: int) -> int:
        """The first ms of a day. Where clocks are put on at midnight it begins at one o'clock."""
        found = self._starts.get(day)
        if found is None:
            found = self._starts[day] = self._first(day)
        return found

    def _first(self, day: int) -> int:
        if self.utc:
            return day * DAY_MS
        low = (day * DAY_MS - _WIDEST) // MINUTE_MS
        high = (day * DAY_MS + _WIDEST) // MINUTE_MS
        while low < high:
            middle = (low + high) // 2
            if self.wall(middle * MINUTE_MS) // DAY_MS >= day:
                high = middle
            else:
                low = middle + 1
        return low * MINUTE_MS

    def day(self, at: int) -> int:
        """The day of a time."""
        if self.utc:
            return at // DAY_MS
        day = self.wall(at) // DAY_MS
        if at < self.start(day):
            return day - 1
        return day + 1 if at >= self.start(day + 1) else day

    def place(self, at: int) -> float:
        """A time in days and parts of its day: the axis of the charts."""
        day = self.day(at)
        start = self.start(day)
        return day + (at - start) / (self.start(day + 1) - start)

    def at(self, place: float) -> int:
        """The time of a place on the axis, in ms."""
        day = int(place // 1)
        start = self.start(day)
        return start + round((place - day) * (self.start(day + 1) - start))


def utc_zone() -> Zone:
    """UTC."""
    return Zone("UTC", _no_offset)


def machine_zone() -> Zone:
    """The time of this machine."""
    return Zone("local time", _machine_offset)
