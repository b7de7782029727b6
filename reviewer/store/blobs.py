"""Media and source files, encrypted, by their content. The disk does not tell which they are."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from reviewer.domain.errors import Bug, Damaged, Refused
from reviewer.domain.ids import SHA256_RE
from reviewer.store.disk.files import part_beside, sync_file, sync_folder
from reviewer.trust import sealing

HEAD_BYTES = len(sealing.STREAM_MAGIC) + sealing.SALT_BYTES
SEALED_CHUNK = sealing.CHUNK_BYTES + sealing.TAG_BYTES


class _Counted:
    """A source that hashes and counts what is read from it."""

    def __init__(self, src: BinaryIO) -> None:
        self._src = src
        self.sha256 = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        data = self._src.read(size)
        self.sha256.update(data)
        self.size += len(data)
        return data


class Blobs:
    """The folder ``blobs/xx/<name>``; a name is an HMAC of the SHA-256 of the plain content.

    Args:
        folder: the folder.
        key: 32 bytes; names and contents use keys derived from it.
        read_only: change nothing.
    """

    def __init__(self, folder: Path, key: bytes, *, read_only: bool = False) -> None:
        self._folder = folder
        self._names = sealing.subkey(key, "blob names")
        self._contents = sealing.subkey(key, "blob contents")
        self._read_only = read_only
        self._unsynced: set[Path] = set()
        self.locks: Container[str] = frozenset()
        """What ``open`` refuses: media stopped for child safety."""
        if not read_only:
            for part in folder.glob("*/.*.part"):
                part.unlink(missing_ok=True)

    def put(
        self, src: BinaryIO, sha256: str | None = None, *, durable: bool = True
    ) -> tuple[str, int]:
        """Store all of ``src``, in constant memory; storing it again changes nothing, unless
        what is stored was damaged: then it is mended.

        Args:
            src: read from where it stands to its end.
            sha256: what the content must be; None takes what comes.
            durable: on the disk at return; else at the next ``flush`` (for imports of many).

        Returns:
            The SHA-256 and the size in bytes of the content.

        Raises:
            Refused: code ``hash``, the content is another; nothing is kept.
            Damaged: the disk.
        """
        if self._read_only:
            raise Refused("The workspace is only being read.", code="read_only")
        counted = _Counted(src)
        source = cast(BinaryIO, counted)
        if sha256 is not None and self.sound(sha256):
            while source.read(sealing.CHUNK_BYTES):
                pass
            return _checked(counted, sha256)
        try:
            return self._store(counted, source, sha256, durable)
        except OSError as error:
            raise _disk(error) from error

    def flush(self) -> None:
        """Bring everything put with ``durable=False`` to the disk."""
        try:
            for path in sorted(self._unsynced):
                sync_file(path)
            shelves = {path.parent for path in self._unsynced}
            for folder in [*sorted(shelves), self._folder]:
                sync_folder(folder)
        except OSError as error:
            raise _disk(error) from error
        self._unsynced.clear()

    def stream(self, sha256: str) -> Iterator[bytes]:
        """The content in pieces of at most 1 MiB, each verified; the hash at the end.

        Raises:
            Refused: code ``missing``.
            Damaged: code ``blob``.
        """
        digest = hashlib.sha256()
        try:
            with open(self._path(sha256), "rb") as file:
                for chunk in sealing.unseal_stream(self._contents, file):
                    digest.update(chunk)
                    yield chunk
        except FileNotFoundError as error:
            raise Refused("This file is not in the workspace.", code="missing") from error
        except OSError as error:
            words = f"A stored file cannot be read: {error.strerror or error}."
            raise Damaged(words, code="blob") from error
        if digest.hexdigest() != sha256:
            raise Damaged("A stored file is another than its name says.", code="blob")

    def open(self, sha256: str) -> bytes:
        """The whole content; errors as ``stream``, and Refused ``locked``."""
        if sha256 in self.locks:
            raise Refused("This medium is locked: it is never opened.", code="locked")
        return b"".join(self.stream(sha256))

    def has(self, sha256: str) -> bool:
        """Whether the content is stored."""
        return self._path(sha256).is_file()

    def sound(self, sha256: str) -> bool:
        """Whether the content is stored and every byte of it is as it was."""
        try:
            for _ in self.stream(sha256):
                pass
        except (Refused, Damaged):
            return False
        return True

    def size(self, sha256: str) -> int:
        """Bytes of the plain content, without reading it.

        Raises:
            Refused: code ``missing``.
        """
        try:
            body = self._path(sha256).stat().st_size - HEAD_BYTES
        except FileNotFoundError as error:
            raise Refused("This file is not in the workspace.", code="missing") from error
        chunks = max(1, -(-body // SEALED_CHUNK))
        return body - chunks * sealing.TAG_BYTES

    def delete(self, sha256: str) -> bool:
        """Remove a content; false when it was not there."""
        if self._read_only:
            raise Refused("The workspace is only being read.", code="read_only")
        path = self._path(sha256)
        self._unsynced.discard(path)
        try:
            path.unlink()
            sync_folder(path.parent)
        except FileNotFoundError:
            return False
        except OSError as error:
            raise _disk(error) from error
        return True

    def files(self) -> list[Path]:
        """Every stored file, as it lies on the disk."""
        return sorted(p for p in self._folder.glob("??/*") if not p.name.startswith("."))

    def names(self, contents: Iterable[str]) -> set[str]:
        """The names on the disk that these contents (SHA-256, hex) have."""
        return {self._path(sha256).name for sha256 in contents}

    def _path(self, sha256: str) -> Path:
        if not SHA256_RE.match(sha256):
            raise Bug("A blob is named by 64 hex digits.", code="blob_name")
        name = hmac.digest(self._names, bytes.fromhex(sha256), "sha256").hex()
        return self._folder / name[:2] / name

    def _store(
        self, counted: _Counted, source: BinaryIO, sha256: str | None, durable: bool
    ) -> tuple[str, int]:
        shelf = self._folder / "new"
        shelf.mkdir(mode=0o700, exist_ok=True)
        partial = part_beside(shelf / "blob")
        try:
            with open(partial, "xb") as file:
                os.chmod(partial, 0o600)
                sealing.seal_stream(self._contents, source, file)
                file.flush()
                if durable:
                    os.fsync(file.fileno())
            found, size = _checked(counted, sha256)
            self._shelve(partial, found, durable)
        finally:
            partial.unlink(missing_ok=True)
        return found, size

    def _shelve(self, partial: Path, sha256: str, durable: bool) -> None:
        path = self._path(sha256)
        if path.exists() and self.sound(sha256):
            return
        fresh = not path.parent.exists()
        path.parent.mkdir(mode=0o700, exist_ok=True)
        os.replace(partial, path)
        if durable:
            sync_folder(path.parent)
            if fresh:
                sync_folder(self._folder)
        else:
            self._unsynced.add(path)


def _checked(counted: _Counted, sha256: str | None) -> tuple[str, int]:
    found = counted.sha256.hexdigest()
    if sha256 is not None and found != sha256:
        raise Refused(
            f"The content is not the one announced: its SHA-256 is {found}.",
            code="hash",
            next_step="Get the file again from where it came from.",
        )
    return found, counted.size


def _disk(error: OSError) -> Damaged:
    return Damaged(
        f"A file could not be stored: {error.strerror or error}.",
        code="disk_full" if error.errno == 28 else "disk_io",
        file="blobs",
        next_step="Make room on the disk and try again; what was stored before is still there.",
    )
