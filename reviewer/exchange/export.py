"""Writing an export package: everything since the last receipt, signed, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reviewer import __version__
from reviewer.bundle.bag import BagWriter, zip_folder
from reviewer.domain.errors import Damaged, Refused
from reviewer.exchange import package
from reviewer.exchange.checking.verify import verify
from reviewer.exchange.payload import Beside, EvidenceView, header, payload_files
from reviewer.exchange.place import building_site, plain_site, settle
from reviewer.exchange.sealed import Seals, settle_sealed
from reviewer.exchange.stretch import LedgerEvent, LedgerView, Stretch, take_stretch
from reviewer.trust.canonical import sha256_hex
from reviewer.trust.dsse import EXPORT_TYPE
from reviewer.trust.keys import Signer

__all__ = ["Beside", "EvidenceView", "ExportResult", "LedgerEvent", "LedgerView", "export"]


Tell = Callable[[str, int, int], None]
"""Hears (words, done so far, all or 0 if unknown)."""


def silent(_words: str, _done: int, _all: int) -> None:
    """Nobody asked."""


@dataclass(frozen=True)
class ExportResult:
    """A package that stands at ``path``.

    Attributes:
        path: the folder or zip file.
        events: how many events it holds.
        from_seq, to_seq: the stretch of our own chain.
        head: hash of its last event.
        sha256: of the zip file, before encryption; of a folder, of its tag manifest.
        chains: the stretches of the chains before ours: merged ones, then those that ours was
            restored from, the oldest first.
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
    beside: Beside,
    out: Path,
    *,
    profile: str = package.FULL,
    signer: Signer,
    zipped: bool | None = None,
    seals: Seals | None = None,
) -> ExportResult:
    """Write everything since the last acknowledged event as one signed package.

    The range ends at the last event that is not a trailing export or receipt, so the same range
    gives the same bytes (before encryption). The package is read back and verified before it takes
    its name. The ledger gets no event here: the caller appends ``export`` after success.

    Args:
        beside: policy texts, referral packets, statements of reasons, what is locked.
        out: a folder or, with ``zipped`` or a name that ends in ``.zip``, a zip file. If the very
            same package stands there already, nothing is changed and all is well.
        profile: one of ``package.PROFILES``.
        seals: encrypt the zip file to these keys; ``out`` is then the encrypted file.

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
    return write_package(
        take_stretch(ledger),
        evidence,
        beside,
        out,
        profile=profile,
        signer=signer,
        zipped=zipped,
        seals=seals,
    )


def write_package(
    stretch: Stretch,
    evidence: EvidenceView,
    beside: Beside,
    out: Path,
    *,
    profile: str,
    signer: Signer,
    zipped: bool | None = None,
    seals: Seals | None = None,
    tell: Tell = silent,
) -> ExportResult:
    """``export`` of a stretch that was taken before.

    Args:
        tell: hears where it is; what it raises stops it, and nothing was written.

    Raises:
        Refused, Damaged: as ``export``, but for ``nothing`` and ``profile``.
    """
    files = payload_files(stretch, evidence, beside, profile, signer)
    files[package.HEADER] = header(stretch, profile, signer, beside.locked)
    as_zip = out.suffix.lower() == ".zip" if zipped is None else zipped
    secret = seals is not None
    with (
        building_site(out, stretch.package_id[:16]) as site,
        plain_site(site, sealed=secret) as aside,
    ):
        built = aside / "package"
        sha256 = _write(built, files, stretch, profile, signer, tell)
        if as_zip or seals:
            folder, built = built, aside / "package.zip"
            zip_folder(folder, built)
            sha256 = sha256_hex(built.read_bytes())
        tell("checking what was written", 0, 0)
        _read_back(built, signer)
        tell("putting it in its place", 0, 0)
        if seals:
            settle_sealed(built, site / "package.age", out, seals)
        else:
            settle(built, out)
    return _result(out, stretch, profile, sha256)


def _result(out: Path, stretch: Stretch, profile: str, sha256: str) -> ExportResult:
    span = stretch.span
    return ExportResult(
        out,
        len(stretch.stored) if profile in package.WITH_EVENTS else 0,
        span.from_seq,
        span.to_seq,
        span.head,
        sha256,
        stretch.package_id,
        span.device,
        [_chain_fact(one) for one in stretch.before],
    )


def _chain_fact(span: package.Range) -> dict[str, Any]:
    return {
        "device": span.device,
        "from_seq": span.from_seq,
        "to_seq": span.to_seq,
        "head": span.head,
    }


def _write(
    folder: Path,
    files: Mapping[str, bytes],
    stretch: Stretch,
    profile: str,
    signer: Signer,
    tell: Tell,
) -> str:
    """Fill and close the bag; returns the SHA-256 of its tag manifest."""
    bag = BagWriter(folder)
    digests = {}
    for number, (name, data) in enumerate(sorted(files.items())):
        tell("writing the package", number, len(files))
        digests[name] = bag.add(name, data)
    span = stretch.span
    statement = {
        "format": package.FORMAT,
        "format_version": package.FORMAT_VERSION,
        "id": stretch.package_id,
        "created_at": stretch.created_at,
        "events": len(stretch.stored) if profile in package.WITH_EVENTS else 0,
        "files": digests,
        "signer": {"keyid": signer.keyid, **stretch.actor},
        **span.to_dict(),
        **package.chains_to_dict(stretch.before),
    }
    closed = bag.finish(
        {
            "Bagging-Date": stretch.created_at[:10],
            "External-Identifier": stretch.package_id,
            "External-Description": f"Reviewer export package, {profile}, events {span.from_seq} to"
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
