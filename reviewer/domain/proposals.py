"""Four eyes: what is only proposed until a different lead signs its exact hash. Pure.

An approval names a proposal by its id and by the SHA-256 of its canonical text, so that it holds
for that very text and no other. Formats.md 4 and 5.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from reviewer.domain import events as ev
from reviewer.domain.events import Event

PROPOSED = frozenset({"refer", "hold.released", "enforcement.delay"})
"""Types that have no effect before they are approved."""

APPROVING_ROLE = "lead"

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def exact_hash(event: Event) -> str:
    """SHA-256 of the canonical text of an event, as 64 hex digits: what was signed, byte for byte
    (the same form as ``trust.canonical``; a test compares)."""
    return hashlib.sha256(_encode(dict(event)).encode("utf-8", "surrogatepass")).hexdigest()


def is_proposal(event: Event) -> bool:
    """Whether an event waits for somebody else: by its type, or a decision marked ``proposed``."""
    kind = event.get("type")  # asked of every event at opening
    if kind == "decision":
        return "flags" in event and ev.flag(event, "proposed")
    return type(kind) is str and kind in PROPOSED


def same_hand(event: Event, other: Event) -> bool:
    """Whether two events are of one device or one key: only one's own is taken back."""
    if event.get("device") == other.get("device"):
        return True
    mine, theirs = actor(event).get("key"), actor(other).get("key")
    return bool(mine) and mine == theirs


def may_replace(event: Event, other: Event) -> bool:
    """Whether a decision takes the place of another: its own hand's, or any as a lead. Whoever
    else names a decision stands beside it, and where they differ it is contested."""
    return actor(event).get("role") == APPROVING_ROLE or same_hand(event, other)


def needed(event: Event) -> int:
    """How many different leads must approve."""
    return 2 if ev.text(event, "type") == "enforcement.delay" else 1


def is_emergency(event: Event) -> bool:
    """Whether a referral says that a life is threatened: always must-see for a lead."""
    raw = event.get("referral")
    return isinstance(raw, Mapping) and raw.get("urgency") == "threat_to_life"


def approves(event: Event) -> dict[str, str]:
    """Id to hash of the proposals that an approval names."""
    raw = event.get("approves")
    found: dict[str, str] = {}
    for one in raw if isinstance(raw, list | tuple) else ():
        if isinstance(one, Mapping):
            ident, digest = one.get("id"), one.get("sha256")
            if isinstance(ident, str) and isinstance(digest, str):
                found[ident] = digest
    return found


def objection(approval: Event, proposal: Event) -> str:
    """Why an approval of a proposal does not count, in words; empty when it counts."""
    mine, theirs = actor(approval), actor(proposal)
    if not is_proposal(proposal):
        return "this is no proposal"
    if not mine.get("key") or not theirs.get("key"):
        return "it is not known who asks and who proposed"
    if mine.get("role") != APPROVING_ROLE:
        return f"only a lead approves, and this is a {mine.get('role') or 'nobody'}"
    if mine.get("key") == theirs.get("key") or mine.get("pseudonym") == theirs.get("pseudonym"):
        return "who proposed it cannot approve it: a different lead must"
    if approves(approval).get(ev.text(proposal, "id")) != exact_hash(proposal):
        return "the approval names another text than the one that was proposed"
    return ""


def actor(event: Event) -> Mapping[str, str]:
    """Pseudonym, role and key of whoever made an event."""
    raw = event.get("actor")
    return {k: v for k, v in raw.items() if isinstance(v, str)} if isinstance(raw, Mapping) else {}
