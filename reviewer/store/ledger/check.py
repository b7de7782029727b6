"""The full check of a ledger: everything that could be other than it was signed and saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from reviewer.domain import fold
from reviewer.domain.fold import State
from reviewer.store.disk.engine import Connection, bad_pages, guard
from reviewer.store.ledger import chain, peers, projection, received
from reviewer.store.ledger.chain import Device, Fault
from reviewer.store.ledger.lineage import lineage_fault
from reviewer.store.ledger.peers import Peer
from reviewer.store.ledger.stored import StoredEvent


def check_all(
    conn: Connection, devices: Sequence[Device], merged: Sequence[Peer] = ()
) -> Fault | None:
    """Check pages, chains with every signature, canonical form, and what is derived from events.

    Args:
        conn: the open ledger.
        devices: its chains in the order in which they are folded; the last is our own.
        merged: the chains of other workspaces in it.

    Returns:
        The first fault, or None.
    """
    own = devices[-1].device
    broken = bad_pages(conn)
    if broken:
        return Fault(own, 0, "edited", f"The file is damaged: {broken[0]}.")
    replayed, index = State(), set[tuple[str, int]]()
    walks: list[tuple[Device, Callable[[int], bool], Iterator[StoredEvent | Fault]]] = [
        (peer.chain, peer.counts, peers.follow(conn, peer, strict=True)) for peer in merged
    ]
    for device in devices:
        walk = chain.follow(conn, device, verify_after=0, strict=True)
        walks.append((device, _always, walk))
    for device, counts, items in walks:
        for item in items:
            if isinstance(item, Fault):
                return item
            if counts(item.seq):
                fold.apply(replayed, item.event)
            key = projection.subject_key(item.event)
            if key:
                index.add((key, device.base | item.seq))
    broken_off = received.replay(conn, replayed) or lineage_fault(conn, devices)
    if broken_off is not None:
        return broken_off
    with guard("ledger.db"):
        number = projection.index_differs(conn, index)
        if number:
            seq = number & chain.SEQ_MASK
            return Fault(own, seq, "edited", f"The index of event {seq} is wrong.")
        key = projection.states_differ(conn, replayed)
    if key:
        return Fault(own, 0, "edited", f"The stored state of {key} is not what its events say.")
    return None


def _always(_seq: int) -> bool:
    return True
