"""A stored event: the exact signed text, its signature, and the dictionary it says."""

from __future__ import annotations

import msgspec

from reviewer.domain.changes import Changes
from reviewer.domain.events import EVENT_PAYLOAD_TYPE, Event
from reviewer.trust import keys
from reviewer.trust.canonical import dumps, sha256_hex
from reviewer.trust.dsse import pae

NO_CHANGES = Changes()
GENESIS = "0" * 64
"""``prev`` of the first event of a device."""


class StoredEvent(msgspec.Struct, frozen=True, eq=False):
    """One event as it stands in the ledger.

    Attributes:
        seq: its place in the chain of its device, from 1.
        text: the canonical JSON that was signed, byte for byte.
        keyid: the short name of the key.
        sig: 64 bytes of Ed25519 over the DSSE pre-authentication encoding of ``text``.
        event: what ``text`` says.
        changes: what the event moved when it was appended here; empty when read back.
    """

    seq: int
    text: str
    keyid: str
    sig: bytes
    event: Event
    changes: Changes = NO_CHANGES

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, StoredEvent):
            return NotImplemented
        return self._as_saved() == other._as_saved()

    def __hash__(self) -> int:
        return hash((self.seq, self.text))

    def __repr__(self) -> str:
        return f"StoredEvent({self.seq}, {self.keyid!r})"

    def _as_saved(self) -> tuple[int, str, str, bytes]:
        return self.seq, self.text, self.keyid, self.sig

    @property
    def id(self) -> str:
        """The id of the event."""
        return str(self.event["id"])

    @property
    def hash(self) -> str:
        """SHA-256 of the text: ``prev`` of the next event."""
        return sha256_hex(self.text)


def sign_event(event: Event, signer: keys.Signer) -> StoredEvent:
    """Write an event canonically and sign it.

    Raises:
        Refused: code ``canonical``, when a value has no canonical form.
    """
    text = dumps(event)
    sig = signer.sign(pae(EVENT_PAYLOAD_TYPE, text.encode("utf-8")))
    return StoredEvent(int(event["seq"]), text, signer.keyid, sig, event)


def is_signed_by(stored: StoredEvent, public: bytes) -> bool:
    """Whether the signature is the one of this 32-byte public key over this very text."""
    return keys.verify(public, pae(EVENT_PAYLOAD_TYPE, stored.text.encode("utf-8")), stored.sig)
