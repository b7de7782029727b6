"""The roster: whose keys count for what, signed by a threshold of root keys.

A roster is a DSSE envelope. Its version only grows, and a newer one is believed only when the
roots of the one already held signed it (the rule of The Update Framework).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reviewer.domain.errors import Refused
from reviewer.trust import dsse, keys
from reviewer.trust.base64s import b64, unb64
from reviewer.trust.canonical import dumps, loads_strict, sha256_hex
from reviewer.trust.cards import Card

FORMAT = "reviewer-roster"
NAME = "roster.dsse.json"
LARGEST = 16 * 1024 * 1024
ROLES = ("root", "lead", "reviewer", "auditor", "issuer")


@dataclass(frozen=True)
class Entry:
    """One key of one person.

    Attributes:
        pseudonym: who.
        role: one of ``ROLES``.
        sign: 32 raw bytes of the public signing key.
        seal: the age recipient.
        device: the chain of events that the key writes.
        since: RFC 3339, from when it counts.
        until: RFC 3339 or empty, until when.
        revoked: RFC 3339 or empty, since when it no longer counts.
    """

    pseudonym: str
    role: str
    sign: bytes
    seal: str
    device: str
    since: str
    until: str = ""
    revoked: str = ""

    @property
    def keyid(self) -> str:
        """The short name of the signing key."""
        return keys.keyid_of(self.sign)

    def counts_at(self, at: str) -> bool:
        """Whether the key counts at a time (RFC 3339 UTC, so that text order is time order)."""
        ends = [end for end in (self.until, self.revoked) if end]
        return self.since <= at and all(at < end for end in ends)

    def to_dict(self) -> dict[str, Any]:
        """As it stands in the file."""
        return {
            "pseudonym": self.pseudonym,
            "role": self.role,
            "keyid": self.keyid,
            "sign": b64(self.sign),
            "seal": self.seal,
            "device": self.device,
            "from": self.since,
            "until": self.until,
            "revoked": self.revoked,
        }

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Entry:
        """The inverse of ``to_dict``; raises KeyError, TypeError or ValueError."""
        names = ("pseudonym", "role", "seal", "device", "from", "until", "revoked")
        if not all(isinstance(raw[name], str) for name in names) or raw["role"] not in ROLES:
            raise ValueError("a field of an entry")
        sign = unb64(raw["sign"])
        if len(sign) != keys.KEY_BYTES or keys.keyid_of(sign) != raw["keyid"]:
            raise ValueError("the key id of an entry")
        return cls(
            raw["pseudonym"],
            raw["role"],
            sign,
            raw["seal"],
            raw["device"],
            raw["from"],
            raw["until"],
            raw["revoked"],
        )


@dataclass(frozen=True)
class Roster:
    """One version of the roster. Changing methods give the next version, unsigned."""

    version: int
    created_at: str
    threshold: int
    entries: tuple[Entry, ...]
    previous: str = ""

    def key(self, keyid: str) -> Entry | None:
        """The entry of a signing key."""
        return next((entry for entry in self.entries if entry.keyid == keyid), None)

    def role_of(self, keyid: str, at: str) -> str:
        """The role in which a key counts at a time (RFC 3339 UTC); empty where it does not."""
        entry = self.key(keyid)
        return entry.role if entry is not None and entry.counts_at(at) else ""

    def roots(self) -> dict[str, bytes]:
        """Key id to public key of all roots that are not revoked."""
        return {e.keyid: e.sign for e in self.entries if e.role == "root" and not e.revoked}

    def add(self, card: Card, role: str, at: str, until: str = "") -> Roster:
        """The next version, with the holder of an enrolment card.

        Args:
            until: RFC 3339, when the key stops counting; empty for never.

        Raises:
            Refused: code ``roster``: an unknown role, one that the card is not for, or a key or
                pseudonym that is there.
        """
        if role not in ROLES:
            raise _refused(f"There is no role {role!r}; there are {', '.join(ROLES)}.")
        if not card.seal and role != "issuer":
            raise _refused("This is the card of a key for bundles: its role is issuer.")
        if self.key(card.keyid) is not None:
            raise _refused(f"The key {card.keyid} is in the roster already.")
        taken = [e for e in self.entries if e.pseudonym == card.pseudonym and e.counts_at(at)]
        if taken:
            raise _refused(f"The pseudonym {card.pseudonym} has a key in force; revoke it first.")
        entry = Entry(card.pseudonym, role, card.sign, card.seal, card.device, at, until)
        return self._next((*self.entries, entry), at)

    def revoke(self, keyid: str, at: str) -> Roster:
        """The next version, in which a key no longer counts from ``at`` on.

        Raises:
            Refused: code ``roster``: no such key, or the last roots below the threshold.
        """
        if self.key(keyid) is None:
            raise _refused(f"There is no key {keyid} in the roster.")
        following = self._next(
            tuple(
                dataclasses.replace(e, revoked=e.revoked or at) if e.keyid == keyid else e
                for e in self.entries
            ),
            at,
        )
        if len(following.roots()) < following.threshold:
            raise _refused("Fewer roots than the threshold would remain; add a root first.")
        return following

    def _next(self, entries: tuple[Entry, ...], at: str) -> Roster:
        return Roster(
            self.version + 1, at, self.threshold, entries, previous=sha256_hex(self.body())
        )

    def body(self) -> bytes:
        """The canonical bytes that roots sign."""
        return dumps(
            {
                "format": FORMAT,
                "format_version": "1.0",
                "must_understand": [],
                "version": self.version,
                "previous": self.previous,
                "created_at": self.created_at,
                "threshold": self.threshold,
                "entries": [entry.to_dict() for entry in self.entries],
            }
        ).encode("utf-8")

    def to_text(self, *signers: dsse.Signs) -> str:
        """The roster as a file, signed by these."""
        return dsse.envelope_text(dsse.ROSTER_TYPE, self.body(), *signers)


def first_roster(card: Card, threshold: int, at: str) -> Roster:
    """Version 1, whose one root is the holder of ``card``.

    Raises:
        Refused: code ``roster``, when the threshold is not at least 1.
    """
    if threshold < 1:
        raise _refused("The threshold is at least 1.")
    root = Entry(card.pseudonym, "root", card.sign, card.seal, card.device, since=at)
    return Roster(1, at, threshold, (root,))


def add_signature(text: str | bytes, signer: dsse.Signs) -> str:
    """The same roster file with one more signature; signing twice changes nothing."""
    body, signatures = dsse.open_envelope(text, dsse.ROSTER_TYPE, file=NAME)
    _parse(body)
    made = dsse.envelope(dsse.ROSTER_TYPE, body, signer)
    kept = {keyid: b64(sig) for keyid, sig in signatures}
    kept[signer.keyid] = made["signatures"][0]["sig"]
    made["signatures"] = [{"keyid": k, "sig": s} for k, s in sorted(kept.items())]
    return dumps(made) + "\n"


def peek(text: str | bytes) -> Roster:
    """What a roster file says, **verified by nobody**: for adding and signing."""
    body, _ = dsse.open_envelope(text, dsse.ROSTER_TYPE, file=NAME)
    return _parse(body)


def read(
    text: str | bytes, roots: Mapping[str, bytes] | None = None, threshold: int | None = None
) -> Roster:
    """A roster that enough roots signed.

    Args:
        text: the file.
        roots: key id to public key, from the site file or the roster held so far. When left
            out, the roster's own roots count: it is then only as good as the way it came.
        threshold: how many distinct roots must have signed; the roster's own when left out.

    Raises:
        Refused: code ``roster``, ``dsse`` or ``json``.
    """
    body, signatures = dsse.open_envelope(text, dsse.ROSTER_TYPE, file=NAME)
    roster = _parse(body)
    needed = roster.threshold if threshold is None else threshold
    publics = roster.roots() if roots is None else roots
    signed = len(dsse.verified_by(dsse.ROSTER_TYPE, body, signatures, publics))
    if signed < max(needed, 1):
        raise _refused(f"{signed} of {needed} root signatures are there.")
    return roster


def succeed(held: Roster, text: str | bytes) -> Roster:
    """A newer roster, believed because the roots of the one held signed it.

    Raises:
        Refused: code ``roster`` when too few signed, ``rollback`` when it is not newer.
    """
    return grown(held, read(text, held.roots(), held.threshold))


def grown(held: Roster, newer: Roster) -> Roster:
    """The newer of two rosters, which were both believed already: versions only grow.

    Raises:
        Refused: code ``rollback``, naming both versions.
    """
    if newer.version == held.version and newer.body() == held.body():
        return held
    if newer.version <= held.version:
        raise Refused(
            f"This roster has version {newer.version}; version {held.version} is held already.",
            code="rollback",
            file=NAME,
            next_step="Ask for the newest roster; an older one is never taken back.",
        )
    return newer


def _parse(body: bytes) -> Roster:
    document = loads_strict(body, file=NAME)
    try:
        if document["format"] != FORMAT or document["format_version"].split(".")[0] != "1":
            raise ValueError("another format")
        if document["must_understand"]:
            raise ValueError("something that must be understood")
        entries = tuple(Entry.from_dict(raw) for raw in document["entries"])
        version, threshold = document["version"], document["threshold"]
        if type(version) is not int or type(threshold) is not int or min(version, threshold) < 1:
            raise ValueError("version or threshold")
        if len({entry.keyid for entry in entries}) != len(entries):
            raise ValueError("a key twice")
        roster = Roster(
            version,
            str(document["created_at"]),
            threshold,
            entries,
            previous=str(document["previous"]),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise _refused(f"This is not a roster that can be read ({error}).") from error
    if roster.body() != body:
        raise _refused("The roster holds more than this version of the program knows.")
    return roster


def _refused(message: str) -> Refused:
    return Refused(
        message,
        code="roster",
        file=NAME,
        next_step="Ask the lead who keeps the roster.",
    )
