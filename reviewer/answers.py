"""What the command line answers with ``--json``, each command once; the schemas come from here.

The keys of an answer are only added to within a major version. An answer that carries ``error``
has ``ok`` false: the command went through and says that something is not as it should be.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

DIALECT = "https://json-schema.org/draft/2020-12/schema"
VERSION = "1.0"

Count = Annotated[int, Meta(ge=0)]
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
KeyId = Annotated[str, Meta(pattern="^[0-9a-f]{16}$")]
Moment = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]


class Part(msgspec.Struct, forbid_unknown_fields=True):
    """Base of all parts of answers: nothing else may stand in them."""


class Problem(Part):
    """What is wrong: a code for programs, a sentence, the place, and what to do next."""

    code: str
    message: str
    file: str | None
    line: int | None
    next: str | None


class Refusal(Part):
    """The command did nothing."""

    ok: bool
    error: Problem


class Done(Part):
    """Base of answers that are always good."""

    ok: bool


class Checked(Part):
    """Base of answers that may say that something is wrong: then they carry ``error``, too."""

    ok: bool


class Demo(Checked):
    """``demo``: where the workspace lies, and with --headless what was made."""

    workspace: str
    decisions: Count
    export: str | None
    verified: bool | None
    screenshots: list[str]
    story: list[str] | UnsetType = UNSET


class ProfileNew(Done):
    """``profile new``."""

    workspace: str
    pseudonym: str
    keyid: KeyId
    protected: bool


class ProfileCard(Done):
    """``profile card``: the signed card, and where it was written."""

    card: str
    path: str | None


class RosterAnswer(Done):
    """``roster add`` and ``roster sign``: it counts with ``threshold`` signatures of roots."""

    path: str
    version: Annotated[int, Meta(ge=1)]
    entries: Annotated[int, Meta(ge=1)]
    threshold: Annotated[int, Meta(ge=1)]
    signatures: Count


class ImportFile(Part):
    """One file or bundle; ``read`` is the sum of new, known and quarantined records."""

    path: str
    format: str | None
    status: Literal["imported", "partly", "known", "left_out", "refused"]
    reason: str | None
    read: Count
    new: Count
    known: Count
    quarantined: Count
    declared: Count | None


class ImportTotals(Part):
    """Sums over the files, and how many files came out how."""

    files: Count
    read: Count
    new: Count
    known: Count
    quarantined: Count
    files_imported: Count
    files_partly: Count
    files_known: Count
    files_left_out: Count
    files_refused: Count


class Import(Checked):
    """``import``; ``import_id`` is null where nothing was recognised."""

    import_id: str | None
    files: list[ImportFile]
    totals: ImportTotals


class LeftOut(Part):
    """Something that is not in a built bundle: where, and why."""

    path: str
    line: int | None
    reason: str


class BundleBuild(Done):
    """``bundle build``; ``counts`` is records by file."""

    path: str
    id: str
    sha256: Sha256
    counts: dict[str, Count]
    signed: bool
    left_out: list[LeftOut]
    quarantined: list[LeftOut]
    notes: list[str]


class BundleViolation(Part):
    """One violation; the codes are those of ``resources/bundle-codes.json``."""

    code: str
    path: str | None
    line: int | None
    detail: str | None


class BundleVerify(Checked):
    """``bundle verify``: all violations."""

    id: str | None
    signed: bool
    signer: str | None
    trust: Literal["none", "unknown", "known"]
    created_at: str | None
    counts: dict[str, Count]
    ignored: list[str]
    violations: list[BundleViolation]


class BundleKey(Done):
    """``bundle key``: a new signing key of an issuer."""

    path: str
    keyid: KeyId


class WorkspaceFacts(Part):
    """The format of the workspace, and whether a passphrase protects it."""

    version: str
    protected: bool


class LedgerFacts(Part):
    """The end of this device's chain."""

    device: str
    seq: Count
    head: str


class Status(Done):
    """``status``; what is counted how stands in the help page on the command line."""

    workspace: WorkspaceFacts
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


class Play(Checked):
    """``play``: how many tokens were played, or the line that failed."""

    tokens: Count | UnsetType = UNSET
    line: Count | UnsetType = UNSET
    token: str | UnsetType = UNSET
    expected: str | UnsetType = UNSET
    actual: str | UnsetType = UNSET


class Export(Done):
    """``export``: the events from ``from_seq`` to ``to_seq``; ``head`` is the last one's hash."""

    path: str
    events: Count
    from_seq: Count
    to_seq: Count
    head: Sha256
    sha256: Sha256


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
        "extra",
        "missing",
        "hash",
    ]
    file: str | None
    line: int | None
    seq: int | None
    id: str | None


class Verify(Checked):
    """``verify``; ``sentences`` say the same for a person."""

    kind: Literal["export", "bundle", "workspace"]
    events: Count
    head: str | None
    signer: str | None
    trust: Literal["rostered", "own", "unknown"]
    first_bad: FirstBad | None
    sentences: list[str]


class SystemFacts(Part):
    """The program and the machine."""

    version: str
    python: str
    system: str
    machine: str
    processors: int
    encoding: str
    frozen: bool


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


class PlaceFacts(Part):
    """The workspace that was asked about; ``held_by`` is ``nobody`` when it is free."""

    stands: bool
    protected: bool | None
    writable: bool | None
    held_by: str | None
    said: str | None


class Doctor(Done):
    """``doctor``; ``sandbox`` names each layer with ``on`` or why not."""

    system: SystemFacts
    libraries: dict[str, str | None]
    qt: QtFacts
    sandbox: dict[str, str]
    paths: PathFacts
    workspace: PlaceFacts
    problems: list[str]


class Docs(Checked):
    """``docs``: the derived documents that differ or were written."""

    check: bool
    changed: list[str]


class SelfCheck(Part):
    """One check of the program by itself."""

    name: str
    passed: bool
    detail: str


class Selftest(Checked):
    """``selftest``."""

    checks: list[SelfCheck]


ANSWERS: dict[str, type[Part]] = {
    "demo": Demo,
    "profile-new": ProfileNew,
    "profile-card": ProfileCard,
    "roster-add": RosterAnswer,
    "roster-sign": RosterAnswer,
    "import": Import,
    "bundle-build": BundleBuild,
    "bundle-verify": BundleVerify,
    "bundle-key": BundleKey,
    "status": Status,
    "search": Search,
    "play": Play,
    "export": Export,
    "verify": Verify,
    "doctor": Doctor,
    "docs": Docs,
    "selftest": Selftest,
}
"""Command, its words joined by hyphens, to its answer; also the names of the schema files."""


def answer_schemas() -> dict[str, dict[str, Any]]:
    """Command to the JSON Schema (2020-12) of its answer: the answer itself or a refusal."""
    return {name: _schema(name, kind) for name, kind in ANSWERS.items()}


def _schema(name: str, kind: type[Part]) -> dict[str, Any]:
    (own, refusal), parts = msgspec.json.schema_components(
        [kind, Refusal], ref_template="#/$defs/{name}"
    )
    answer = parts[kind.__name__]
    properties = answer["properties"]
    if issubclass(kind, Checked):
        properties["error"] = {"$ref": "#/$defs/Problem"}
        answer["if"] = {"required": ["error"]}
        answer["then"] = {"properties": {"ok": {"const": False}}}
        answer["else"] = {"properties": {"ok": {"const": True}}}
    else:
        properties["ok"] = {"const": True}
    parts["Refusal"]["properties"]["ok"] = {"const": False}
    for part in parts.values():
        part.pop("title", None)
    return {
        "$schema": DIALECT,
        "$id": f"urn:reviewer:schema:cli:{name}:{VERSION}",
        "title": f"What `reviewer {name.replace('-', ' ')} --json` prints",
        "anyOf": [own, refusal],
        "$defs": parts,
    }
