"""The names and headers of an export package, for the one who writes and the one who reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reviewer.trust.base64s import unb64
from reviewer.trust.canonical import dumps, sha256_hex
from reviewer.trust.keys import KEY_BYTES

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

REFERRALS = "data/referrals/"
SOR = "data/sor.jsonl"
SOR_REPORT = "data/sor-report.json"

CHAINS = "chains"
"""In header and statement of a package that carries more than one chain, and what its reader must
understand."""
CHAIN_KEYS = "chain_keys"
"""What a reader must understand of a package with chains that another key than the signer's signed:
their ranges name it."""
UNDERSTOOD = frozenset({CHAINS, CHAIN_KEYS})

FULL, DECISIONS_ONLY, REFERRAL, STATEMENTS = "full", "decisions-only", "referral", "statements"
PROFILES = (FULL, DECISIONS_ONLY, REFERRAL, STATEMENTS)
WITH_EVENTS = frozenset({FULL, DECISIONS_ONLY, REFERRAL})
"""Profiles whose packages carry the events: only they can be merged and answered by a receipt."""


@dataclass(frozen=True)
class Range:
    """A stretch of one device's chain, both ends included.

    Attributes:
        device: whose chain.
        from_seq: its first event.
        to_seq: its last event.
        prev: hash of the event before the first.
        head: hash of the last event.
        key: base64 of the public key that signed it; empty where it is the package's signer.
    """

    device: str
    from_seq: int
    to_seq: int
    prev: str
    head: str
    key: str = ""

    @property
    def public(self) -> bytes:
        """The 32-byte key named in it; empty where it is the package's signer."""
        return unb64(self.key) if self.key else b""

    @property
    def name(self) -> list[str | int]:
        """Device, ends and head: what the id of a package is made of."""
        return [self.device, self.from_seq, self.to_seq, self.head]

    def to_dict(self) -> dict[str, Any]:
        """As it stands in the header and in the signed statement."""
        found: dict[str, Any] = {
            "device": self.device,
            "from_seq": self.from_seq,
            "to_seq": self.to_seq,
            "prev": self.prev,
            "head": self.head,
        }
        return {**found, "key": self.key} if self.key else found

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Range:
        """The inverse of ``to_dict``; raises KeyError or ValueError."""
        texts = [raw[name] for name in ("device", "prev", "head")]
        ends = [raw[name] for name in ("from_seq", "to_seq")]
        if not all(isinstance(t, str) for t in texts) or not all(type(n) is int for n in ends):
            raise ValueError("a range is two numbers and three texts")
        if not 1 <= ends[0] <= ends[1]:
            raise ValueError("a range has a first and a last event")
        key = raw.get("key", "")
        if not isinstance(key, str) or (key and len(unb64(key)) != KEY_BYTES):
            raise ValueError("a range names the key that signed it")
        return cls(texts[0], ends[0], ends[1], texts[1], texts[2], key)


def package_id(span: Range, earlier: Sequence[Range] = ()) -> str:
    """SHA-256 of device, ends and head: the same range is the same package. The chains that travel
    before it, where there are any, are part of the name."""
    chains = [[one.name for one in earlier]] if earlier else []
    return sha256_hex(dumps([*span.name, *chains]))


def demands(before: Iterable[Range]) -> list[str]:
    """``must_understand`` of a package with these chains before the signer's own."""
    chains = list(before)
    keyed = [CHAIN_KEYS] if any(one.key for one in chains) else []
    return [CHAINS, *keyed] if chains else []


def chains_to_dict(earlier: Iterable[Range]) -> dict[str, Any]:
    """The key ``chains`` of header and statement; nothing where only one chain travels."""
    chains = [one.to_dict() for one in earlier]
    return {CHAINS: chains} if chains else {}


def chains_from_dict(raw: Mapping[str, Any]) -> tuple[Range, ...]:
    """The inverse of ``chains_to_dict``; raises KeyError, TypeError or ValueError."""
    chains = raw.get(CHAINS, [])
    if not isinstance(chains, list):
        raise ValueError("chains are a list of ranges")
    return tuple(Range.from_dict(one) for one in chains)


def receipt_text(span: Range, created_at: str) -> str:
    """What a lead's program sends back, in four short parts that can be read aloud."""
    return f"{span.device} {span.to_seq} {span.head[:16]} {created_at}"
