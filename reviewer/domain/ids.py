"""Identifiers: UUIDv7 for what we make, text for what comes from outside."""

from __future__ import annotations

import hashlib
import re

import msgspec

UNDATED = -(2**62)
"""Stored in place of a time, in ms, where the source gave none; sorts before all times."""

SHA256_RE = re.compile(r"[0-9a-f]{64}\Z")
_HEAD_RE = re.compile(r"[0-9a-f]{12}")


class SubjectRef(msgspec.Struct, frozen=True, order=True):
    """What a decision is about. ``id`` is ``platform:native`` for accounts and posts, and the
    SHA-256 (or, where the bytes are absent, ``platform:media key``) for media."""

    kind: str
    id: str

    @property
    def key(self) -> str:
        """One text for indexes: ``account:twitter:123``."""
        return f"{self.kind}:{self.id}"

    @classmethod
    def from_key(cls, key: str) -> SubjectRef:
        """The inverse of ``key``."""
        kind, _, rest = key.partition(":")
        return cls(kind, rest)


def qualified(platform: str, native: str) -> str:
    """``platform:native``; the platform never holds a colon."""
    return f"{platform.replace(':', '_')}:{native}"


def uuid7(ms: int, random: bytes) -> str:
    """A UUIDv7 (RFC 9562) from a Unix time in ms and 10 random bytes, as text.

    >>> uuid7(0, bytes(10))
    '00000000-0000-7000-8000-000000000000'
    """
    if len(random) != 10:
        raise ValueError("uuid7 needs 10 random bytes")
    rand_a = int.from_bytes(random[:2], "big") & 0x0FFF
    rand_b = int.from_bytes(random[2:], "big") & ((1 << 62) - 1)
    value = ((ms & ((1 << 48) - 1)) << 80) | (0x7 << 76) | (rand_a << 64) | (0b10 << 62) | rand_b
    h = f"{value:032x}"
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


def event_id(device: str, seq: int, prev: str, ms: int) -> str:
    """The id of an event: a UUIDv7 whose random bits follow from its place in its chain.

    Args:
        device, seq, prev: the chain, the place in it, and the hash of the event before.
        ms: Unix time; any will do, for it stands in the id and is read from there.

    Whoever knows the id of another's event can sign one of their own under it, but not one whose
    place gives this id: ``is_own_id`` tells which of the two made it. ``prev`` keeps anybody from
    knowing the ids of events that are still to come.
    """
    place = f"reviewer event id\n{device}\n{seq}\n{prev}\n{ms}"
    return uuid7(ms, hashlib.sha256(place.encode("utf-8", "surrogatepass")).digest()[:10])


def is_own_id(ident: str, device: str, seq: int, prev: str) -> bool:
    """Whether an event made its id itself, by ``event_id`` at its place; no clock is asked."""
    head = ident[:8] + ident[9:13]
    if not _HEAD_RE.fullmatch(head):
        return False
    return ident == event_id(device, seq, prev, int(head, 16))
