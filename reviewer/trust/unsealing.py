"""Reading what was sealed without leaving it readable on a disk.

On Linux the content is decrypted into an anonymous file in memory (memfd_create(2)) that has no
name and goes with its last handle. Elsewhere it is a file in the workspace's folder that only its
owner may read, taken away afterwards, and at the next opening where a program was killed.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from reviewer.domain.errors import Damaged, Refused
from reviewer.trust.recipients import Opener, is_sealed

GiB = 1024**3
LARGEST = 4 * GiB
"""Bytes of a sealed file that is opened: all of it is held in memory."""
_HANDLES = Path("/proc/self/fd")
_MEMORY = Path("/proc/meminfo")


@contextmanager
def unsealed(path: Path, opener: Opener | None, *, largest: int = LARGEST) -> Iterator[Path]:
    """The content of a sealed file, as a path that can be opened while the context lasts; any other
    path as it is.

    Args:
        opener: the workspace's own sealing key; None where no workspace asks.
        largest: bytes that a sealed file may have.

    Raises:
        Refused: ``locked_package``, sealed and no key at hand; ``not_for_you``; ``sealed``, it was
            changed or cut; ``too_large`` to be opened in memory.
        Damaged: ``write``, there is no room to open it.
    """
    if not is_sealed(path):
        yield path
        return
    if opener is None:
        raise Refused(
            "This is encrypted, and no workspace is open that could open it.",
            code="locked_package",
            file=path.name,
            next_step="Name yours: --workspace DIR.",
        )
    _check_size(path, largest)
    with _opened(path, opener) as plain:
        yield plain


def _check_size(path: Path, largest: int) -> None:
    size, free = path.stat().st_size, _free_memory()
    most = largest if free is None or not _in_memory() else min(largest, free // 2)
    if size <= most:
        return
    raise Refused(
        f"It has {_mib(size)} and would be opened in memory; {_mib(most)} is the most here now.",
        code="too_large",
        file=path.name,
        next_step="Close other programs, or ask its sender for it in smaller parts.",
    )


def _mib(octets: int) -> str:
    return f"{max(1, octets >> 20)} MiB"


def _free_memory() -> int | None:
    """Bytes that can be had without swapping, where the system says (proc(5), MemAvailable)."""
    with suppress(OSError, ValueError), _MEMORY.open(encoding="ascii") as told:
        for line in told:
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    return None


def _in_memory() -> bool:
    return hasattr(os, "memfd_create") and _HANDLES.is_dir()


@contextmanager
def _opened(path: Path, opener: Opener) -> Iterator[Path]:
    handle, plain = _memory_file() if _in_memory() else _private_file(path, opener)
    try:
        with _no_room(path), os.fdopen(handle, "wb", closefd=False) as target:
            opener.open_to(path, target)
        yield plain
    finally:
        os.close(handle)
        if not _in_memory():
            with suppress(OSError):
                plain.unlink()


@contextmanager
def _no_room(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, MemoryError) as error:
        raise Damaged(
            f"It could not be opened ({getattr(error, 'strerror', None) or error}).",
            code="write",
            file=path.name,
            next_step="Close other programs to make room, and try again.",
        ) from error


def _memory_file() -> tuple[int, Path]:
    handle = os.memfd_create("sealed", os.MFD_CLOEXEC)
    return handle, _HANDLES / str(handle)


def _private_file(path: Path, opener: Opener) -> tuple[int, Path]:
    if opener.place is None:
        raise Refused(
            "There is no workspace whose folder could take what is inside.",
            code="locked_package",
            file=path.name,
            next_step="Name yours: --workspace DIR.",
        )
    plain = opener.place / f".unsealed-{secrets.token_hex(8)}.part"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with _no_room(path):
        return os.open(plain, flags, 0o600), plain


def sweep(place: Path) -> None:
    """Take away what a killed program left unsealed in a workspace's folder."""
    for left in place.glob(".unsealed-*.part"):
        with suppress(OSError):
            left.unlink()
