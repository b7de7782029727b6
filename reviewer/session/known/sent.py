"""What has left the workspace and what has arrived, chain by chain.

A workspace that was restored from a backup holds the chain of the old device, too. Its events
travel in the packages of the new one until a receipt says that they arrived.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from reviewer.domain.events import Event
from reviewer.exchange import package
from reviewer.session.ground.core import Core
from reviewer.store.ledger.base import Chains
from reviewer.store.ledger.peers import Peer, PeerTip
from reviewer.store.ledger.stored import StoredEvent
from reviewer.trust.keys import keyid_of

Arrived = Callable[[str], int]
"""The last event of a device's chain that need not travel again; 0 where there is none."""


class ChainView:
    """One chain of the ledger, as the export room reads it."""

    def __init__(self, ledger: Chains, device: str, arrived: Arrived) -> None:
        self._ledger = ledger
        self._device = device
        self._arrived = arrived

    @property
    def device(self) -> str:
        """Whose chain."""
        return self._device

    def events(self, after_seq: int = 0) -> Iterator[StoredEvent]:
        """The events after a place in the chain."""
        return self._ledger.events(after_seq, self._device)

    def acknowledged_seq(self) -> int:
        """The last event that has arrived; 0 where none has."""
        return self._arrived(self._device)


class MergedView(ChainView):
    """A chain of another device, under its own key."""

    def __init__(self, ledger: Chains, tip: PeerTip, peer: Peer, arrived: Arrived) -> None:
        super().__init__(ledger, tip.device, arrived)
        self._tip, self._peer = tip, peer

    @property
    def public(self) -> bytes:
        """The key that signed it."""
        return self._peer.public

    def counts(self, seq: int) -> bool:
        """Whether an event of it counts."""
        return self._peer.counts(seq)

    def events(self, after_seq: int = 0) -> Iterator[StoredEvent]:
        """The events after a place in the chain, up to where it is taken without a break."""
        return self._ledger.taken_events(self._tip, after_seq)


class LedgerView(ChainView):
    """Our own chain, those it was restored from, and those that were merged."""

    def __init__(self, ledger: Chains, arrived: Arrived) -> None:
        super().__init__(ledger, ledger.head()[0], arrived)

    def earlier(self) -> list[ChainView]:
        """The chains before, the oldest first."""
        ledger, arrived = self._ledger, self._arrived
        return [ChainView(ledger, one.device, arrived) for one in ledger.earlier]

    def foreign(self) -> list[MergedView]:
        """The chains of other devices that were merged into this ledger, as far as they count."""
        ledger, arrived = self._ledger, self._arrived
        found = {(peer.device, keyid_of(peer.public)): peer for peer in ledger.peers()}
        tips = [(tip, found[tip.device, tip.keyid]) for tip in ledger.foreign_heads()]
        return [MergedView(ledger, tip, peer, arrived) for tip, peer in tips]


def arrived(core: Core) -> Arrived:
    """Up to where each chain has arrived, as receipts say now; to be asked on any thread."""
    ledger = core.workspace.ledger
    every = {*devices(core), *(tip.device for tip in ledger.foreign_heads())}
    return partial(_seq_in, {device: acknowledged_seq(core, device) for device in every})


def _seq_in(known: Mapping[str, int], device: str) -> int:
    return known.get(device, 0)


def devices(core: Core) -> list[str]:
    """The chains that were written by this profile here, the oldest first, the present one last."""
    ledger = core.workspace.ledger
    return [*(one.device for one in ledger.earlier), ledger.head()[0]]


def exported_seq(core: Core, device: str) -> int:
    """The last event of a chain that an export has written; 0 if none has."""
    return max((to for _, to in _written(core, device)), default=0)


def acknowledged_seq(core: Core, device: str) -> int:
    """The last event of a chain that has arrived: by a receipt for it, or by one for a package of a
    later chain that carried this one. Receipts may come in any order, and again."""
    chains = devices(core)
    own = [seq for whose, seq in _receipts(core, chains) if whose == device]
    later = chains[chains.index(device) + 1 :] if device in chains else chains
    carried = [
        to
        for event, to in _written(core, device)
        if event.get("device") in later
        and _end(event) <= acknowledged_seq(core, str(event.get("device")))
    ]
    return max([*own, *carried], default=0)


def carried_at(core: Core, device: str, seq: int) -> str:
    """When an export of ours first carried an event, anybody's, by the clock here: it was here
    then. Empty where none did."""
    found = (str(event.get("at", "")) for event, to in _written(core, device) if to >= seq)
    return min(found, default="")


def _receipts(core: Core, chains: Sequence[str]) -> Iterator[tuple[str, int]]:
    """(device, seq) of every receipt that was logged here."""
    for event in core.state.receipts:
        if event.get("device") not in chains:
            continue
        told = event.get("receipt")
        if isinstance(told, Mapping):
            yield str(told.get("device")), _number(told.get("seq"))
        else:
            yield str(event.get("device")), _number(event.get("acknowledged"))


def stager(core: Core) -> Callable[[Event], str]:
    """Tells where an event of ours stands: ``new``, ``exported`` (written, no receipt yet) or
    ``sent`` (a receipt came back); empty for one of another workspace."""
    marks = {one: (acknowledged_seq(core, one), exported_seq(core, one)) for one in devices(core)}

    def stage(event: Event) -> str:
        arrived, written = marks.get(str(event.get("device")), (-1, -1))
        seq = _number(event.get("seq"))
        if arrived < 0:
            return ""
        return "sent" if seq <= arrived else "exported" if seq <= written else "new"

    return stage


def on_the_way(core: Core) -> int:
    """Events that an export has written and no receipt names yet, bookkeeping not counted."""
    return max(0, unacknowledged(core) - waiting(core))


def sent(core: Core) -> int:
    """Events whose receipt came back, bookkeeping not counted."""
    return sum(
        _since(core, one, 0) - _since(core, one, acknowledged_seq(core, one))
        for one in devices(core)
    )


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
        if event.get("device") not in chains or not _carries_events(event):
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


def _carries_events(event: Event) -> bool:
    """A package of statements holds no events: nobody can merge it or answer it by a receipt."""
    return _part(event).get("profile", package.FULL) in package.WITH_EVENTS


def _end(event: Event) -> int:
    return _number(_part(event).get("to"))


def _part(event: Event) -> Mapping[str, Any]:
    part = event.get("export")
    return part if isinstance(part, Mapping) else {}


def _number(value: object) -> int:
    return value if type(value) is int else 0
