"""What commands that only look answer with ``--json``."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from reviewer.answers.common import Checked, Count, Done, Part

Moment = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]


class WorkspaceFacts(Part):
    """The format of the workspace, and whether a passphrase protects it."""

    version: str
    protected: bool


class LedgerFacts(Part):
    """The end of this device's chain."""

    device: str
    seq: Count
    head: str


class ProfileFacts(Part):
    """Whose workspace it is; ``role`` as the roster says it, null where the key does not count;
    ``roster``: the version that is held."""

    pseudonym: str
    role: str | None
    roster: Count | None


class MergedFacts(Part):
    """What came from other workspaces: chains, events that count, and those that do not."""

    devices: Count
    events: Count
    waiting: Count
    quarantined: Count


class Status(Done):
    """``status``; what is counted how stands in the help page on the command line."""

    workspace: WorkspaceFacts
    profile: ProfileFacts
    cases: Count
    cases_decided: Count
    accounts: Count
    accounts_stub: Count
    posts: Count
    posts_referenced: Count
    media: Count
    media_present: Count
    reports: Count
    quarantined: Count
    events: Count
    decisions: Count
    decisions_by_outcome: dict[str, Count]
    proposed: Count
    contested: Count
    confirmed: Count
    merged: MergedFacts
    evidence_missing: list[str]
    holds: Count
    pending_export: Count
    unacknowledged: Count
    ledger: LedgerFacts


class Hit(Part):
    """One hit; ``spans`` are [start, end) in code points of ``text``."""

    kind: Literal["post", "account"]
    id: str
    account: str
    case: str | None
    at: Moment | None
    text: str
    spans: list[Annotated[list[Count], Meta(min_length=2, max_length=2)]]


class Search(Done):
    """``search``; ``indexed`` is false while some material is not in the index."""

    query: str
    total: Count
    total_exact: Count
    hits: list[Hit]
    indexed: bool
    notes: list[str]


class FirstBad(Part):
    """The first thing that is not as it was signed."""

    code: Literal[
        "edited",
        "removed",
        "reordered",
        "truncated",
        "forged",
        "fork",
        "gap",
        "rollback",
        "four_eyes",
        "blind",
        "extra",
        "missing",
        "hash",
    ]
    file: str | None
    line: int | None
    seq: int | None
    id: str | None


class WorkspaceFinding(Part):
    """One thing in a workspace; the codes and what to do stand in the help page on repair.
    ``harm`` is false for what the program mends by itself."""

    code: str
    harm: bool
    says: str
    file: str | None
    seq: int | None
    id: str | None
    next: str


class Verify(Checked):
    """``verify``; ``sentences`` say the same for a person; ``findings`` only of a workspace."""

    kind: Literal["export", "bundle", "workspace", "referral", "feedback"]
    events: Count
    head: str | None
    signer: str | None
    trust: Literal["rostered", "own", "unknown"]
    first_bad: FirstBad | None
    sentences: list[str]
    findings: list[WorkspaceFinding] | UnsetType = UNSET


class SystemFacts(Part):
    """The program and the machine."""

    version: str
    python: str
    system: str
    machine: str
    processors: int
    encoding: str
    frozen: bool
    video: bool


class QtFacts(Part):
    """Whether Qt loads in a child, with which platform, and what the system lacks."""

    platform: str
    display: bool
    loads: bool
    said: str | None
    missing: list[str]
    install: str | None


class PathFacts(Part):
    """Where things lie."""

    program: str
    resources: str
    resources_missing: list[str]
    data: str
    workspace: str
    backups: str


class PlaceFacts(Part):
    """The workspace that was asked about; ``held_by`` is ``nobody`` when it is free."""

    stands: bool
    protected: bool | None
    writable: bool | None
    held_by: str | None
    said: str | None


class NetworkFacts(Part):
    """What keeps the program offline: sockets of the internet families it holds (null where nobody
    can count them), libraries for networks in or around it, variables for Qt it took away."""

    internet_sockets: Count | None
    libraries: list[str]
    for_video: dict[str, str]
    variables_cleared: list[str]


class SiteFacts(Part):
    """The site file, if any: its place, a sentence, the settings it fixes, what to mend."""

    file: str | None
    said: str | None
    fixed: list[str]
    warnings: list[str]


class Doctor(Done):
    """``doctor``; ``sandbox`` names each layer with ``on`` or why not."""

    system: SystemFacts
    libraries: dict[str, str | None]
    qt: QtFacts
    network: NetworkFacts
    sandbox: dict[str, str]
    paths: PathFacts
    workspace: PlaceFacts
    site: SiteFacts
    problems: list[str]


class Docs(Checked):
    """``docs``: the derived documents that differ or were written."""

    check: bool
    changed: list[str]


class Screenshots(Done):
    """``docs screenshots``: how many pictures stand in ``folder``, of which screens; ``page`` shows
    them all."""

    folder: str
    page: str
    pictures: Count
    screens: list[str]


class KeySheet(Done):
    """``docs keys``: the sheet that was written, of which set, with how many keys."""

    file: str
    set: str
    keys: Count


class SelfCheck(Part):
    """One check of the program by itself."""

    name: str
    passed: bool
    detail: str


class Selftest(Checked):
    """``selftest``."""

    checks: list[SelfCheck]


class BenchRow(Part):
    """One goal of a hot path; a row that could not be measured says why in ``left_out``.

    ``ratio`` is of ``subject`` to ``limit``, in ``unit``; ``low`` and ``high`` are the quartiles
    of the pairs; ``goal`` and ``reached`` are empty for a peer, ``reached`` also in a quick run for
    a goal that is for the full size.
    """

    row: str
    title: str
    against: str
    unit: Literal["s", "MB"]
    peer: bool
    statistic: Literal["median", "p50", "p99", "late"] | None
    ratio: float | None
    goal: float | None
    reached: bool | None
    low: float | None
    high: float | None
    subject: float | None
    limit: float | None
    samples: Count | None
    left_out: str | None


class Bench(Done):
    """``bench``."""

    full: bool
    posts: Count
    events: Count
    rows: list[BenchRow]
