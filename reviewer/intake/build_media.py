"""Which bytes a medium of a bundle to be has: from the media folder or from a source bundle."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import BinaryIO

import msgspec

from reviewer.bundle.read import Bundle
from reviewer.domain.ids import SHA256_RE
from reviewer.domain.records import Media, Post
from reviewer.intake.mediadir import MediaDir, MediaFile

Contents = Path | Callable[[], BinaryIO]
"""Where the bytes of a medium come from."""


class MediaOut:
    """Resolves the names of media and gives each medium's record out once.

    Args:
        folder: the media folder, if one was named.
        said: what sources say of media, by key and by SHA-256.
        bundles: the source bundles, by name.
        out: filled with SHA-256 to contents.
    """

    def __init__(
        self,
        folder: MediaDir | None,
        said: Mapping[str, Media],
        bundles: Mapping[str, Bundle],
        out: dict[str, Contents],
    ) -> None:
        self._folder = folder
        self._said = said
        self._bundles = bundles
        self._out = out
        self._given: set[str] = set()
        self._waiting: list[Media] = []
        self._unnamed = self._absent = 0

    def _take(self, file: MediaFile, base: Media | None) -> Media:
        self._out[file.sha256] = file.path
        return file.record(base)

    def _find(self, name: str, post_id: str = "") -> MediaFile | None:
        return self._folder.find(name, post_id) if self._folder and name else None

    def named(self, name: str, post: Post) -> str:
        """What a post shall name: the SHA-256 where the bytes are there, else what it named."""
        said = self._said.get(name)
        file = self._find(name, post.post_id)
        if file is None and said is not None:
            file = self._find(said.sha256)
        if file is not None:
            if not file.size:
                self._emit(Media(key=name, platform=post.platform, state="zero_bytes"), name)
                return name
            self._emit(self._take(file, said), file.sha256)
            return file.sha256
        if said is None and not SHA256_RE.match(name) and self._folder is not None:
            self._absent += 1
            self._emit(Media(key=name, platform=post.platform, state="missing"), name)
        return said.sha256 if said is not None and said.sha256 else name

    def _emit(self, record: Media, key: str) -> None:
        if key not in self._given:
            self._given.add(key)
            self._waiting.append(record)

    def waiting(self) -> Iterator[Media]:
        """The records that the last post brought up."""
        yield from self._waiting
        self._waiting = []

    def given(self, record: Media) -> Iterator[Media]:
        """A record of a source, with its bytes where they can be had."""
        file = self._find(record.sha256) or self._find(record.key)
        if file is not None and file.size:
            self._emit(self._take(file, record), file.sha256)
        elif record.sha256 and self._from_bundle(record.sha256):
            self._emit(record, record.sha256)
        else:
            if record.state == "present":
                self._absent += 1
                record = msgspec.structs.replace(record, state="missing")
            self._emit(record, record.sha256 or record.key)
        yield from self.waiting()

    def _from_bundle(self, sha256: str) -> bool:
        for bundle in self._bundles.values():
            if sha256 in bundle.media_files:
                self._out[sha256] = partial(bundle.media, sha256)
                return True
        return False

    def unnamed(self) -> Iterator[Media]:
        """Pictures, videos and sounds of the folder that no post and no record names."""
        for file in self._folder.files if self._folder else []:
            if file.sha256 in self._given or not file.kind.kind or not file.size:
                continue
            self._given.add(file.sha256)
            self._unnamed += 1
            yield self._take(file, self._said.get(file.sha256))

    def notes(self) -> list[str]:
        """What became of the media, in sentences."""
        notes = []
        if self._unnamed:
            notes.append(f"{self._unnamed} media of the folder are named by no post.")
        if self._absent:
            notes.append(f"{self._absent} media are named but not there.")
        return notes
