"""What commands that do something answer with ``--json``; the schemas are made from these.

The keys of an answer are only added to within a major version. An answer that carries ``error``
has ``ok`` false: the command went through and says that something is not as it should be.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

Count = Annotated[int, Meta(ge=0)]
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
KeyId = Annotated[str, Meta(pattern="^[0-9a-f]{16}$")]


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
    """``demo``: where the workspace lies, and with --headless what was made; with --bundle there
    is no workspace, and ``bundle`` is the file with its number of cases."""

    workspace: str | None
    decisions: Count
    export: str | None
    verified: bool | None
    screenshots: list[str]
    story: list[str] | UnsetType = UNSET
    bundle: str | UnsetType = UNSET
    cases: Count | UnsetType = UNSET


class ProfileNew(Done):
    """``profile new``; ``recovery``: the site's key that can open the profile, too."""

    workspace: str
    pseudonym: str
    keyid: KeyId
    protected: bool
    recovery: str | None


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


class ImportSample(Part):
    """A record as it would be read, field by field, or why it would be put aside."""

    kind: str
    line: int | None
    fields: list[list[str]]
    reason: str | None


class ImportFile(Part):
    """One file or bundle; ``read`` is the sum of new, known and quarantined records.

    ``map`` is the column map of a table. ``signed`` says what the signature of a bundle is worth
    here. ``sample`` is there with --preview.
    """

    path: str
    format: str | None
    map: str | None
    status: Literal["imported", "partly", "known", "left_out", "refused"]
    reason: str | None
    read: Count
    new: Count
    known: Count
    quarantined: Count
    declared: Count | None
    signed: str | None
    sample: list[ImportSample] | UnsetType = UNSET


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


class ImportTrust(Part):
    """A roster or a policy set that came with the material; ``newer``: an import would adopt it."""

    path: str
    kind: Literal["roster", "policy"]
    status: Literal["newer", "adopted", "known", "ignored"]
    version: str | None
    says: str


class Import(Checked):
    """``import``; ``import_id`` is null where nothing was recognised, and with --preview.

    With --preview, ``counted`` says whether the counts are those of the import; they are 0 where
    the material is too large to be read twice. With --suggest-map, ``suggested`` is a map in TOML.
    """

    import_id: str | None
    files: list[ImportFile]
    totals: ImportTotals
    trust: list[ImportTrust]
    preview: bool | UnsetType = UNSET
    counted: bool | UnsetType = UNSET
    suggested: str | UnsetType = UNSET


class LeftOut(Part):
    """Something that is not in a built bundle: where, and why."""

    path: str
    line: int | None
    reason: str


class BundleBuild(Done):
    """``bundle build``; ``counts`` is records by file, ``to`` whom it is sealed to."""

    path: str
    id: str
    sha256: Sha256
    counts: dict[str, Count]
    signed: bool
    to: list[str]
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
    """``bundle key``: the signing key of an issuer, and its card for the roster."""

    path: str
    keyid: KeyId
    card: str | None


class Play(Checked):
    """``play``: how many tokens were played, or the line that failed."""

    tokens: Count | UnsetType = UNSET
    line: Count | UnsetType = UNSET
    token: str | UnsetType = UNSET
    expected: str | UnsetType = UNSET
    actual: str | UnsetType = UNSET
