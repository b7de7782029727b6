"""The archive of a program: a ``.tar.xz`` that is the same bytes for the same files."""

from __future__ import annotations

import io
import lzma
import os
import tarfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

BLOCK = 48 << 20
"""Bytes packed by one thread. Part of the format: other blocks give other bytes."""
PRESET = 6


def pack(folder: Path, target: Path, epoch: int) -> None:
    """Write a folder into an archive, itself as the outermost name.

    Names are in order, owners are root, times are ``epoch`` (seconds since 1970), rights are those
    of the files. Blocks are packed beside one another and stand in order.
    """
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for path in [folder, *sorted(folder.rglob("*"))]:
            name = (Path(folder.name) / path.relative_to(folder)).as_posix()
            info = tar.gettarinfo(str(path), name)
            info.uid = info.gid = 0
            info.uname = info.gname = "root"
            info.mtime = epoch
            info.mode = 0o777 if info.issym() else (0o755 if info.mode & 0o100 else 0o644)
            if info.isreg():
                with path.open("rb") as file:
                    tar.addfile(info, file)
            else:
                tar.addfile(info)
    data = plain.getbuffer()
    blocks = [data[at : at + BLOCK] for at in range(0, len(data), BLOCK)]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool, target.open("wb") as out:
        for packed in pool.map(_packed, blocks):
            out.write(packed)


def _packed(block: memoryview) -> bytes:
    return lzma.compress(block, lzma.FORMAT_XZ, lzma.CHECK_CRC64, PRESET)
