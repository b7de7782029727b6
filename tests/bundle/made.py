"""Bags made by hand with hashlib only, so that each can be broken in one place."""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PNG = b"\x89PNG\r\n\x1a\n" + b"not a real picture"
PNG_SHA = hashlib.sha256(PNG).hexdigest()
PNG_PATH = f"data/media/{PNG_SHA[:2]}/{PNG_SHA}.png"
AT = "2026-01-31T12:00:00.000Z"

HEADER: dict[str, Any] = {
    "format": "reviewer-bundle",
    "format_version": "1.0",
    "id": "bundle-made",
    "created_at": AT,
    "producer": {"name": "test", "version": "1"},
    "must_understand": [],
}
ACCOUNT = {"account_id": "17", "platform": "example", "captured_at": AT, "source": "made"}
POST = {"post_id": "p1", "account_id": "17", "published_at": AT, "text": "hello"}
MEDIUM = {"sha256": PNG_SHA, "bytes": len(PNG), "mime": "image/png"}


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def jsonl(*rows: Mapping[str, Any]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def payload(**header: Any) -> dict[str, bytes]:
    """A sound payload: a header, an account, a post that shows a medium."""
    return {
        "data/bundle.json": json.dumps({**HEADER, **header}).encode(),
        "data/accounts.jsonl": jsonl(ACCOUNT),
        "data/posts.jsonl": jsonl({**POST, "media": [PNG_SHA]}),
        "data/media.jsonl": jsonl(MEDIUM),
        PNG_PATH: PNG,
    }


def files_of(
    data: Mapping[str, bytes],
    *,
    bagit: bytes = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
    info: bytes | None = None,
    manifest: bytes | None = None,
    tags: Mapping[str, bytes] | None = None,
) -> dict[str, bytes]:
    """All files of a bag with this payload; what is given stands in place of what is right."""
    if info is None:
        info = f"Payload-Oxum: {sum(map(len, data.values()))}.{len(data)}\n".encode()
    if manifest is None:
        manifest = "".join(f"{sha(v)}  {k}\n" for k, v in sorted(data.items())).encode()
    tag_files = {
        "bagit.txt": bagit,
        "bag-info.txt": info,
        "manifest-sha256.txt": manifest,
        **(tags or {}),
    }
    tagged = "".join(f"{sha(v)}  {k}\n" for k, v in sorted(tag_files.items())).encode()
    return {**data, **tag_files, "tagmanifest-sha256.txt": tagged}


def to_folder(files: Mapping[str, bytes], folder: Path) -> Path:
    for name, data in files.items():
        path = folder.joinpath(*name.split("/"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def to_zip(files: Mapping[str, bytes], path: Path, method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=method)
    return path


def patched(path: Path, member: str, *, local: int, central: int, value: bytes) -> Path:
    """Overwrites fields of one member in the local and the central header (−1: leave it)."""
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo(member).header_offset
        directory = archive.start_dir
    if local >= 0:
        raw[at + local : at + local + len(value)] = value
    name = member.encode()
    place = raw.index(b"PK\x01\x02", directory)
    while raw[place + 46 : place + 46 + len(name)] != name:
        place = raw.index(b"PK\x01\x02", place + 4)
    if central >= 0:
        raw[place + central : place + central + len(value)] = value
    path.write_bytes(bytes(raw))
    return path


def u16(value: int) -> bytes:
    return struct.pack("<H", value)


def u32(value: int) -> bytes:
    return struct.pack("<L", value)
