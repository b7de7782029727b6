"""Columns that say who reported: never read into a record."""

from __future__ import annotations

import re

_WORDS = re.compile(
    r"(reporter|reported_?by|submitter|submitted_?by|complainant|informant|flagged_?by)"
)
_WHOLE = frozenset(
    "email e_mail mail phone telephone ip ip_address ipaddress user_agent useragent "
    "first_name last_name full_name".split()
)


def names_a_reporter(column: str) -> bool:
    """Whether a column of a list of reports seems to say who reported.

    >>> names_a_reporter("Reporter-Email"), names_a_reporter("reported_at")
    (True, False)
    """
    name = re.sub(r"[^a-z0-9]+", "_", column.casefold()).strip("_")
    return name in _WHOLE or _WORDS.search(name) is not None
