"""A bag that is a folder, read without ever following a link or opening a pipe."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from reviewer.bundle.codes import Violation
from reviewer.bundle.names import Limits, check_name, printable
from reviewer.domain.errors import Refused

_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_DIRECTORY = getattr(os, "O_DIRECTORY", 0)
_NONBLOCK = getattr(os, "O_NONBLOCK", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_WITH_FD = os.open in os.supports_dir_fd


class FolderTree:
    """The regular files of a folder with their sizes; all else is a violation.

    Args:
        root: the bag's folder.
        limits: the number of files and levels at which walking stops.
    """

    kind = "folder"

    def __init__(self, root: Path, limits: Limits) -> None:
        self.violations: list[Violation] = []
        self.sizes: dict[str, int] = {}
        self._root = root
        self._limits = limits
        self._seen = 0
        self._walk(root, "", 0)

    def _walk(self, folder: Path, prefix: str, level: int) -> None:
        try:
            entries = sorted(os.scandir(folder), key=_entry_name)
        except OSError as error:
            self._note("unreadable", prefix, error.strerror or "cannot be listed")
            return
        for entry in entries:
            self._seen += 1
            if self._seen > 2 * self._limits.files:
                return
            self._entry(entry, prefix + entry.name, level)

    def _entry(self, entry: os.DirEntry[str], name: str, level: int) -> None:
        try:
            info = entry.stat(follow_symlinks=False)
        except OSError as error:
            self._note("unreadable", name, error.strerror or "")
            return
        if stat.S_ISLNK(info.st_mode) or _reparse(info):
            self._note("symlink", name)
        elif stat.S_ISDIR(info.st_mode):
            wrong = check_name(name, self._limits)
            if wrong:
                self.violations.append(wrong)
            elif level + 1 >= self._limits.depth:
                self._note("depth", name)
            else:
                self._walk(Path(entry.path), f"{name}/", level + 1)
        elif stat.S_ISREG(info.st_mode):
            self.sizes[name] = info.st_size
        else:
            self._note("special_file", name)

    def _note(self, code: str, name: str, detail: str = "") -> None:
        self.violations.append(Violation(code, printable(name), detail=detail))

    def open(self, name: str) -> BinaryIO:
        """A listed file for reading, no link followed on the way. Raises Refused."""
        if name not in self.sizes:
            raise Refused("There is no such file in the bundle.", code="missing", file=name)
        try:
            handle = self._open_nofollow(name)
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                os.close(handle)
                raise Refused("Not a regular file any more.", code="special_file", file=name)
            return os.fdopen(handle, "rb")
        except OSError as error:
            words = error.strerror or str(error)
            raise Refused(f"Cannot be read: {words}.", code="unreadable", file=name) from error

    def _open_nofollow(self, name: str) -> int:
        parts = name.split("/")
        if not _WITH_FD:
            return os.open(self._root.joinpath(*parts), os.O_RDONLY | _BINARY | _NOFOLLOW)
        folder = os.open(self._root, os.O_RDONLY | _DIRECTORY)
        try:
            for part in parts[:-1]:
                inner = os.open(part, os.O_RDONLY | _DIRECTORY | _NOFOLLOW, dir_fd=folder)
                os.close(folder)
                folder = inner
            return os.open(parts[-1], os.O_RDONLY | _NOFOLLOW | _NONBLOCK, dir_fd=folder)
        finally:
            os.close(folder)

    def close(self) -> None:
        """Nothing is held open."""


def _entry_name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _reparse(info: os.stat_result) -> bool:
    """On Windows: a junction or another reparse point."""
    return bool(getattr(info, "st_file_attributes", 0) & 0x400)
