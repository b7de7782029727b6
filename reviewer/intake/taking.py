"""One import while it is written: blobs first, then rows, then the commit; or nothing."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from reviewer.bundle.hashing import sha256_stream
from reviewer.bundle.header import HEADER
from reviewer.bundle.manifest import MANIFEST, TAG_MANIFEST
from reviewer.bundle.read import Bundle
from reviewer.domain.errors import Refused
from reviewer.intake.joining import join
from reviewer.intake.ports import Target
from reviewer.intake.registry import Found
from reviewer.intake.report import FileReport
from reviewer.intake.sources.base import Bad, Declared, Item, Loose, Note, Row
from reviewer.intake.sources.bundle_source import BUNDLE, bundle_items
from reviewer.store.evidence.types import ImportInfo, ImportResult, Origin
from reviewer.trust.canonical import sha256_hex

Progress = Callable[[str, int, int], None]
"""Called with (file, records so far, records declared or 0); raising ends the import, undone."""

_STEP = 1000
_ASIDE = 3


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file. Raises Refused code ``unreadable``."""
    with opened(path) as stream:
        return sha256_stream(stream)[0]


def opened(path: Path) -> BinaryIO:
    """A file for reading. Raises Refused code ``unreadable``, in words."""
    try:
        return path.open("rb")
    except OSError as error:
        words = error.strerror or str(error)
        raise Refused(f"It cannot be read: {words}.", code="unreadable", file=path.name) from error


class HashedReader(io.RawIOBase):
    """Passes a stream on and hashes what goes by, so that what was read can be told later."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """Of what was read so far."""
        return self._digest.hexdigest()

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """The next bytes."""
        data = self._stream.read(len(buffer))
        self._digest.update(data)
        buffer[: len(data)] = data
        return len(data)


class Taking:
    """Writes the rows of files and bundles through one transaction.

    Args:
        target: the workspace.
        info: the import.
        progress: told now and then.
    """

    def __init__(self, target: Target, info: ImportInfo, progress: Progress | None) -> None:
        self._blobs = target.blobs
        self._progress = progress
        self._fresh: list[str] = []
        self._rows: list[tuple[FileReport, list[int]]] = []
        self._writer = target.evidence.begin_import(info, has_blob=target.blobs.has)

    def _keep(self, sha256: str, stream: BinaryIO) -> None:
        """Stores a content as a blob, remembered so that a failure can take it away again."""
        with stream:
            if not self._blobs.has(sha256):
                self._fresh.append(sha256)
            self._blobs.put(stream, sha256, durable=False)

    def container(self, sha256: str) -> None:
        """Remember a bundle by the hash of its bytes."""
        self._writer.container(sha256)

    def file(self, row: FileReport, found: Found) -> None:
        """One file of a source."""
        source = found.source
        if source is None:
            raise Refused("There is no such format.", code="format", file=found.name)
        row.sha256 = file_sha256(found.path)
        row.size = found.path.stat().st_size
        self._keep(row.sha256, opened(found.path))
        number = self._writer.source_file(found.name, row.sha256, row.size, source.name)
        self._rows.append((row, [number]))
        with opened(found.path) as raw:
            hashed = HashedReader(raw)
            with io.BufferedReader(hashed, 1024 * 1024) as stream:
                self._items(row, number, source.read(found.path, stream))
                while stream.read(1024 * 1024):
                    pass
            if hashed.sha256 != row.sha256:
                raise Refused("It changed while it was read.", code="hash", file=found.name)

    def _items(self, row: FileReport, number: int, items: Iterator[Item]) -> None:
        done = 0
        for item in items:
            if isinstance(item, Declared):
                row.declared = (row.declared or 0) + item.count
            elif isinstance(item, Note):
                row.notes.append(item.text)
            else:
                self._item(row, number, item)
                done += 1
                self._tell(row, done)

    def _item(self, row: FileReport, number: int, item: Row | Bad | Loose) -> None:
        if isinstance(item, Loose):
            item = join(item, self._writer.directory)
        origin = Origin(number, item.line, item.pointer)
        if isinstance(item, Row):
            self._writer.add(item.record, origin)
        else:
            if len(row.aside) < _ASIDE:
                row.aside.append((item.line, item.reason))
            self._writer.quarantine(origin, item.reason, item.raw_sha256)

    def _tell(self, row: FileReport, done: int) -> None:
        if self._progress and done % _STEP == 1:
            self._progress(row.path, done, row.declared or 0)

    def bundle(self, row: FileReport, found: Found, bundle: Bundle) -> None:
        """An opened bundle: its files and media as blobs, its rows file by file.

        Header, manifests and signature are kept too, so that it can be verified again later.
        """
        bag = bundle.bag
        row.sha256 = bag.tagmanifest_sha256
        lists = bundle.watchlists()
        on_lists = sum(1 for _ in lists.entries()) if lists is not None else 0
        counts = bundle.header.counts
        row.declared = sum(counts.values()) + on_lists if counts else None
        hashes = {**bag.manifest, **bag.tagmanifest, TAG_MANIFEST: bag.tagmanifest_sha256}
        if bundle.signature.signed:
            hashes[bag.signature_name] = sha256_hex(bag.read(bag.signature_name))
        for name, sha256 in hashes.items():
            self._keep(sha256, bag.open(name))
        numbers: dict[str, int] = {}
        for name in (HEADER, MANIFEST, TAG_MANIFEST, bag.signature_name):
            if name in hashes:
                path = f"{found.name}/{name}"
                self._writer.source_file(path, hashes[name], bag.size(name), BUNDLE)
        self._rows.append((row, []))
        for done, (name, item) in enumerate(bundle_items(bundle), 1):
            if name not in numbers:
                path = f"{found.name}/{name}"
                numbers[name] = self._writer.source_file(path, hashes[name], bag.size(name), BUNDLE)
                self._rows[-1][1].append(numbers[name])
            self._item(row, numbers[name], item)
            self._tell(row, done)

    def finish(self) -> ImportResult:
        """Syncs the blobs, commits the evidence and fills the counts in."""
        self._blobs.flush()
        result = self._writer.finish()
        self._fill(result)
        if not result.wrote:
            self._forget()
        return result

    def rehearse(self) -> None:
        """Fills the counts in and undoes all."""
        self._fill(self._writer.rehearse())
        self._forget()

    def _fill(self, result: ImportResult) -> None:
        for row, numbers in self._rows:
            for number in numbers:
                counts = result.by_file.get(number)
                if counts is not None:
                    row.read += counts.read
                    row.new += counts.new
                    row.known += counts.known + counts.changed
                    row.quarantined += counts.quarantined
            row.settle()

    def abort(self) -> None:
        """Undoes all that was written."""
        self._writer.abort()
        self._forget()

    def _forget(self) -> None:
        for sha256 in self._fresh:
            self._blobs.delete(sha256)
        self._fresh = []
