"""The head file: where the chain stood, kept outside the database, so that a rollback shows.

Two slots of one disk sector each are written in turn, in place, and the newer one counts. A
slot is written after the commit it names has reached the disk, so it can lag behind the ledger
after a power cut but never run ahead of it; that is why it need not be flushed at each event
(it is at closing) and why a head that is ahead means an older ledger was put in its place.
"""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass
from pathlib import Path

from reviewer.domain.errors import Damaged, Refused
from reviewer.trust.canonical import dumps, loads_strict

SLOT = 512
"""Bytes in a slot: one sector, which a disk writes whole or not at all."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last event of a device that was acknowledged."""

    device: str
    seq: int
    hash: str


def encode(head: Head, key: bytes) -> bytes:
    """One slot: canonical JSON {device, seq, head, mac}, spaces, line end; 512 bytes."""
    text = dumps({"device": head.device, "head": head.hash, "seq": head.seq}).encode("utf-8")
    mac = hmac.digest(key, text, "sha256").hex()
    front, comma, back = text.rpartition(b',"seq":')  # where the name "mac" sorts to
    sealed = b"".join((front, b',"mac":"', mac.encode("ascii"), b'"', comma, back))
    return sealed.ljust(SLOT - 1) + b"\n"


def decode(slot: bytes, key: bytes) -> Head:
    """The inverse of ``encode``.

    Raises:
        ValueError: any byte of the slot is not as it was written.
    """
    try:
        document = loads_strict(slot.rstrip())
        head = Head(str(document["device"]), int(document["seq"]), str(document["head"]))
    except (Refused, KeyError, TypeError) as error:
        raise ValueError("not a head") from error
    if not hmac.compare_digest(encode(head, key), slot):
        raise ValueError("the seal does not match")
    return head


class HeadFile:
    """The file ``head`` of a workspace.

    Args:
        path: the file.
        key: 32 bytes, only for this purpose.
        read_only: change no byte; ``write`` and ``close`` then do nothing.
    """

    def __init__(self, path: Path, key: bytes, *, read_only: bool = False) -> None:
        self._path = path
        self._key = key
        self._read_only = read_only
        self._next = 0
        self._file = None if read_only else open(path, "rb+", buffering=0)  # noqa: SIM115

    @classmethod
    def create(cls, path: Path, key: bytes, head: Head) -> HeadFile:
        """Make the file with both slots at ``head``, flushed."""
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(encode(head, key) * 2)
            file.flush()
            os.fsync(file.fileno())
        return cls(path, key)

    def read(self) -> Head:
        """The newer of the two slots.

        Raises:
            Damaged: code ``head``, when any byte of the file was changed.
        """
        try:
            raw = self._path.read_bytes()
            if len(raw) != 2 * SLOT:
                raise ValueError("wrong length")
            first, second = (decode(raw[i : i + SLOT], self._key) for i in (0, SLOT))
        except (OSError, ValueError) as error:
            raise head_damaged("The head file was changed or cut.") from error
        newer = max(first, second, key=_seq)
        self._next = 1 if newer is first else 0
        return newer

    def write(self, head: Head) -> None:
        """Replace the older slot.

        Raises:
            OSError: the caller says so; the event itself is safe.
        """
        if self._file is None:
            return
        self._file.seek(self._next * SLOT)
        slot = encode(head, self._key)
        if self._file.write(slot) != SLOT:
            raise OSError("the head file was not written whole")
        self._next = 1 - self._next

    def close(self) -> None:
        """Flush to the disk and close.

        Raises:
            Damaged: ``head_unwritten``; the file is closed, and what it names is in the ledger.
        """
        file, self._file = self._file, None
        if file is None:
            return
        try:
            os.fsync(file.fileno())
        except OSError as error:
            raise Damaged(
                f"The head file could not be flushed: {error.strerror or error}. Every event is"
                " saved in the ledger.",
                code="head_unwritten",
                file=self._path.name,
                next_step="Make room or look at the disk, then open the workspace again: the head"
                " file is brought up to date.",
            ) from error
        finally:
            file.close()


def head_damaged(message: str, code: str = "head") -> Damaged:
    """The error for a head that does not fit."""
    return Damaged(
        message,
        code=code,
        file="head",
        next_step="Nothing was changed. Restore the whole workspace from its newest backup, or"
        " ask the lead to compare it with the last export.",
    )


def _seq(head: Head) -> int:
    return head.seq
