"""Receipts held against our own chains: something was rolled back, or has two histories."""

from __future__ import annotations

from reviewer.store.ledger.base import Chains
from reviewer.store.ledger.received import Receipt


def doubt_of(ledger: Chains, receipt: Receipt) -> str:
    """What is wrong with our chain, seen from a receipt; empty where both agree."""
    events = ledger.events(receipt.seq - 1, receipt.device)
    here = next(iter(events), None)
    if here is None or here.seq != receipt.seq:
        return (
            f"A lead has event {receipt.seq} of device {receipt.device[:8]}, and this workspace"
            " does not: it was set back to an older copy. Decide nothing; restore the newest"
            " backup."
        )
    if here.hash != receipt.head:
        return (
            f"Event {receipt.seq} of device {receipt.device[:8]} is another one at the lead:"
            " two histories of this device exist. Decide nothing, and tell the lead."
        )
    return ""
