"""Forms as data: what a dialog asks, and the readers of what was typed. No dialog knows a law."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from reviewer.domain.custody import DAY_MS, time_of_ms
from reviewer.domain.errors import Refused

TEXT, CHOICE, SWITCH, DAY, MOMENT = "text", "choice", "switch", "day", "moment"
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a form asks.

    Attributes:
        kind: ``text``, ``choice`` (among ``choices``: id and words), ``switch`` (``yes`` or empty),
            ``day`` (2027-01-31) or ``moment`` (2027-01-31 14:05, UTC).
        value: what stands there at first.
        follows: another field; each of its choices has its own first value for this one.
    """

    id: str
    label: str
    kind: str = TEXT
    value: str = ""
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    follows: str = ""
    by_choice: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Form:
    """A dialog: what it is about, what pressing its verb causes, and what it asks.

    ``submit`` gets the values by field; it raises ``Refused`` and then nothing has changed.
    """

    id: str
    title: str
    sentence: str
    verb: str
    fields: tuple[Field, ...]
    submit: Callable[[Values], None]


def read_day(values: Values, name: str, *, end: bool = False) -> str:
    """A day as RFC 3339: its beginning or, with ``end``, its last second; empty stays empty."""
    text = values.get(name, "").strip()
    if not text:
        return ""
    try:
        day = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as error:
        raise Refused(f"{text} is no day", code="day", next_step="Write it as 2027-01-31.") from (
            error
        )
    return time_of_ms(round(day.timestamp() * 1000) + (DAY_MS - 1000 if end else 0))


def read_moment(values: Values, name: str) -> str:
    """A day with its time in UTC as RFC 3339; a day alone is its beginning."""
    text = values.get(name, "").strip()
    if len(text) <= len("2027-01-31"):
        return read_day(values, name)
    try:
        found = datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    except ValueError as error:
        raise Refused(
            f"{text} is no time", code="day", next_step="Write it as 2027-01-31 14:05, in UTC."
        ) from error
    return time_of_ms(round(found.timestamp() * 1000))


def day_of(ms: int) -> str:
    """A day as a form shows it."""
    return time_of_ms(ms)[:10]


def moment_of(ms: int) -> str:
    """A time as a form shows it, in UTC."""
    return time_of_ms(ms)[:16].replace("T", " ")


def choices_of(table: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The entries of a closed list."""
    return tuple(table.items())


def words(values: Values, name: str) -> str:
    """What was typed, without blanks around it."""
    return values.get(name, "").strip()
