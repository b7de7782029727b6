"""What a medium is, by its first bytes; width and height where the header gives them cheaply.

Nothing is decoded here: only a few fixed fields of the header are read.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

HEAD = 256 * 1024
"""How many bytes of a file are looked at."""


@dataclass(frozen=True)
class Kind:
    """The type of a medium: ``kind`` is photo, gif, video, audio or "" (not a medium)."""

    mime: str
    kind: str
    width: int | None = None
    height: int | None = None


_PLAIN: tuple[tuple[bytes, str, str], ...] = (
    (b"BM", "image/bmp", "photo"),
    (b"II*\x00", "image/tiff", "photo"),
    (b"MM\x00*", "image/tiff", "photo"),
    (b"\x00\x00\x00\x0cJXL \r\n\x87\n", "image/jxl", "photo"),
    (b"\xff\x0a", "image/jxl", "photo"),
    (b"\x1aE\xdf\xa3", "video/webm", "video"),
    (b"OggS", "audio/ogg", "audio"),
    (b"fLaC", "audio/flac", "audio"),
    (b"ID3", "audio/mpeg", "audio"),
    (b"%PDF-", "application/pdf", ""),
    (b"PK\x03\x04", "application/zip", ""),
)
_BRANDS: dict[bytes, tuple[str, str]] = {
    b"avif": ("image/avif", "photo"),
    b"avis": ("image/avif", "photo"),
    b"heic": ("image/heic", "photo"),
    b"heix": ("image/heic", "photo"),
    b"mif1": ("image/heif", "photo"),
    b"M4A ": ("audio/mp4", "audio"),
    b"qt  ": ("video/quicktime", "video"),
}
_SOF = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})


def kind_of(head: bytes) -> Kind:
    """The type of what begins with ``head`` (at most ``HEAD`` bytes are needed)."""
    if head.startswith(b"\xff\xd8\xff"):
        return Kind("image/jpeg", "photo", *_jpeg_size(head))
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind("image/png", "photo", *_pair(head, 16, ">II"))
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return Kind("image/gif", "gif", *_pair(head, 6, "<HH"))
    if head[:4] == b"RIFF":
        return _riff(head)
    if head[4:8] == b"ftyp":
        return Kind(*_BRANDS.get(head[8:12], ("video/mp4", "video")))
    for start, mime, kind in _PLAIN:
        if head.startswith(start):
            return Kind(mime, kind)
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2:
        return Kind("audio/mpeg", "audio")
    return Kind("application/octet-stream", "")


def _pair(head: bytes, at: int, layout: str) -> tuple[int | None, int | None]:
    if len(head) < at + struct.calcsize(layout):
        return None, None
    width, height = struct.unpack_from(layout, head, at)
    return (width, height) if width and height else (None, None)


def _jpeg_size(head: bytes) -> tuple[int | None, int | None]:
    """From the first start-of-frame segment."""
    at = 2
    while at + 9 <= len(head):
        if head[at] != 0xFF:
            return None, None
        marker = head[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _SOF:
            height, width = _pair(head, at + 5, ">HH")
            return width, height
        elif marker == 0xD8 or 0xD0 <= marker <= 0xD7 or marker == 0x01:
            at += 2
        else:
            at += 2 + int.from_bytes(head[at + 2 : at + 4], "big")
    return None, None


def _riff(head: bytes) -> Kind:
    if head[8:12] == b"WAVE":
        return Kind("audio/wav", "audio")
    if head[8:16] == b"AVI LIST":
        return Kind("video/x-msvideo", "video", *_pair(head, 64, "<II"))
    if head[8:12] != b"WEBP":
        return Kind("application/octet-stream", "")
    chunk = head[12:16]
    width = height = None
    if chunk == b"VP8X" and len(head) >= 30:
        width = int.from_bytes(head[24:27], "little") + 1
        height = int.from_bytes(head[27:30], "little") + 1
    elif chunk == b"VP8L" and len(head) >= 25:
        bits = int.from_bytes(head[21:25], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif chunk == b"VP8 " and len(head) >= 30:
        width = int.from_bytes(head[26:28], "little") & 0x3FFF
        height = int.from_bytes(head[28:30], "little") & 0x3FFF
    return Kind("image/webp", "photo", width or None, height or None)
