"""Pictures made for the tests, hostile ones among them."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image


def encoded(image: Image.Image, name: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, name, **options)  # type: ignore[arg-type]
    return out.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_bomb(width: int, height: int) -> bytes:
    """A whole PNG of one bit a pixel: small here, immense when decoded."""
    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    block = b"".join(packer.compress(row * 64) for _ in range(height // 64)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", block) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def text_bomb() -> bytes:
    """A small PNG with 200 MB of text and of colour profile, compressed."""
    plain = encoded(Image.new("RGB", (8, 8), "red"), "PNG")
    packed = zlib.compress(bytes(200_000_000), 9)
    extra = chunk(b"zTXt", b"Comment\0\0" + packed) + chunk(b"iCCP", b"p\0\0" + packed)
    return plain[:33] + extra + plain[33:]


def bmp_claim() -> bytes:
    """A BMP header that claims 2,000,000,000 by 2,000,000,000 pixels."""
    side = 2_000_000_000
    return b"BM" + struct.pack(
        "<IIIIiiHHIIiiII", 54, 0, 54, 40, side, side, 1, 24, 0, 0, 0, 0, 0, 0
    )


def gif_claim() -> bytes:
    """A GIF whose screen is 65,535 by 65,535."""
    data = bytearray(encoded(Image.new("P", (8, 8)), "GIF"))
    data[6:10] = struct.pack("<HH", 65535, 65535)
    return bytes(data)


def webp_claim() -> bytes:
    """A WebP canvas of 16,777,216 by 16,777,216."""
    box = b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + b"\xff" * 6
    return b"RIFF" + struct.pack("<I", 4 + len(box)) + b"WEBP" + box


def jpeg_claim() -> bytes:
    """A JPEG frame of 65,500 by 65,500."""
    data = bytearray(encoded(Image.new("RGB", (16, 16), "red"), "JPEG"))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", 65500, 65500)
    return bytes(data)


def tiff_claim() -> bytes:
    """A TIFF directory of 400,000,000 by 4."""
    tags = ((256, 4, 400_000_000), (257, 4, 4), (258, 3, 8), (259, 3, 1), (262, 3, 1))
    tags += ((273, 4, 8), (277, 3, 1), (278, 4, 4), (279, 4, 1_600_000_000))
    rows = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + rows + bytes(4)


def bombs() -> dict[str, bytes]:
    """Every kind of picture that claims more than may be decoded."""
    return {
        "png": png_bomb(20_000, 20_000),
        "bmp": bmp_claim(),
        "gif": gif_claim(),
        "webp": webp_claim(),
        "jpeg": jpeg_claim(),
        "tiff": tiff_claim(),
    }
