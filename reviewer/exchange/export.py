"""Writing an export package: everything since the last receipt, signed, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reviewer import __version__
from reviewer.bundle.bag import BagWriter, zip_folder
from reviewer.domain.errors import Damaged, Refused
from reviewer.exchange import package
from reviewer.exchange.payload import (
    EvidenceView,
    LedgerEvent,
    LedgerView,
    Stretch,
    actor_of,
    header,
    payload_files,
    take_stretch,
)
from reviewer.exchange.place import building_site, settle
from reviewer.exchange.verify import verify
from reviewer.trust.canonical import sha256_hex
from reviewer.trust.dsse import EXPORT_TYPE
from reviewer.trust.keys import Signer

__all__ = ["EvidenceView", "ExportResult", "LedgerEvent", "LedgerView", "export"]


@dataclass(frozen=True)
class ExportResult:
    """A package that stands at ``path``.

    Attributes:
        path: the folder or zip file.
        events: how many events it holds.
        from_seq, to_seq: the stretch of our own chain.
        head: hash of its last event.
        sha256: of the zip file; of a folder, of its tag manifest.
        chains: the stretches of the chains that ours was restored from, the oldest first.
    """

    path: Path
    events: int
    from_seq: int
    to_seq: int
    head: str
    sha256: str
    package_id: str
    device: str
    chains: list[dict[str, Any]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The form of the command line."""
        return {
            "path": str(self.path),
            "events": self.events,
            "from_seq": self.from_seq,
            "to_seq": self.to_seq,
            "head": self.head,
            "sha256": self.sha256,
            "chains": self.chains,
        }


def export(
    ledger: LedgerView,
    evidence: EvidenceView,
    policy_texts: Mapping[str, str],
    out: Path,
    *,
    profile: str = "full",
    signer: Signer,
    zipped: bool | None = None,
) -> ExportResult:
    """Write everything since the last acknowledged event as one signed package.

    The range ends at the last event that is not a trailing export or receipt, so the same range
    gives the same bytes. The package is read back and verified before it takes its name. The
    ledger gets no event here: the caller appends ``export`` after success.

    Args:
        policy_texts: SHA-256 to canonical text of every policy set that the events may name.
        out: a folder or, with ``zipped`` or a name that ends in ``.zip``, a zip file. If the very
            same package stands there already, nothing is changed and all is well.
        profile: ``full``, or ``decisions-only`` without summary, holds and state involvement.

    Raises:
        Refused: ``exists`` (something else of that name), ``nothing`` (all is acknowledged),
            ``profile``, ``no_folder``.
        Damaged: ``policy`` (a text that events name is not here), ``ledger`` (the chain does not
            verify), ``write`` (the disk).
    """
    if profile not in package.PROFILES:
        raise Refused(
            f"There is no export profile {profile!r}.",
            code="profile",
            next_step=f"Choose one of {', '.join(package.PROFILES)}.",
        )
    stretch = take_stretch(ledger)
    files = payload_files(stretch, evidence, policy_texts, profile, signer)
    as_zip = out.suffix.lower() == ".zip" if zipped is None else zipped
    with building_site(out, stretch.package_id[:16]) as site:
        folder = site / "package"
        sha256 = _write(folder, files, stretch, profile, signer)
        built = folder
        if as_zip:
            built = site / "package.zip"
            zip_folder(folder, built)
            sha256 = sha256_hex(built.read_bytes())
        _read_back(built, signer)
        settle(built, out)
    span = stretch.span
    return ExportResult(
        out,
        len(stretch.stored),
        span.from_seq,
        span.to_seq,
        span.head,
        sha256,
        stretch.package_id,
        span.device,
        [_chain_fact(one) for one in stretch.earlier],
    )


def _chain_fact(span: package.Range) -> dict[str, Any]:
    return {
        "device": span.device,
        "from_seq": span.from_seq,
        "to_seq": span.to_seq,
        "head": span.head,
    }


def _write(
    folder: Path, files: Mapping[str, bytes], stretch: Stretch, profile: str, signer: Signer
) -> str:
    """Fill and close the bag; returns the SHA-256 of its tag manifest."""
    bag = BagWriter(folder)
    digests = {package.HEADER: bag.add(package.HEADER, header(stretch, profile, signer))}
    for name, data in sorted(files.items()):
        digests[name] = bag.add(name, data)
    span = stretch.span
    statement = {
        "format": package.FORMAT,
        "format_version": package.FORMAT_VERSION,
        "id": stretch.package_id,
        "created_at": stretch.created_at,
        "events": len(stretch.stored),
        "files": digests,
        "signer": {"keyid": signer.keyid, **actor_of(stretch)},
        **span.to_dict(),
        **package.chains_to_dict(stretch.earlier),
    }
    closed = bag.finish(
        {
            "Bagging-Date": stretch.created_at[:10],
            "External-Identifier": stretch.package_id,
            "External-Description": f"Reviewer export package, events {span.from_seq} to"
            f" {span.to_seq} of device {span.device}",
            "Bag-Software-Agent": f"reviewer {__version__}",
        },
        EXPORT_TYPE,
        signer,
        signature=package.SIGNATURE,
        statement=statement,
    )
    return closed.tagmanifest_sha256


def _read_back(built: Path, signer: Signer) -> None:
    """Verify what was built, as its reader will."""
    report = verify(built, own=signer.public)
    if report.first_bad is not None:
        raise Damaged(
            f"The ledger cannot be exported. {report.first_bad.says}",
            code="ledger",
            line=report.first_bad.seq,
            next_step="Nothing was written. Restore the workspace from its newest backup.",
        )
