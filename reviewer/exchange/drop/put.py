"""Putting a file into a drop folder: whole or not at all, on a full or a slow stick, too."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from pathlib import Path

from reviewer.domain.errors import Damaged, Refused
from reviewer.exchange.drop.drop import CHUNK, FEEDBACK, PACKAGES, Tell, is_part, part_name, shown
from reviewer.exchange.place import same, sync_folder

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def clear_parts(folder: Path, device: str) -> int:
    """Take away what this device left unfinished in an earlier run; how many there were.

    Raises:
        OSError: the disk.
    """
    count = 0
    for at in [folder / PACKAGES, *_folders(folder / FEEDBACK)]:
        if at.is_symlink() or not at.is_dir():
            continue
        for one in at.iterdir():
            if is_part(one.name, device) and one.is_file() and not one.is_symlink():
                one.unlink()
                count += 1
    return count


def _folders(place: Path) -> list[Path]:
    if place.is_symlink() or not place.is_dir():
        return []
    return [one for one in place.iterdir() if one.is_dir() and not one.is_symlink()]


def put(built: Path, folder: Path, name: str, device: str, tell: Tell) -> None:
    """Bring a finished file into a drop folder: written under another name, synced, read back and
    compared, renamed. Whatever happens, nothing half is left under any name.

    Args:
        built: the file.
        folder: the drop folder.
        name: where it goes, ``packages/heron-….zip``; its folders are made.
        tell: told after each piece; raising stops, and nothing is left.

    Raises:
        Refused: ``exists``, something else of that name; ``link``, its folder is no real one;
            ``no_folder``; what ``tell`` raises.
        Damaged: ``no_room``, naming what is needed and what is free; ``write``.
    """
    size, out = built.stat().st_size, folder.joinpath(*name.split("/"))
    try:
        clear_parts(folder, device)
        _make_folders(folder, out.parent)
        if os.path.lexists(out):
            _refuse_other(built, out, name)
            return
        if shutil.disk_usage(out.parent).free < size:
            raise OSError(errno.ENOSPC, "No space left on device")
        _write(built, out, part_name(out.name, device), tell, size)
    except OSError as error:
        if error.errno in _FULL:
            raise _no_room(folder, size, name) from error
        raise Damaged(
            f"It could not be written ({error.strerror or error}).",
            code="write",
            file=name,
            next_step="Nothing half written was left. Look at the stick or the share, and sync"
            " again.",
        ) from error


def _make_folders(folder: Path, inner: Path) -> None:
    if not folder.is_dir():
        raise Refused(
            "The folder is not there any more.",
            code="no_folder",
            file=str(folder),
            next_step="Put the stick in again, and sync again.",
        )
    at = folder
    for name in inner.relative_to(folder).parts:
        at = at / name
        if at.is_symlink() or (at.exists() and not at.is_dir()):
            raise Refused(
                "This should be a folder, and is a link or a file: nothing is put there.",
                code="link",
                file=name,
                next_step="Look at it, move it away, and sync again.",
            )
        at.mkdir(exist_ok=True)


def _refuse_other(built: Path, out: Path, name: str) -> None:
    if not same(built, out):
        raise Refused(
            "Something else of that name lies there.",
            code="exists",
            file=name,
            next_step="Nothing is overwritten: look at it, move it away, and sync again.",
        )


def _write(built: Path, out: Path, part: str, tell: Tell, size: int) -> None:
    half = out.with_name(part)
    try:
        wanted, done = hashlib.sha256(), 0
        with built.open("rb") as source, half.open("xb") as target:
            while piece := source.read(CHUNK):
                tell(f"writing {shown(out.name)}", done, size)
                target.write(piece)
                wanted.update(piece)
                done += len(piece)
            target.flush()
            os.fsync(target.fileno())
            if hasattr(os, "posix_fadvise"):  # read back from the stick, not from memory
                os.posix_fadvise(target.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        with half.open("rb") as there:
            if hashlib.file_digest(there, "sha256").digest() != wanted.digest():
                raise OSError(errno.EIO, "what was written reads back differently")
        tell(f"writing {shown(out.name)}", size, size)
        os.rename(half, out)
        sync_folder(out.parent)
    finally:
        half.unlink(missing_ok=True)


def _no_room(folder: Path, size: int, name: str) -> Damaged:
    free = shutil.disk_usage(folder).free
    return Damaged(
        f"There is no room for it: it needs {octets(size)}, and {octets(free)} are free.",
        code="no_room",
        file=name,
        next_step="Nothing of it was left there. Make room, or take another stick, and sync again.",
    )


def octets(count: int) -> str:
    """A size as a person reads it.

    >>> octets(812), octets(4096), octets(1400000000)
    ('812 B', '4.0 KiB', '1.3 GiB')
    """
    size, unit = float(count), "B"
    for larger in ("KiB", "MiB", "GiB", "TiB"):
        if size < 1024:
            break
        size, unit = size / 1024, larger
    return f"{count} B" if unit == "B" else f"{size:.1f} {unit}"
