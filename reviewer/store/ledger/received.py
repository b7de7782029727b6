"""What leads sent back: signed events that concern us, and receipts. No chain is claimed by them.

A feedback package holds an excerpt of a lead's chain: each event proves itself by its signature,
the gaps between them mean nothing. They bear on the state and are never exported.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from reviewer.domain import fold
from reviewer.domain.events import Event, subject_of
from reviewer.domain.fold import State
from reviewer.store.disk.engine import Connection, guard
from reviewer.store.ledger.chain import Fault
from reviewer.store.ledger.stored import StoredEvent, is_signed_by


class Receipt(msgspec.Struct, frozen=True, order=True):
    """A lead has the chain of a device up to an event.

    Attributes:
        device, seq, head: the chain, the last event that arrived, the SHA-256 of its text.
        by: key id of the lead.
        at: when the package that said so was made, RFC 3339.
    """

    device: str
    seq: int
    head: str
    by: str
    at: str


class ReceivedEvent(msgspec.Struct, frozen=True):
    """A lead's event, with the 32-byte key that signed it."""

    stored: StoredEvent
    public: bytes

    @property
    def event(self) -> Event:
        """What it says."""
        return self.stored.event


def write(conn: Connection, events: Iterable[ReceivedEvent], receipts: Iterable[Receipt]) -> None:
    """Keep them; what is here already stays as it is. Inside the caller's transaction."""
    conn.executemany(
        "INSERT OR IGNORE INTO received (id, subject, seq, text, keyid, sig, public)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (s.id, _key(s.event), s.seq, s.text, s.keyid, s.sig, one.public)
            for one in events
            for s in (one.stored,)
        ],
    )
    conn.executemany(
        "INSERT OR IGNORE INTO told (device, seq, head, by, at) VALUES (?, ?, ?, ?, ?)",
        [(r.device, r.seq, r.head, r.by, r.at) for r in receipts],
    )


def events(conn: Connection, subject: str = "", after: int = 0) -> list[ReceivedEvent]:
    """The events that were received, in the order in which they came; of one subject, or all;
    those after a row."""
    where = " AND subject = ?" if subject else ""
    with guard("ledger.db"):
        rows = conn.execute(
            f"SELECT seq, text, keyid, sig, public FROM received WHERE n > ?{where} ORDER BY n",
            (after, subject) if subject else (after,),
        ).fetchall()
    return [
        ReceivedEvent(
            StoredEvent(int(seq), str(text), str(keyid), bytes(sig), msgspec.json.decode(text)),
            bytes(public),
        )
        for seq, text, keyid, sig, public in rows
    ]


def _key(event: Event) -> str:
    subject = subject_of(event)
    return subject.key if subject is not None else ""


def receipts(conn: Connection) -> list[Receipt]:
    """The receipts that were received, sorted."""
    with guard("ledger.db"):
        rows = conn.execute("SELECT device, seq, head, by, at FROM told").fetchall()
    return sorted(Receipt(str(d), int(s), str(h), str(b), str(a)) for d, s, h, b, a in rows)


def replay(conn: Connection, state: State) -> Fault | None:
    """Fold the received events into a state; the first that is not as it was signed, or None."""
    for one in events(conn):
        if not is_signed_by(one.stored, one.public):
            device = str(one.event.get("device", ""))
            detail = f"A lead's event {one.stored.seq} that was received was changed."
            return Fault(device, one.stored.seq, "forged", detail, one.stored.id)
        fold.apply(state, one.event)
    return None
