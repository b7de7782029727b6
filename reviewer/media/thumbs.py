"""Which small forms of a picture there are, and under which name the cache holds them.

Only ``THUMB`` is kept, as a JPEG file that the child made; ``GREY`` and ``CONCEALED`` are made
of it, in the child too, when they are shown. The sharp picture is in the window's memory only
while it is revealed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from reviewer.media import protocol, sniff
from reviewer.media.model import DecodeFailed, Pixels, Spec

VERSION = 1
"""Grows with any change to how thumbnails are made; older ones are then made anew."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A small form of a picture: what to ask the decoder for."""

    kind: str
    width: int
    height: int

    @property
    def spec(self) -> Spec:
        """The wish for ``Decoder.decode``."""
        return Spec(self.kind, self.width, self.height)

    @property
    def name(self) -> str:
        """The key of the cache beside the SHA-256: ``thumb-240x180-v1``."""
        return f"{self.kind}-{self.width}x{self.height}-v{VERSION}"


THUMB = Variant("thumb", 240, 180)
FILM = Variant("thumb", 504, 180)
"""The box of a filmstrip: a tile for a video is two cells and the gap wide. It is kept under the
name of ``THUMB``: a medium has one small form."""
GREY = Variant("grey", 240, 180)
CONCEALED = Variant("concealed", protocol.CONCEALED_SIDE, protocol.CONCEALED_SIDE)


class ThumbCache(Protocol):
    """Bytes by SHA-256 and variant name; ``store.cache`` is one."""

    def get(self, sha256: str, variant: str) -> bytes | None:
        """What was put, or None."""

    def put(self, sha256: str, variant: str, data: bytes) -> object:
        """Keep it."""


class Maker(Protocol):
    """What is used of ``client.Decoder``."""

    def decode(self, data: bytes, spec: Spec) -> Pixels:
        """Pixels in a box."""

    def thumbnail(self, data: bytes, width: int, height: int, sha256: str = "") -> bytes:
        """A JPEG file."""


class Thumbs:
    """The three forms of a picture, through the cache.

    ``load`` gives the bytes of the file and is called only if they are needed. All methods
    raise ``DecodeFailed`` where there is no picture.
    """

    def __init__(self, maker: Maker, cache: ThumbCache) -> None:
        self._maker, self._cache = maker, cache

    def thumb(self, sha256: str, load: Callable[[], bytes]) -> Pixels:
        """The picture in its colours, small."""
        return self._pixels(sha256, load, THUMB)

    def grey(self, sha256: str, load: Callable[[], bytes]) -> Pixels:
        """The same without colours."""
        return self._pixels(sha256, load, GREY)

    def concealed(self, sha256: str, load: Callable[[], bytes]) -> Pixels:
        """A few blurred, darkened grey pixels."""
        return self._pixels(sha256, load, CONCEALED)

    def _pixels(self, sha256: str, load: Callable[[], bytes], variant: Variant) -> Pixels:
        kept = self._cache.get(sha256, THUMB.name)
        if kept is not None:
            try:
                return self._maker.decode(kept, _shown(variant))
            except DecodeFailed as error:
                if error.reason not in ("broken", "unrecognised"):
                    raise  # the cache is sound, the decoder is not
        data = load()
        box = FILM if sniff.is_film(data) else THUMB
        made = self._maker.thumbnail(data, box.width, box.height, sha256)
        self._cache.put(sha256, THUMB.name, made)
        return self._maker.decode(made, _shown(variant))


def _shown(variant: Variant) -> Spec:
    """The wish for a kept form: nothing is enlarged, so a box for strips does for all."""
    if variant.kind == CONCEALED.kind:
        return variant.spec
    return Spec(variant.kind, FILM.width, FILM.height)
