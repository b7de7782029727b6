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


_TWITTER = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([A-Z][a-z]{2}) (\d\d) (\d\d):(\d\d):(\d\d)"
    r" ([+-])(\d\d)(\d\d) (\d{4})\Z",
    re.ASCII,
)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def from_twitter(text: object) -> tuple[str, str]:
    """A time as API v1.1 writes it, and its zone (``utc`` or an offset); ("", "") for none.

    >>> from_twitter("Sun Aug 31 00:29:15 +0000 2014")
    ('2014-08-31T00:29:15.000Z', 'utc')
    """
    match = _TWITTER.match(text) if isinstance(text, str) else None
    if match is None or match[1] not in _MONTHS:
        return "", ""
    month = _MONTHS.index(match[1]) + 1
    zone = f"{match[6]}{match[7]}:{match[8]}"
    clock = f"{match[3]}:{match[4]}:{match[5]}"
    time = from_iso(f"{match[9]}-{month:02}-{match[2]}T{clock}{zone}")
    return (time, "utc" if zone[1:] == "00:00" else zone) if time else ("", "")
