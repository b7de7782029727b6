"""Our own records outside a bag: ``posts.jsonl`` and the others, told apart by their keys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from reviewer.bundle.names import Limits
from reviewer.bundle.rows import BadRow, decode_or_bad, lines
from reviewer.intake.sources.base import Bad, Item, Row

_KEYS: tuple[tuple[str, frozenset[str]], ...] = (
    ("reports", frozenset(["report_id", "subject"])),
    ("posts", frozenset(["post_id", "account_id"])),
    ("cases", frozenset(["case_id", "subjects"])),
    ("assignments", frozenset(["case_id", "to"])),
    ("links", frozenset(["from", "to", "kind"])),
    ("events", frozenset(["event_id", "at", "title"])),
    ("history", frozenset(["account_id", "at", "action"])),
    ("status", frozenset(["account_id", "at", "value"])),
    ("accounts", frozenset(["account_id", "platform", "source"])),
    ("media", frozenset(["sha256", "bytes"])),
    ("media", frozenset(["sha256", "mime"])),
    ("media", frozenset(["key", "state"])),
    ("media", frozenset(["key", "mime"])),
)
"""File stem and the keys that its rows have; the first that fits."""

_LIMITS = Limits()


def stem_of(head: bytes) -> str:
    """The file stem of the records that a file begins with; "" where they are none."""
    for line in head.split(b"\n"):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            return ""
        if not isinstance(value, dict):
            return ""
        return next((stem for stem, keys in _KEYS if keys <= value.keys()), "")
    return ""


class ReviewerRecords:
    """The source ``reviewer_records``: JSON Lines of one kind of record, as in a bundle."""

    name = "reviewer_records"
    title = "Reviewer records (posts.jsonl, accounts.jsonl and the others)"

    def sniff(self, head: bytes, path: Path) -> bool:
        """A first line with the keys that a kind of record must have."""
        return bool(stem_of(head))

    def read(self, path: Path, stream: BinaryIO) -> Iterator[Item]:
        """Every row; the first one tells the kind of them all."""
        stem = ""
        for number, raw in lines(stream, _LIMITS.line):
            stem = stem or (stem_of(raw) if isinstance(raw, bytes) else "")
            if isinstance(raw, BadRow):
                yield Bad(number, "", raw.reason, raw.raw_sha256)
            elif not stem:
                yield Bad.of(number, "", "It is not a record of any kind.", raw)
            else:
                record = decode_or_bad(stem, raw)
                if isinstance(record, BadRow):
                    yield Bad(number, "", record.reason, record.raw_sha256)
                else:
                    yield Row(record, number)
