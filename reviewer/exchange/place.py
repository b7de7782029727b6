"""Putting a finished folder or file in its place: whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reviewer.domain.errors import Damaged, Refused

_CHUNK = 1 << 20
_SHARED = Path("/dev/shm")
_MOUNTS = Path("/proc/self/mounts")


@contextmanager
def building_site(out: Path, name: str) -> Iterator[Path]:
    """A folder beside ``out`` to build in, gone afterwards whatever happens.

    Args:
        out: the final place; its folder must exist.
        name: tells one building site from another; a leftover of the same name is cleared.

    Raises:
        Refused: code ``no_folder``, when the folder of ``out`` is not there.
        Damaged: code ``write``, when the disk is full or cannot be written.
    """
    if "\0" in str(out):
        raise Refused("A name cannot hold a NUL character.", code="no_folder")
    if not os.path.isdir(out.parent):
        raise Refused(
            f"There is no folder {out.parent.name!r} to write into.",
            code="no_folder",
            file=out.name,
            next_step="Make the folder, or choose another place.",
        )
    site = out.parent / f".{out.name}.{name}.part"
    try:
        _clear(site)
        site.mkdir()
        yield site
    except OSError as error:
        raise Damaged(
            f"It could not be written ({error.strerror or error}).",
            code="write",
            file=out.name,
            next_step="Nothing half written was left. Make room or choose another place, and try"
            " again.",
        ) from error
    finally:
        _clear(site)


@contextmanager
def plain_site(site: Path, *, sealed: bool = True) -> Iterator[Path]:
    """A folder for what is going to be sealed: in memory on Linux, so that nothing of it can be
    read on the disk or the stick later; elsewhere the building site itself.

    Args:
        site: the building site of the sealed file.
        sealed: False for what is not going to be; then it is the building site.

    Raises:
        Damaged: ``write``, there is not enough memory.
    """
    if not sealed or not _memory_folder():
        yield site
        return
    aside = Path(tempfile.mkdtemp(prefix="reviewer-", dir=_SHARED))
    try:
        yield aside
    except OSError as error:
        if error.errno != errno.ENOSPC or shutil.disk_usage(_SHARED).free > _CHUNK:
            raise
        raise Damaged(
            "There is not enough memory to make it without leaving it readable on the disk.",
            code="write",
            next_step="Close other programs, or take fewer cases at a time.",
        ) from error
    finally:
        _clear(aside)


def _memory_folder() -> bool:
    """Whether there is a folder whose files live in memory (tmpfs(5))."""
    if not os.access(_SHARED, os.W_OK):
        return False
    try:
        mounts = _MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return False
    kinds = [line.split(" ")[2] for line in mounts if line.split(" ")[1] == str(_SHARED)]
    return kinds[-1:] == ["tmpfs"]


def _clear(site: Path) -> None:
    if os.path.isdir(site) and not os.path.islink(site):
        shutil.rmtree(site, ignore_errors=True)


def settle(built: Path, out: Path) -> None:
    """Rename what was built to ``out``, or find the very same there; then sync the folder.

    Raises:
        Refused: code ``exists``, when ``out`` is there and differs in any byte.
        OSError: the disk.
    """
    if os.path.lexists(out):
        if not same(built, out):
            raise Refused(
                "There is something else of that name.",
                code="exists",
                file=out.name,
                next_step="Choose another name; nothing is overwritten.",
            )
        return
    os.rename(built, out)
    sync_folder(out.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def same(one: Path, two: Path) -> bool:
    """Whether two files, or two folders with all that is in them, are equal byte for byte."""
    if one.is_symlink() or two.is_symlink() or one.is_dir() != two.is_dir():
        return False
    if one.is_dir():
        names = sorted(p.name for p in one.iterdir())
        if names != sorted(p.name for p in two.iterdir()):
            return False
        return all(same(one / name, two / name) for name in names)
    if not (one.is_file() and two.is_file()) or one.stat().st_size != two.stat().st_size:
        return False
    with one.open("rb") as first, two.open("rb") as second:
        while chunk := first.read(_CHUNK):
            if chunk != second.read(_CHUNK):
                return False
    return True


def sync_file(path: Path) -> None:
    """Bring a file's bytes to the disk."""
    with path.open("rb+") as written:
        os.fsync(written.fileno())
