"""Which small variants of a picture are kept, and how they are made, kept and read back.

Two of each picture: ``THUMB``, a JPEG file that the child makes and later decodes again, and
``CONCEALED``, a few grey pixels that need no decoder to be read.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from reviewer.media import protocol
from reviewer.media.model import DecodeFailed, Pixels, Spec

VERSION = 1
"""Grows with any change to how variants look, so that older ones are made anew."""

_HEAD = struct.Struct(">4sHHII")
_MAGIC = b"RVc1"


@dataclass(frozen=True, slots=True)
class Variant:
    """A kept form of a picture."""

    name: str
    spec: Spec

    @property
    def key(self) -> str:
        """The name under which the cache holds it, for instance ``thumb-240x180-v1``."""
        return f"{self.name}-{self.spec.width}x{self.spec.height}-v{VERSION}"


THUMB = Variant("thumb", Spec("thumb", 240, 180))
_SIDE = protocol.CONCEALED_SIDE
CONCEALED = Variant("concealed", Spec("concealed", _SIDE, _SIDE))


class Cache(Protocol):
    """Bytes by (sha256, variant): ``store.cache`` or a dictionary with these two methods."""

    def get(self, sha256: str, variant: str) -> bytes | None:
        """What was put, or None."""

    def put(self, sha256: str, variant: str, data: bytes) -> object:
        """Keep it."""


class Maker(Protocol):
    """What is used of ``client.Decoder``."""

    def decode(self, data: bytes, spec: Spec, sha256: str = "") -> Pixels:
        """Pixels in a box."""

    def thumbnail(self, data: bytes, width: int, height: int, sha256: str = "") -> bytes:
        """A JPEG file."""

    def decode_cached(self, jpeg: bytes) -> Pixels:
        """The pixels of such a file."""


class Thumbs:
    """The two variants of a picture, from the cache or made and put there."""

    def __init__(self, maker: Maker, cache: Cache) -> None:
        self._maker, self._cache = maker, cache

    def thumb(self, sha256: str, load: Callable[[], bytes]) -> Pixels:
        """The thumbnail; ``load`` gives the file and is called only if it must be made.

        Raises:
            DecodeFailed: there is none.
        """
        kept = self._cache.get(sha256, THUMB.key)
        if kept is not None:
            try:
                return self._maker.decode_cached(kept)
            except DecodeFailed as error:
                if error.reason not in ("broken", "unrecognised"):
                    raise
        made = self._maker.thumbnail(load(), THUMB.spec.width, THUMB.spec.height, sha256)
        self._cache.put(sha256, THUMB.key, made)
        return self._maker.decode_cached(made)

    def concealed(self, sha256: str, load: Callable[[], bytes]) -> Pixels:
        """The concealed form; ``load`` as for ``thumb``.

        Raises:
            DecodeFailed: there is none.
        """
        kept = self._cache.get(sha256, CONCEALED.key)
        pixels = unpack(kept) if kept is not None else None
        if pixels is None:
            pixels = self._maker.decode(load(), CONCEALED.spec, sha256)
            self._cache.put(sha256, CONCEALED.key, pack(pixels))
        return pixels


def pack(pixels: Pixels) -> bytes:
    """A concealed picture as bytes for the cache."""
    source = pixels.source_width, pixels.source_height
    return _HEAD.pack(_MAGIC, pixels.width, pixels.height, *source) + pixels.rgb


def unpack(data: bytes) -> Pixels | None:
    """The inverse of ``pack``; None where the bytes are anything else. ``format`` is ``none``."""
    if len(data) < _HEAD.size:
        return None
    magic, width, height, source_width, source_height = _HEAD.unpack_from(data)
    rgb = data[_HEAD.size :]
    fits = 1 <= width <= _SIDE and 1 <= height <= _SIDE and len(rgb) == width * height * 3
    if magic != _MAGIC or not fits:
        return None
    return Pixels(width, height, rgb, source_width, source_height, "none")
