"""Merging packages: any number, in any order, to one state; each checked whole before it counts.

A package that is not as it was signed is refused whole and named; the others go on. Each is taken
in one commit, so a merge may be interrupted anywhere and begun again: what is here is a repeat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from reviewer.domain.errors import Damaged, Refused
from reviewer.exchange import package
from reviewer.exchange.checking.verify import Examined, examine
from reviewer.exchange.findings import Bad
from reviewer.store.ledger.lines import Line
from reviewer.store.ledger.merge import Taken
from reviewer.store.ledger.merging import Parcel, Planned, Span
from reviewer.store.ledger.peers import PeerTip
from reviewer.trust.recipients import SUFFIX, Opener
from reviewer.trust.roster import Roster

MAX_DEPTH = 4
"""How deep folders are walked."""

NONE = frozenset({"not_a_package", "not_for_you"})
"""What lies in a folder among packages and is none of ours: named, never refused."""
NO_FILE = "no package: packages are folders, zip files and encrypted files"

Told = Callable[[str, int, int], None]
"""Told (words, done, all); may raise to stop."""


class MergingLedger(Protocol):
    """What a merge needs; ``store.ledger.Ledger`` is one."""

    def plan(self, lines: Sequence[Line], roster: Roster | None) -> list[Planned]: ...  # noqa: D102
    def merge(self, parcel: Parcel, roster: Roster | None) -> Taken: ...  # noqa: D102
    def was_merged(self, package: str) -> bool: ...  # noqa: D102
    def foreign_heads(self) -> list[PeerTip]: ...  # noqa: D102


@dataclass(frozen=True)
class Candidate:
    """One package that was found.

    Attributes:
        path: where it lies.
        parcel: what it brings, all of it checked; None where it was refused.
        code, problem: why it was refused, and in words; empty where it was not.
        pseudonym, keyid: who signed it.
    """

    path: Path
    parcel: Parcel | None
    code: str = ""
    problem: str = ""
    pseudonym: str = ""
    keyid: str = ""


@dataclass(frozen=True)
class Found:
    """The packages at some places, and what among them was none.

    Attributes:
        left_out: names of what is no package.
        whys: the same names, each with what it is and what to do with it.
    """

    candidates: tuple[Candidate, ...]
    left_out: tuple[str, ...] = ()
    parcels: tuple[Parcel, ...] = field(default=(), repr=False)
    whys: tuple[tuple[str, str], ...] = ()


def find_packages(paths: Sequence[Path]) -> tuple[list[Path], list[str]]:
    """Every package at these places: folders, zip files, encrypted files, folders full of them.

    Returns:
        The packages in a fixed order, each once; and the names of the files that are none.

    Raises:
        Refused: ``not_found``.
    """
    found: dict[Path, None] = {}
    left: list[str] = []
    for path in paths:
        if not path.exists():
            raise Refused(
                "There is no such file or folder.",
                code="not_found",
                file=str(path),
                next_step="Check the name.",
            )
        for place in _walk(path, MAX_DEPTH):
            if place.is_dir() or place.suffix.lower() in (".zip", SUFFIX) or place == path:
                found.setdefault(place.resolve())
            else:
                left.append(place.name)
    return sorted(found), sorted(left)


def _walk(path: Path, depth: int) -> Iterator[Path]:
    """A package, or what lies in a folder that is none; links are not followed."""
    if not path.is_dir() or any((path / n).exists() for n in (package.SIGNATURE, "bagit.txt")):
        yield path
        return
    if depth:
        for one in sorted(path.iterdir()):
            if not one.is_symlink() and not one.name.startswith("."):
                yield from _walk(one, depth - 1)


def read_packages(
    paths: Sequence[Path],
    *,
    own: bytes | None = None,
    opener: Opener | None = None,
    tell: Told | None = None,
) -> Found:
    """Find and check packages; nothing is written.

    Args:
        own: the public key of the workspace that merges.
        opener: its sealing key, for encrypted packages.
    """
    places, left = find_packages(paths)
    candidates = []
    for done, place in enumerate(places):
        if tell is not None:
            tell(f"checking {place.name}", done, len(places))
        candidates.append(read_package(place, own=own, opener=opener))
    none = [c for c in candidates if c.code in NONE and c.path not in paths]
    kept = [c for c in candidates if c not in none]
    parcels = tuple(c.parcel for c in kept if c.parcel is not None)
    whys = [(name, NO_FILE) for name in left] + [(c.path.name, c.problem) for c in none]
    return Found(tuple(kept), tuple(sorted(n for n, _ in whys)), parcels, tuple(sorted(whys)))


def read_package(
    path: Path, *, own: bytes | None = None, opener: Opener | None = None
) -> Candidate:
    """One package, checked from its signature to its last event; refused whole or taken whole."""
    try:
        examined = examine(path, own=own, opener=opener)
    except (Refused, Damaged) as error:
        problem = f"{error.message} {error.next_step}".strip()
        return Candidate(path, None, error.code, problem)
    report = examined.report
    who, keyid = report.pseudonym, report.signer
    if report.first_bad is not None or examined.statement is None:
        bad = report.first_bad
        code, says = (bad.code, _in_words(bad)) if bad else ("forged", "Nobody signed it.")
        return Candidate(path, None, code, says, who, keyid)
    return Candidate(path, _parcel(examined), "", "", who, keyid)


def _parcel(examined: Examined) -> Parcel:
    """What a sound package brings."""
    statement = examined.statement
    assert statement is not None
    name = statement.named
    keys = {one.device: one.public or statement.public for one in statement.spans}
    spans = tuple(
        Span(one.device, keys[one.device], one.from_seq, one.to_seq, one.head)
        for one in statement.spans
    )
    named = ((str(entry.event["device"]), entry) for entry in examined.entries)
    lines = tuple(
        Line(d, e.seq, e.hash, keys[d], e.text, e.keyid, e.sig, e.event, name) for d, e in named
    )
    return Parcel(name, statement.created_at, spans, lines)


def merge_parcels(
    ledger: MergingLedger,
    parcels: Sequence[Parcel],
    roster: Roster | None,
    tell: Told | None = None,
) -> list[tuple[Parcel, Taken]]:
    """Take packages one after the other, each in one commit.

    Raises:
        Damaged: the disk; the packages before it are taken, this one and the rest are not.
    """
    done = []
    for number, parcel in enumerate(parcels):
        if tell is not None:
            tell("merging", number, len(parcels))
        done.append((parcel, ledger.merge(parcel, roster)))
    return done


def acknowledgements(ledger: MergingLedger) -> list[PeerTip]:
    """What this workspace has of every other: device, seq, head; what receipts say."""
    return ledger.foreign_heads()


def _in_words(bad: Bad) -> str:
    """A finding for a person: no id, and nothing of how a text is parsed; ``verify`` has both."""
    if bad.code == "edited" and bad.seq:
        return f"Event {bad.seq} was changed after it was signed."
    return bad.says.replace(f" ({bad.id})", "") if bad.id else bad.says
