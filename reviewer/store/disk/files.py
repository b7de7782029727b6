"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Flush the names in a folder to the disk; Windows does it with the file."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Flush the content of a file to the disk."""
    with open(path, "rb+") as file:
        os.fsync(file.fileno())


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file by a flushed one under the same name.

    Raises:
        OSError: nothing was changed.
    """
    partial = part_beside(path)
    try:
        with open(partial, "xb") as file:
            os.chmod(partial, 0o600)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def part_beside(path: Path) -> Path:
    """A new name beside a file for its unfinished form."""
    return path.with_name(f".{path.name}.{secrets.token_hex(6)}.part")
