"""Times and counts in words, the same on every pane."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from reviewer.domain.ids import UNDATED

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
WEEKDAYS = "Mon Tue Wed Thu Fri Sat Sun".split()


def moment(at: int) -> datetime | None:
    """A time in ms as a datetime; None where there is none or it is out of the calendar."""
    if at == UNDATED:
        return None
    try:
        return EPOCH + timedelta(milliseconds=at)
    except OverflowError:
        return None


def _clock(at: datetime) -> str:
    return f"{at.hour:02d}:{at.minute:02d}"


def _date(at: datetime) -> str:
    """The names of months are ours, whatever the language of the system."""
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}"


def clock(at: int, precision: str = "") -> str:
    """Hours and minutes of a time as it is given; empty where the source gave only the day."""
    found = moment(at)
    return "" if found is None or precision == "day" else _clock(found)


def date(at: int) -> str:
    """A date such as 12 Mar 2026."""
    found = moment(at)
    return "no time in source" if found is None else _date(found)


def date_time(at: int) -> str:
    """A date with its time, such as 12 Mar 2026 18:02 UTC."""
    found = moment(at)
    return date(at) if found is None else f"{_date(found)} {_clock(found)} UTC"


def day_title(day: int) -> str:
    """A day header, such as Thu 12 Mar 2026."""
    found = EPOCH + timedelta(days=day)
    return f"{WEEKDAYS[found.weekday()]} {_date(found)}"


def day_long(day: int) -> str:
    """A day with its year, such as 30 Jan 2026."""
    return _date(EPOCH + timedelta(days=day))


def day_short(day: int) -> str:
    """A day in a gap row, such as 30 Jan."""
    found = EPOCH + timedelta(days=day)
    return f"{found.day} {MONTHS[found.month - 1]}"


def count(number: int, one: str, many: str = "") -> str:
    """A number with its word: 1 post, 1,130 posts."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def is_tag(untrusted_text: str) -> bool:
    """Whether a text from outside is a harmless short tag, such as a language or a country."""
    return (
        0 < len(untrusted_text) <= 12
        and untrusted_text.isascii()
        and (untrusted_text.replace("-", "").replace("_", "").isalnum())
    )


def duration(ms: int) -> str:
    """A length such as 0:42."""
    seconds = max(0, ms) // 1000
    return f"{seconds // 60}:{seconds % 60:02d}"


def size(number: int) -> str:
    """Bytes in words, such as 1.2 MiB."""
    if number < 1024:
        return count(number, "byte")
    value, units = number / 1024, ["KiB", "MiB", "GiB"]
    while value >= 1024 and len(units) > 1:
        value /= 1024
        units.pop(0)
    return f"{value:.1f} {units[0]}"


def iso(at: int) -> str | None:
    """RFC 3339 UTC with milliseconds; None for an undated one."""
    found = moment(at)
    return None if found is None else found.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at % 1000:03d}Z"
