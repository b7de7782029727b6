"""Where a chain stood: the verified mark inside the ledger, the head file beside it."""

from __future__ import annotations

from reviewer.store.disk.engine import Connection, transaction
from reviewer.store.ledger import chain
from reviewer.store.ledger.chain import Device
from reviewer.store.ledger.head import Head, head_damaged
from reviewer.store.ledger.stored import GENESIS, is_signed_by


def read_mark(conn: Connection, device: str) -> Head:
    """Up to where the signatures of a device were verified; seq 0 if never."""
    row = conn.execute("SELECT device, seq, hash FROM mark").fetchone()
    if row is None or row[0] != device:
        return Head(device, 0, GENESIS)
    return Head(str(row[0]), int(row[1]), str(row[2]))


def write_mark(conn: Connection, verified: Head) -> None:
    """Remember up to where signatures are verified; writes nothing when it is known."""
    if read_mark(conn, verified.device) == verified:
        return
    with transaction(conn):
        conn.execute(
            "INSERT INTO mark (n, device, seq, hash) VALUES (1, ?, ?, ?) ON CONFLICT (n) DO"
            " UPDATE SET device = excluded.device, seq = excluded.seq, hash = excluded.hash",
            (verified.device, verified.seq, verified.hash),
        )


def compare_head(head: Head, end: Head, conn: Connection, device: Device) -> bool:
    """Compare the head file with the end of the chain.

    Returns:
        True when the head lags behind: a crash came between two writes; write it again.

    Raises:
        Damaged: ``rollback`` when the head is ahead: an older ledger was put in its place;
            ``edited`` or ``fork`` when the event that it names is another now.
    """
    if head.device != end.device:
        raise head_damaged("The head file belongs to another device.")
    if head.seq > end.seq:
        raise head_damaged(
            f"The ledger ends at event {end.seq}, but event {head.seq} was saved:"
            " an older copy of ledger.db was put in its place.",
            code="rollback",
        )
    if head.seq:
        stored = next(chain.rows_of(conn, device, head.seq - 1))
        if stored.hash != head.hash:
            raise head_damaged(
                f"Event {head.seq} of the ledger is not the one that was saved.",
                code="fork" if is_signed_by(stored, device.public) else "edited",
            )
    return head.seq < end.seq
