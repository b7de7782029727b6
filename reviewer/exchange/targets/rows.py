"""The actions in force, what stays out and why: the same for every target. Pure.

One row a subject. Never written: proposals, contested subjects, media stopped for child safety,
accounts whose enforcement two leads delayed, and what the lint finds wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.custody import ms_of_time, part
from reviewer.domain.events import OUTCOMES
from reviewer.domain.fold import Fact, State
from reviewer.domain.ids import SHA256_RE

FIELDS: tuple[tuple[str, str, str], ...] = (
    ("subject_kind", "string", "account, post or media"),
    ("platform", "string", "where it is; empty for a medium that is known by its hash alone"),
    ("subject_id", "string", "the platform's own id, or the SHA-256 of a medium"),
    (
        "action",
        "string",
        "no_violation, warn, restrict, remove_content, suspend_temporary, suspend",
    ),
    ("visibility", "string", "what is restricted, divided by blanks"),
    ("notice", "string", "which notice the person gets"),
    ("from", "string", "RFC 3339, from when; empty: at once"),
    ("until", "string", "RFC 3339, until when; empty: until it is lifted"),
    ("territories", "string", "two-letter codes divided by blanks; empty: everywhere"),
    ("ground", "string", "terms or illegal"),
    ("policy_set", "string", "the policy set that applied"),
    ("policy_version", "string", "its version"),
    ("policy_id", "string", "the policy in it"),
    ("preserve", "boolean", "keep the data, whatever is done with the account"),
    ("confirmed_by", "integer", "how many decisions say the same"),
    ("case", "string", "the case in which it was decided"),
    ("decided_at", "string", "RFC 3339, to the minute"),
    ("event_id", "string", "the signed event"),
)
"""(name, type, description) of every column."""

CONSEQUENCES = {
    "no_violation": "closes its reports, nothing else happens",
    "warn": "gets a notice, nothing is taken away",
    "restrict": "is seen or can do less",
    "remove_content": "is no longer shown to anybody",
    "suspend_temporary": "loses the account until the end that is given",
    "suspend": "loses the account until it is lifted",
}
ACCOUNT_ONLY = frozenset({"suspend", "suspend_temporary"})


@dataclass(slots=True)
class Actions:
    """What a target writes.

    Attributes:
        rows: the rows, sorted by subject.
        left_out: (subject key, reason) of what is not written.
        warnings: (subject key, remark) of what is written all the same.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)

    def consequences(self) -> list[tuple[str, int, str]]:
        """(action, how many, what it causes), the mildest first."""
        return [
            (name, number, CONSEQUENCES[name])
            for name in OUTCOMES
            if (number := sum(row["action"] == name for row in self.rows))
        ]

    def reasons(self) -> dict[str, int]:
        """Reason to how many subjects stay out."""
        found: dict[str, int] = {}
        for _, reason in self.left_out:
            found[reason] = found.get(reason, 0) + 1
        return dict(sorted(found.items()))


def actions_of(
    state: State, *, locked: Callable[[str], bool], known: Callable[[str], bool], now_ms: int
) -> Actions:
    """The actions in force at a time.

    Args:
        locked: whether a subject was stopped for child safety.
        known: whether its evidence is here.
        now_ms: Unix ms, for ends that have passed and delays that run.
    """
    found = Actions()
    for key, subject in sorted(state.subjects.items()):
        proposed = [fact for fact in subject.proposals if fact.type == "decision"]
        heads = subject.heads
        if not heads and not proposed:
            continue
        if locked(key):
            found.left_out.append((key, "stopped for child safety"))
            continue
        if proposed:
            found.left_out.append((key, "proposed: a different lead has not approved"))
            if not heads:
                continue
        if subject.contested:
            found.left_out.append((key, "contested: a lead has not resolved it"))
            continue
        head = heads[-1]
        wrong = _wrong(state, key, head, now_ms)
        if wrong:
            found.left_out.append((key, wrong))
            continue
        found.warnings += [(key, words) for words in _doubts(key, head, known, now_ms)]
        found.rows.append(_row(key, head, len(heads), subject.preserved))
    return found


def _wrong(state: State, key: str, head: Fact, now_ms: int) -> str:
    """The lint: why a decision cannot be carried out as it reads."""
    kind = key.partition(":")[0]
    restriction = part(head.event, "restriction")
    if head.outcome not in OUTCOMES:
        return "its outcome is not known to this version"
    if head.outcome == "remove_content" and kind == "account":
        return "an account cannot be removed as content"
    if head.outcome in ACCOUNT_ONLY and kind != "account":
        return "only an account can be suspended"
    if head.outcome == "suspend_temporary" and not restriction.get("until"):
        return "a suspension for a time without its end"
    if head.outcome not in ("no_violation", "warn") and not head.policy.get("id"):
        return "no policy is named"
    for delay in state.wishes_of(key).delays:
        end = ms_of_time(part(delay.event, "delay").get("expires"))
        if end is not None and end > now_ms:
            return "two leads delayed its enforcement"
    return ""


def _doubts(key: str, head: Fact, known: Callable[[str], bool], now_ms: int) -> Iterator[str]:
    kind, _, ident = key.partition(":")
    end = ms_of_time(part(head.event, "restriction").get("until"))
    if end is not None and end <= now_ms:
        yield "its end has passed"
    if not known(key):
        yield "its evidence is not here"
    if kind == "media" and SHA256_RE.match(ident):
        yield "it is named by its hash alone: no platform"


def _row(key: str, head: Fact, confirmed: int, preserved: bool) -> dict[str, Any]:
    kind, _, ident = key.partition(":")
    hashed = kind == "media" and SHA256_RE.match(ident)
    platform, _, native = ("", "", ident) if hashed else ident.partition(":")
    restriction, policy = part(head.event, "restriction"), head.policy
    return {
        "subject_kind": kind,
        "platform": platform,
        "subject_id": native,
        "action": head.outcome,
        "visibility": " ".join(ev.text_list(restriction, "visibility")),
        "notice": ev.text(restriction, "notice"),
        "from": ev.text(restriction, "from"),
        "until": ev.text(restriction, "until"),
        "territories": " ".join(ev.text_list(restriction, "territories")),
        "ground": ev.text(head.event, "ground"),
        "policy_set": str(policy.get("set", "")),
        "policy_version": str(policy.get("version", "")),
        "policy_id": str(policy.get("id", "")),
        "preserve": preserved,
        "confirmed_by": confirmed,
        "case": ev.text(head.event, "case"),
        "decided_at": ev.text(head.event, "at"),
        "event_id": head.id,
    }
