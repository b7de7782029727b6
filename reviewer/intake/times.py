"""Times as sources write them, to the one form we keep."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?"
    r"(?:([Zz])|([+-])(\d\d):?(\d\d))\Z",
    re.ASCII,
)


def from_iso(text: object) -> str:
    """An ISO 8601 time with a zone as RFC 3339 UTC with milliseconds; "" where it is none.

    >>> from_iso("2021-04-08T21:34:16+02:00")
    '2021-04-08T19:34:16.000Z'
    """
    match = _ISO.match(text) if isinstance(text, str) else None
    if match is None:
        return ""
    year, month, day, hour, minute, second = (int(match[n]) for n in range(1, 7))
    millis = int(f"{match[7] or '0':0<3}"[:3])
    try:
        moment = datetime(
            year, month, day, hour, minute, min(second, 59), millis * 1000, tzinfo=UTC
        )
        if match[9]:
            offset = timedelta(hours=int(match[10]), minutes=int(match[11]))
            moment = moment - offset if match[9] == "+" else moment + offset
    except (ValueError, OverflowError):
        return ""
    return f"{moment.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"
