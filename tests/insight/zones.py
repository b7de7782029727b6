"""Zones for tests, by rules in the POSIX form: no table of zones is needed on the machine."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

BERLIN = "CET-1CEST,M3.5.0,M10.5.0/3"
KOLKATA = "IST-5:30"
NEW_YORK = "EST5EDT,M3.2.0,M11.1.0"
CAIRO = "EET-2EEST,M4.5.5/0,M10.5.4/24"
"""Clocks are put on at midnight: a day begins at one o'clock."""


@contextmanager
def machine_in(rule: str) -> Iterator[None]:
    """The machine stands there."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = rule
    time.tzset()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()
