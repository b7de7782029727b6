"""What ``deal``, ``purge``, ``target`` and ``sync`` answer with ``--json``."""

from __future__ import annotations

from reviewer.answers.common import Count, Done, Part, Sha256


class DealStratum(Part):
    """Cases of one kind: how urgent and severe, in which language, and how many each gets."""

    urgency: str
    language: str
    cases: dict[str, Count]


class DealtBundle(Part):
    """One bundle that was written."""

    to: str
    path: str
    bundle: str
    sha256: Sha256
    cases: Count
    media: Count
    sealed: bool


class Deal(Done):
    """``deal``; ``dealt`` is false with --preview. ``left_out`` is reason to number of cases."""

    dealt: bool
    cases: Count
    twice: Count
    again: Count
    seed: str
    totals: dict[str, Count]
    strata: list[DealStratum]
    left_out: dict[str, Count]
    bundles: list[DealtBundle]


class PurgeBlocked(Part):
    """A case that stays, and every reason."""

    case: str
    reasons: list[str]


class Purge(Done):
    """``purge``; ``purged`` is false with --preview. ``backups`` are those that still hold it."""

    purged: bool
    cases: list[str]
    posts: Count
    media: list[Sha256]
    sources: list[Sha256]
    retention_days: Count
    blocked: list[PurgeBlocked]
    backups: list[str]
    events: list[str]


class TargetAction(Part):
    """How many subjects an action would hit, and what it causes."""

    action: str
    count: Count
    causes: str


class TargetRemark(Part):
    """A subject, and what is said of it."""

    subject: str
    reason: str


class Target(Done):
    """``target``; ``path``, ``sha256`` are null with --preview. ``left_out`` is reason to number,
    ``subjects_left_out`` names each."""

    path: str | None
    sha256: Sha256 | None
    rows: Count
    actions: list[TargetAction]
    left_out: dict[str, Count]
    subjects_left_out: list[TargetRemark]
    warnings: list[TargetRemark]
