"""What ``referral`` answers with ``--json``; see ``answers``."""

from __future__ import annotations

from reviewer.answers.common import Count, Done, Part, Sha256


class Approvals(Part):
    """How many people stand behind it, the proposer counted, and how many must."""

    have: Count
    needed: Count


class Referral(Done):
    """``referral``: the packet that was written; ``emergency``: before anybody else approved."""

    path: str
    id: Sha256
    emergency: bool
    approvals: Approvals
    sha256: Sha256
