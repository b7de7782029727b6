"""The chains that this one was restored from: which, and up to which event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.store.disk.engine import Connection
from reviewer.store.ledger.chain import Device, Fault, rows_of


@dataclass(frozen=True, slots=True)
class Earlier:
    """A chain of a device that a backup was made of.

    Attributes:
        device: its id.
        seq, head: its last event in the backup, as the ``restore`` after it names them.
    """

    device: str
    seq: int
    head: str


def lineage(conn: Connection, own: Device, others: Sequence[Device]) -> tuple[Earlier, ...]:
    """The chains that our own goes on from, the oldest first; empty where nothing was restored."""
    found: list[Earlier] = []
    known, at = {one.device: one for one in others}, own
    while (told := _restore_of(conn, at)) is not None and told.device in known:
        found.insert(0, told)
        at = known.pop(told.device)
    return tuple(found)


def _restore_of(conn: Connection, device: Device) -> Earlier | None:
    """What the first event of a chain names, if it is a ``restore``."""
    first = next(rows_of(conn, device, 0), None)
    told = first.event.get("restore") if first is not None else None
    if first is None or first.event.get("type") != "restore" or not isinstance(told, dict):
        return None
    return Earlier(str(told.get("device")), int(told.get("seq") or 0), str(told.get("head")))


def lineage_fault(conn: Connection, devices: Sequence[Device]) -> Fault | None:
    """Whether every ``restore`` names an event that its ledger holds just so."""
    known = {one.device: one for one in devices}
    for device in devices:
        told = _restore_of(conn, device)
        if told is None or told.device not in known or not told.seq:
            continue
        last = next(rows_of(conn, known[told.device], told.seq - 1), None)
        if last is None or last.seq != told.seq:
            detail = f"Event {told.seq} is missing: device {device.device} goes on from it."
            return Fault(told.device, told.seq, "truncated", detail)
        if last.hash != told.head:
            detail = f"Event {told.seq} is not the one that device {device.device} goes on from."
            return Fault(told.device, told.seq, "edited", detail, last.id)
    return None
