"""What a file is by its first bytes, and how large it says it is: pure Python, no decoding.

Names and extensions from outside are never believed. This runs in the program itself, so it
only slices and compares.
"""

from __future__ import annotations

import struct

HEAD = 64
"""How many leading bytes are enough for both functions."""

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"II+\x00", "image/tiff"),
    (0, b"MM\x00+", "image/tiff"),
    (0, b"\x00\x00\x01\x00", "image/x-icon"),
    (0, b"8BPS", "image/vnd.adobe.photoshop"),
    (0, b"\x00\x00\x00\x0cjP  ", "image/jp2"),
    (0, b"\xff\x4f\xff\x51", "image/jp2"),
    (0, b"\xff\x0a", "image/jxl"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"%!PS", "application/postscript"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"OggS", "application/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"\x00\x00\x01\xba", "video/mpeg"),
)

_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_BRANDS = {
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heif",
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
}

OPENED = {
    "image/jpeg": "jpeg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/bmp": "bmp",
    "image/tiff": "tiff",
    "image/avif": "avif",
}
"""Media types that the child may open (AVIF where its Pillow can), to our format names."""


FILMS = {
    "video/mp4": "mov",
    "video/quicktime": "mov",
    "video/webm": "matroska",
    "video/x-msvideo": "avi",
    "video/mpeg": "mpeg",
}
"""Media types of videos that a child with the decoder of video may open, to FFmpeg's readers."""


def is_film(data: bytes) -> bool:
    """Whether the first bytes are those of a video."""
    return mime(data) in FILMS


def mime(data: bytes) -> str | None:
    """The media type by magic numbers, or None where they say nothing.

    Args:
        data: the file, or at least its first ``HEAD`` bytes.
    """
    for at, magic, name in _MAGIC:
        if data[at : at + len(magic)] == magic:
            return name
    if data[:4] == b"RIFF":
        return _RIFF.get(bytes(data[8:12]))
    if data[4:8] == b"ftyp":
        return _brand(data[: max(16, min(HEAD, int.from_bytes(data[:4], "big")))])
    if data[:2] == b"BM" and len(data) >= 26 and data[6:10] == b"\0\0\0\0":
        return "image/bmp"
    head = bytes(data[:HEAD]).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "image/svg+xml" if head.startswith(b"<svg") else None


def _brand(box: bytes) -> str:
    brands = [bytes(box[8:12])] + [bytes(box[at : at + 4]) for at in range(16, len(box) - 3, 4)]
    if b"avif" in brands or b"avis" in brands:
        return "image/avif"
    return _BRANDS.get(brands[0], "video/mp4")


def declared_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels as the header declares them; None where it is not simple.

    Known for PNG, GIF, BMP and WebP. The numbers are a claim of the file, nothing more.
    """
    kind = mime(data)
    if kind == "image/png" and data[12:16] == b"IHDR" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
    elif kind == "image/gif" and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
    elif kind == "image/bmp" and len(data) >= 26:
        return _bmp_size(data)
    elif kind == "image/webp" and len(data) >= 30:
        return _webp_size(data)
    else:
        return None
    return width, height


def _bmp_size(data: bytes) -> tuple[int, int]:
    if data[14] == 12:
        width, height = struct.unpack("<HH", data[18:22])
    else:
        width, height = struct.unpack("<ii", data[18:26])
    return abs(width), abs(height)


def _webp_size(data: bytes) -> tuple[int, int] | None:
    chunk = data[12:16]
    if chunk == b"VP8X":
        wide = int.from_bytes(data[24:27], "little") + 1
        return wide, int.from_bytes(data[27:30], "little") + 1
    if chunk == b"VP8L" and data[20] == 0x2F:
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
    if chunk == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None
