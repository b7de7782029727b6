"""Chains of other workspaces, made by hand and signed as theirs are, cut into packages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from reviewer.domain.ids import event_id
from reviewer.store.ledger.lines import Line, line_of
from reviewer.store.ledger.merging import Parcel, Span
from reviewer.store.ledger.stored import GENESIS, StoredEvent, sign_event
from reviewer.trust.canonical import dumps, sha256_hex
from reviewer.trust.keys import Signer
from reviewer.trust.roster import Entry, Roster

NOON = 1_772_000_025_250
DAY = "2026-03-{:02d}T10:00:00.000Z"
HOLD = {
    "basis": "tco_order",
    "authority": "a court",
    "reference": "7",
    "from": DAY.format(3),
    "until": "2027-03-05T10:00:00.000Z",
    "disclosure_restricted": False,
}


def ident(text: str) -> str:
    """An id that looks like ours, the same for the same text."""
    h = sha256_hex(text)
    return f"{h[:8]}-{h[8:12]}-7{h[13:16]}-8{h[17:20]}-{h[20:32]}"


@dataclass
class Chain:
    """One device of one person; ``fork`` copies it so that it can go on otherwise. Where it is
    ``native``, ids follow from the places of its events, as a ledger makes them."""

    name: str
    device: str = ""
    role: str = "reviewer"
    salt: str = ""
    native: bool = False
    stored: list[StoredEvent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.signer = Signer.from_private(sha256_hex(f"key {self.name}").encode()[:32])
        self.device = self.device or ident(f"device {self.name}")

    def add(self, kind: str, *, day: int = 5, **fields: Any) -> StoredEvent:
        seq = len(self.stored) + 1
        prev = self.stored[-1].hash if self.stored else GENESIS
        made = event_id(self.device, seq, prev, NOON + day)
        event = {
            "v": "1.0",
            "id": made if self.native else ident(f"{self.device} {seq} {self.salt}"),
            "type": kind,
            "device": self.device,
            "seq": seq,
            "prev": prev,
            "actor": {"pseudonym": self.name, "role": self.role, "key": self.signer.keyid},
            "at": DAY.format(day),
            **fields,
        }
        self.stored.append(sign_event(event, self.signer))
        return self.stored[-1]

    def decide(self, who: str, outcome: str = "suspend", **fields: Any) -> StoredEvent:
        subject = {"kind": "account", "id": f"twitter:{who}"}
        return self.add("decision", case=f"case-{who}", subject=subject, outcome=outcome, **fields)

    def fork(self, at: int) -> Chain:
        """The same device, put back to an event, going on for itself."""
        salt = self.salt + "'"
        return Chain(self.name, self.device, self.role, salt, self.native, self.stored[:at])

    def entry(self, **more: str) -> Entry:
        """Its line in a roster."""
        fields = {"role": self.role, "since": DAY.format(1), **more}
        return Entry(
            pseudonym=self.name, sign=self.signer.public, seal="", device=self.device, **fields
        )

    def parcel(self, first: int = 1, last: int = 0) -> Parcel:
        """A package of the events first to last, both included."""
        found = self.stored[first - 1 : last or len(self.stored)]
        span = Span(self.device, self.signer.public, first, found[-1].seq, found[-1].hash)
        name = sha256_hex(dumps([self.device, first, span.to_seq, span.head]))
        lines = tuple(line_of(one, self.device, self.signer.public, name) for one in found)
        return Parcel(name, str(found[-1].event["at"]), (span,), lines)


def roster(*entries: Entry, version: int = 1) -> Roster:
    """A roster of these; nobody signed it."""
    return Roster(version, DAY.format(1), 1, entries)


def lines_of(parcels: Sequence[Parcel]) -> list[Line]:
    """All lines of several packages."""
    return [line for parcel in parcels for line in parcel.lines]
