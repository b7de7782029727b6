"""What feedback says and what was built of it, as data and in the form of the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from reviewer.domain.events import Event
from reviewer.exchange.feedback import Written
from reviewer.store.ledger.received import Receipt


@dataclass(frozen=True)
class Told:
    """What a feedback package says to us.

    Attributes:
        sender, keyid: the lead.
        package_id: its name.
        receipts: those for our chains that agree with them.
        warnings: receipts that do not, in sentences: something of ours is missing or differs.
        events: the lead's events for us that are new here.
        known: how many of them were here before.
        says: remarks, in sentences.
        brings: whether anything of it is new here.
    """

    sender: str
    keyid: str
    package_id: str
    receipts: tuple[Receipt, ...]
    warnings: tuple[str, ...]
    events: tuple[Event, ...]
    known: int
    says: tuple[str, ...] = ()
    by_type: dict[str, int] = field(default_factory=dict)
    brings: bool = True

    def as_dict(self) -> dict[str, Any]:
        """The form of the command line."""
        return {
            "sender": self.sender,
            "signer": self.keyid,
            "id": self.package_id,
            "receipts": [{"device": r.device, "seq": r.seq, "head": r.head} for r in self.receipts],
            "warnings": list(self.warnings),
            "events": len(self.events),
            "known": self.known,
            "by_type": self.by_type,
            "says": list(self.says),
        }


def build_answer(written: Sequence[Written]) -> dict[str, Any]:
    """The form of the command line."""
    return {
        "packages": [
            {
                "path": str(one.path),
                "to": one.to,
                "id": one.package_id,
                "receipts": one.receipts,
                "events": one.events,
                "sha256": one.sha256,
            }
            for one in written
        ]
    }
