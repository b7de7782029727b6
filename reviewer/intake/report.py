"""What an import did, file by file, in the shape of the command line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from reviewer.intake.trustfiles import Offered
from reviewer.trust.standing import UNSIGNED, Standing, weakest

Status = Literal["imported", "partly", "known", "left_out", "refused"]


@dataclass
class FileReport:
    """One file or bundle. ``read`` is the sum of new, known and quarantined."""

    path: str
    format: str = ""
    map: str = ""
    status: Status = "left_out"
    reason: str = ""
    read: int = 0
    new: int = 0
    known: int = 0
    quarantined: int = 0
    declared: int | None = None
    sha256: str = ""
    size: int = 0
    code: str = ""
    signed: str = ""
    """Of a bundle, what its signature is worth here, in words."""
    notes: list[str] = field(default_factory=list)
    aside: list[tuple[int, str]] = field(default_factory=list)
    """(line, reason) of the first records that were put aside while the file was read."""

    def settle(self) -> None:
        """Status and reason from the counts."""
        words = list(self.notes)
        if self.quarantined:
            self.status = "partly"
            one = self.quarantined == 1
            words.insert(
                0,
                "1 record was put aside." if one else f"{self.quarantined} records were put aside.",
            )
        elif self.read and not self.new:
            self.status = "known"
        else:
            self.status = "imported"
        self.reason = self.reason or " ".join(words)

    def as_dict(self) -> dict[str, str | int | None]:
        """The object of the command line."""
        return {
            "path": self.path,
            "format": self.format or None,
            "map": self.map or None,
            "status": self.status,
            "reason": self.reason or None,
            "read": self.read,
            "new": self.new,
            "known": self.known,
            "quarantined": self.quarantined,
            "declared": self.declared,
            "signed": self.signed or None,
        }


@dataclass(frozen=True)
class BundleFact:
    """What the ledger event says of a bundle: its id, whether signed, by which key, and what that
    is worth here."""

    path: str
    id: str
    sha256: str
    signed: bool
    signer: str
    created_at: str
    standing: Standing = UNSIGNED


@dataclass
class ImportReport:
    """One import. ``import_id`` is "" where nothing was recognised; ``wrote`` False where every
    record was known already."""

    import_id: str = ""
    wrote: bool = False
    files: list[FileReport] = field(default_factory=list)
    bundles: list[BundleFact] = field(default_factory=list)
    offered: list[Offered] = field(default_factory=list)
    trust: list[dict[str, str | None]] = field(default_factory=list)
    """What became of the rosters and policy sets that came: {path, kind, status, version, says}."""
    stubs: int = 0
    cases_derived: int = 0

    @property
    def standing(self) -> Standing:
        """What the signatures of its bundles are worth: that of the weakest."""
        return weakest(fact.standing for fact in self.bundles)

    @property
    def recognised(self) -> bool:
        """Whether any file was of a known format, refused ones included."""
        return any(one.status != "left_out" for one in self.files)

    @property
    def ok(self) -> bool:
        """Something was recognised and nothing refused: exit 0."""
        return self.recognised and not any(one.status == "refused" for one in self.files)

    def totals(self) -> dict[str, int]:
        """Sums over the files, and how many files of each status."""
        sums = {
            "files": len(self.files),
            "read": sum(one.read for one in self.files),
            "new": sum(one.new for one in self.files),
            "known": sum(one.known for one in self.files),
            "quarantined": sum(one.quarantined for one in self.files),
        }
        statuses: tuple[Status, ...] = ("imported", "partly", "known", "left_out", "refused")
        for status in statuses:
            sums[f"files_{status}"] = sum(one.status == status for one in self.files)
        return sums

    def as_dict(self) -> dict[str, Any]:
        """The object of the command line: {import_id, files[], totals}."""
        return {
            "import_id": self.import_id or None,
            "files": [one.as_dict() for one in self.files],
            "totals": self.totals(),
            "trust": self.trust,
        }
