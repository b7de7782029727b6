"""Why a decision should be looked at again: newer evidence, a newer policy, a date that has come.

All of it is derived, but the date: that is an event, ``review.scheduled``. The decision stays in
force until it is confirmed or decided again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reviewer.domain.custody import ms_of_time
from reviewer.domain.errors import Refused
from reviewer.domain.events import Draft
from reviewer.domain.fold import Fact
from reviewer.domain.policy import Policy, PolicySet
from reviewer.domain.policy_words import difference
from reviewer.domain.views import CaseRow
from reviewer.session.ground.core import Core
from reviewer.session.ground.due import basis_of, decision_of, due, is_outdated, stands_on
from reviewer.session.ground.policies import policy_from_text
from reviewer.session.views import words


@dataclass(frozen=True, slots=True)
class Reason:
    """``kind``: evidence, policy or date; ``words``: for the queue, short."""

    kind: str
    words: str


class Review:
    """Reads the ledger and the evidence; keeps the policy sets that it has parsed."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._sets: dict[str, PolicySet | None] = {}
        self._same: tuple[str, set[tuple[str, str]]] = ("", set())

    def reasons(self, case: CaseRow) -> list[Reason]:
        """Why a case is to be looked at again; empty where it is open or nothing is new."""
        found: dict[str, Reason] = {}
        for key in due(case):
            fact = decision_of(self._core, case, key)
            if fact is None:
                return []
            for reason in self._of(case, key, fact):
                found.setdefault(reason.kind, reason)
        return list(found.values())

    def _of(self, case: CaseRow, key: str, fact: Fact) -> list[Reason]:
        found = []
        if is_outdated(self._core, case, fact):
            found.append(Reason("evidence", "New since your decision"))
        changed = self.policy_change(fact)
        if changed:
            found.append(Reason("policy", f"Newer policy {self._core.policy.policies.version}"))
        now = self._core.clock.now_ms()
        for plan in self.plans(case, key):
            at = due_of(plan)
            if at is not None and at <= now:
                found.append(Reason("date", f"Review again: due {words.date(at)}"))
        return found

    def plans(self, case: CaseRow, key: str) -> list[Fact]:
        """The reviews that are planned for a due subject and not done."""
        names = dict.fromkeys((key, stands_on(case, key)))
        return [plan for name in names for plan in self._core.subject(name).reviews]

    def next_date(self, case: CaseRow) -> int | None:
        """The first planned time of a case that has not come, in ms."""
        now = self._core.clock.now_ms()
        times = (due_of(p) for key in due(case) for p in self.plans(case, key))
        return min((at for at in times if at is not None and at > now), default=None)

    def policy_change(self, fact: Fact) -> list[str]:
        """What of the rule that a decision names reads otherwise in the set in force, in words;
        empty where nothing does. A decision without a rule is concerned by any change."""
        return self.change_of(basis_of(self._core, fact).policy)

    def reads_alike(self, fact: Fact) -> bool:
        """Whether nothing of the rule that a decision without a confirmation names changed; each
        rule of each set is compared once."""
        ref, now = fact.policy, self._core.policy.hash
        if self._same[0] != now:
            self._same = (now, set())
        rule, known = (str(ref.get("hash", "")), str(ref.get("id", ""))), self._same[1]
        if rule not in known and not self.change_of(ref):
            known.add(rule)
        return rule in known

    def change_of(self, ref: Mapping[str, Any]) -> list[str]:
        """The same for a policy reference: {set, version, hash, id}."""
        core = self._core
        if not ref.get("hash") or ref["hash"] == core.policy.hash:
            return []
        old, now = self.policy_set(str(ref["hash"])), core.policy.policies
        if old is None:
            return ["the text that applied then is not in this workspace"]
        if not ref.get("id"):
            if [_plain(p) for p in old.policies] == [_plain(p) for p in now.policies]:
                return []
            return [f"rules of {old.version} and {now.version} differ; none was named"]
        ident = str(ref["id"])
        return difference(old, now, ident)

    def policy_set(self, digest: str) -> PolicySet | None:
        """A policy set of this ledger by its hash; None where its text is not here."""
        if digest == self._core.policy.hash:
            return self._core.policy.policies
        if digest not in self._sets:
            text = self._core.state.policy_texts.get(digest)
            try:
                found = policy_from_text(text).policies if text is not None else None
            except Refused:
                found = None
            self._sets[digest] = found
        return self._sets[digest]


def due_of(plan: Fact) -> int | None:
    """When a planned review is due, in ms."""
    return ms_of_time(plan.event.get("due_at"))


def confirmation(core: Core, base: Draft) -> Draft:
    """The decision stays, on the evidence and under the rules of now; what was planned to look at
    it again is done."""
    state = core.subject(core.desk.account)
    rule = core.policy.policies.policy(str(state.heads[-1].policy.get("id", "")))
    named = sorted(f.id for f in (*state.heads, *state.reviews))
    policy = core.policy.reference(rule)
    return {**base, "type": "confirm", "policy": policy, "supersedes": named}


def _plain(policy: Policy) -> tuple[object, ...]:
    return (policy.id, policy.summary, policy.criteria, policy.outcomes, policy.guide)
