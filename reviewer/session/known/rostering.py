"""The roster that this workspace holds: adopted by an event, only when enough roots signed it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.errors import Refused
from reviewer.session.ground.core import Core
from reviewer.session.views.words import iso
from reviewer.store.rewrap import assume
from reviewer.store.workspace import Workspace
from reviewer.trust import roster as rosters
from reviewer.trust.authority import Authority, own_role
from reviewer.trust.canonical import sha256_hex
from reviewer.trust.roster import Roster
from reviewer.trust.standing import Vouch

AUDITOR = "an auditor only reads: the roster gives this key no other role"


class Rostering:
    """Read from the ledger when it is first asked for.

    Attributes:
        authority: the roots that the site file names.
        beside: the text of the roster that stands beside the site file; empty without one.
        doubt: why a roster was not believed, in a sentence; empty where none was doubted.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self._held: Roster | None = None
        self._latest: Roster | None = None
        self._read = False
        self.authority = Authority()
        self.moved: Callable[[], object] = _nobody
        """Called after another roster holds: whose events count is judged anew."""
        self.beside = b""
        self.doubt = ""

    @property
    def held(self) -> Roster | None:
        """The roster in force here, or None."""
        self._load()
        return self._held

    @property
    def latest(self) -> Roster | None:
        """The newest roster that was ever adopted here: no older one is. It is not in force where
        the roots that the site file names now did not sign it."""
        self._load()
        return self._latest

    def role_of(self, keyid: str, at: str) -> str:
        """The role in which a key counts at a time (RFC 3339 UTC); empty where it does not, or
        where no roster is held."""
        return self.held.role_of(keyid, at) if self.held is not None else ""

    def own_role(self) -> str:
        """The role of this profile now, as the roster says; without one a reviewer."""
        profile = self._core.workspace.profile
        return own_role(self.held, profile.keyid, profile.role, self._now())

    def take_place(self) -> None:
        """Hold the roster beside the site file, where it is newer; then an auditor reads and
        decides nothing: every act is blocked with that reason."""
        if self.beside:
            self._take_beside()
        if self.held is not None and not self._core.workspace.read_only:
            self._take_role()
        self._core.saver.reader = AUDITOR if self.own_role() == "auditor" else ""

    def _take_beside(self) -> None:
        try:
            if self._core.workspace.read_only:
                self._held = self._latest = self.vouch().admit(self.beside)
            else:
                self.adopt(self.beside.decode("utf-8"))
        except (Refused, UnicodeDecodeError) as error:
            self.doubt = f"The roster beside the site file was ignored: {error}"

    def vouch(self) -> Vouch:
        """By what signers are judged now."""
        return Vouch(self.held, self._now(), self.authority, self.latest)

    def adopt(self, text: str) -> Roster:
        """Hold a newer roster from now on; ``roster.adopted`` says so in the ledger.

        Raises:
            Refused: ``roster`` when too few roots signed, ``rollback`` when it is older.
        """
        before = self.latest
        found = self.authority.admit(text, before)
        if before is not None and found.body() == before.body():
            self._held = found
            return found
        body: dict[str, Any] = {
            "version": found.version,
            "sha256": sha256_hex(found.body()),
            "threshold": found.threshold,
        }
        ended = newly_revoked(before, found)
        if ended:  # what came before this is known by its heads; the rest may be dated back
            body["seen"] = self._core.workspace.ledger.heads_of(ended)
        self._core.append([{"type": "roster.adopted", "roster": body, "roster_text": text}])
        self._held = self._latest = found
        self._take_role()
        self.moved()
        return found

    def _take_role(self) -> None:
        """The profile says from now on what the roster says of it; a key that counts for nothing
        claims no more than a reviewer."""
        space = self._core.workspace
        role = self.own_role() or "reviewer"
        if role != space.profile.role:
            moved = assume(space.folder, space.profile, space.signer, space.keys, role)
            space.profile = space.ledger.profile = moved

    def _load(self) -> None:
        if not self._read:
            self._read = True
            self._latest, self._held = held_in(self._core.workspace, self.authority)
            if self._latest is not None and self._held is None:
                self.doubt = (
                    f"The roster held here, version {self._latest.version}, is not signed by the"
                    " roots that the site file names: nobody is a lead until a newer one comes."
                )

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


def held_in(workspace: Workspace, authority: Authority) -> tuple[Roster | None, Roster | None]:
    """The newest roster that was adopted in a workspace, and the same where it is in force: not
    where the site file names other roots now."""
    ledger, own = workspace.ledger, workspace.profile.keyid
    texts = _adopted(ledger.own_events("roster.adopted"), own)
    if not texts and ledger.earlier:
        texts = _adopted((one.event for one in ledger.all_events()), own)
    if not texts:
        return None, None
    latest = rosters.peek(texts[-1])
    if not authority.named:
        return latest, latest
    with suppress(Refused):
        return latest, authority.read(texts[-1])
    return latest, None


def newly_revoked(before: Roster | None, now: Roster) -> list[str]:
    """The keys that a roster revokes and the one before it did not; none where it is the first:
    then nobody here can say what came before."""
    if before is None:
        return []
    known = {entry.keyid for entry in before.entries if entry.revoked}
    return [entry.keyid for entry in now.entries if entry.revoked and entry.keyid not in known]


def role_in(workspace: Workspace, authority: Authority, beside: bytes, now: str) -> str:
    """The role of a workspace's profile, the roster beside the site file counted in.

    Args:
        beside: its text; empty without one.
        now: RFC 3339 UTC.
    """
    latest, held = held_in(workspace, authority)
    vouch = Vouch(held, now, authority, latest).newest([beside] if beside else [])
    return own_role(vouch.roster, workspace.profile.keyid, workspace.profile.role, now)


def _nobody() -> None:
    """Before anything of others can have come."""
