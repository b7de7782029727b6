"""What a check of a package found, as data and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reviewer.exchange.findings import Bad
from reviewer.trust import keys

TRUST_WORDS = {
    "own": "This is the key of this workspace.",
    "rostered": "The key is vouched for by what --trust names.",
    "unknown": "Nothing here vouches for this key. Somebody who changed the package and signed"
    " all of it anew with a key of their own would look exactly like this.",
}


@dataclass(frozen=True)
class VerifyReport:
    """What a check of a package found.

    Attributes:
        kind: ``export``, ``bundle``, ``referral`` or ``feedback``.
        profile: of an export package; empty for all else.
        events: how many events it holds.
        head: hash of the last event that is in order.
        signer: key id, or empty when nobody's signature fits.
        trust: ``rostered`` (``--trust`` vouches for the signer), ``own`` (this workspace's key)
            or ``unknown``.
        first_bad: the first finding; ``findings`` has all.
        sentences: the result in words, for a person.
    """

    kind: str
    events: int = 0
    head: str = ""
    signer: str = ""
    trust: str = "unknown"
    findings: tuple[Bad, ...] = ()
    sentences: tuple[str, ...] = ()
    device: str = ""
    from_seq: int = 0
    to_seq: int = 0
    package_id: str = ""
    pseudonym: str = ""
    profile: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def first_bad(self) -> Bad | None:
        """The most telling finding: a bad event before a bad file."""
        return self.findings[0] if self.findings else None

    @property
    def ok(self) -> bool:
        """Whether everything is as it was signed."""
        return not self.findings

    def as_dict(self) -> dict[str, Any]:
        """The form of the command line."""
        return {
            "kind": self.kind,
            "events": self.events,
            "head": self.head or None,
            "signer": self.signer or None,
            "trust": self.trust,
            "first_bad": self.first_bad.as_dict() if self.first_bad else None,
        }


def trust_sentences(trust: str, public: bytes) -> list[str]:
    """What the trust in a signer's key means, and what to do where there is none."""
    words = [TRUST_WORDS[trust]]
    if trust == "unknown":
        print_ = keys.fingerprint(public)
        words.append(f"To be sure, compare the key aloud with that person: {print_}")
    return words
