"""What is allowed now: the gate before a commit. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.domain.policy import Policy


@dataclass(frozen=True, slots=True)
class Choice:
    """One slot of an outcome key: what the next press stages.

    ``outcome`` is an outcome of the ledger, or ``escalate`` for asking the lead.
    """

    id: str
    outcome: str
    label: str
    verb: str
    preserve: bool = False
    refer: str = ""
    content: bool = False
    """The outcome applies to the pinned posts and media, not to the account."""


NO_ACTION = Choice("no_action", "no_violation", "No action", "no action")
ASK_LEAD = Choice("ask_lead", "escalate", "Ask lead", "ask lead")
RESTRICT = Choice("restrict", "restrict", "Limit", "limit")
WARN = Choice("warn", "warn", "Warn", "warn")
REMOVE = Choice("remove", "remove_content", "Remove pinned", "remove pinned", content=True)
SUSPEND = Choice("suspend", "suspend", "Suspend", "suspend")
SUSPEND_TEMPORARY = Choice(
    "suspend_temporary", "suspend_temporary", "Suspend for a time", "suspend for a time"
)
THREAT = Choice(
    "threat",
    "suspend",
    "Threat referral",
    "suspend, preserve, refer",
    preserve=True,
    refer="law_enforcement",
)

SLOTS: dict[str, tuple[Choice, ...]] = {
    "no_action": (NO_ACTION,),
    "ask_lead": (ASK_LEAD,),
    "limit": (RESTRICT, WARN, REMOVE),
    "suspend": (SUSPEND, SUSPEND_TEMPORARY),
    "threat": (THREAT,),
}

KEEP = Choice("keep", "confirm", "Keep the decision", "keep the decision")
EVERY_SLOT: dict[str, tuple[Choice, ...]] = {**SLOTS, "keep": (KEEP,)}
"""Also what has no button: it is staged by a key of its own."""
UNGRADED = frozenset({"escalate", "confirm"})
"""What no policy is chosen for."""

OUTCOME_WORDS = {
    "no_violation": "no action",
    "warn": "warn",
    "restrict": "limit",
    "remove_content": "content removed",
    "suspend_temporary": "suspend for a time",
    "suspend": "suspend",
}


@dataclass(frozen=True, slots=True)
class Pin:
    """One pinned piece of evidence: a subject key and, for a quote, its span of code points and
    the SHA-256 of the whole text."""

    key: str
    start: int = -1
    end: int = -1
    sha256: str = ""

    @property
    def is_quote(self) -> bool:
        """Whether words are pinned, not only an item."""
        return 0 <= self.start < self.end


MAX_NOTE = 5000
"""Characters of a note that goes into a decision: what the statement of reasons has room for."""


@dataclass(frozen=True, slots=True)
class Gate:
    """What the gate looks at. ``about`` is the kind of the subject: account, post or media."""

    choice: Choice
    policy: Policy | None
    shown: bool
    pins: tuple[Pin, ...]
    note: str
    mass: bool
    preserve: bool
    about: str = "account"
    life: bool = False
    """A threat to life is staged: an emergency packet would be written."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of the gate: met or not, in words, and the command that mends it. ``idle``: nothing
    was done for it and nothing is demanded, so that it is no tick."""

    id: str
    met: bool
    words: str
    mend: str = ""
    idle: bool = False


def requirements(gate: Gate) -> list[Requirement]:
    """What a commit needs, in the order in which it is shown (desk.md, gate)."""
    found = [Requirement("shown", gate.shown, "shown" if gate.shown else "nothing shown yet")]
    length = len(gate.note.strip())
    if length > MAX_NOTE:
        words = f"note too long: {length:,} of at most {MAX_NOTE:,} characters"
        found.append(Requirement("note", False, words, "note.edit"))
    if gate.choice.outcome in ("no_violation", *UNGRADED):
        return found
    if gate.about != "account" and not gate.choice.content:
        words = "this case names no account that is known: only its content can be removed"
        found.append(Requirement("subject", False, words))
    found.append(_policy(gate))
    found.append(_evidence(gate))
    if gate.choice.refer:
        found.append(_preserve(gate))
    if gate.life and gate.policy is not None and not gate.policy.on_life:
        found.append(_no_threat(gate.policy))
    if _note_needed(gate) and length <= MAX_NOTE:
        ok = bool(gate.note.strip())
        why = "class mass needs one" if gate.mass else "this policy needs one"
        found.append(Requirement("note", ok, "note" if ok else f"note missing: {why}", "note.edit"))
    return found


def _policy(gate: Gate) -> Requirement:
    fits = gate.policy is not None and gate.choice.outcome in gate.policy.outcomes
    return Requirement("policy", fits, "policy" if fits else "policy missing", "policy.next")


def _evidence(gate: Gate) -> Requirement:
    quotes = [p for p in gate.pins if p.is_quote]
    need = max(1, gate.policy.min_evidence if gate.policy else 1)
    if (gate.choice.refer or (gate.policy and gate.policy.quote_required)) and not quotes:
        return Requirement("evidence", False, "quote missing: pin the post", "pin.toggle")
    if gate.choice.content and not [p for p in gate.pins if not p.key.startswith("account:")]:
        return Requirement("evidence", False, "pin what is to be removed", "pin.toggle")
    have = len(gate.pins)
    return Requirement("evidence", have >= need, f"evidence {have} of {need}", "pin.toggle")


def _preserve(gate: Gate) -> Requirement:
    return Requirement(
        "preserve", gate.preserve, "preserve set" if gate.preserve else "not preserved"
    )


def _no_threat(policy: Policy) -> Requirement:
    words = f"{policy.number} is no rule on threats: choose one, or turn threat to life off"
    return Requirement("life", False, words, "policy.next")


def _note_needed(gate: Gate) -> bool:
    return gate.mass or (gate.policy is not None and gate.policy.note_required)
