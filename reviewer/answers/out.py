"""What ``export`` and its neighbours answer with ``--json``; see ``answers``."""

from __future__ import annotations

from typing import Literal

from msgspec import UNSET, UnsetType

from reviewer.answers.common import Count, Done, KeyId, Part, Sha256

Profile = Literal["full", "decisions-only", "referral", "statements"]


class ExportChain(Part):
    """A stretch of another chain that travels with ours."""

    device: str
    from_seq: Count
    to_seq: Count
    head: Sha256


class Leaves(Part):
    """What a package would hold; decisions are those in force at its end."""

    events: Count
    by_type: dict[str, Count]
    decisions_by_outcome: dict[str, Count]
    contested: Count
    proposed: Count
    referral_packets: Count
    emergency_packets: Count
    devices: Count
    statements: Count


class HeldBack(Part):
    """A statement of reasons that cannot leave: which field, and why."""

    puid: str
    field: str
    reason: str


class Stays(Part):
    """What stays here: media and exposure always do."""

    drafts: Count
    media: Count
    locked_media: Count
    referrals_waiting: Count
    statements_held_back: list[HeldBack]
    exposure: bool


class ExportPreview(Part):
    """``export --preview``: nothing was written."""

    id: Sha256
    leaves: Leaves
    stays: Stays
    shifts: list[str]


class Export(Done):
    """``export``: the events from ``from_seq`` to ``to_seq``; ``head`` is the last one's hash.

    ``chains`` are those before ours that travel with it: merged ones, then those that this
    workspace was restored from, the oldest first; ``events`` counts theirs, too. ``sha256`` is the
    package's before encryption. With ``--preview`` there is only ``profile``, ``to`` and
    ``preview``.
    """

    profile: Profile
    to: list[str]
    path: str | UnsetType = UNSET
    events: Count | UnsetType = UNSET
    from_seq: Count | UnsetType = UNSET
    to_seq: Count | UnsetType = UNSET
    head: Sha256 | UnsetType = UNSET
    sha256: Sha256 | UnsetType = UNSET
    chains: list[ExportChain] | UnsetType = UNSET
    preview: ExportPreview | UnsetType = UNSET


class FeedbackPackage(Part):
    """One feedback package that was written."""

    path: str
    to: str
    id: Sha256
    receipts: Count
    events: Count
    sha256: Sha256


class FeedbackBuilt(Done):
    """``feedback build`` and ``receipt``."""

    packages: list[FeedbackPackage]


class ReceiptFact(Part):
    """How far the lead has one of our chains."""

    device: str
    seq: Count
    head: Sha256


class FeedbackApplied(Done):
    """``feedback apply``: what was new; ``warnings`` where a receipt does not fit our chain."""

    preview: bool
    sender: str
    signer: KeyId
    id: Sha256
    receipts: list[ReceiptFact]
    warnings: list[str]
    events: Count
    known: Count
    by_type: dict[str, Count]
    says: list[str]
