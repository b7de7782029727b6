"""The names and headers of an export package, for the one who writes and the one who reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reviewer.trust.canonical import dumps, sha256_hex

FORMAT = "reviewer-export"
FORMAT_VERSION = "1.0"
SIGNATURE = "export.dsse.json"
HEADER = "data/export.json"
EVENTS = "data/events.jsonl"
KEYS = "data/keys.json"
IMPORTS = "data/imports.json"
DECISIONS = "data/decisions.csv"
DATAPACKAGE = "data/datapackage.json"
HOLDS = "data/holds.jsonl"
STATE_INVOLVEMENT = "data/state_involvement.jsonl"
SUMMARY = "data/summary.html"
POLICY_FOLDER = "data/policy/"

PROFILES = ("full", "decisions-only")
NEEDED = (HEADER, EVENTS, KEYS)
"""Files without which there is nothing to verify."""


@dataclass(frozen=True)
class Range:
    """A stretch of one device's chain, both ends included.

    Attributes:
        device: whose chain.
        from_seq: its first event.
        to_seq: its last event.
        prev: hash of the event before the first.
        head: hash of the last event.
    """

    device: str
    from_seq: int
    to_seq: int
    prev: str
    head: str

    @property
    def package_id(self) -> str:
        """SHA-256 of device, ends and head: the same range is the same package."""
        return sha256_hex(dumps([self.device, self.from_seq, self.to_seq, self.head]))

    def to_dict(self) -> dict[str, Any]:
        """As it stands in the header and in the signed statement."""
        return {
            "device": self.device,
            "from_seq": self.from_seq,
            "to_seq": self.to_seq,
            "prev": self.prev,
            "head": self.head,
        }

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Range:
        """The inverse of ``to_dict``; raises KeyError or ValueError."""
        texts = [raw[name] for name in ("device", "prev", "head")]
        ends = [raw[name] for name in ("from_seq", "to_seq")]
        if not all(isinstance(t, str) for t in texts) or not all(type(n) is int for n in ends):
            raise ValueError("a range is two numbers and three texts")
        if not 1 <= ends[0] <= ends[1]:
            raise ValueError("a range has a first and a last event")
        return cls(texts[0], ends[0], ends[1], texts[1], texts[2])


def receipt_text(span: Range, created_at: str) -> str:
    """What a lead's program sends back, in four short parts that can be read aloud."""
    return f"{span.device} {span.to_seq} {span.head[:16]} {created_at}"
