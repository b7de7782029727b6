"""Reading again, in small steps, the events that opening took from the snapshot.

A snapshot says what a long ledger folds to, so that opening reads none of the events before its
end. A page of theirs that the disk gives back otherwise would be found only when it is asked for.
Here each of them is read, and their hashes must come to the end that the snapshot sealed.
"""

from __future__ import annotations

from typing import Any

import msgspec

from reviewer.domain.errors import Damaged
from reviewer.store.disk.engine import Connection, guard
from reviewer.store.ledger.chain import Fault
from reviewer.store.ledger.schema_ledger import DEVICE_SHIFT
from reviewer.store.ledger.snapshot import Chain, Snapshot
from reviewer.store.ledger.stored import GENESIS
from reviewer.trust.canonical import sha256_hex

ROWS = "SELECT n, text FROM event WHERE n > ? AND n <= ? ORDER BY n LIMIT ?"


class _Link(msgspec.Struct):
    """What of an event binds it into its chain."""

    device: str
    seq: int
    prev: str


class Reread:
    """Every chain of a snapshot, up to where it was folded.

    Args:
        conn: the open ledger; used by ``step`` alone, on the thread of its caller.
        snapshot: what opening went by.

    Attributes:
        read: how many events were read again and were what was saved.
        left: how many are still to be read.
    """

    def __init__(self, conn: Connection, snapshot: Snapshot) -> None:
        self._conn = conn
        self._chains: list[Chain] = [*snapshot.chains, *snapshot.peers]
        self._seq, self._hash = 0, GENESIS
        self.read = 0
        self.left = sum(one.seq for one in self._chains)

    def step(self, rows: int) -> bool:
        """Read up to so many events more; whether any are left.

        Raises:
            Damaged: a page cannot be read, or an event is not the one that was saved.
        """
        while self._chains and not self._chains[0].seq:
            self._chains.pop(0)
        if not self._chains:
            return False
        chain = self._chains[0]
        base = chain.n << DEVICE_SHIFT
        with guard("ledger.db"):
            page: list[Any] = self._conn.execute(
                ROWS, (base + self._seq, base + chain.seq, rows)
            ).fetchall()
        for n, text in page:
            self._follow(chain, int(n) - base, str(text))
        if not page:
            raise _gone(chain, self._seq + 1)
        if self._seq == chain.seq:
            if self._hash != chain.hash:
                raise _changed(chain, self._seq)
            self._chains.pop(0)
            self._seq, self._hash = 0, GENESIS
        return bool(self.left)

    def _follow(self, chain: Chain, seq: int, text: str) -> None:
        if seq != self._seq + 1:
            raise _gone(chain, self._seq + 1)
        try:
            link = msgspec.json.decode(text, type=_Link)
        except msgspec.MsgspecError as error:
            raise _changed(chain, seq) from error
        if (link.device, link.seq) != (chain.device, seq):
            raise _changed(chain, seq)
        if link.prev != self._hash:
            raise _changed(chain, max(seq - 1, 1))
        self._seq, self._hash = seq, sha256_hex(text)
        self.read += 1
        self.left -= 1


def _changed(chain: Chain, seq: int) -> Damaged:
    detail = f"Event {seq:,} of the ledger is not the one that was saved."
    return Fault(chain.device, seq, "edited", detail).as_error()


def _gone(chain: Chain, seq: int) -> Damaged:
    detail = f"Event {seq:,} of the ledger is missing."
    return Fault(chain.device, seq, "removed", detail).as_error()
