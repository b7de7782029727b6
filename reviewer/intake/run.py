"""Bringing material in: everything is recognised and verified first, then written at once.

A bundle is verified whole before the first row of anything is written. Source files and media
are stored as encrypted blobs and synced before the evidence is committed; the caller appends the
``import`` event afterwards. When anything fails, the workspace is as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from reviewer.bundle.read import Bundle, open_bundle
from reviewer.domain.errors import Refused
from reviewer.domain.ids import uuid7
from reviewer.intake.ports import Target
from reviewer.intake.registry import Found, discover
from reviewer.intake.report import BundleFact, FileReport, ImportReport
from reviewer.intake.sources.bundle_source import BUNDLE
from reviewer.intake.taking import Progress, Taking, file_sha256
from reviewer.store.evidence_types import ImportInfo
from reviewer.store.ports import MachineClock, MachineRandom, Random

__all__ = ["BundleFact", "FileReport", "ImportReport", "Progress", "import_paths"]


ROSTER = "trust/roster.dsse.json"
"""Where a bundle may carry a newer roster of keys."""


def import_paths(
    workspace: Target,
    paths: Sequence[Path],
    *,
    format: str | None = None,  # noqa: A002 - the name of the command line's option
    maps: Sequence[str | Path] = (),
    now_ms: int | None = None,
    random: Random | None = None,
    progress: Progress | None = None,
    known: Mapping[str, bytes] | None = None,
) -> ImportReport:
    """Imports files, folders and bundles in one transaction.

    Args:
        workspace: where to; only its evidence and blobs are touched.
        paths: folders are walked; what is not recognised is left out and said.
        format: take every file for this format.
        maps: column maps for tables, built-in names or files.
        now_ms: the time of the import, ms UTC.
        random: for the import's id.
        progress: told every thousand records; raising ends the import, undone.
        known: key id to raw public key of the keys whose signatures are trusted.

    Returns:
        A report; a bundle that is not sound stands in it as refused, and nothing of it is taken.

    Raises:
        Refused: ``not_found``, ``format``, ``map``, ``hash`` (a file changed while it was read).
        Damaged: the disk; nothing was taken in.
    """
    found = discover(paths, format, maps)
    with ExitStack() as stack:
        report, bundles = open_all(found, stack, known or {})
        rows = {row.path: row for row in report.files}
        taken = [one for one in found if one.format and rows[one.name].status != "refused"]
        if not taken:
            return report
        info = info_of(taken, bundles, report, now_ms, random or MachineRandom())
        taking = Taking(workspace, info, progress)
        try:
            take_all(taking, taken, rows, bundles)
            result = taking.finish()
        except BaseException:
            taking.abort()
            raise
    report.import_id, report.wrote = result.import_id, result.wrote
    report.stubs, report.cases_derived = result.stubs, result.cases_derived
    return report


def take_all(
    taking: Taking,
    taken: Sequence[Found],
    rows: Mapping[str, FileReport],
    bundles: Mapping[str, Bundle],
) -> None:
    """Every file and bundle in its order; reports about them last."""
    for one in sorted(taken, key=_lateness):
        if one.format == BUNDLE:
            taking.bundle(rows[one.name], one, bundles[one.name])
        else:
            taking.file(rows[one.name], one)


def _lateness(found: Found) -> bool:
    return found.late


def open_all(
    found: Sequence[Found], stack: ExitStack, known: Mapping[str, bytes]
) -> tuple[ImportReport, dict[str, Bundle]]:
    """A report with one row for each thing met, and the bundles among them, verified."""
    report = ImportReport()
    bundles: dict[str, Bundle] = {}
    for one in found:
        row = FileReport(one.name, one.format, one.map_label, reason=one.reason)
        report.files.append(row)
        if one.refused is not None:
            row.status, row.code = "refused", one.refused.code
            row.reason = f"{one.refused.message} {one.refused.next_step}".strip()
        if one.format != BUNDLE:
            continue
        try:
            bundle = stack.enter_context(open_bundle(one.path, known))
        except Refused as refused:
            row.status, row.reason, row.code = "refused", str(refused), refused.code
            continue
        bundles[one.name] = bundle
        report.bundles.append(_fact(one, bundle))
    return report, bundles


def _fact(one: Found, bundle: Bundle) -> BundleFact:
    whole = one.path.is_file()
    return BundleFact(
        path=one.name,
        id=bundle.header.id,
        sha256=file_sha256(one.path) if whole else bundle.bag.tagmanifest_sha256,
        signed=bundle.signature.signed,
        signer=bundle.signature.keyid,
        trust=bundle.signature.trust,
        created_at=bundle.header.created_at,
        ignored=tuple(bundle.ignored),
        untrusted_roster=bundle.bag.read(ROSTER) if bundle.bag.has(ROSTER) else b"",
    )


def info_of(
    taken: Sequence[Found],
    bundles: Mapping[str, Bundle],
    report: ImportReport,
    now_ms: int | None,
    random: Random,
) -> ImportInfo:
    at = MachineClock().now_ms() if now_ms is None else now_ms
    formats = sorted({one.format for one in taken})
    facts = report.bundles
    alone = len(taken) == 1
    name = taken[0].name if alone else f"{taken[0].name} and {len(taken) - 1} more"
    sha256 = ""
    if alone:
        sha256 = facts[0].sha256 if facts else file_sha256(taken[0].path)
    signed = len(facts) == len(taken) and all(fact.signed for fact in facts)
    return ImportInfo(
        import_id=uuid7(at, random.bytes(10)),
        name=name,
        at=at,
        kind=formats[0] if len(formats) == 1 else "mixed",
        sha256=sha256,
        signed=signed,
        signer=", ".join(sorted({fact.signer for fact in facts})) if signed else "",
    )
