"""What a lead must know before approving: the reason, its texts, the rule, who signed."""

from __future__ import annotations

from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.approvals import Approvals
from reviewer.domain.fold import Fact
from reviewer.session.ground.core import Core

QUOTES = 3
"""So many pinned texts are quoted."""


def _beside(fact: Fact, holder: Approvals) -> list[Fact]:
    """The decision that a proposal came with, of the same hand; none where it stands alone."""
    group = ev.group_of(fact.event)
    same = [one for one in holder.facts.values() if one.type == "decision" and one is not fact]
    return [one for one in same if ev.group_of(one.event) == group]


def reason_of(fact: Fact, *holder: Approvals) -> str:
    """What the proposer wrote: on the proposal, or on the decision that it came with. Untrusted;
    empty where nothing was written."""
    found = [fact, *(one for part in holder for one in _beside(fact, part))]
    said = (ev.text(one.event, "rationale").strip() for one in found)
    return next((words for words in said if words), "")


def quotes_of(core: Core, fact: Fact) -> tuple[str, ...]:
    """The first texts that were pinned for it. Untrusted."""
    raw: Any = fact.event.get("pinned")
    pins = [one for one in raw if isinstance(one, dict)] if isinstance(raw, list | tuple) else []
    keys = [str(one.get("id", "")) for one in pins if one.get("kind") == "post"]
    posts = [core.workspace.evidence.post(key) for key in keys]
    return tuple(post.text for post in posts if post is not None and post.text)[:QUOTES]


def policy_of(core: Core, fact: Fact, *holder: Approvals) -> str:
    """Number and title of the rule that it names, or that its decision names; empty without one."""
    found = [fact, *(one for part in holder for one in _beside(fact, part))]
    ref = next((one.policy for one in found if one.policy.get("id")), None)
    if ref is None:
        return ""
    rule, version = core.policy.policies.policy(str(ref["id"])), ref.get("version", "")
    return f"{rule.number} {rule.title}, set {version}" if rule is not None else str(ref["id"])


def leads_of(fact: Fact, *holder: Approvals) -> tuple[str, ...]:
    """Who approved it so far."""
    named = {who for part in holder for target, _, who in part.approvals if target == fact.id}
    return tuple(sorted(named))
