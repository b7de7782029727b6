"""What came from other reviewers, counted; and the evidence of theirs that is not here."""

from __future__ import annotations

from typing import Any

from reviewer.domain.fold import State
from reviewer.session.core import Core


def import_of(event: Any) -> str:
    """The id of the import that an event says it was made on; empty where it says none."""
    seen = event.get("seen")
    return str(seen.get("import") or "") if isinstance(seen, dict) else ""


def missing_imports(core: Core, state: State | None = None) -> list[str]:
    """Names of imports that merged decisions in force rest on and that are not here.

    Args:
        state: another than the present one.
    """
    among = state or core.state
    if not among.told:
        return []
    named = {import_of(head.event) for s in among.subjects.values() for head in s.heads}
    return sorted({name for ident in named if (name := core.lacks(ident, state))})


def merged_counts(core: Core) -> dict[str, int]:
    """``merged`` of ``status``."""
    ledger = core.workspace.ledger
    peers, aside = ledger.peers(), ledger.quarantine()
    waiting = sum(one.waits for one in aside)
    return {
        "devices": len(ledger.foreign_heads()),
        "events": sum(peer.counted for peer in peers),
        "waiting": waiting,
        "quarantined": len(aside) - waiting,
    }
