"""What ``sync`` answers with ``--json``."""

from __future__ import annotations

from typing import Literal

from reviewer.answers.common import Checked, Count, Part


class SyncItem(Part):
    """One file. ``who``: of one that comes in its signer, of one that goes out its readers;
    ``count``: events, or cases of a bundle; both and ``size`` (bytes) null where not known yet."""

    way: Literal["in", "out"]
    kind: Literal["package", "bundle", "feedback"]
    name: str
    status: Literal["new", "known", "left", "refused", "done", "stopped"]
    who: str | None
    size: Count | None
    count: Count | None
    says: str | None
    code: str | None


class SyncLeft(Part):
    """What lies in the folder and is none of ours."""

    name: str
    why: str


class SyncTotals(Part):
    """How many files; ``stopped`` were not done before a stop or an ill disk."""

    incoming: Count
    outgoing: Count
    known: Count
    left: Count
    refused: Count
    stopped: Count


class Sync(Checked):
    """``sync``; with ``--preview`` what would be done. ``free``: bytes in the folder."""

    preview: bool
    folder: str
    side: Literal["lead", "reviewer"]
    items: list[SyncItem]
    left_out: list[SyncLeft]
    free: Count
    sealed_to: list[str]
    remarks: list[str]
    totals: SyncTotals
