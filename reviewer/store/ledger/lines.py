"""One signed event of another workspace, with the key that signed it and why it may not count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import msgspec

from reviewer.domain.events import Event
from reviewer.store.ledger.stored import StoredEvent
from reviewer.trust.canonical import sha256_hex


class Line(msgspec.Struct, frozen=True, eq=False):
    """An event as it came, its signature already checked against ``public``.

    Attributes:
        device, seq: its place.
        hash: SHA-256 of its text.
        public: the 32-byte key that signed it.
        text, keyid, sig: as in ``events.jsonl``, byte for byte.
        event: what the text says.
        package: the package that brought it; empty where it lies in a chain already.
    """

    device: str
    seq: int
    hash: str
    public: bytes
    text: str
    keyid: str
    sig: bytes
    event: Event
    package: str = ""

    @property
    def key(self) -> tuple[int, str, bytes]:
        """What tells it from every other line of its device."""
        return (self.seq, self.hash, self.public)

    @property
    def prev(self) -> str:
        """The hash of the event that it follows, as it says itself."""
        return str(self.event.get("prev"))

    @property
    def id(self) -> str:
        """The id of the event."""
        return str(self.event.get("id"))

    @property
    def stored(self) -> StoredEvent:
        """The form in which the ledger keeps it."""
        return StoredEvent(self.seq, self.text, self.keyid, self.sig, self.event)


class Why(msgspec.Struct, frozen=True):
    """Why an event does not count: a code of ``CODES`` and a sentence without its end."""

    code: str
    words: str


GAP = "gap"
CODES = {
    GAP: "it waits for the events before it",
    "fork": "two histories of one device",
    "rollback": "a history of this workspace that this workspace does not have",
    "unknown_key": "the key is not in the roster",
    "wrong_key": "the device belongs to another key",
    "wrong_device": "a device of the key that the roster does not name",
    "revoked_key": "the key was revoked",
    "expired_key": "the key was over",
    "early_key": "the key did not count yet",
    "role": "the role of the key does not allow it",
    "wrong": "it breaks a rule that every ledger keeps",
    "twin": "another device signed a different event under its id",
}
"""The closed list."""


class Aside(msgspec.Struct, frozen=True, order=True):
    """An event of others that came and does not count.

    Attributes:
        pseudonym: whose, as the event says.
        package: the package that brought it, where that is known.
        line: its line as in ``events.jsonl``: the text, byte for byte, is in it.
    """

    device: str
    seq: int
    hash: str
    id: str
    pseudonym: str
    keyid: str
    type: str
    code: str
    words: str
    package: str
    text: str

    @property
    def waits(self) -> bool:
        """It is in order as far as one can tell; what stands before it has not come yet."""
        return self.code == GAP


def aside_of(line: Line, why: Why) -> Aside:
    """A line that does not count, as it is shown."""
    actor = line.event.get("actor")
    who = actor.get("pseudonym") if isinstance(actor, dict) else ""
    return Aside(
        device=line.device,
        seq=line.seq,
        hash=line.hash,
        id=line.id,
        pseudonym=str(who or ""),
        keyid=line.keyid,
        type=str(line.event.get("type")),
        code=why.code,
        words=why.words,
        package=line.package,
        text=line.text,
    )


def line_of(stored: StoredEvent, device: str, public: bytes, package: str = "") -> Line:
    """A stored event as a line."""
    return Line(
        device,
        stored.seq,
        sha256_hex(stored.text),
        public,
        stored.text,
        stored.keyid,
        stored.sig,
        stored.event,
        package,
    )


NOTHING_NOTED: Mapping[str, frozenset[str]] = MappingProxyType({})
"""No lead noted what was there of any key when its revocation came."""


def vouched(lines: Iterable[Line], heads: frozenset[str]) -> frozenset[str]:
    """The hashes of these lines that some head leads back to; a head may itself be missing."""
    by_hash = {line.hash: line.prev for line in lines}
    found = set[str]()
    for head in heads:
        at = head
        while at in by_hash and at not in found:
            found.add(at)
            at = by_hash[at]
    return frozenset(found)
