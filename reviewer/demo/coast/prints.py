"""Pictures as files: encoded, and the near-duplicates that go round: cropped, tinted, captioned."""

from __future__ import annotations

import io
import struct
from random import Random

from PIL import Image, ImageDraw

from reviewer.demo.coast.art import HEIGHT, SEAS, SKIES, WIDTH, anchor, letter

CAPTIONS = ("pass on whole", "relay 07", "the tide returns", "copy before noon", "mirror 3")
CLIP = (160, 120)
FRAME_MS = 80


def jpeg(picture: Image.Image, quality: int = 82) -> bytes:
    """A JPEG file."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def png(picture: Image.Image) -> bytes:
    """A PNG file of 64 colours."""
    out = io.BytesIO()
    picture.quantize(64, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height of a picture that was just made."""
    with Image.open(io.BytesIO(data)) as picture:
        return picture.size


def variant(random: Random, picture: Image.Image, how: int) -> bytes:
    """A near-duplicate. ``how``: 0 poorer, 1 cropped, 2 tinted, 3 captioned, 4 smaller."""
    if how == 0:
        return jpeg(picture, random.randint(28, 55))
    if how == 1:
        cut = random.randint(5, 9)
        box = (cut, cut - 2, WIDTH - cut + 3, HEIGHT - cut + 2)
        return jpeg(picture.crop(box), 80)
    if how == 2:
        tint = Image.new("RGB", picture.size, random.choice(SKIES)[1])
        return jpeg(Image.blend(picture, tint, random.uniform(0.15, 0.3)))
    if how == 3:
        copy = picture.copy()
        draw = ImageDraw.Draw(copy)
        draw.rectangle((0, HEIGHT - 26, WIDTH, HEIGHT), fill=(18, 20, 24))
        words = f"{random.choice(CAPTIONS)} · {random.randint(2, 99)}"
        letter(draw, words, (10, HEIGHT - 23), 15, (240, 236, 220))
        return jpeg(copy)
    size = random.randint(190, 260)
    return jpeg(picture.resize((size, size * 3 // 4), Image.Resampling.BILINEAR), 76)


def frames(random: Random, count: int) -> list[Image.Image]:
    """A short clip, 160 by 120: a lantern swings over a boat that passes an anchor."""
    (low, high), sea = random.choice(SKIES), random.choice(SEAS)
    pace, start = random.uniform(1.5, 4.0), random.randint(-30, 60)
    made = []
    for number in range(count):
        picture = Image.new("RGB", CLIP, high)
        draw = ImageDraw.Draw(picture)
        draw.rectangle((0, 0, 160, 34), fill=low)
        draw.rectangle((0, 78, 160, 120), fill=sea)
        anchor(draw, 120, 30, 44, low)
        x = start + number * pace
        draw.polygon(((x, 84), (x + 44, 84), (x + 34, 98), (x + 8, 98)), fill=(70, 50, 44))
        draw.polygon(((x + 20, 82), (x + 20, 44), (x + 40, 80)), fill=(236, 232, 216))
        swing = 40 + 12 * ((number % 12) / 6 - 1 if number % 24 < 12 else 1 - (number % 12) / 6)
        draw.line((40, 0, swing, 22), fill=(40, 40, 44), width=1)
        draw.ellipse((swing - 6, 20, swing + 6, 36), fill=(250, 214, 110))
        made.append(picture)
    return made


def gif(pictures: list[Image.Image]) -> bytes:
    """An animated GIF, one picture every 80 ms."""
    small = [p.quantize(24, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE) for p in pictures]
    out = io.BytesIO()
    small[0].save(out, "GIF", save_all=True, append_images=small[1:], duration=FRAME_MS, loop=0)
    return out.getvalue()


def webp(pictures: list[Image.Image]) -> bytes:
    """An animated WebP, one picture every 80 ms."""
    out = io.BytesIO()
    rest = pictures[1:]
    pictures[0].save(
        out, "WEBP", save_all=True, append_images=rest, duration=FRAME_MS, quality=60, method=0
    )
    return out.getvalue()


def avi(pictures: list[Image.Image]) -> bytes:
    """A Motion-JPEG film in an AVI file, one picture every 80 ms, without sound."""
    width, height = pictures[0].size
    shots = [jpeg(picture, 70) for picture in pictures]
    shots = [shot + b"\0" * (len(shot) % 2) for shot in shots]
    main = struct.pack(
        "<14I",
        FRAME_MS * 1000,
        0,
        0,
        0x10,
        len(shots),
        0,
        1,
        max(map(len, shots)),
        width,
        height,
        0,
        0,
        0,
        0,
    )
    stream = b"vidsMJPG" + struct.pack(
        "<IHHIIIIIIIIHHHH", 0, 0, 0, 0, 1, 12, 0, len(shots), 0, 0, 0, 0, 0, width, height
    )
    form = struct.pack(
        "<IiiHH4sIiiII", 40, width, height, 1, 24, b"MJPG", width * height * 3, 0, 0, 0, 0
    )
    streams = _list(b"strl", _chunk(b"strh", stream) + _chunk(b"strf", form))
    heads = _list(b"hdrl", _chunk(b"avih", main) + streams)
    movie = b"".join(_chunk(b"00dc", shot) for shot in shots)
    index, at = b"", 4
    for shot in shots:
        index += b"00dc" + struct.pack("<III", 0x10, at, len(shot))
        at += len(shot) + 8
    body = b"AVI " + heads + _list(b"movi", movie) + _chunk(b"idx1", index)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def _list(name: bytes, data: bytes) -> bytes:
    return _chunk(b"LIST", name + data)
