"""Reading what lies in a drop folder: each file with its hash, and what is signed inside it.

Who made a file and for whom is read from what is signed, never from where it lies. Nothing is
written here and nothing of the workspace is touched, so a job may do it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reviewer.bundle.bagread import read_bag, refusal
from reviewer.bundle.read import inspect_bundle
from reviewer.bundle.rows import BadRow, rows
from reviewer.domain.errors import Damaged, Refused
from reviewer.domain.records import Assignment, Record
from reviewer.exchange.checking.feedback_check import Feedback, read_feedback
from reviewer.exchange.drop.drop import BUNDLES, FEEDBACK, PACKAGES, Lying, Tell, digest
from reviewer.exchange.merge import Candidate, read_package
from reviewer.trust.recipients import Opener
from reviewer.trust.unsealing import unsealed

ASSIGNMENTS = "data/assignments.jsonl"


@dataclass(frozen=True)
class Dealt:
    """A bundle's signed content: its id, the raw key of its signer (empty: nobody signed), and for
    whom how many of its cases are."""

    id: str
    public: bytes
    cases: dict[str, int]


@dataclass(frozen=True)
class Came:
    """One file with what was found in it; at most one of the three contents.

    Attributes:
        sha256: of the file as it lay there; empty where it was not read.
        code, problem: why nothing of it can be used, and in words.
    """

    lying: Lying
    sha256: str = ""
    code: str = ""
    problem: str = ""
    package: Candidate | None = None
    feedback: Feedback | None = None
    bundle: Dealt | None = None


@dataclass(frozen=True)
class Reader:
    """Who reads.

    Attributes:
        me: our pseudonym.
        own, opener: our public signing key; what opens files that were sealed to us.
        merges: whether all packages are read; else only our own.
        mine: the names under which our own packages would lie.
        imported: SHA-256 of bundles that were imported, which are not opened again.
    """

    me: str
    own: bytes
    opener: Opener
    merges: bool
    mine: frozenset[str]
    imported: frozenset[str]

    def read(self, lying: Sequence[Lying], tell: Tell) -> list[Came]:
        """Read all that lies there.

        Raises:
            Refused: what ``tell`` raises.
        """
        return [self._one(one, tell) for one in lying]

    def _one(self, one: Lying, tell: Tell) -> Came:
        if one.place == PACKAGES and not self.merges and one.name not in self.mine:
            return Came(one, code="others", problem="for a lead to merge")
        try:
            came = Came(one, digest(one, tell))
        except Damaged as damaged:
            return Came(one, code=damaged.code, problem=damaged.message)
        try:
            return _READERS[one.place](self, came)
        except (Refused, Damaged) as error:
            return replace(came, code=error.code, problem=error.message)

    def package(self, came: Came) -> Came:
        """A package of decisions."""
        found = read_package(came.lying.path, own=self.own, opener=self.opener)
        return replace(came, package=found, code=found.code, problem=found.problem)

    def letter(self, came: Came) -> Came:
        """A lead's feedback."""
        found = read_feedback(came.lying.path, own=self.own, opener=self.opener)
        return replace(came, feedback=found)

    def dealt(self, came: Came) -> Came:
        """A bundle. One that names us nowhere is looked into no further: whatever is wrong with
        it, nothing of it comes in."""
        if came.sha256 in self.imported:
            return replace(came, code="known", problem="imported before")
        with unsealed(came.lying.path, self.opener) as plain:
            return replace(came, bundle=_dealt(plain, came, self.me))


def _dealt(plain: Path, came: Came, me: str) -> Dealt:
    at_first = _named(plain)
    if me not in at_first:
        return Dealt("", b"", at_first)
    with inspect_bundle(plain) as bundle:
        wrong = refusal(bundle.violations, came.lying.path)
        if wrong is not None:
            raise wrong
        return Dealt(
            bundle.header.id, bundle.signature.public, _counted(bundle.rows("assignments"))
        )


def _named(plain: Path) -> dict[str, int]:
    """For whom it says it is, before anything of it was checked."""
    with read_bag(plain) as bag:
        if bag.refused or not bag.has(ASSIGNMENTS):
            return {}
        with bag.open(ASSIGNMENTS) as stream:
            return _counted(rows("assignments", stream, bag.limits.line))


def _counted(found: Iterable[tuple[int, Record | BadRow]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for _, record in found:
        if isinstance(record, Assignment):
            counts[record.to] = counts.get(record.to, 0) + 1
    return counts


_READERS = {PACKAGES: Reader.package, FEEDBACK: Reader.letter, BUNDLES: Reader.dealt}
