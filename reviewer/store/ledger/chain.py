"""Reading the ledger back: every chain is followed hash by hash, new signatures are checked."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from reviewer.domain.errors import Damaged, Refused
from reviewer.domain.events import Event
from reviewer.store.disk.engine import Connection, guard
from reviewer.store.ledger.schema_ledger import DEVICE_SHIFT
from reviewer.store.ledger.stored import GENESIS, StoredEvent, is_signed_by
from reviewer.trust.canonical import dumps, loads_strict, sha256_hex

PAGE_ROWS = 1000
ROWS = "SELECT n, text, keyid, sig FROM event WHERE n > ? AND n < ? ORDER BY n LIMIT ?"
SEQ_MASK = (1 << DEVICE_SHIFT) - 1


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that is not as it was signed.

    Attributes:
        device: the chain.
        seq: the event; 0 for what stands beside the chain.
        code: edited, removed, reordered, truncated, forged, fork or rollback, as ``verify``
            names them.
        detail: one sentence.
        id: the id of the event, where it can be read.
    """

    device: str
    seq: int
    code: str
    detail: str
    id: str = ""

    def as_dict(self) -> dict[str, str | int | None]:
        """``first_bad`` of the command line: {code, file, line, seq, id, device, detail}."""
        return {
            "code": self.code,
            "file": "ledger.db",
            "line": None,
            "seq": self.seq or None,
            "id": self.id or None,
            "device": self.device,
            "detail": self.detail,
        }

    def as_error(self) -> Damaged:
        """The fault as an error for a person."""
        return Damaged(
            self.detail,
            code=self.code,
            file="ledger.db",
            line=self.seq or None,
            next_step="Nothing was changed. Restore the workspace from its newest backup; what"
            " was exported stays valid and can be compared with it.",
        )


@dataclass(frozen=True, slots=True)
class Device:
    """A chain in this ledger: its number, its id, and the 32-byte key it was pinned with."""

    n: int
    device: str
    public: bytes

    @property
    def base(self) -> int:
        """The row number before its first event."""
        return self.n << DEVICE_SHIFT


def devices(conn: Connection) -> list[Device]:
    """The chains in this ledger, the oldest first."""
    rows = conn.execute("SELECT n, device, public FROM device ORDER BY n").fetchall()
    return [Device(int(n), str(device), bytes(public)) for n, device, public in rows]


def rows_of(conn: Connection, device: Device, after_seq: int = 0) -> Iterator[StoredEvent]:
    """Events of a chain after a seq, in order, page by page; unverified.

    Raises:
        Damaged: a page of the database, or a text that is not an event.
    """
    base = device.base
    last, end = base | after_seq, (device.n + 1) << DEVICE_SHIFT
    while True:
        with guard("ledger.db"):
            page = conn.execute(
                ROWS,
                (last, end, PAGE_ROWS),
            ).fetchall()
        for n, text, keyid, sig in page:
            seq = int(n) - base
            yield StoredEvent(seq, text, keyid, bytes(sig), _read(text, device, seq))
        if len(page) < PAGE_ROWS:
            return
        last = int(page[-1][0])


def _read(text: str, device: Device, seq: int) -> dict[str, Any]:
    try:
        event = msgspec.json.decode(text)
        if isinstance(event, dict):
            return event
    except msgspec.DecodeError:
        pass
    raise Fault(device.device, seq, "edited", f"Event {seq} is not readable.").as_error()


def follow(
    conn: Connection,
    device: Device,
    *,
    verify_after: int,
    strict: bool = False,
    after: tuple[int, str] = (0, GENESIS),
) -> Iterator[StoredEvent | Fault]:
    """Walk a chain from its first event; ends after the first fault.

    Args:
        after: (seq, hash) of the event to go on from, which is known to be right.
        verify_after: signatures are checked for events after this seq; hashes for all.
        strict: also that each text is canonical and strict JSON, and its key id right.
    """
    before, expected = after[1], after[0] + 1
    last: Event = {}
    for stored in rows_of(conn, device, after[0]):
        event = stored.event
        linked = (
            stored.seq == expected
            and event.get("seq") == expected
            and event.get("device") == device.device
            and event.get("prev") == before
        )
        fault = None if linked else _link_fault(stored, device, before, expected)
        if fault is None and strict:
            fault = _form_fault(stored, device)
        if fault is None and stored.seq > verify_after and not is_signed_by(stored, device.public):
            fault = Fault(
                device.device, stored.seq, "forged", f"Event {stored.seq} was not signed so."
            )
        if fault is not None:
            near = ((stored.seq, event), (expected - 1, last))
            names = {seq: str(one.get("id", "")) for seq, one in near}
            yield dataclasses.replace(fault, id=names.get(fault.seq, ""))
            return
        yield stored
        before, expected, last = stored.hash, expected + 1, event


def _link_fault(stored: StoredEvent, device: Device, before: str, expected: int) -> Fault | None:
    event = stored.event
    seq = stored.seq
    if seq != expected:
        return Fault(device.device, expected, "removed", f"Event {expected} is missing.")
    if event.get("seq") != seq or event.get("device") != device.device:
        return Fault(device.device, seq, "reordered", f"Event {seq} stands in another's place.")
    if event.get("prev") != before:
        at = max(seq - 1, 1)
        return Fault(device.device, at, "edited", f"Event {at} is not the one that was saved.")
    return None


def _form_fault(stored: StoredEvent, device: Device) -> Fault | None:
    try:
        if dumps(loads_strict(stored.text)) != stored.text:
            raise Refused("not canonical", code="canonical")
    except Refused:
        detail = f"Event {stored.seq} is not in canonical form."
        return Fault(device.device, stored.seq, "edited", detail)
    if stored.keyid != sha256_hex(device.public)[:16]:
        return Fault(device.device, stored.seq, "forged", f"Event {stored.seq} names another key.")
    return None
