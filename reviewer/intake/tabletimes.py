"""Times of a table, in the one way that its map declares: never guessed row by row."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from reviewer.intake.times import from_iso, from_twitter

Precision = Literal["", "ms", "s", "min", "day"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBER = re.compile(r"-?\d{1,17}(?:\.(\d{1,9}))?\Z", re.ASCII)
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)\Z", re.ASCII)
_NAMED = ("epoch_s", "epoch_ms", "rfc3339", "twitter")
UNKNOWN = "unknown"
"""The zone of a source that names none: its times are taken as UTC, and said to be unknown."""


class TimeReader:
    """Reads times written in one way.

    Args:
        form: ``epoch_s``, ``epoch_ms``, ``rfc3339``, ``twitter`` (as in API v1.1), or a pattern
            of ``datetime.strptime`` such as ``%d/%m/%Y %H:%M``.
        zone: of times that name none themselves: ``UTC``, an offset such as ``+02:00``, a name
            such as ``Europe/Berlin``, or ``unknown``.

    Raises:
        ValueError: in words, where form and zone do not make sense.
    """

    def __init__(self, form: str, zone: str = "") -> None:
        self._form = form
        self._zone_name = zone
        self._zone = _zone(zone)
        if form not in _NAMED and "%" not in form:
            raise ValueError(f"{form!r} is no form of time: {', '.join(_NAMED)}, or a pattern.")
        own = form in ("epoch_s", "epoch_ms", "twitter") or "%z" in form
        if own and zone:
            raise ValueError(f"{form} says its zone itself; leave zone out.")
        if "%" in form:
            if not own and not zone:
                raise ValueError('A pattern without %z needs a zone, or zone = "unknown".')
            _try_pattern(form)
        self._precision = _precision_of(form)

    def read(self, text: str) -> tuple[str, str, Precision]:
        """(RFC 3339 UTC with milliseconds, the source's zone, precision) of a text.

        Raises:
            ValueError: it is not written so, in words.
        """
        text = text.strip()
        if self._form in ("epoch_s", "epoch_ms"):
            return self._epoch(text)
        if self._form == "twitter":
            time, zone = from_twitter(text)
            precision: Precision = "s"
        elif self._form == "rfc3339":
            time, zone, precision = self._iso(text)
        else:
            time, zone, precision = self._pattern(text)
        if not time:
            raise ValueError(f"{text[:40]!r} is not a time as {self._form} has it")
        return time, zone, precision

    def _epoch(self, text: str) -> tuple[str, str, Precision]:
        match = _NUMBER.match(text)
        if match is None:
            raise ValueError(f"{text[:40]!r} is not a number of seconds or milliseconds")
        whole, _, fraction = text.partition(".")
        millis = int(whole)
        if self._form == "epoch_s":
            part = int(f"{fraction:0<3}"[:3])
            millis = millis * 1000 + (-part if text.startswith("-") else part)
        try:
            moment = _EPOCH + timedelta(milliseconds=millis)
        except OverflowError:
            raise ValueError(f"{text[:40]!r} is out of all time") from None
        return _written(moment), "utc", "ms" if millis % 1000 else "s"

    def _iso(self, text: str) -> tuple[str, str, Precision]:
        time = from_iso(text)
        if time:
            return time, "utc" if text[-1:] in "zZ" else text[-6:], _finest(time)
        if self._zone is None:
            return "", "", ""
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return "", "", ""
        if moment.tzinfo is not None:
            return "", "", ""
        time = self._placed(moment)
        return time, self._said, _finest(time) if "T" in text or " " in text else "day"

    def _pattern(self, text: str) -> tuple[str, str, Precision]:
        try:
            moment = datetime.strptime(text, self._form)  # noqa: DTZ007 - the map says the zone
        except (ValueError, OverflowError):
            return "", "", ""
        if moment.tzinfo is None:
            return self._placed(moment), self._said, self._precision
        zone = text[-6:] if _OFFSET.match(text[-6:]) else ""
        try:
            return _written(moment.astimezone(UTC)), zone, self._precision
        except OverflowError:
            return "", "", ""

    @property
    def _said(self) -> str:
        return "utc" if self._zone_name.upper() == "UTC" else self._zone_name

    def _placed(self, moment: datetime) -> str:
        try:
            return _written(moment.replace(tzinfo=self._zone or UTC).astimezone(UTC))
        except OverflowError:
            return ""


def _written(moment: datetime) -> str:
    return f"{moment.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def _finest(time: str) -> Precision:
    return "s" if time.endswith(".000Z") else "ms"


def _zone(name: str) -> tzinfo | None:
    if not name:
        return None
    if name.upper() == "UTC" or name == UNKNOWN:
        return UTC
    match = _OFFSET.match(name)
    if match:
        offset = timedelta(hours=int(match[2]), minutes=int(match[3]))
        if offset >= timedelta(hours=24):
            raise ValueError(f"{name!r} is no offset.")
        return timezone(-offset if match[1] == "-" else offset)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{name!r} is no zone: UTC, +02:00, Europe/Berlin, unknown.") from None


def _precision_of(form: str) -> Precision:
    for marks, precision in ((("%f",), "ms"), (("%S", "%c", "%X", "%T"), "s"), (("%M",), "min")):
        if any(mark in form for mark in marks):
            return precision  # type: ignore[return-value]
    return "day"


def _try_pattern(form: str) -> None:
    try:
        now = datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC)
        datetime.strptime(now.strftime(form), form)  # noqa: DTZ007 - only whether it can be read
    except (ValueError, re.error) as error:
        raise ValueError(f"{form!r} is no pattern of a time: {error}.") from None
