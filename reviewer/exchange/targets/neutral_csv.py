"""The platform-neutral CSV: RFC 4180, UTF-8, CRLF; no cell reads as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from reviewer.exchange.targets.rows import FIELDS
from reviewer.exchange.views import safe_cell

FILE = "actions.csv"
ABOUT: Mapping[str, Any] = {
    "format": "csv",
    "mediatype": "text/csv",
    "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True},
    "description": "A cell that begins with = + - @ a tab or a line end has an apostrophe before"
    " it.",
}


def written(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """The rows as a file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    names = [name for name, *_ in FIELDS]
    writer.writerow(names)
    for row in rows:
        writer.writerow([safe_cell(_text(row[name])) for name in names])
    return out.getvalue().encode("utf-8")


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
