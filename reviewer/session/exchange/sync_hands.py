"""What looking at a drop folder and carrying out a plan share: the parts of the session, and us."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.exchange.checking.trusting import ISSUE, Trust
from reviewer.exchange.drop.read import Reader
from reviewer.session.exchange.exporting import Exporting
from reviewer.session.exchange.feedback import FeedbackDesk
from reviewer.session.exchange.jobs import Jobs
from reviewer.session.exchange.merging import Merging
from reviewer.session.ground.core import Core
from reviewer.session.known.rostering import Rostering
from reviewer.session.views.words import iso

SEEN = "sync.bundles"
"""In ``desk.db``: SHA-256 of bundles that brought nothing new, so that no import names them."""
SEEN_KEPT = 500


@dataclass(frozen=True)
class Hands:
    """The doors that a sync uses."""

    core: Core
    roster: Rostering
    exporting: Exporting
    jobs: Jobs
    merging: Merging
    feedback: FeedbackDesk

    @property
    def me(self) -> str:
        """Our pseudonym."""
        return self.core.workspace.profile.pseudonym

    @property
    def public(self) -> bytes:
        """Our signing key."""
        return self.core.workspace.signer.public

    @property
    def keyid(self) -> str:
        """Its short name."""
        return self.core.workspace.signer.keyid

    @property
    def device(self) -> str:
        """Ours."""
        return self.core.workspace.ledger.head()[0]

    def now(self) -> str:
        """RFC 3339 UTC."""
        return iso(self.core.clock.now_ms()) or ""

    def reader(self, merges: bool, mine: frozenset[str]) -> Reader:
        """Reads a drop folder without touching the workspace."""
        space = self.core.workspace
        rows = space.evidence.imports()
        imported = frozenset({row.sha256 for row in rows} | set(self._seen()))
        return Reader(self.me, self.public, space.opener, merges, mine, imported)

    def _seen(self) -> list[str]:
        kept = self.core.workspace.desk.value(SEEN, [])
        return [one for one in kept if isinstance(one, str)] if isinstance(kept, list) else []

    def note_bundle(self, sha256: str) -> None:
        """A bundle was taken in: it is not offered again."""
        if sha256 not in {row.sha256 for row in self.core.workspace.evidence.imports()}:
            kept = [*self._seen(), sha256][-SEEN_KEPT:]
            self.core.workspace.desk.set_value(SEEN, kept)

    def objection(self, public: bytes, trust: Trust | None) -> str:
        """Why a bundle of this signer does not come in by itself, in words; empty where it does.
        Without a roster whoever signed it counts, unless somebody was named."""
        if not public:
            return "nobody signed it: import it by hand, if you know where it comes from"
        if self.roster.held is not None:
            standing = self.roster.vouch().of(public)
            return "" if standing.kind == "issuer" else f"it is {standing.words}"
        return trust.objection(public, self.now(), ISSUE) if trust is not None else ""

    def signer_of(self, public: bytes) -> str:
        """The pseudonym of a key, as the roster has it; empty where none does."""
        return self.roster.vouch().of(public).pseudonym
