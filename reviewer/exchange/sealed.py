"""Encrypted packages: a signed package inside, an age file around it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from reviewer.domain.errors import Damaged, Refused
from reviewer.exchange.place import building_site, plain_site, settle
from reviewer.trust.recipients import Opener, Recipient, is_sealed, seal_file

__all__ = ["Seals", "seal_new", "settle_sealed"]

Made = TypeVar("Made")


@dataclass(frozen=True)
class Seals:
    """To whom a package is encrypted.

    Attributes:
        to: the recipients.
        own: our own key, which is always among them, so that we can open what we wrote.
    """

    to: tuple[Recipient, ...]
    own: Opener

    @property
    def names(self) -> list[str]:
        """Pseudonyms of the recipients."""
        return [one.name for one in self.to]


def settle_sealed(built: Path, sealed: Path, out: Path, seals: Seals) -> None:
    """Encrypt a package that was built and verified, and give it its name.

    An encrypted file that stands there already and holds the very same package stays: encryption
    is never twice the same, what is in it is.

    Raises:
        Refused: ``exists``, something else of that name.
    """
    if is_sealed(out) and _holds(out, built, seals.own):
        return
    keys = dict.fromkeys([*(one.seal for one in seals.to), seals.own.seal])
    seal_file(built, sealed, list(keys))
    if not _holds(sealed, built, seals.own):
        raise Damaged(
            "The encrypted package does not open to what was put in.",
            code="write",
            next_step="Nothing was left. Choose another place and try again.",
        )
    settle(sealed, out)


def _holds(sealed: Path, built: Path, own: Opener) -> bool:
    """Whether a sealed file holds the very same bytes; what is in it is written nowhere."""
    try:
        inside = own.sha256(sealed)
    except Refused:
        return False
    with built.open("rb") as plain:
        return hashlib.file_digest(plain, "sha256").hexdigest() == inside


def seal_new(out: Path, name: str, to: Sequence[Recipient], build: Callable[[Path], Made]) -> Made:
    """Build a file where nobody can read it, and seal it for others to ``out``.

    We may not be among those who can open it, so nothing that stands there can be compared.

    Args:
        name: tells one building site from another.
        build: writes the file at the path it gets, which ends in ``.zip``.

    Raises:
        Refused: ``exists``, ``no_folder``; what ``build`` refuses.
        Damaged: ``write``, the disk or the memory.
    """
    if out.exists():
        raise Refused(
            "There is a sealed file of that name, which only its recipients can open.",
            code="exists",
            file=out.name,
            next_step="Choose another name, or move it away; nothing is overwritten.",
        )
    with building_site(out, name) as site, plain_site(site) as aside:
        made = build(aside / "bundle.zip")
        seal_file(aside / "bundle.zip", site / "sealed.age", [one.seal for one in to])
        settle(site / "sealed.age", out)
    return made
