"""What has left the workspace and what has arrived, chain by chain.

A workspace that was restored from a backup holds the chain of the old device, too. Its events
travel in the packages of the new one until a receipt says that they arrived.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reviewer.domain.events import Event
from reviewer.session.core import Core
from reviewer.store.stored import StoredEvent


class ChainView:
    """One chain of the ledger, as the export room reads it."""

    def __init__(self, core: Core, device: str) -> None:
        self._core = core
        self._device = device

    @property
    def device(self) -> str:
        """Whose chain."""
        return self._device

    def events(self, after_seq: int = 0) -> Iterator[StoredEvent]:
        """The events after a place in the chain."""
        return self._core.workspace.ledger.events(after_seq, self._device)

    def acknowledged_seq(self) -> int:
        """The last event that a receipt says has arrived; 0 before the first receipt."""
        return acknowledged_seq(self._core, self._device)


class LedgerView(ChainView):
    """Our own chain, and those it was restored from."""

    def __init__(self, core: Core) -> None:
        super().__init__(core, core.workspace.ledger.head()[0])

    def earlier(self) -> list[ChainView]:
        """The chains before, the oldest first."""
        return [ChainView(self._core, one.device) for one in self._core.workspace.ledger.earlier]


def devices(core: Core) -> list[str]:
    """The chains that were written by this profile here, the oldest first, the present one last."""
    ledger = core.workspace.ledger
    return [*(one.device for one in ledger.earlier), ledger.head()[0]]


def exported_seq(core: Core, device: str) -> int:
    """The last event of a chain that an export has written; 0 if none has."""
    return max((to for _, to in _written(core, device)), default=0)


def acknowledged_seq(core: Core, device: str) -> int:
    """The last event of a chain that has arrived: by a receipt in the chain itself, or by one for a
    package of a later chain that carried this one."""
    chains = devices(core)
    own = [
        _number(receipt.get("acknowledged"))
        for receipt in core.state.receipts
        if receipt.get("device") == device
    ]
    carried = [
        to
        for event, to in _written(core, device)
        if event.get("device") in chains[chains.index(device) + 1 :]
        and _end(event) <= acknowledged_seq(core, str(event.get("device")))
    ]
    return max([*own, *carried], default=0)


def waiting(core: Core) -> int:
    """Events since the last export, exports and receipts not counted."""
    return sum(_since(core, one, exported_seq(core, one)) for one in devices(core))


def unacknowledged(core: Core) -> int:
    """Events since the last receipt, exports and receipts not counted."""
    return sum(_since(core, one, acknowledged_seq(core, one)) for one in devices(core))


def _written(core: Core, device: str) -> Iterator[tuple[Event, int]]:
    """The exports here that carried a chain, each with the last event of it that was carried."""
    chains = devices(core)
    for event in core.state.exports:
        if event.get("device") not in chains:
            continue
        if event.get("device") == device:
            yield event, _end(event)
        for one in _part(event).get("chains") or ():
            if isinstance(one, Mapping) and one.get("device") == device:
                yield event, _number(one.get("to_seq"))


def _since(core: Core, device: str, seq: int) -> int:
    """Events of a chain after ``seq`` that are not bookkeeping."""
    ledger = core.workspace.ledger
    own, head, _ = ledger.head()
    if device != own:
        head = next(one.seq for one in ledger.earlier if one.device == device)
    kept = [*core.state.exports, *core.state.receipts]
    books = [e for e in kept if e.get("device") == device and _number(e.get("seq")) > seq]
    return max(0, head - seq - len(books))


def _end(event: Event) -> int:
    return _number(_part(event).get("to"))


def _part(event: Event) -> Mapping[str, Any]:
    part = event.get("export")
    return part if isinstance(part, Mapping) else {}


def _number(value: object) -> int:
    return value if type(value) is int else 0
