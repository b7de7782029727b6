"""Packages encrypted with age to the sealing keys of people: who is named can open them.

The header of an age file holds a wrapped key for each recipient and nothing of the content. It says
nothing of the sender either: who made a package stands signed inside.
Specification: C2SP/C2SP, age.md.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyrage

from reviewer.domain.errors import Damaged, Refused
from reviewer.trust.cards import read_card
from reviewer.trust.roster import Roster

MAGIC = b"age-encryption.org/v1\n"
SUFFIX = ".age"
MAX_CARD_BYTES = 1 << 20
_HEADER = 64 * 1024

Buffer = bytes | bytearray | memoryview


class Writer(Protocol):
    """A stream that takes bytes."""

    def write(self, data: Buffer, /) -> int | None:
        """Take them."""
        ...


@dataclass(frozen=True)
class Recipient:
    """Somebody to whom a package is sealed: a pseudonym and an age recipient, ``age1…``."""

    name: str
    seal: str


class Opener:
    """A sealing key that opens what was sealed to it; it never shows itself.

    Args:
        identity: the secret half, ``AGE-SECRET-KEY-1…``.
        place: the folder of its workspace, for systems without files in memory.
    """

    def __init__(self, identity: str, place: Path | None = None) -> None:
        self._identity = pyrage.x25519.Identity.from_str(identity)
        self.place = place

    @property
    def seal(self) -> str:
        """Its public half, ``age1…``."""
        return str(self._identity.to_public())

    def open_to(self, sealed: Path, target: Writer) -> None:
        """Decrypt a file into a stream.

        Raises:
            Refused: ``not_for_you``, another key opens it, or ``sealed``, it was changed or cut.
            OSError: the disk.
        """
        try:
            with sealed.open("rb") as source:
                pyrage.decrypt_io(source, target, [self._identity])
        except pyrage.DecryptError as error:
            raise _unopened(sealed, error) from error
        except OSError as error:
            if error.errno is not None:
                raise
            raise _unopened(sealed, error) from error

    def sha256(self, sealed: Path) -> str:
        """The SHA-256 of what is sealed, as hex; it is held nowhere. Raises as ``open_to``."""
        sink = _Digest()
        self.open_to(sealed, sink)
        return sink.digest.hexdigest()


class _Digest(io.RawIOBase):
    """Hashes what is written and keeps nothing."""

    def __init__(self) -> None:
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Buffer, /) -> int:  # type: ignore[override]
        """Hash bytes; how many."""
        self.digest.update(data)
        return len(data)


class _Counted(_Digest):
    """Hashes what is written on its way into a stream."""

    def __init__(self, target: Writer) -> None:
        super().__init__()
        self._target = target

    def write(self, data: Buffer, /) -> int:  # type: ignore[override]
        """Hash and pass on."""
        self._target.write(data)
        return super().write(data)


def _unopened(sealed: Path, error: Exception) -> Refused:
    if "no matching keys" in str(error).lower():
        return Refused(
            f"It is sealed {_to_whom(sealed)}, and the sealing key of this workspace does not open"
            " it.",
            code="not_for_you",
            file=sealed.name,
            next_step="Ask its sender to seal it again with --to and your card.",
        )
    return Refused(
        "This sealed file was changed or cut short on its way.",
        code="sealed",
        file=sealed.name,
        next_step="Believe nothing in it; ask its sender for it again.",
    )


def _to_whom(sealed: Path) -> str:
    """For how many keys it was sealed, as its header says; that names nobody."""
    with sealed.open("rb") as source:
        head = source.read(_HEADER).split(b"\n--- ", 1)[0]
    kinds = [line.split(b" ")[1] for line in head.split(b"\n") if line.startswith(b"-> ")]
    keys = sum(kind == b"X25519" for kind in kinds)
    if b"scrypt" in kinds:
        return "with a passphrase"
    return "to other keys" if not keys else "to 1 key" if keys == 1 else f"to {keys} keys"


def is_sealed(path: Path) -> bool:
    """Whether a file is encrypted with age."""
    if not path.is_file():
        return False
    with path.open("rb") as source:
        return source.read(len(MAGIC)) == MAGIC


def seal_file(source: Path, out: Path, seals: Sequence[str]) -> None:
    """Encrypt a file to age recipients, sync it and read it back; ``out`` must not exist.

    Raises:
        Damaged: ``write``, the disk does not hold what was written.
        OSError: the disk.
    """
    recipients = [pyrage.x25519.Recipient.from_str(seal) for seal in seals]
    try:
        with source.open("rb") as plain, out.open("xb") as target:
            counted = _Counted(target)
            pyrage.encrypt_io(plain, counted, recipients)
            target.flush()
            os.fsync(target.fileno())
    except pyrage.EncryptError as error:
        raise Damaged(f"It could not be encrypted: {error}.", code="write") from error
    with out.open("rb") as written:
        if hashlib.file_digest(written, "sha256").digest() != counted.digest.digest():
            raise Damaged(
                "The disk does not hold what was written to it.",
                code="write",
                file=out.name,
                next_step="Nothing was left. Choose another place and try again.",
            )


def recipients_of(named: Sequence[str], roster: Roster | None, at: str) -> list[Recipient]:
    """The people behind names of the roster and files of enrolment cards.

    Args:
        named: each a pseudonym of the roster, or the path of a card.
        at: RFC 3339 UTC: a key must count then.

    Raises:
        Refused: ``recipient``: nobody of that name, a key that does not count, or no card.
    """
    return [_recipient(name, roster, at) for name in dict.fromkeys(named)]


def _recipient(name: str, roster: Roster | None, at: str) -> Recipient:
    entries = [e for e in roster.entries if e.pseudonym == name] if roster else []
    for entry in entries:
        if entry.counts_at(at):
            return Recipient(name, entry.seal)
    if entries:
        raise _refused(f"The key of {name} in the roster does not count any more.")
    path = Path(name)
    if "\0" in name or not path.is_file():
        where = "the roster" if roster else "no roster is held here, and"
        words = f"{where} knows nobody" if roster else f"{where} there is no card"
        raise _refused(f"{words[0].upper()}{words[1:]} of the name {name!r}.")
    with path.open("rb") as source:
        card = read_card(source.read(MAX_CARD_BYTES), file=path.name)
    known = roster.key(card.keyid) if roster else None
    if known is not None and not known.counts_at(at):
        raise _refused(f"The key of {card.pseudonym} in the roster does not count any more.")
    return Recipient(card.pseudonym, card.seal)


def _refused(message: str) -> Refused:
    return Refused(
        message,
        code="recipient",
        next_step="Name somebody of the roster, or give the file of an enrolment card.",
    )
