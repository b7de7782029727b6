"""``bundle verify``: everything that is wrong with a bundle, in the order of intake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reviewer.bundle.codes import Violation
from reviewer.bundle.names import Limits
from reviewer.bundle.read import Bundle, inspect_bundle
from reviewer.bundle.rows import BadRow
from reviewer.domain.errors import Refused
from reviewer.domain.records import RECORD_FILES, Media


@dataclass(frozen=True)
class BundleReport:
    """What a bundle is and what is wrong with it.

    ``trust`` says whether the signer's key was given to the check (``known``), stands only in the
    signature itself (``unknown``), or there is none. ``counts`` is valid rows by file, and
    ``media_files``. ``ignored`` names policy and trust files that no root key signed.
    """

    id: str
    signed: bool
    signer: str
    trust: str
    created_at: str
    counts: dict[str, int]
    violations: list[Violation]
    ignored: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing at all is wrong."""
        return not self.violations

    def as_dict(self) -> dict[str, Any]:
        """The object of the command line: {id, signed, signer, counts, violations[]}."""
        return {
            "id": self.id or None,
            "signed": self.signed,
            "signer": self.signer or None,
            "trust": self.trust,
            "created_at": self.created_at or None,
            "counts": self.counts,
            "ignored": self.ignored,
            "violations": [violation.as_dict() for violation in self.violations],
        }


def verify(
    path: Path, known: Mapping[str, bytes] | None = None, limits: Limits | None = None
) -> BundleReport:
    """Collects all violations of a bundle, bad rows included; nothing is written anywhere.

    Args:
        path: a folder or a zip file.
        known: key id to raw public key of the keys that are trusted.
        limits: sizes and counts it may have.

    Raises:
        Refused: code ``not_found`` or ``unreadable``.
    """
    with inspect_bundle(path, known, limits) as bundle:
        counts: dict[str, int] = {}
        found: list[Violation] = []
        if bundle.looked_inside:
            counts, found = _row_findings(bundle)
        header = bundle.header if bundle.has_header else None
        return BundleReport(
            id=header.id if header else "",
            signed=bundle.signature.signed,
            signer=bundle.signature.keyid,
            trust=bundle.signature.trust,
            created_at=header.created_at if header else "",
            counts=counts,
            violations=[*bundle.violations, *found],
            ignored=bundle.ignored,
        )


def _row_findings(bundle: Bundle) -> tuple[dict[str, int], list[Violation]]:
    counts: dict[str, int] = {}
    found: list[Violation] = []
    named: set[str] = set()
    try:
        for name, line, record in bundle.records():
            if isinstance(record, BadRow):
                found.append(Violation(record.code, name, line, record.reason))
                continue
            stem = name.removeprefix("data/").removesuffix(".jsonl")
            counts[stem] = counts.get(stem, 0) + 1
            if isinstance(record, Media):
                named.add(record.sha256)
    except Refused as refused:
        # A file that cannot be read to its end: its hash or its size was said already.
        if not any(v.refuses for v in bundle.violations):
            found.append(Violation("hash", refused.file, detail=refused.message))
    for sha256, path in bundle.media_files.items():
        if sha256 not in named:
            found.append(Violation("media_unnamed", path))
    counts = {stem: counts[stem] for stem in RECORD_FILES if stem in counts}
    if bundle.media_files:
        counts["media_files"] = len(bundle.media_files)
    return counts, found
