"""The platform-neutral JSONL: one canonical JSON object a line, values as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reviewer.trust.canonical import dumps

FILE = "actions.jsonl"
ABOUT: Mapping[str, Any] = {
    "format": "jsonl",
    "mediatype": "application/jsonl",
    "description": "One JSON object a line.",
}


def written(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """The rows as a file."""
    return "".join(dumps(dict(row)) + "\n" for row in rows).encode("utf-8")
