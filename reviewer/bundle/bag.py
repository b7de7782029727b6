"""The bag that bundles and export packages share: a strict BagIt 1.0 profile.

``BagWriter`` fills a new folder and closes it with manifests and, given a signer, a DSSE
envelope over the digest of the tag manifest. ``read_bag`` opens a folder or a zip file, never
follows a link, never opens a pipe and never extracts a member by name.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from reviewer.bundle import manifest as tags
from reviewer.bundle.bagread import BagReader, read_bag
from reviewer.bundle.names import Limits, check_names
from reviewer.bundle.signature import SignatureCheck
from reviewer.domain.errors import Refused
from reviewer.trust.base64s import b64
from reviewer.trust.canonical import dumps
from reviewer.trust.dsse import BUNDLE_TYPE, envelope_text
from reviewer.trust.keys import Signer

__all__ = [
    "BagFile",
    "BagReader",
    "BagSummary",
    "BagWriter",
    "SignatureCheck",
    "read_bag",
    "zip_folder",
]

BUNDLE_SIGNATURE = "bundle.dsse.json"
Contents = bytes | Path | Callable[[], BinaryIO] | Iterable[bytes]
"""What a file of a bag can be made of."""

_CHUNK = 1024 * 1024
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class BagSummary:
    """A closed bag: digest of its tag manifest, payload files and bytes, key id or ""."""

    tagmanifest_sha256: str
    files: int
    octets: int
    keyid: str


class BagWriter:
    """Fills a new folder as a bag; the same calls give the same bytes.

    Args:
        folder: must not exist; its parent must.

    Raises:
        Refused: code ``exists``, when there is something of that name.
    """

    def __init__(self, folder: Path) -> None:
        try:
            folder.mkdir()
        except FileExistsError as error:
            raise Refused(
                "There is something of that name already.",
                code="exists",
                file=folder.name,
                next_step="Choose another name; nothing is overwritten.",
            ) from error
        self.folder = folder
        self._payload: dict[str, str] = {}
        self._tags: dict[str, str] = {}
        self._open: set[str] = set()
        self._octets = 0
        self._closed = False

    def add(self, name: str, data: Contents) -> str:
        """Writes one file (``data/…`` is payload, all else a tag file); returns its SHA-256.

        ``data`` is bytes, a file to copy, something that opens a stream, or parts in turn.
        """
        with self.stream(name) as out:
            for part in _parts(data):
                out.write(part)
        return out.sha256

    def stream(self, name: str) -> BagFile:
        """A file of the bag to be written bit by bit, as a context; several may be open."""
        if self._closed or name in self._payload or name in self._tags or name in self._open:
            raise Refused("This file is in the bag already.", code="exists", file=name)
        for wrong in check_names([name], Limits()):
            raise Refused(wrong.says, code=wrong.code, file=name)
        path = self.folder.joinpath(*name.split("/"))
        path.parent.mkdir(parents=True, exist_ok=True)
        self._open.add(name)
        return BagFile(path, name, self._closed_file)

    def _closed_file(self, name: str, digest: str, size: int) -> None:
        self._open.discard(name)
        if name.startswith("data/"):
            self._payload[name] = digest
            self._octets += size
        else:
            self._tags[name] = digest

    @property
    def payload(self) -> dict[str, str]:
        """Path to SHA-256 of the payload files written so far."""
        return dict(self._payload)

    @property
    def tags(self) -> dict[str, str]:
        """Path to SHA-256 of the tag files written so far."""
        return dict(self._tags)

    def finish(
        self,
        bag_info: Mapping[str, str],
        payload_type: str = BUNDLE_TYPE,
        signer: Signer | None = None,
        *,
        signature: str = BUNDLE_SIGNATURE,
        statement: Mapping[str, Any] | None = None,
    ) -> BagSummary:
        """Writes bagit.txt, bag-info.txt, the manifests and the signature, and syncs the folder.

        Args:
            bag_info: labels and one-line values; Payload-Oxum is added.
            payload_type: the DSSE type of the signature.
            signer: None leaves the bag unsigned.
            signature: the name of the signature file.
            statement: what is signed besides the digest of the tag manifest and the public key.
        """
        oxum = f"{self._octets}.{len(self._payload)}"
        self.add(tags.BAGIT, tags.BAGIT_TXT)
        self.add(tags.BAG_INFO, tags.bag_info_bytes([*bag_info.items(), ("Payload-Oxum", oxum)]))
        self.add(tags.MANIFEST, tags.manifest_bytes(self._payload))
        digest = self.add(tags.TAG_MANIFEST, tags.manifest_bytes(self._tags))
        if signer is not None:
            body = {
                **(statement or {}),
                "public": b64(signer.public),
                "tagmanifest_sha256": digest,
            }
            text = envelope_text(payload_type, dumps(body).encode("utf-8"), signer)
            self.add(signature, text.encode("utf-8"))
        self._closed = True
        (self.folder / "data").mkdir(exist_ok=True)
        sync_folder(self.folder)
        keyid = signer.keyid if signer else ""
        return BagSummary(digest, len(self._payload), self._octets, keyid)


def _parts(data: Contents) -> Iterator[bytes]:
    if isinstance(data, bytes):
        yield data
    elif isinstance(data, Path) or callable(data):
        with data.open("rb") if isinstance(data, Path) else data() as source:
            while chunk := source.read(_CHUNK):
                yield chunk
    else:
        yield from data


class BagFile:
    """One file of a bag while it is written; synced, hashed and listed when the context ends."""

    def __init__(self, path: Path, name: str, done: Callable[[str, str, int], None]) -> None:
        self.name = name
        self.sha256 = ""
        self.size = 0
        self._digest = hashlib.sha256()
        self._done = done
        self._out = path.open("xb")

    def write(self, data: bytes) -> None:
        """Appends bytes."""
        self._digest.update(data)
        self.size += len(data)
        self._out.write(data)

    def close(self) -> None:
        """Syncs the file and enters it in the manifest."""
        if self._out.closed:
            return
        try:
            self._out.flush()
            os.fsync(self._out.fileno())
        finally:
            self._out.close()
        self.sha256 = self._digest.hexdigest()
        self._done(self.name, self.sha256, self.size)

    def __enter__(self) -> BagFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder and all below durable, where the system lets one."""
    for where, _, _ in os.walk(folder):
        sync_one(Path(where))


def sync_one(folder: Path) -> None:
    """Makes the names in one folder durable, where the system lets one."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def zip_folder(folder: Path, out: Path, top: str = "") -> None:
    """Packs a bag's folder into a zip file: stored, sorted, fixed times, so the same bytes.

    Args:
        folder: a finished bag.
        out: must not exist.
        top: a folder name that stands before every member, as RFC 8493 advises; "" for none.
    """
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    try:
        with (
            out.open("xb") as handle,
            zipfile.ZipFile(handle, "w", zipfile.ZIP_STORED, strict_timestamps=True) as archive,
        ):
            for name in names:
                _add_member(archive, folder.joinpath(*name.split("/")), top + name)
    except FileExistsError as error:
        raise Refused("There is a file of that name already.", code="exists", file=out.name) from (
            error
        )
    with out.open("rb+") as written:
        os.fsync(written.fileno())


def _add_member(archive: zipfile.ZipFile, path: Path, name: str) -> None:
    info = zipfile.ZipInfo(name, _ZIP_TIME)
    info.create_system = 3
    info.external_attr = 0o100644 << 16
    info.file_size = path.stat().st_size
    with path.open("rb") as source, archive.open(info, "w") as member:
        shutil.copyfileobj(source, member, _CHUNK)
