"""What an import would do, shown before it: formats, first rows as they would be read, counts."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from reviewer.bundle.read import Bundle
from reviewer.domain.records import Record
from reviewer.intake.ports import Evidence, Target
from reviewer.intake.recognise import Found
from reviewer.intake.registry import discover
from reviewer.intake.report import FileReport, ImportReport
from reviewer.intake.run import NOBODY, info_of, open_all, take_all, to_take
from reviewer.intake.sources.base import Bad, Loose, Row
from reviewer.intake.sources.bundle_source import bundle_items
from reviewer.intake.tablerecords import described
from reviewer.intake.taking import Progress, Taking
from reviewer.store.disk.ports import MachineRandom
from reviewer.store.evidence.evidence import Evidence as Store
from reviewer.trust.recipients import Opener
from reviewer.trust.standing import Vouch

COUNTED = 24 * 1024 * 1024
"""Material up to so many bytes is read whole, so that the counts are those of the import."""
SAMPLES = 3
ASIDE = "put aside"
_LOOKED_AT = 2000
"""Items of a file that are looked at for the samples."""


@dataclass(frozen=True)
class Sample:
    """A record as it would be read, as plain text; ``reason`` says why one would be put aside."""

    kind: str
    line: int
    fields: tuple[tuple[str, str], ...] = ()
    reason: str = ""

    def as_dict(self) -> dict[str, Any]:
        """{kind, line, fields[[name, text]], reason}."""
        return {
            "kind": self.kind,
            "line": self.line or None,
            "fields": [list(pair) for pair in self.fields],
            "reason": self.reason or None,
        }


@dataclass(frozen=True)
class Preview:
    """An import's report before it is one, and samples by the file's name.

    ``counted`` says whether the counts are there; without them, the material was too large to be
    read twice.
    """

    report: ImportReport
    samples: dict[str, list[Sample]] = field(default_factory=dict)
    counted: bool = True

    @property
    def takes(self) -> list[FileReport]:
        """The files that would be read."""
        return [one for one in self.report.files if one.status not in ("left_out", "refused")]

    def as_dict(self) -> dict[str, Any]:
        """The object of the command line."""
        answer = {**self.report.as_dict(), "preview": True, "counted": self.counted}
        for row in answer["files"]:
            row["sample"] = [one.as_dict() for one in self.samples.get(row["path"], [])]
        return answer


class _NoBlobs:
    """Stands for the blobs: nothing is stored."""

    def put(
        self, src: BinaryIO, sha256: str | None = None, *, durable: bool = True
    ) -> tuple[str, int]:
        """Store nothing."""
        return sha256 or "", 0

    def has(self, sha256: str) -> bool:
        """Nothing is there, nor needs to be put."""
        return True

    def delete(self, sha256: str) -> bool:
        """Nothing is taken away."""
        return False

    def flush(self) -> None:
        """Nothing waits."""


@dataclass(frozen=True)
class _Rehearsal:
    """The workspace's evidence and no blobs."""

    evidence: Evidence
    blobs: _NoBlobs = field(default_factory=_NoBlobs)


@contextmanager
def nowhere() -> Iterator[_Rehearsal]:
    """Empty evidence for a preview where there is no workspace yet; it is gone afterwards."""
    with TemporaryDirectory(prefix="reviewer-preview-") as folder:
        store = Store(Path(folder) / "evidence.db", os.urandom(32))
        try:
            yield _Rehearsal(store)
        finally:
            store.close()


def preview_paths(
    workspace: Target | None,
    paths: Sequence[Path],
    *,
    format: str | None = None,  # noqa: A002 - the name of the command line's option
    maps: Sequence[str | Path] = (),
    vouch: Vouch = NOBODY,
    progress: Progress | None = None,
    counted_bytes: int = COUNTED,
    opener: Opener | None = None,
) -> Preview:
    """What ``import_paths`` would do; nothing is written to the workspace.

    Args:
        workspace: None where there is none yet.
        paths, format, maps, vouch, progress, opener: as for ``import_paths``.
        counted_bytes: up to this size the counts are made, by the import itself, undone.

    Raises:
        Refused: ``not_found``, ``format``, ``map``, ``hash``.
    """
    found = discover(paths, format, maps)
    with ExitStack() as stack:
        report, bundles = open_all(found, stack, vouch, opener)
        rows = {row.path: row for row in report.files}
        taken = to_take(found, rows)
        samples = {one.name: list(_samples(one, bundles.get(one.name))) for one in taken}
        counted = sum(map(_size, taken)) <= counted_bytes
        if taken and counted:
            if workspace is None:
                target: _Rehearsal = stack.enter_context(nowhere())
            else:
                target = _Rehearsal(workspace.evidence)
            info = info_of(taken, bundles, report, 0, MachineRandom())
            taking = Taking(target, info, progress)
            try:
                take_all(taking, taken, rows, bundles)
                taking.rehearse()
            except BaseException:
                taking.abort()
                raise
            for one in taken:
                samples[one.name] = _with_reasons(samples[one.name], rows[one.name])
        elif taken:
            for one in taken:
                rows[one.name].status = "imported"
    return Preview(report, samples, counted)


def _size(found: Found) -> int:
    if found.path.is_dir():
        return sum(path.stat().st_size for path in found.path.rglob("*") if path.is_file())
    return found.path.stat().st_size


def _samples(found: Found, bundle: Bundle | None) -> Iterator[Sample]:
    """The first records of each kind, and the first that would be put aside."""
    counts: dict[str, int] = {}
    for item in islice(_items(found, bundle), _LOOKED_AT):
        sample = _sample(item)
        if sample is not None and counts.get(sample.kind, 0) < SAMPLES:
            counts[sample.kind] = counts.get(sample.kind, 0) + 1
            yield sample


def _with_reasons(samples: list[Sample], row: FileReport) -> list[Sample]:
    """The samples, and what would be put aside, reports that find nothing included."""
    lines = {line for line, _ in row.aside}
    kept = [one for one in samples if one.kind != ASIDE and not (
        one.kind == "report" and one.line in lines)]  # fmt: skip
    return [*kept, *(Sample(ASIDE, line, reason=reason) for line, reason in row.aside)]


def _items(found: Found, bundle: Bundle | None) -> Iterator[object]:
    if bundle is not None:
        for _, item in bundle_items(bundle):
            yield item
    elif found.source is not None:
        with found.path.open("rb") as stream:
            yield from found.source.read(found.path, stream)


def _sample(item: object) -> Sample | None:
    if isinstance(item, Bad):
        return Sample(ASIDE, item.line, reason=item.reason)
    if isinstance(item, Row | Loose):
        record: Record = item.record if isinstance(item, Row) else item.report
        kind = type(record).__name__.lower()
        fields = tuple((name, _short(text)) for name, text in described(record))
        return Sample(kind, item.line, fields)
    return None


def _short(text: str, limit: int = 400) -> str:
    return text if len(text) <= limit else f"{text[:limit]}…"
