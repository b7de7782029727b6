"""A small ledger in memory, signed as the real one signs, for the tests of exchange."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from reviewer.domain.views import ImportRow
from reviewer.store.ledger.stored import GENESIS, StoredEvent, sign_event
from reviewer.trust.canonical import dumps, sha256_hex
from reviewer.trust.keys import Signer

DEVICE = "11111111-2222-4333-8444-555555555555"
POLICY = dumps({"set": "default", "policies": ["Drohung ü", {"id": "direct_threat"}]})
POLICY_HASH = sha256_hex(POLICY)
HERON = Signer.from_private(b"h" * 32)
THIEF = Signer.from_private(b"t" * 32)


def event_id(n: int) -> str:
    return f"00000000-0000-7000-8000-{n:012x}"


@dataclass
class MemoryLedger:
    """Appends and signs; ``acknowledged`` is what a receipt would say."""

    signer: Signer = HERON
    device: str = DEVICE
    acknowledged: int = 0
    stored: list[StoredEvent] = field(default_factory=list)
    before: list[MemoryLedger] = field(default_factory=list)
    others: list[MemoryLedger] = field(default_factory=list)

    def add(self, kind: str, **fields: Any) -> StoredEvent:
        seq = len(self.stored) + 1
        event = {
            "v": "1.0",
            "id": event_id(seq + 1000 * len(self.before)),
            "type": kind,
            "device": self.device,
            "seq": seq,
            "prev": self.stored[-1].hash if self.stored else GENESIS,
            "actor": {"pseudonym": "heron", "role": "reviewer", "key": self.signer.keyid},
            "at": f"2026-03-01T10:{seq % 60:02d}:00.000Z",
            **fields,
        }
        self.stored.append(sign_event(event, self.signer))
        return self.stored[-1]

    def decide(self, who: str, outcome: str = "suspend", **fields: Any) -> StoredEvent:
        return self.add(
            "decision",
            case=f"case-{who}",
            subject={"kind": "account", "id": f"twitter:{who}"},
            outcome=outcome,
            ground="terms",
            seen={"import": "imp-1", "digest": "d" * 64},
            policy={"set": "default", "version": "1", "hash": POLICY_HASH, "id": "direct_threat"},
            **fields,
        )

    def events(self, after_seq: int = 0) -> Iterator[StoredEvent]:
        return iter([one for one in self.stored if one.seq > after_seq])

    def acknowledged_seq(self) -> int:
        return self.acknowledged

    def foreign(self) -> list[MemoryLedger]:
        return self.others

    @property
    def public(self) -> bytes:
        return self.signer.public

    def counts(self, _seq: int) -> bool:
        return True

    def earlier(self) -> list[MemoryLedger]:
        return self.before

    def restored(self, device: str) -> MemoryLedger:
        """A ledger that goes on from this one, as after a restore."""
        made = MemoryLedger(self.signer, device, before=[*self.before, self])
        last = self.stored[-1]
        made.add("restore", restore={"device": self.device, "seq": last.seq, "head": last.hash})
        return made


class MemoryEvidence:
    """One import, as the evidence would tell it."""

    def imports(self) -> Sequence[ImportRow]:
        return [
            ImportRow(
                n=1,
                import_id="imp-1",
                name="posts.jsonl",
                kind="twitter",
                at=1_700_000_000_000,
                sha256="a" * 64,
                read=5,
                new=5,
                files=("posts.jsonl",),
            ),
            ImportRow(n=2, import_id="imp-unused"),
        ]  # fmt: skip


def ledger(decisions: int = 6) -> MemoryLedger:
    """Import, decisions, a withdrawal, a hold, contacts with a state, and an export at the end."""
    made = MemoryLedger()
    made.add("import", **{"import": {"id": "imp-1", "sha256": "a" * 64}})
    made.decide("1", rationale='=HYPERLINK("http://example.invalid","x")')
    made.decide("2", "no_violation", rationale='<script>alert(1)</script>\u202e\nsecond, "line"')
    withdrawn = made.decide("3", "warn")
    made.add(
        "withdraw", case="case-3", subject=withdrawn.event["subject"], supersedes=[withdrawn.id]
    )
    hold = made.add("hold.placed", case="case-1", subject={"kind": "account", "id": "twitter:1"})
    made.add("hold.placed", case="case-2", subject={"kind": "account", "id": "twitter:2"})
    made.add("hold.released", case="case-1", subject=hold.event["subject"], supersedes=[hold.id])
    asked = made.add("keepopen.requested", subject={"kind": "account", "id": "twitter:2"},
                     note="ref 7/2026")  # fmt: skip
    made.add("keepopen.closed", subject=asked.event["subject"], supersedes=[asked.id])
    made.add("keepopen.requested", subject={"kind": "account", "id": "twitter:1"})
    made.add("state.contact", subject={"kind": "account", "id": "twitter:1"})
    for n in range(decisions - 3):
        made.decide(f"more-{n}", flags={"preserve": True})
    return made
