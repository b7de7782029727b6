"""Who may say what the roster is: the site's roots, else the roots of the roster that is held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reviewer.domain.errors import Refused
from reviewer.trust import roster as rosters
from reviewer.trust.keys import keyid_of
from reviewer.trust.roster import Roster
from reviewer.trust.site import Site


@dataclass(frozen=True)
class Authority:
    """Root keys and how many of them must sign.

    Attributes:
        roots: key id to raw public key; empty where no site file names any.
        threshold: how many distinct ones must have signed.
    """

    roots: Mapping[str, bytes] = field(default_factory=dict)
    threshold: int = 0

    @classmethod
    def of_site(cls, site: Site | None) -> Authority:
        """What the site file says; nothing without one."""
        if site is None:
            return cls()
        return cls({keyid_of(root.sign): root.sign for root in site.roots}, site.threshold)

    @property
    def named(self) -> bool:
        """Whether a site file names the roots."""
        return bool(self.roots)

    def read(self, text: str | bytes) -> Roster:
        """A roster that the site's roots signed; without a site file, its own roots.

        Raises:
            Refused: code ``roster``, ``dsse`` or ``json``.
        """
        return rosters.read(text, self.roots, self.threshold) if self.named else rosters.read(text)

    def roots_of(self, held: Roster | None) -> tuple[Mapping[str, bytes], int]:
        """The root keys that count and how many must sign: the site's, else those of the roster
        that is held; none and 0 where nobody can vouch."""
        if self.named:
            return self.roots, self.threshold
        return (held.roots(), held.threshold) if held is not None else ({}, 0)

    def admit(self, text: str | bytes, held: Roster | None) -> Roster:
        """The roster to hold from now on.

        Args:
            text: the file that came.
            held: the roster held so far, or None. Without a site file its roots decide.

        Raises:
            Refused: ``roster`` when too few roots signed, ``rollback`` when it is not newer.
        """
        if held is None:
            return self.read(text)
        if not self.named:
            return rosters.succeed(held, text)
        return rosters.grown(held, self.read(text))


def own_role(held: Roster | None, keyid: str, claimed: str, at: str) -> str:
    """The role in which a key counts: what the roster says, and only that gives power.

    Without a roster a profile may claim to be less than a reviewer, never more: nobody is a lead
    by their own word.

    Args:
        claimed: the role in the profile.
        at: RFC 3339 UTC.
    """
    if held is not None:
        return held.role_of(keyid, at)
    return "auditor" if claimed == "auditor" else "reviewer"


def newest_known(held: Roster | None, roles: frozenset[str], at: str) -> dict[str, bytes]:
    """Key id to public key of all who count in one of these roles at a time."""
    if held is None:
        return {}
    return {e.keyid: e.sign for e in held.entries if e.role in roles and e.counts_at(at)}


def no_authority() -> Refused:
    """The refusal of a roster that came in a bundle where nobody could vouch for it."""
    return Refused(
        "No site file names root keys, and no roster is held: nobody can vouch for this one.",
        code="roster",
        next_step="Compare its fingerprints with the lead, then: reviewer roster adopt FILE.",
    )
