"""Days of a zone: summers, halves of hours, a midnight that is not there."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.ids import UNDATED
from reviewer.insight.zone import DAY_MS, machine_zone, utc_zone
from tests.insight.zones import BERLIN, CAIRO, KOLKATA, NEW_YORK, machine_in

RULES = (BERLIN, KOLKATA, NEW_YORK, CAIRO)


def ms(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal() - date(1970, 1, 1).toordinal()


@pytest.mark.parametrize(
    ("when", "begins", "hours"),
    [
        ("2026-03-28", "2026-03-27T23:00", 24),
        ("2026-03-29", "2026-03-28T23:00", 23),
        ("2026-10-25", "2026-10-24T22:00", 25),
        ("2026-10-26", "2026-10-25T23:00", 24),
    ],
)
def test_days_of_a_zone_with_summers(when: str, begins: str, hours: int) -> None:
    with machine_in(BERLIN):
        zone, there = machine_zone(), day(when)
        assert zone.start(there) == ms(begins)
        assert zone.start(there + 1) - zone.start(there) == hours * 3_600_000
        assert zone.day(ms(begins)) == there and zone.day(ms(begins) - 1) == there - 1


def test_the_clock_of_the_wall() -> None:
    with machine_in(BERLIN):
        zone = machine_zone()
        assert zone.wall(ms("2026-03-29T00:59")) == ms("2026-03-29T01:59")
        assert zone.wall(ms("2026-03-29T01:00")) == ms("2026-03-29T03:00")
        assert zone.wall(UNDATED) == UNDATED
    assert utc_zone().wall(5) == 5 and utc_zone().start(2) == 2 * DAY_MS


def test_a_day_without_a_midnight_begins_at_one() -> None:
    with machine_in(CAIRO):
        zone, there = machine_zone(), day("2026-04-24")
        assert zone.wall(zone.start(there)) == ms("2026-04-24T01:00")
        assert zone.start(there + 1) - zone.start(there) == 23 * 3_600_000


@pytest.mark.parametrize("rule", RULES)
@given(at=st.integers(min_value=ms("1990-01-01"), max_value=ms("2037-01-01")))
def test_every_time_lies_in_its_day(rule: str, at: int) -> None:
    with machine_in(rule):
        zone = machine_zone()
        there = zone.day(at)
        assert zone.start(there) <= at < zone.start(there + 1)
        assert there <= zone.place(at) < there + 1
        assert abs(zone.at(zone.place(at)) - at) <= 1
