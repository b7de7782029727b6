"""``--media DIR``: the files of a folder, found by the names that posts give them.

A post names a medium by SHA-256, by file name (``photo.jpg``), by path inside the folder, by media
key (``3_1380`` for a file ``3_1380.jpg``) or, as Twitter's archive does, as ``<post id>-<name>``.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from reviewer.bundle.hashing import sha256_many
from reviewer.bundle.names import printable
from reviewer.domain.errors import Refused
from reviewer.domain.records import Media
from reviewer.intake.magic import HEAD, Kind, kind_of


@dataclass(frozen=True)
class MediaFile:
    """A file of the folder: its path inside it, and what its bytes are."""

    name: str
    path: Path
    sha256: str
    size: int
    kind: Kind

    def record(self, base: Media | None = None) -> Media:
        """The record of the medium, on the ground of what a source said of it."""
        said = base or Media()
        return Media(
            sha256=self.sha256,
            bytes=self.size,
            mime=self.kind.mime,
            key=said.key,
            platform=said.platform,
            kind=said.kind or self.kind.kind,
            width=self.kind.width or said.width,
            height=self.kind.height or said.height,
            duration_ms=said.duration_ms,
            hashes=said.hashes,
            sensitivity=said.sensitivity,
            descriptor=said.descriptor,
            alt_text=said.alt_text,
            audio=said.audio,
            remote_url=said.remote_url,
            state="present",
        )


class MediaDir:
    """All regular files of a folder and below; links and pipes are passed by.

    Raises:
        Refused: ``not_found``, ``unreadable``.
    """

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise Refused("There is no such folder.", code="not_found", file=str(folder))
        paths = dict(_files(folder, ""))
        self.files: list[MediaFile] = []
        self._names: dict[str, list[MediaFile]] = {}
        for name, sha256, size, refused in sha256_many(paths, _Opener(paths)):
            if refused is not None:
                raise refused
            with paths[name].open("rb") as stream:
                kind = kind_of(stream.read(HEAD))
            file = MediaFile(name, paths[name], sha256, size, kind)
            self.files.append(file)
            base = PurePosixPath(name)
            for key in {sha256, name, base.name, base.stem}:
                self._names.setdefault(key, []).append(file)

    def find(self, name: str, post_id: str = "") -> MediaFile | None:
        """The file that a post means, or None.

        Raises:
            Refused: code ``ambiguous``: files with different contents have this name.
        """
        for key in (name, name.rpartition("/")[2], f"{post_id}-{name.rpartition('/')[2]}"):
            found = self._names.get(key, [])
            if len({file.sha256 for file in found}) > 1:
                names = ", ".join(sorted(file.name for file in found)[:5])
                raise Refused(
                    f"{printable(name)} could be any of: {names}.",
                    code="ambiguous",
                    file=printable(name),
                    next_step="Name the medium by its path inside the media folder.",
                )
            if found:
                return found[0]
        return None


class _Opener:
    """Opens files by their name inside the folder."""

    def __init__(self, paths: dict[str, Path]) -> None:
        self._paths = paths

    def __call__(self, name: str) -> BinaryIO:
        return self._paths[name].open("rb")


def _files(folder: Path, prefix: str) -> Iterator[tuple[str, Path]]:
    for entry in sorted(os.scandir(folder), key=_entry_name):
        mode = entry.stat(follow_symlinks=False).st_mode
        if stat.S_ISDIR(mode):
            yield from _files(Path(entry.path), f"{prefix}{entry.name}/")
        elif stat.S_ISREG(mode):
            yield prefix + entry.name, Path(entry.path)


def _entry_name(entry: os.DirEntry[str]) -> str:
    return entry.name
