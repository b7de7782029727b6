"""What only the evidence knows of a decision: locks, watchlists, what reports claim."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.events import Event
from reviewer.domain.ids import SubjectRef
from reviewer.quality.frame import GRAVE_TIERS, Facts
from reviewer.session.deciding.staging import title_words
from reviewer.session.ground.core import Core
from reviewer.session.known.merged import dealt_bundles, import_of, is_alike, lacking

SHORT = 3
"""Words of a title up to this length (of, or, in) claim nothing."""
OFFICIAL = "official_media"
"""How the id of a policy about official media ends."""


class Evidence:
    """Asked for many decisions at once; what was found stays at hand.

    Args:
        locked: media locked for child safety; without it, those that are locked now.
    """

    def __init__(self, core: Core, locked: Collection[str] | None = None) -> None:
        self._core = core
        now = {*core.ledger_state.locked, *core.workspace.locks.all()}
        self._locks = frozenset(now if locked is None else locked)
        self._watched = core.workspace.evidence.watched()
        self._claims: dict[str, bool] = {}
        self._dealt = dealt_bundles(core)
        policies = core.policy.policies.policies
        grave = [p for p in policies if p.tier in GRAVE_TIERS]
        self._grave_words = {w for p in grave for w in title_words(p) if len(w) > SHORT}
        self._grave_names = {name for p in grave for name in (p.id, p.number)}

    def facts(
        self,
        here: frozenset[str],
        recorded: Mapping[str, Collection[str]] | None = None,
        alike: Collection[str] = (),
    ) -> Facts:
        """For the frame of a draw.

        Args:
            here: ids of imports whose evidence is here.
            recorded: for drawing again, must-see rules to the ids of decisions that they met.
            alike: for drawing again, the decisions whose evidence was here by its content.
        """
        if recorded is None:
            return Facts(here, self.locked, self.watched, official, self.grave, self._is_here)

        def watched(event: Event) -> bool:
            return ev.text(event, "id") in recorded["watchlist"]

        def grave(event: Event) -> bool:
            return ev.text(event, "id") in recorded["cleared_grave"]

        def was_alike(event: Event) -> bool:
            return ev.text(event, "id") in alike

        return Facts(here, self.locked, watched, official, grave, was_alike)

    def _is_here(self, event: Event) -> bool:
        if import_of(event) in self._core.ledger_state.told:
            return not lacking(self._core, event, dealt=self._dealt)
        return is_alike(self._core, event)

    def locked(self, event: Event) -> bool:
        """Whether a decision is about a locked medium, or rests on one."""
        if not self._locks:
            return False
        pinned: Any = event.get("pinned")
        named = [event.get("subject"), *(pinned if isinstance(pinned, list | tuple) else ())]
        keys = [
            SubjectRef("media", str(one.get("id", ""))).key
            for one in named
            if isinstance(one, Mapping) and one.get("kind") == "media"
        ]
        same = (name for key in keys for name in self._core.same(key))
        return any(name.partition(":")[2] in self._locks for name in same)

    def watched(self, event: Event) -> bool:
        """Whether the account, or the author of the post, stands on a watchlist."""
        return self._account(event) in self._watched

    def grave(self, event: Event) -> bool:
        """Whether a report about the account or the item claims a policy of tier 1 or 2, by its
        id, its number or a word of its title."""
        subject = ev.subject_of(event)
        key = subject.key if subject else ""
        if key not in self._claims:
            self._claims[key] = self._claimed(key, self._account(event))
        return self._claims[key]

    def _claimed(self, key: str, account: str) -> bool:
        evidence = self._core.workspace.evidence
        reports = [*evidence.reports_for([key]), *evidence.reports_of_account(account)]
        claims = {report.policy_claimed.casefold() for report in reports}
        words = {word for claim in claims for word in claim.replace(",", " ").split()}
        return bool(claims & self._grave_names or words & self._grave_words)

    def _account(self, event: Event) -> str:
        subject = ev.subject_of(event)
        if subject is None:
            return ""
        if subject.kind == "post":
            post = self._core.workspace.evidence.post(subject.id)
            return post.account if post is not None else ""
        return subject.id if subject.kind == "account" else ""


def official(event: Event) -> bool:
    """Whether a decision rests on the policy about official media."""
    policy = event.get("policy")
    ident = str(policy.get("id", "")) if isinstance(policy, Mapping) else ""
    return ident.rpartition(".")[2] == OFFICIAL and ev.text(event, "outcome") != "no_violation"
