"""What came from other reviewers, counted; and the evidence of theirs that is not here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.fold import State
from reviewer.session.ground.core import Core
from reviewer.session.known import sent


def import_of(event: Any) -> str:
    """The id of the import that an event says it was made on; empty where it says none."""
    seen = event.get("seen")
    return str(seen.get("import") or "") if isinstance(seen, dict) else ""


def dealt_bundles(core: Core, events: Iterable[Any] | None = None) -> frozenset[str]:
    """The SHA-256 of the bundles that were dealt from here: what is in them is here.

    Args:
        events: among these; by default all that the ledger knows.
    """
    mine = set(sent.devices(core))
    deals = core.ledger_state.books.get("deal", ()) if events is None else events
    found = (e.get("deal") for e in deals if e.get("type") == "deal" and e.get("device") in mine)
    return frozenset(str(one.get("sha256", "")) for one in found if isinstance(one, dict)) - {""}


def lacking(
    core: Core, event: Any, state: State | None = None, dealt: frozenset[str] | None = None
) -> str:
    """The name of the import that a decision rests on, where its evidence is not here; else empty.

    The evidence is here where these very bytes came in, alone or among others; where the import
    was of a bundle dealt from here; or where what is here of the case is, row for row, what its
    author saw (``seen.digest``), wherever it came from.

    Args:
        state: another than the present one.
        dealt: ``dealt_bundles``, where many events are asked.
    """
    name = core.lacks(import_of(event), state)
    if not name:
        return ""
    told = (state or core.state).told.get(import_of(event), ("", ""))
    if told[1] in (dealt_bundles(core) if dealt is None else dealt):
        return ""
    return "" if is_alike(core, event) else name


def is_alike(core: Core, event: Any) -> bool:
    """Whether what is here of its case is row for row what the author of a decision saw."""
    seen, case_id = event.get("seen"), ev.text(event, "case")
    digest = str(seen.get("digest") or "") if isinstance(seen, dict) else ""
    evidence = core.workspace.evidence
    if not digest or evidence.case(case_id) is None:
        return False
    return evidence.digest_of_case(case_id) == digest


def missing_imports(core: Core, state: State | None = None) -> list[str]:
    """Names of imports that merged decisions in force rest on and that are not here.

    Args:
        state: another than the present one.
    """
    among = state or core.state
    if not among.told:
        return []
    gone, dealt = dict[str, str](), dealt_bundles(core)
    for event in (head.event for one in among.subjects.values() for head in one.heads):
        if import_of(event) not in gone and (name := lacking(core, event, state, dealt)):
            gone[import_of(event)] = name
    return sorted(set(gone.values()))


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
