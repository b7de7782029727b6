"""Statements of reasons go out since the last export of statements, not since a receipt.

The database they are for sends no receipt and takes no statement twice. Where nothing is new, the
same package is written again.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.events import Event
from reviewer.exchange import package
from reviewer.exchange.reasons.files import Before
from reviewer.session.ground.core import Core
from reviewer.session.known import sent


def covered(core: Core) -> sent.Arrived:
    """Up to where each chain was covered; to be asked on any thread."""
    return partial(_covered, _base(core))


def before(core: Core) -> Before:
    """What the export of statements before the one that is due said of itself."""
    last = _base(core)
    told = _part(last).get("statements") if last is not None else None
    if not isinstance(told, Mapping):
        return Before()
    held = told.get("held")
    spread = told.get("distribution")
    return Before(
        frozenset(held) if isinstance(held, list) else frozenset(),
        spread if isinstance(spread, Mapping) else {},
    )


def _base(core: Core) -> Event | None:
    """The export of statements that the next one goes on from: the last one, or where nothing is
    new since, the one before it."""
    own = sent.devices(core)
    found = [
        event
        for event in core.state.exports
        if event.get("device") in own and _part(event).get("profile") == package.STATEMENTS
    ]
    if not found:
        return None
    if _something_new(core, found[-1]):
        return found[-1]
    return found[-2] if len(found) > 1 else None


def _something_new(core: Core, last: Event) -> bool:
    """Whether any chain has an event, bookkeeping not counted, that an export did not cover."""
    ledger = core.workspace.ledger
    for device in sent.devices(core):
        after = _covered(last, device)
        for one in ledger.events(after, device):
            if ev.text(one.event, "type") not in ev.BOOKKEEPING:
                return True
    return any(tip.seq > _covered(last, tip.device) for tip in ledger.foreign_heads())


def _covered(last: Event | None, device: str) -> int:
    if last is None:
        return 0
    told = _part(last)
    if last.get("device") == device:
        return _number(told.get("to"))
    for one in told.get("chains") or ():
        if isinstance(one, Mapping) and one.get("device") == device:
            return _number(one.get("to_seq"))
    return 0


def _part(event: Event | None) -> Mapping[str, Any]:
    raw = event.get("export") if event is not None else None
    return raw if isinstance(raw, Mapping) else {}


def _number(value: object) -> int:
    return value if type(value) is int else 0
