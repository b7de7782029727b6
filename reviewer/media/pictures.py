"""Making small upright RGB pictures from hostile bytes with Pillow. For the child only.

Formats are chosen by magic numbers, one plug-in at a time; sizes are checked before decoding;
cut files fail; of moving pictures the first frame is taken; colour profiles and embedded
thumbnails are never opened.
"""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    ImageFilter,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from reviewer.media import protocol, sniff

JPEG_QUALITY = 80
BACKDROP = (128, 128, 128)
"""Behind see-through pictures: grey, so that neither white nor black writing vanishes."""
DARKEN = 0.45
"""A concealed picture keeps this share of its brightness."""

_PLUGINS = (
    BmpImagePlugin,
    GifImagePlugin,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SMOOTH_MODES = frozenset({"L", "LA", "RGB", "RGBA", "CMYK", "YCbCr"})


class UnfitError(Exception):
    """No picture; ``reason`` is one of ``protocol.REASONS``."""

    def __init__(self, reason: str, width: int = 0, height: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.width = width
        self.height = height


@dataclass(frozen=True, slots=True)
class Made:
    """An upright RGB picture and what it was made from."""

    image: Image.Image
    format: str
    source_width: int
    source_height: int
    animated: bool


def prepare() -> None:
    """Set Pillow's own guards. Idempotent."""
    Image.MAX_IMAGE_PIXELS = protocol.MAX_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    warnings.simplefilter("ignore")
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.preinit()
    try:
        from PIL import AvifImagePlugin
    except ImportError:
        return
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1


def keep_only(formats: Collection[str]) -> None:
    """From now on open these of our formats and nothing else that Pillow knows."""
    names = {name.upper() for name in formats}
    for name in [name for name in Image.OPEN if name not in names]:
        del Image.OPEN[name]


def make(data: bytes, kind: str, width: int, height: int) -> Made:
    """Decode a file into a picture that fits a box; never enlarged.

    Args:
        data: the whole file.
        kind: one of ``protocol.KINDS``.
        width, height: the box in pixels, for the upright picture.

    Raises:
        UnfitError: with a reason from the closed list. Other exceptions mean a damaged file.
    """
    name = _format_of(data)
    image = Image.open(io.BytesIO(data), formats=(name.upper(),))
    _check_size(image.size)
    if name != "jpeg":
        image.load()
    turn = _orientation(image)
    sideways = turn >= 5
    source = (image.size[1], image.size[0]) if sideways else image.size
    _check_size(source)
    if kind == "concealed":
        width, height = (min(side, protocol.CONCEALED_SIDE) for side in (width, height))
    small = _smooth(image)
    fine = kind == "full"
    small.thumbnail(
        (height, width) if sideways else (width, height),
        Image.Resampling.LANCZOS if fine else Image.Resampling.BICUBIC,
        reducing_gap=3.0 if fine else 2.0,
    )
    if turn in _TURNS:
        small = small.transpose(_TURNS[turn])
    small = finish(_flat(small), kind)
    return Made(small, name, source[0], source[1], _animated(image))


def finish(image: Image.Image, kind: str) -> Image.Image:
    """A small RGB picture as its kind wants it: in colours, grey, or concealed."""
    if kind == "grey":
        return ImageOps.grayscale(image).convert("RGB")
    return _concealed(image) if kind == "concealed" else image


def jpeg(image: Image.Image) -> bytes:
    """A thumbnail file: JPEG, no metadata of the source."""
    image.info.clear()
    out = io.BytesIO()
    image.save(out, "JPEG", quality=JPEG_QUALITY)
    return out.getvalue()


def _format_of(data: bytes) -> str:
    name = sniff.OPENED.get(sniff.mime(data) or "")
    if name is None:
        raise UnfitError("unrecognised")
    if name.upper() not in Image.OPEN:
        raise UnfitError("unsupported")
    size = sniff.declared_size(data)  # WebP claims its memory on opening: look before
    if size is not None:
        _check_size(size)
    return name


def _check_size(size: tuple[int, int]) -> None:
    width, height = size
    if width < 1 or height < 1:
        raise UnfitError("broken")
    if width * height > protocol.MAX_PIXELS:
        raise UnfitError("too_many_pixels", width, height)


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 to 8; 1 where it is absent or its block is damaged."""
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 - whatever a broken block raises, the picture remains
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _smooth(image: Image.Image) -> Image.Image:
    """The picture in a mode that can be scaled smoothly."""
    if image.mode in _SMOOTH_MODES:
        return image
    if image.mode in ("I", "F"):
        return _stretched(image)
    if image.mode.startswith("I;16"):
        return _stretched(image.convert("I"))
    if image.mode == "1":
        return image.convert("L")
    if image.mode == "PA" or "transparency" in image.info:
        return image.convert("RGBA")
    return image.convert("RGB")


def _stretched(image: Image.Image) -> Image.Image:
    """Deep grey values brought to 0..255: 16 bits by their range, others by what is there."""
    low, high = (float(value) for value in image.getextrema())  # type: ignore[arg-type]
    if image.mode == "I" and low >= 0 and high <= 0xFFFF:
        low, high = 0.0, 255.0 if high <= 255 else 65535.0
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return image.convert("L")
    scale = 255.0 / (high - low)
    return image.point(lambda value: value * scale + (-low * scale)).convert("L")


def _flat(image: Image.Image) -> Image.Image:
    """Plain RGB on the backdrop."""
    if image.mode in ("RGBA", "LA"):
        see_through = image.convert("RGBA")
        flat = Image.new("RGB", image.size, BACKDROP)
        flat.paste(see_through, mask=see_through.getchannel("A"))
        return flat
    if image.mode == "RGB" and "transparency" in image.info:
        return _flat(image.convert("RGBA"))
    return image.convert("RGB")


def _concealed(image: Image.Image) -> Image.Image:
    """Grey, blurred and dark: a hint of shapes at most."""
    grey = ImageOps.grayscale(image).filter(ImageFilter.GaussianBlur(1.5))
    return grey.point([int(value * DARKEN) for value in range(256)]).convert("RGB")


def _animated(image: Image.Image) -> bool:
    """Whether there is more than the frame shown; a second frame that fails is one too."""
    try:
        return bool(getattr(image, "is_animated", False))
    except Exception:  # noqa: BLE001 - whatever the second frame raises
        return True


def samples() -> Iterator[tuple[str, bytes]]:
    """Tiny files of every allowed format and variant that Pillow can write here."""
    colour = Image.effect_noise((20, 16), 60).convert("RGB")
    tilt = Image.Exif()
    tilt[_ORIENTATION] = 6
    variants: list[tuple[str, Image.Image, dict[str, object]]] = [
        ("jpeg", colour, {"exif": tilt, "progressive": True}),
        ("jpeg", colour.convert("CMYK"), {}),
        ("jpeg", colour.convert("L"), {}),
        ("png", colour.convert("RGBA"), {"exif": tilt}),
        ("png", colour.convert("P"), {"transparency": 0}),
        ("png", colour.convert("I").convert("I;16"), {}),
        ("png", colour, {"save_all": True, "append_images": [colour.rotate(90)]}),
        ("gif", colour, {"save_all": True, "append_images": [colour.rotate(90)]}),
        ("webp", colour.convert("RGBA"), {"lossless": True, "exif": tilt}),
        ("webp", colour, {"save_all": True, "append_images": [colour.rotate(90)]}),
        ("bmp", colour, {}),
        ("tiff", colour, {"exif": tilt}),
        ("tiff", colour, {"compression": "tiff_lzw"}),
        ("tiff", colour, {"compression": "jpeg"}),
        ("tiff", colour.convert("F"), {}),
        ("mpo", colour, {"save_all": True, "append_images": [colour]}),
        ("avif", colour, {"speed": 10, "max_threads": 1}),
    ]
    for name, image, options in variants:
        if name.upper() in Image.SAVE or name.upper() in Image.SAVE_ALL:
            out = io.BytesIO()
            try:
                image.save(out, name.upper(), **options)
            except (OSError, LookupError, ValueError):
                continue  # a Pillow built without this variant
            yield ("jpeg" if name == "mpo" else name), out.getvalue()
