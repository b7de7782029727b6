"""Bringing material in: everything is recognised and verified first, then written at once.

A bundle is verified whole before the first row of anything is written. Source files and media
are stored as encrypted blobs and synced before the evidence is committed; the caller appends the
``import`` event afterwards. When anything fails, the workspace is as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from reviewer.bundle.read import Bundle, open_bundle
from reviewer.domain.errors import Refused
from reviewer.domain.ids import uuid7
from reviewer.intake.not_material import refuse_other
from reviewer.intake.ports import Target
from reviewer.intake.registry import Found, discover
from reviewer.intake.report import BundleFact, FileReport, ImportReport
from reviewer.intake.sources.bundle_source import BUNDLE, looks_like_bundle
from reviewer.intake.taking import Progress, Taking, file_sha256
from reviewer.intake.trustfiles import NAMED, in_bundle, in_file
from reviewer.store.disk.ports import MachineClock, MachineRandom, Random
from reviewer.store.evidence.types import ImportInfo
from reviewer.trust.recipients import Opener
from reviewer.trust.standing import Standing, Vouch
from reviewer.trust.unsealing import unsealed

__all__ = ["BundleFact", "FileReport", "ImportReport", "Progress", "import_paths"]

NOBODY = Vouch()


def import_paths(
    workspace: Target,
    paths: Sequence[Path],
    *,
    format: str | None = None,  # noqa: A002 - the name of the command line's option
    maps: Sequence[str | Path] = (),
    now_ms: int | None = None,
    random: Random | None = None,
    progress: Progress | None = None,
    vouch: Vouch = NOBODY,
    opener: Opener | None = None,
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
        vouch: the roster by which signatures are judged.
        opener: the workspace's sealing key, for sealed bundles.

    Returns:
        A report; a bundle that is not sound, or signed with a revoked key, stands in it as refused,
        and nothing of it is taken. Rosters and policy sets are only handed on, as ``offered``.

    Raises:
        Refused: ``not_found``, ``format``, ``map``, ``hash`` (a file changed while it was read).
        Damaged: the disk; nothing was taken in.
    """
    found = discover(paths, format, maps)
    with ExitStack() as stack:
        report, bundles = open_all(found, stack, vouch, opener)
        rows = {row.path: row for row in report.files}
        taken = to_take(found, rows)
        if not taken:
            return report
        info = info_of(taken, bundles, report, now_ms, random or MachineRandom())
        taking = Taking(workspace, info, progress)
        try:
            for fact in report.bundles:
                taking.container(fact.sha256)
            take_all(taking, taken, rows, bundles)
            result = taking.finish()
        except BaseException:
            taking.abort()
            raise
    report.import_id, report.wrote = result.import_id, result.wrote
    report.stubs, report.cases_derived = result.stubs, result.cases_derived
    return report


def to_take(found: Sequence[Found], rows: Mapping[str, FileReport]) -> list[Found]:
    """What holds records and was not refused."""
    return [one for one in found if one.holds_records and rows[one.name].status != "refused"]


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
    found: Sequence[Found], stack: ExitStack, vouch: Vouch, opener: Opener | None
) -> tuple[ImportReport, dict[str, Bundle]]:
    """A report with one row for each thing met, and the bundles among them, verified."""
    report = ImportReport()
    opened: list[tuple[Found, FileReport, Bundle]] = []
    for one in found:
        row = FileReport(one.name, one.format, one.map_label, reason=one.reason)
        report.files.append(row)
        if one.refused is not None:
            _set_refused(row, one.refused)
            row.reason = f"{one.refused.message} {one.refused.next_step}".strip()
        try:
            kind = NAMED.get(one.format)
            if kind is not None:
                report.offered.append(in_file(one.path, one.name, kind))
                row.status = "known"
            elif one.format == BUNDLE:
                bundle = stack.enter_context(opened_bundle(one, opener, vouch))
                report.offered += in_bundle(bundle.bag, one.name)
                opened.append((one, row, bundle))
        except Refused as refused:
            _set_refused(row, refused)
    judge = vouch.newest(o.untrusted_text for o in report.offered if o.kind == "roster")
    return report, _judged(report, opened, judge)


@contextmanager
def opened_bundle(
    one: Found, opener: Opener | None = None, vouch: Vouch = NOBODY
) -> Iterator[Bundle]:
    """A bundle that was met, verified; a sealed one is opened where no disk keeps it.

    Raises:
        Refused: as ``open_bundle`` and ``trust.unsealing.unsealed``.
    """
    with unsealed(one.path, opener) as plain:
        if one.sealed and not looks_like_bundle(plain):
            raise Refused(
                "What is sealed in it is no bundle.",
                code="not_a_bag",
                file=one.path.name,
                next_step="Decisions are taken in with: reviewer merge; a lead's feedback with:"
                " reviewer feedback apply.",
            )
        refuse_other(plain, one.path.name)
        with open_bundle(plain, vouch.known, shown=one.path) as bundle:
            yield bundle


def _judged(
    report: ImportReport, opened: Sequence[tuple[Found, FileReport, Bundle]], vouch: Vouch
) -> dict[str, Bundle]:
    """The bundles that are taken in, by name; each row says what its signature is worth, by the
    newest roster, also where that came with the bundle."""
    bundles: dict[str, Bundle] = {}
    for one, row, bundle in opened:
        fact = _fact(one, bundle, vouch)
        row.signed = fact.standing.words
        try:
            _refuse_revoked(one.name, fact.standing)
        except Refused as refused:
            _set_refused(row, refused)
            continue
        bundles[one.name] = bundle
        report.bundles.append(fact)
    return bundles


def _set_refused(row: FileReport, refused: Refused) -> None:
    row.status, row.reason, row.code = "refused", str(refused), refused.code


def _refuse_revoked(name: str, standing: Standing) -> None:
    """An unsigned bundle claims nothing; a revoked key claims what is not so."""
    if standing.kind == "revoked":
        raise Refused(
            f"It is {standing.words}: whoever has that key now can sign anything with it.",
            code="key_revoked",
            file=name,
            next_step="Ask its sender to sign it with a key that counts.",
        )


def _fact(one: Found, bundle: Bundle, vouch: Vouch) -> BundleFact:
    whole = one.path.is_file()
    return BundleFact(
        path=one.name,
        id=bundle.header.id,
        sha256=file_sha256(bundle.bag.path) if whole else bundle.bag.tagmanifest_sha256,
        signed=bundle.signature.signed,
        signer=bundle.signature.keyid,
        created_at=bundle.header.created_at,
        standing=vouch.of(bundle.signature.public),
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
