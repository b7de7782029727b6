"""Generated pictures: skies, seas, lighthouses and flags, written as PNG without a decoder."""

from __future__ import annotations

import struct
import zlib

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

WIDTH, HEIGHT = 320, 240
Pixels = NDArray[np.uint8]


def scene(random: Generator, kind: str) -> bytes:
    """One PNG, 320 by 240: ``flag``, ``lamp`` or ``shore``."""
    picture = _sky_and_sea(random)
    if kind == "flag":
        _flag(picture, random)
    elif kind == "lamp":
        _lighthouse(picture, random)
    else:
        _boats(picture, random)
    return png(picture)


def variant(random: Generator, data: Pixels) -> bytes:
    """A near-duplicate: the same picture, a little darker and cropped."""
    cut = data[6:-6, 8:-8]
    return png((cut * random.uniform(0.8, 0.95)).astype(np.uint8))


def _sky_and_sea(random: Generator) -> Pixels:
    hue = random.integers(40, 200, 3)
    rows = np.linspace(0.35, 1.0, HEIGHT)[:, None, None]
    picture: Pixels = (np.ones((HEIGHT, WIDTH, 3)) * hue * rows).astype(np.uint8)
    line = int(random.integers(120, 170))
    x = np.arange(WIDTH)
    for row in range(line, HEIGHT):
        wave = 12 * np.sin(x / random.uniform(6, 14) + row)
        picture[row] = np.clip(
            np.array([20, 60, 90]) + wave[:, None] + (row - line) * 0.4, 0, 255
        ).astype(np.uint8)
    return picture


def _flag(picture: Pixels, random: Generator) -> None:
    x, y = int(random.integers(40, 140)), int(random.integers(20, 60))
    picture[y : y + 150, x : x + 4] = (60, 50, 40)
    picture[y : y + 70, x + 4 : x + 124] = random.integers(90, 240, 3)
    for n in range(7):
        cx, cy = x + 20 + 16 * n, y + 20 + (n % 2) * 26
        picture[cy : cy + 14, cx : cx + 3] = (245, 245, 235)
        picture[cy + 11 : cy + 14, cx - 5 : cx + 8] = (245, 245, 235)


def _lighthouse(picture: Pixels, random: Generator) -> None:
    x = int(random.integers(60, 240))
    for row in range(60, 190):
        half = 9 + (row - 60) // 12
        colour = (230, 225, 215) if (row // 22) % 2 else (70, 110, 170)
        picture[row, max(0, x - half) : x + half] = colour
    picture[46:60, x - 11 : x + 11] = (250, 230, 120)


def _boats(picture: Pixels, random: Generator) -> None:
    for _ in range(int(random.integers(2, 5))):
        x, y = int(random.integers(10, 270)), int(random.integers(150, 220))
        picture[y : y + 8, x : x + 36] = random.integers(30, 120, 3)
        picture[y - 26 : y, x + 16 : x + 18] = (50, 40, 30)


def png(picture: Pixels) -> bytes:
    """RGB pixels, shape (height, width, 3), as a PNG file; the same pixels, the same bytes."""
    height, width, _ = picture.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), picture.reshape(height, -1)], axis=1)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(rows.tobytes(), 6)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)
