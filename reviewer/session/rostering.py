"""The roster that this workspace holds: adopted by an event, only when enough roots signed it."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.domain import events as ev
from reviewer.domain.errors import Refused
from reviewer.session.core import Core
from reviewer.session.words import iso
from reviewer.store.rewrap import assume
from reviewer.trust import roster as rosters
from reviewer.trust.authority import Authority, newest_known, no_authority, own_role
from reviewer.trust.canonical import sha256_hex
from reviewer.trust.roster import Roster

SIGN_BUNDLES = frozenset({"root", "lead", "issuer"})
"""Roles whose signature on a bundle counts."""


AUDITOR = "an auditor only reads: the roster gives this key no other role"


class Rostering:
    """Read from the ledger when it is first asked for.

    Attributes:
        authority: the roots that the site file names.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self._held: Roster | None = None
        self._read = False
        self.authority = Authority()

    @property
    def held(self) -> Roster | None:
        """The roster in force here, or None."""
        if not self._read:
            self._held, self._read = self._from_ledger(), True
        return self._held

    def role_of(self, keyid: str, at: str) -> str:
        """The role in which a key counts at a time (RFC 3339 UTC); empty where it does not, or
        where no roster is held."""
        return self.held.role_of(keyid, at) if self.held is not None else ""

    def own_role(self) -> str:
        """The role of this profile now: what the roster says; without one, what it claims."""
        profile = self._core.workspace.profile
        return own_role(self.held, profile.keyid, profile.role, self._now())

    def take_place(self) -> None:
        """An auditor reads and decides nothing: every act is blocked with that reason."""
        if self.own_role() == "auditor":
            self._core.saver.reader = AUDITOR

    def issuers(self) -> dict[str, bytes]:
        """Key id to public key of those whose signature on a bundle counts now."""
        return newest_known(self.held, SIGN_BUNDLES, self._now())

    def adopt(self, text: str) -> Roster:
        """Hold a newer roster from now on; ``roster.adopted`` says so in the ledger.

        Raises:
            Refused: ``roster`` when too few roots signed, ``rollback`` when it is older.
        """
        held = self.held
        found = self.authority.admit(text, held)
        if held is not None and found.body() == held.body():
            return held
        body = {
            "version": found.version,
            "sha256": sha256_hex(found.body()),
            "threshold": found.threshold,
        }
        self._core.append([{"type": "roster.adopted", "roster": body, "roster_text": text}])
        self._held = found
        self._take_role()
        return found

    def _take_role(self) -> None:
        """The profile says from the next opening on what the roster says of it."""
        space = self._core.workspace
        role = self.own_role()
        if role and role != space.profile.role:
            space.profile = assume(space.folder, space.profile, space.signer, space.keys, role)

    def offered(self, texts: Iterable[bytes]) -> list[str]:
        """Rosters that came in bundles: what was adopted or ignored, in sentences."""
        said = []
        for untrusted_text in texts:
            try:
                if not self.authority.named and self.held is None:
                    raise no_authority()
                before = self.held
                found = self.adopt(untrusted_text.decode("utf-8"))
                if found is not before:
                    said.append(f"Roster version {found.version} adopted from the bundle.")
            except (Refused, UnicodeDecodeError) as error:
                said.append(f"The roster in the bundle was ignored: {error}")
        return said

    def _from_ledger(self) -> Roster | None:
        ledger, own = self._core.workspace.ledger, self._core.workspace.profile.keyid
        texts = _adopted(ledger.own_events(), own)
        if not texts and ledger.earlier:
            texts = _adopted((one.event for one in ledger.all_events()), own)
        return rosters.peek(texts[-1]) if texts else None

    def _now(self) -> str:
        return iso(self._core.clock.now_ms()) or ""


def _adopted(events: Iterable[ev.Event], keyid: str) -> list[str]:
    """The texts that a key adopted, in the order of its events."""
    found = []
    for event in events:
        actor = event.get("actor")
        mine = isinstance(actor, dict) and actor.get("key") == keyid
        if event.get("type") == "roster.adopted" and mine:
            found.append(ev.text(event, "roster_text"))
    return [text for text in found if text]
