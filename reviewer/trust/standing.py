"""What the signature of a bundle is worth here: whose it is, as the roster that is held says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Literal

from reviewer.domain.errors import Refused
from reviewer.trust import keys
from reviewer.trust.authority import Authority, newest_known, no_authority
from reviewer.trust.roster import Roster

ISSUE = frozenset({"root", "lead", "issuer"})
"""Roles whose signature on a bundle counts."""

Kind = Literal["unsigned", "revoked", "unknown", "other", "expired", "issuer"]
WEAKEST: tuple[Kind, ...] = ("revoked", "unsigned", "unknown", "other", "expired", "issuer")
"""From the least that a signature can be worth to the most."""


@dataclass(frozen=True)
class Standing:
    """The worth of one signature, in a word and in words.

    ``issuer``: a rostered key that may sign bundles and counts now. ``expired``: it did, and its
    time is over or has not begun. ``other``: rostered in a role that issues no bundles.
    ``unknown``: a sound signature of a key that no roster here names. ``revoked``: refused, for
    whoever has that key now can sign anything with it. ``unsigned``.
    """

    kind: Kind
    words: str
    pseudonym: str = ""
    role: str = ""


UNSIGNED = Standing("unsigned", "unsigned")
UNKNOWN = Standing("unknown", "signed, key unknown")


@dataclass(frozen=True)
class Vouch:
    """By what signers are judged.

    Attributes:
        roster: that is held and believed.
        now: RFC 3339 UTC.
        authority: the roots that the site file names.
        latest: the newest roster that was ever held, which no other may be older than.
    """

    roster: Roster | None = None
    now: str = ""
    authority: Authority = field(default_factory=Authority)
    latest: Roster | None = None

    def admit(self, text: bytes) -> Roster:
        """A roster that came, where it may be held from now on, or the one that is held.

        Raises:
            Refused: ``roster`` (nobody can vouch for it, or too few roots signed it),
                ``rollback``, ``dsse``, ``json``.
        """
        if not self.authority.named and self.latest is None:
            raise no_authority()
        return self.authority.admit(text, self.latest)

    def newest(self, texts: Iterable[bytes]) -> Vouch:
        """The same, judging by the newest of these rosters that may be held."""
        found = self
        for text in texts:
            with suppress(Refused):
                roster = found.admit(text)
                found = replace(found, roster=roster, latest=roster)
        return found

    @property
    def known(self) -> Mapping[str, bytes]:
        """Key id to raw public key of those whose signature on a bundle counts now."""
        return newest_known(self.roster, ISSUE, self.now)

    def of(self, public: bytes) -> Standing:
        """The standing of who signed with this key; empty bytes: nobody signed.

        When it was signed is only the signer's word, so the time now decides.
        """
        if not public:
            return UNSIGNED
        entry = self.roster.key(keys.keyid_of(public)) if self.roster is not None else None
        if entry is None or entry.sign != public:
            return UNKNOWN
        who = f"signed by {entry.pseudonym} ({entry.role})"
        facts = (entry.pseudonym, entry.role)
        if entry.revoked and entry.revoked <= self.now:
            return Standing("revoked", f"{who}, key revoked on {entry.revoked[:10]}", *facts)
        if entry.role not in ISSUE:
            return Standing("other", f"{who}, who issues no bundles", *facts)
        if not entry.counts_at(self.now):
            begun = entry.since <= self.now
            when = f"ended on {entry.until[:10]}" if begun else f"counts from {entry.since[:10]}"
            return Standing("expired", f"{who}, key expired: it {when}", *facts)
        return Standing("issuer", who, *facts)


def weakest(standings: Iterable[Standing]) -> Standing:
    """The one that is worth least; unsigned where there are none."""
    return min(standings, key=_worth, default=UNSIGNED)


def _worth(standing: Standing) -> int:
    return WEAKEST.index(standing.kind)
