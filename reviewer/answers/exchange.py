"""What the commands that bring decisions together answer with ``--json``."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from reviewer.answers.common import Checked, Count, KeyId, Part, Sha256

Seq = Annotated[int, Meta(ge=1)]


class MergeSpan(Part):
    """A stretch of one chain, both ends included."""

    device: str
    from_seq: Seq
    to_seq: Seq
    head: Sha256


class MergePackage(Part):
    """One package; ``known``: it was merged before. A refused one says why and brings nothing."""

    path: str
    id: Sha256 | None
    status: Literal["sound", "known", "refused"]
    pseudonym: str | None
    signer: KeyId | None
    events: Count
    code: str | None
    reason: str | None
    spans: list[MergeSpan]


class MergeDevice(Part):
    """What became of one chain; ``lost`` events counted before and do not any more."""

    device: str
    pseudonym: str | None
    new: Count
    repeats: Count
    waiting: Count
    quarantined: Count
    lost: Count
    seq: Count
    head: Sha256 | None


class MergeAside(Part):
    """An event that came and does not count, and why."""

    device: str
    pseudonym: str | None
    seq: int
    id: str
    type: str
    code: str
    reason: str
    package: Sha256 | None


class MergeLeft(Part):
    """A file that is no package for this workspace: what it is, and what to do with it."""

    name: str
    why: str


class MergeSubject(Part):
    """A subject that the packages move; ``name`` is the handle, or the id."""

    subject: str
    name: str
    becomes: Literal["contested", "confirmed", "settled"]


class MergeLost(Part):
    """A decision that counted before and does not any more, and why."""

    device: str
    pseudonym: str | None
    seq: int
    id: str
    subject: str
    name: str
    outcome: str
    reason: str


class MergeTotals(Part):
    """Sums over packages and chains."""

    packages: Count
    refused: Count
    new: Count
    repeats: Count
    waiting: Count
    quarantined: Count
    lost: Count


class Merge(Checked):
    """``merge``; ``contested`` and ``confirmed`` are subjects that are so since."""

    preview: bool
    roster: int | None
    packages: list[MergePackage]
    left_out: list[str]
    devices: list[MergeDevice]
    quarantine: list[MergeAside]
    contested: list[str]
    confirmed: list[str]
    subjects: list[MergeSubject]
    lost: list[MergeLost]
    left_out_why: list[MergeLeft]
    evidence_missing: list[str]
    totals: MergeTotals
