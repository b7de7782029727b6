"""Reading the ledger: our own chain, those it was restored from, and those of other reviewers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.domain.errors import Refused
from reviewer.domain.events import Event
from reviewer.domain.fold import State
from reviewer.store.disk.engine import Connection, guard
from reviewer.store.ledger import chain, peers, received
from reviewer.store.ledger.chain import Device
from reviewer.store.ledger.lineage import Earlier
from reviewer.store.ledger.lines import Aside
from reviewer.store.ledger.peers import Peer, PeerTip
from reviewer.store.ledger.received import Receipt, ReceivedEvent
from reviewer.store.ledger.reviving import Log
from reviewer.store.ledger.schema_ledger import DEVICE_SHIFT
from reviewer.store.ledger.stored import StoredEvent
from reviewer.trust.keys import keyid_of

if TYPE_CHECKING:
    from reviewer.store.disk.compose import Tip

MERGING = "packages are being merged"
WRITING = "a package is being written"


class Chains:
    """What the ledger holds, asked by chain.

    Attributes:
        state: what all events that count say together.
        earlier: the chains that our own was restored from, the oldest first.
        lent: why nothing can be written now, while another thread has the ledger; else empty.
    """

    state: State
    earlier: tuple[Earlier, ...]
    lent: str = ""
    _conn: Connection
    _log: Log
    _device: Device
    _others: list[Device]
    _tip: Tip

    def events(self, after_seq: int = 0, device: str = "") -> Iterator[StoredEvent]:
        """Events of this device, or of one in ``earlier``, after a seq, read page by page."""
        found = next((one for one in self._others if one.device == device), self._device)
        return chain.rows_of(self._conn, found, after_seq)

    def all_events(self) -> Iterator[StoredEvent]:
        """Events of the chains in ``earlier``, then of this device."""
        for one in self.earlier:
            yield from self.events(0, one.device)
        yield from self.events()

    def length(self) -> int:
        """How many events ``all_events`` gives."""
        return sum(one.seq for one in self.earlier) + self._tip.seq

    def own_events(self, kind: str = "", last: int = 0) -> list[Event]:
        """What the events of this device say, in their order: all of them, those of one type, or
        the last so many."""
        return self._log.own(kind, last)

    def held_events(self) -> list[Event]:
        """What all events say that the state rests on, ours and merged, as they are held in
        memory."""
        return list(self._log)

    def lineage(self) -> frozenset[str]:
        """The devices of this workspace: its own, and those that it was restored from."""
        return frozenset(one.device for one in (*self._others, self._device))

    def devices(self) -> tuple[Device, list[Device]]:
        """Our own chain, and those that it was restored from."""
        return self._device, list(self._others)

    def publics(self) -> list[bytes]:
        """The public keys of all chains here."""
        keys = [device.public for device in (*self._others, self._device)]
        return keys + [peer.public for peer in self.peers() if peer.public not in keys]

    def peers(self) -> list[Peer]:
        """The merged chains of other workspaces, in the order in which they first came."""
        return peers.all_peers(self._conn)

    def merged_events(self, device: str, after_seq: int = 0) -> Iterator[StoredEvent]:
        """Events of a merged chain that count, after a seq: what a package may carry on."""
        for peer in self.peers():
            if peer.device == device:
                for stored in chain.rows_of(self._conn, peer.chain, after_seq):
                    if peer.counts(stored.seq):
                        yield stored

    def taken_events(self, tip: PeerTip, after_seq: int = 0) -> Iterator[StoredEvent]:
        """Events of a merged chain after a seq and up to its tip, without a hole: those, too, that
        do not count for themselves, since what follows names them."""
        for peer in peers.all_peers(self._conn, tip.device):
            if keyid_of(peer.public) == tip.keyid:
                for stored in chain.rows_of(self._conn, peer.chain, after_seq):
                    if stored.seq <= tip.seq:
                        yield stored

    def received(self, subject_key: str = "") -> list[ReceivedEvent]:
        """What leads sent back that concerns us, in the order in which it came; about one subject,
        or everything."""
        return received.events(self._conn, subject_key)

    def receipts(self) -> list[Receipt]:
        """How far leads say that they have our chains."""
        return received.receipts(self._conn)

    def foreign_heads(self) -> list[PeerTip]:
        """How far each merged chain is taken without a break: what a receipt may acknowledge."""
        return peers.tips(self._conn)

    def quarantine(self) -> list[Aside]:
        """Every event of others that came and does not count, with why; those that only wait for
        the events before them are among them (``waits``)."""
        return peers.aside(self._conn)

    def events_of(self, subject_key: str) -> list[StoredEvent]:
        """Events of all chains that name this subject and count, in order of chain and seq."""
        with guard("ledger.db"):
            rows = self._conn.execute(
                "SELECT n FROM event_subject WHERE key = ? AND n > 0 ORDER BY n", (subject_key,)
            ).fetchall()
        known = {one.n: one for one in (self._device, *self._others)}
        merged = {peer.n: peer for peer in self.peers()}
        found = []
        for (number,) in rows:
            n, seq = number >> DEVICE_SHIFT, number & chain.SEQ_MASK
            peer = merged.get(n)
            if peer is not None and not peer.counts(seq):
                continue
            device = peer.chain if peer is not None else known[n]
            found.append(next(chain.rows_of(self._conn, device, seq - 1)))
        return found

    def need_free(self) -> None:
        """Nothing can be written now.

        Raises:
            Refused: ``read_only``; ``busy``, while another thread has the ledger.
        """
        if self._conn.read_only:
            raise Refused("The workspace is only being read.", code="read_only")
        if self.lent:
            words = f"{self.lent[0].upper()}{self.lent[1:]}."
            raise Refused(words, code="busy", next_step="Wait until it is done, or stop it.")

    def head(self) -> tuple[str, int, str]:
        """(device, seq, hash of the last event); seq 0 before the first."""
        return (self._device.device, self._tip.seq, self._tip.hash)
