"""Writing a deal: one verified bundle for each reviewer, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from reviewer.bundle.bag import Contents
from reviewer.bundle.header import Watchlists, watchlists_of
from reviewer.bundle.write import Written, write_bundle
from reviewer.domain.errors import Refused
from reviewer.domain.records import Assignment, Record
from reviewer.exchange.place import building_site, settle
from reviewer.exchange.sealed import seal_new
from reviewer.store.evidence.evidence import Evidence
from reviewer.store.evidence.records import Records
from reviewer.trust.canonical import sha256_hex
from reviewer.trust.keys import Signer
from reviewer.trust.recipients import Recipient

Tell = Callable[[str, int, int], None]

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
PURPOSE = "Cases dealt to you. A case that is not for you is handed back to the lead."


class BlobSource(Protocol):
    """Where the bytes of media are."""

    def has(self, sha256: str) -> bool:
        """Whether they are stored."""
        ...

    def stream(self, sha256: str) -> Iterator[bytes]:
        """They, in pieces."""
        ...


@dataclass(frozen=True, slots=True)
class Hand:
    """What one reviewer got: ``cases`` in the order of the bundle, and where the bundle lies;
    ``at``, ``number`` and ``role`` are what makes it again."""

    to: str
    cases: tuple[str, ...]
    path: Path
    bundle: str
    sha256: str
    counts: Mapping[str, int]
    media: int
    sealed: bool = False
    at: str = ""
    number: int = 0
    role: str = ""


@dataclass(frozen=True)
class Dealer:
    """Writes the bundles of a deal.

    Attributes:
        evidence: read with a connection of its own.
        blobs: the stored media.
        locked: media stopped for child safety.
        signer: signs every bundle.
        role: the signer's role, for the signed statement.
        created_at: RFC 3339, of all bundles: the same deal gives the same bytes.
        seals: reviewer to the recipient of his bundle; empty leaves bundles open.
        expected: the SHA-256 that the bundle must have, where one is made again.
    """

    evidence: Evidence
    blobs: BlobSource
    locked: frozenset[str]
    signer: Signer
    role: str
    created_at: str
    seals: Mapping[str, Recipient]
    expected: str = ""

    def write(
        self, hands: Mapping[str, Sequence[str]], folder: Path, number: int, tell: Tell
    ) -> list[Hand]:
        """Write the bundles; a reviewer without a case gets none.

        Each is built under a temporary name, verified, and renamed. The very same file that
        stands there already is left as it is, so that a deal that was interrupted goes on.

        Args:
            hands: reviewer to cases.
            folder: where they are put; must exist.
            number: stands in the names, so that one deal is told from the next.

        Raises:
            Refused: ``exists``, something else of that name; ``no_folder``; what ``tell`` raises.
            Damaged: ``write``, the disk.
        """
        made = []
        given = {name: cases for name, cases in sorted(hands.items()) if cases}
        for place, (name, cases) in enumerate(given.items()):
            tell(f"the bundle of {name}", place, len(given))
            made.append(self._one(name, cases, folder, number))
        return made

    def _one(self, name: str, cases: Sequence[str], folder: Path, number: int) -> Hand:
        seal = self.seals.get(name)
        out = folder / file_name(number, name, sealed=seal is not None)
        if seal is not None:  # sealing is never the same twice: what is there is refused
            build = partial(self._bundle, name, cases)
            written, media = seal_new(out, "deal", [seal], build)
        else:
            with building_site(out, "deal") as site:
                written, media = self._bundle(name, cases, site / "bundle.zip")
                settle(site / "bundle.zip", out)
        return Hand(
            name,
            tuple(cases),
            out,
            written.id,
            written.sha256,
            written.counts,
            media,
            seal is not None,
            self.created_at,
            number,
            self.role,
        )

    def _bundle(self, name: str, cases: Sequence[str], built: Path) -> tuple[Written, int]:
        walk = Records(self.evidence, self.blobs.has, self.locked)
        media: dict[str, Contents] = {}
        written = write_bundle(
            built,
            self._records(walk, name, cases, media),
            media,
            purpose=PURPOSE,
            created_at=self.created_at,
            signer=self.signer,
            zipped=True,
            watchlists=partial(_lists, walk),
            role=self.role,
        )
        if self.expected and written.sha256 != self.expected:
            raise Refused(
                "This bundle cannot be made again as it was: what is here of its cases changed, or"
                " another key signed it.",
                code="changed",
                next_step="If an issuer's key signed it, give --sign. Else copy it from where it"
                " went.",
            )
        return written, len(media)

    def _records(
        self, walk: Records, name: str, cases: Sequence[str], media: dict[str, Contents]
    ) -> Iterator[Record]:
        """All records; the bytes of media are known when they have gone by."""
        yield from walk.of_cases(list(cases))
        for case_id in cases:
            yield Assignment(case_id=case_id, to=name)
        media |= {sha256: self.blobs.stream(sha256) for sha256 in sorted(walk.media)}


def _lists(walk: Records) -> Watchlists | None:
    return watchlists_of(walk.watched())


def file_name(number: int, name: str, *, sealed: bool = False) -> str:
    """The name of a bundle: ``deal-12-heron.zip``; what no name may hold becomes a dash."""
    plain = "".join(c if c in _PLAIN else "-" for c in name)
    if plain != name:
        plain = f"{plain}-{sha256_hex(name)[:6]}"
    return f"deal-{number}-{plain}.zip{'.age' if sealed else ''}"
