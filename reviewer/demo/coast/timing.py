"""When people write: their hours, the week, the beats of the story, and their silences."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from reviewer.demo.coast.cast import Member

START = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = 120
CREATED_AT = "2026-05-01T08:00:00.000Z"
PRESS_DAY = 103
"""The day on which the gazette asks why the channels stay open: 14 April."""
THREAT_DAY = 116

_EVENING = (2, 1, 1, 1, 1, 2, 4, 7, 7, 5, 5, 6, 8, 6, 5, 5, 6, 8, 10, 13, 15, 14, 9, 4)
_OFFICE = (1, 0, 0, 0, 0, 2, 7, 12, 14, 14, 12, 11, 8, 11, 12, 11, 10, 8, 6, 4, 4, 3, 2, 1)
_NIGHT = (9, 6, 3, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 6, 10, 18, 22, 22, 18, 14, 12)
_DAWN = (1, 1, 3, 10, 18, 20, 14, 8, 4, 3, 3, 4, 4, 3, 3, 5, 8, 10, 8, 5, 4, 3, 2, 1)
HOURS = {
    "official": _NIGHT,
    "support": _NIGHT,
    "recruit": _NIGHT,
    "veiled": _NIGHT,
    "press": _OFFICE,
    "research": _OFFICE,
    "shop": _OFFICE,
    "tides": _DAWN,
    "fisher": _DAWN,
    "ferry": _DAWN,
}
WEEK = {
    "press": (1.2, 1.2, 1.2, 1.1, 1.0, 0.4, 0.35),
    "research": (1.2, 1.3, 1.2, 1.1, 0.9, 0.2, 0.2),
    "ferry": (1.0, 1.0, 1.0, 1.0, 1.3, 1.4, 1.2),
}
_WEEK = (0.9, 0.9, 0.9, 1.0, 1.25, 1.3, 1.15)
MOVEMENT = ("official", "support", "recruit")
BEATS = (
    (12, 14, MOVEMENT, 2.4),
    (33, 35, ("support", "press", "research"), 2.6),
    (48, 49, MOVEMENT, 2.2),
    (61, 64, ("support", "press", "mocker"), 2.4),
    (78, 80, MOVEMENT, 3.0),
    (96, 99, ("support", "press", "research", "mocker"), 2.6),
    (PRESS_DAY, PRESS_DAY + 3, ("press", "mocker", "resident", "support", "veiled"), 2.8),
    (THREAT_DAY, THREAT_DAY + 2, ("press", "resident", "veiled"), 2.2),
)
"""(first day, last day, voices, by how much they write more)."""
SILENT = {
    "warden_watch": (THREAT_DAY, 119),
    "tide_relay_07": (43, 83),
    "brine_choir": (20, 41),
    "pier_nine_song": (70, 88),
}


def moment(day: int, seconds: int) -> datetime:
    """A time of the story."""
    return START + timedelta(days=day, seconds=seconds)


def text(at: datetime) -> str:
    """A time as records have it."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def times(random: Random, member: Member, count: int) -> list[datetime]:
    """When an account posts, oldest first."""
    days = _day_weights(random, member)
    hours = HOURS.get(member.voice, _EVENING)
    return sorted(
        moment(day, hour * 3600 + random.randrange(3600))
        for day, hour in zip(
            random.choices(range(DAYS), days, k=count),
            random.choices(range(24), hours, k=count),
            strict=True,
        )
    )


def _day_weights(random: Random, member: Member) -> list[float]:
    week = WEEK.get(member.voice, _WEEK)
    silence = SILENT.get(member.handle) or _silence(random)
    weights = []
    for day in range(DAYS):
        weight = week[(START + timedelta(days=day)).weekday()] * random.uniform(0.6, 1.4)
        for first, last, voices, factor in BEATS:
            if first <= day <= last and member.voice in voices:
                weight *= factor
        up = member.since <= day < member.gone and not silence[0] <= day <= silence[1]
        weights.append(weight if up else 0.0)
    if not any(weights):
        weights[max(0, member.since)] = 1.0
    return weights


def _silence(random: Random) -> tuple[int, int]:
    """A quarter of the accounts fall silent for some weeks."""
    if random.random() > 0.25:
        return (-1, -1)
    first = random.randint(10, 90)
    return (first, first + random.randint(9, 30))
