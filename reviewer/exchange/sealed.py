"""Encrypted packages: a signed package inside, an age file around it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reviewer.domain.errors import Damaged, Refused
from reviewer.exchange.place import same, settle, sync_file
from reviewer.trust.recipients import Opener, Recipient, is_sealed, seal_file

__all__ = ["Seals", "opened", "settle_sealed"]


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
    sync_file(sealed)
    check = built.with_name("check.zip")
    seals.own.open(sealed, check)
    if not same(built, check):
        raise Damaged(
            "The encrypted package does not open to what was put in.",
            code="write",
            next_step="Nothing was left. Choose another place and try again.",
        )
    settle(sealed, out)


def _holds(out: Path, built: Path, own: Opener) -> bool:
    there = built.with_name("there.zip")
    try:
        own.open(out, there)
    except Refused:
        return False
    return same(built, there)


@contextmanager
def opened(path: Path, opener: Opener | None) -> Iterator[Path]:
    """The package itself: a plain one as it lies there, an encrypted one decrypted into a private
    folder that is gone afterwards.

    Args:
        opener: the workspace's own sealing key; None where no workspace asks.

    Raises:
        Refused: ``not_for_you``, ``sealed``; ``locked_package``, encrypted and no key at hand.
        Damaged: ``write``, there is no room to open it.
    """
    if not is_sealed(path):
        yield path
        return
    if opener is None:
        raise Refused(
            "This package is encrypted, and no workspace is open that could open it.",
            code="locked_package",
            file=path.name,
            next_step="Name yours: --workspace DIR.",
        )
    with tempfile.TemporaryDirectory(prefix="reviewer-open-") as scratch:
        plain = Path(scratch) / "package.zip"
        try:
            opener.open(path, plain)
        except OSError as error:
            raise Damaged(
                f"The package could not be opened ({error.strerror or error}).",
                code="write",
                file=path.name,
                next_step="Make room on the disk for temporary files, and try again.",
            ) from error
        yield plain
