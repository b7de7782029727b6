"""Drawn pictures: a wide sky with a shape before it that a person can name. Harmless all.

Each scene stands on its own cloud field, so that no two are alike even to a simple hash.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 320, 240
Colour = tuple[int, int, int]
Draw = ImageDraw.ImageDraw

SKIES: tuple[tuple[Colour, Colour], ...] = (
    ((44, 66, 104), (236, 170, 118)),
    ((90, 140, 180), (226, 236, 240)),
    ((30, 34, 66), (120, 96, 150)),
    ((160, 180, 170), (240, 230, 200)),
    ((70, 90, 96), (190, 200, 190)),
    ((200, 120, 90), (250, 216, 150)),
)
SEAS: tuple[Colour, ...] = ((30, 76, 104), (52, 104, 100), (72, 92, 120), (24, 52, 82))
PAINTS: tuple[Colour, ...] = (
    (198, 72, 60), (226, 168, 62), (64, 120, 168), (236, 232, 216), (84, 140, 96), (120, 80, 140),
    (40, 48, 60),
)  # fmt: skip


def scene(random: Random, kind: str, words: str = "") -> Image.Image:
    """One picture, 320 by 240.

    Args:
        kind: a key of ``KINDS``.
        words: lettering, for those kinds that bear some.
    """
    picture = _ground(random)
    KINDS[kind](ImageDraw.Draw(picture, "RGBA"), random, words)
    return picture


def _ground(random: Random) -> Image.Image:
    """Sky, clouds and sea."""
    top, low = random.choice(SKIES)
    sky = Image.new("RGB", (1, 2))
    sky.putdata([top, low])
    picture = sky.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)
    cells = Image.frombytes("L", (9, 7), random.randbytes(63))
    clouds = cells.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    light = Image.new("RGB", (WIDTH, HEIGHT), tuple(min(255, c + 70) for c in low))
    picture = Image.composite(light, picture, clouds.point(_HALF))
    draw = ImageDraw.Draw(picture, "RGBA")
    sea, line = random.choice(SEAS), random.randint(140, 170)
    draw.rectangle((0, line, WIDTH, HEIGHT), fill=(*sea, 225))
    for _ in range(26):
        x, y = random.randint(-20, WIDTH), random.randint(line + 4, HEIGHT)
        draw.arc((x, y, x + random.randint(16, 46), y + 8), 200, 340, fill=(235, 240, 240, 120))
    return picture


_HALF = [value * 3 // 5 for value in range(256)]


def anchor(draw: Draw, x: float, y: float, size: float, colour: Colour) -> None:
    """An anchor, ``size`` px high, its ring at the top."""
    w = max(1, round(size / 9))
    draw.ellipse((x - size * 0.12, y, x + size * 0.12, y + size * 0.24), outline=colour, width=w)
    draw.line((x, y + size * 0.22, x, y + size * 0.95), fill=colour, width=w)
    draw.line((x - size * 0.2, y + size * 0.4, x + size * 0.2, y + size * 0.4), colour, w)
    draw.arc((x - size * 0.4, y + size * 0.3, x + size * 0.4, y + size), 20, 160, colour, w)


def _seven(draw: Draw, x: float, y: float, size: float, colour: Colour) -> None:
    """The emblem: four anchors over three."""
    for n in range(7):
        row, place = (0, n) if n < 4 else (1, n - 4)
        anchor(draw, x + (place + row / 2) * size * 1.1, y + row * size * 1.2, size, colour)


def letter(draw: Draw, words: str, at: tuple[float, float], size: int, colour: Colour) -> None:
    """Lettering in the bitmap font that comes with Pillow, drawn larger: it needs no library for
    fonts, which the program of its own does not carry."""
    font = ImageFont.load_default_imagefont()
    plain = words.encode("ascii", "replace").decode("ascii")
    left, top, right, bottom = font.getbbox(plain)
    mask = Image.new("L", (int(right - left) or 1, int(bottom - top) or 1))
    ImageDraw.Draw(mask).text((-left, -top), plain, fill=255, font=font)
    grown = mask.resize((max(1, mask.width * size // mask.height), size), Image.Resampling.BILINEAR)
    draw.bitmap((int(at[0]), int(at[1])), grown, fill=colour)


def _banner(draw: Draw, random: Random, words: str) -> None:
    x, y = random.randint(20, 70), random.randint(18, 50)
    cloth, ink = random.sample(PAINTS, 2)
    draw.rectangle((x, y, x + 6, HEIGHT - 10), fill=(70, 56, 44))
    sway = random.randint(6, 18)
    edge = [(x + 6 + i * 10, y + sway * math.sin(i / 3 + sway)) for i in range(19)]
    draw.polygon(edge + [(a, b + 104) for a, b in reversed(edge)], fill=cloth)
    _seven(draw, x + 46, y + 26, 32, ink)


def _poster(draw: Draw, random: Random, words: str) -> None:
    paper, ink = random.choice(PAINTS), (24, 26, 32)
    x, y = random.randint(36, 90), random.randint(10, 30)
    draw.rectangle((x, y, x + 180, y + 200), fill=paper, outline=ink, width=3)
    _seven(draw, x + 40, y + 20, 30, ink if sum(paper) > 300 else (240, 236, 220))
    letter(draw, words or "RELEASE", (x + 16, y + 112), 22, ink if sum(paper) > 300 else (240,) * 3)
    for row in range(random.randint(2, 4)):
        draw.line((x + 16, y + 150 + row * 12, x + 164, y + 150 + row * 12), ink, 3)


def _lamp(draw: Draw, random: Random, words: str) -> None:
    x, stripe = random.randint(70, 250), random.choice(PAINTS)
    for row in range(12):
        half = 10 + row * 1.4
        colour = stripe if row % 2 else (236, 232, 220)
        draw.rectangle((x - half, 66 + row * 11, x + half, 77 + row * 11), fill=colour)
    draw.rectangle((x - 11, 48, x + 11, 66), fill=(250, 226, 120), outline=(40, 40, 40))
    draw.polygon(((x - 14, 48), (x + 14, 48), (x, 34)), fill=stripe)
    side = random.choice((-1, 1))
    beam = ((x, 57), (x + side * 200, 20), (x + side * 200, 92))
    draw.polygon(beam, fill=(252, 240, 180))
    draw.polygon(((x - 70, 198), (x + 70, 198), (x + 34, 176), (x - 30, 178)), fill=(66, 62, 60))


def _boat(draw: Draw, random: Random, x: float, y: float, size: float) -> None:
    hull = random.choice(PAINTS)
    shape = (
        (x, y),
        (x + size, y),
        (x + size * 0.8, y + size * 0.28),
        (x + size * 0.16, y + size * 0.28),
    )
    draw.polygon(shape, fill=hull, outline=(30, 30, 34))
    mast = x + size * 0.45
    draw.line((mast, y, mast, y - size), fill=(50, 42, 36), width=3)
    if random.random() < 0.7:
        sail = random.choice(PAINTS)
        draw.polygon(((mast + 3, y - size), (mast + 3, y - 6), (mast + size * 0.45, y - 6)), sail)


def _harbour(draw: Draw, random: Random, words: str) -> None:
    x = 0
    while x < WIDTH:
        width, height = random.randint(24, 48), random.randint(30, 84)
        draw.rectangle((x, 160 - height, x + width, 160), fill=random.choice(PAINTS))
        for window in range(random.randint(1, 3)):
            left = x + 5 + window * 13
            draw.rectangle((left, 168 - height, left + 6, 178 - height), fill=(250, 226, 140))
        x += width + random.randint(0, 10)
    for _ in range(random.randint(2, 4)):
        _boat(
            draw, random, random.randint(0, 260), random.randint(176, 222), random.randint(30, 60)
        )


def _boats(draw: Draw, random: Random, words: str) -> None:
    for _ in range(random.randint(1, 4)):
        _boat(
            draw, random, random.randint(6, 230), random.randint(150, 218), random.randint(40, 96)
        )


def _ferry(draw: Draw, random: Random, words: str) -> None:
    x, y, hull = random.randint(16, 90), random.randint(150, 180), random.choice(PAINTS)
    draw.polygon(((x, y), (x + 200, y), (x + 178, y + 40), (x + 16, y + 40)), fill=hull)
    draw.rectangle((x + 30, y - 32, x + 168, y), fill=(238, 236, 226))
    for n in range(8):
        draw.ellipse((x + 38 + n * 16, y - 24, x + 48 + n * 16, y - 14), fill=(60, 90, 120))
    draw.rectangle((x + 96, y - 66, x + 118, y - 32), fill=random.choice(PAINTS))


def _crowd(draw: Draw, random: Random, words: str) -> None:
    for row in range(3):
        for _ in range(10):
            x, y = random.randint(0, WIDTH), 140 + row * 30 + random.randint(-6, 6)
            coat = random.choice(PAINTS)
            draw.ellipse((x - 7, y - 16, x + 7, y - 2), fill=(196, 160, 130))
            draw.rounded_rectangle((x - 11, y - 2, x + 11, y + 44), 8, fill=coat)
            if random.random() < 0.4:
                draw.line((x + 11, y + 6, x + 18, y - 24), fill=(60, 50, 40), width=2)
                draw.ellipse((x + 12, y - 36, x + 24, y - 24), fill=(250, 214, 110))


def _lanterns(draw: Draw, random: Random, words: str) -> None:
    draw.arc((-40, -60, WIDTH + 40, 90), 10, 170, fill=(50, 44, 40), width=3)
    for n in range(random.randint(5, 8)):
        x = 20 + n * 42
        y = 84 - abs(x - 160) * 0.16
        shade = random.choice(PAINTS)
        draw.ellipse((x - 17, y, x + 17, y + 44), fill=shade, outline=(250, 226, 140), width=3)
        draw.rectangle((x - 7, y - 5, x + 7, y + 2), fill=(50, 44, 40))
    _boat(draw, random, random.randint(30, 200), 196, 56)


def _anchor(draw: Draw, random: Random, words: str) -> None:
    anchor(draw, random.randint(90, 230), random.randint(16, 36), 176, random.choice(PAINTS))
    letter(draw, words, (20, 208), 18, (240, 236, 220))


def _chart(draw: Draw, random: Random, words: str) -> None:
    draw.rectangle(
        (16, 14, WIDTH - 16, HEIGHT - 14), fill=(234, 226, 200, 150), outline=(90, 76, 60)
    )
    x, y = random.randint(90, 230), random.randint(80, 160)
    for ring in range(6, 0, -1):
        squash = random.uniform(0.5, 0.9)
        reach = ring * 16
        box = (x - reach, y - reach * squash, x + reach, y + reach * squash)
        draw.ellipse(box, outline=(84, 120, 140), width=2)
    for _ in range(14):
        depth = str(random.randint(2, 40))
        letter(draw, depth, (random.randint(26, 284), random.randint(22, 206)), 11, (90, 76, 60))


def _gate(draw: Draw, random: Random, words: str) -> None:
    stone = (128, 122, 112)
    draw.rectangle((40, 60, 100, 226), fill=stone, outline=(60, 58, 54), width=3)
    draw.rectangle((220, 60, 280, 226), fill=stone, outline=(60, 58, 54), width=3)
    draw.pieslice((60, 14, 260, 214), 180, 360, fill=stone, outline=(60, 58, 54), width=3)
    draw.pieslice((100, 60, 220, 180), 180, 360, fill=(40, 46, 60))
    draw.rectangle((100, 118, 220, 226), fill=(40, 46, 60))
    for x in range(108, 220, 16):
        draw.line((x, 84, x, 226), fill=(96, 100, 106), width=4)
    letter(draw, words, (112, 30), 18, (240, 236, 220))


def _bowl(draw: Draw, random: Random, words: str) -> None:
    table, bowl = random.choice(PAINTS), random.choice(PAINTS)
    draw.rectangle((0, 160, WIDTH, HEIGHT), fill=(*table, 110))
    x = random.randint(110, 200)
    draw.pieslice((x - 90, 70, x + 90, 220), 0, 180, fill=bowl, outline=(40, 40, 40), width=3)
    draw.ellipse((x - 90, 126, x + 90, 164), fill=(214, 168, 96), outline=(40, 40, 40), width=3)
    for _ in range(9):
        a, b = x + random.randint(-66, 66), random.randint(134, 152)
        draw.ellipse((a, b, a + 12, b + 7), fill=random.choice(PAINTS))


def _gulls(draw: Draw, random: Random, words: str) -> None:
    for _ in range(random.randint(6, 14)):
        x, y, s = random.randint(10, 290), random.randint(10, 150), random.randint(10, 30)
        draw.arc((x, y, x + s, y + s * 0.7), 190, 320, fill=(250, 250, 250), width=3)
        draw.arc(
            (x + s * 0.8, y, x + s * 1.8, y + s * 0.7), 220, 350, fill=(250, 250, 250), width=3
        )
    draw.rectangle((random.randint(20, 120), 180, 300, 194), fill=(90, 74, 58))


def _table(draw: Draw, random: Random, words: str) -> None:
    left, top = random.randint(8, 60), random.randint(6, 24)
    paper = (left, top, left + 240, top + 206)
    draw.rectangle(paper, fill=(244, 242, 234, 200), outline=(60, 70, 80), width=2)
    letter(draw, words or "TIDES", (left + 12, top + 6), 20, (40, 60, 90))
    for row in range(2):
        for column in range(4):
            clock = f"{random.randint(0, 23):02d}:{random.randint(0, 59):02d}"
            letter(draw, clock, (left + 12 + column * 56, top + 34 + row * 20), 13, (40, 44, 50))
    phase, waves, high = random.uniform(0, 6.3), random.uniform(1.2, 5), random.randint(18, 46)
    water = [
        (left + float(x), top + 140 - high * math.sin(phase + x / 240 * waves * 6.3))
        for x in range(0, 241, 6)
    ]
    foot = [(left + 240.0, top + 206.0), (left + 0.0, top + 206.0)]
    draw.polygon(water + foot, fill=random.choice(SEAS), outline=(24, 40, 60))


Maker = Callable[[Draw, Random, str], None]
KINDS: dict[str, Maker] = {
    "banner": _banner,
    "poster": _poster,
    "lamp": _lamp,
    "harbour": _harbour,
    "boats": _boats,
    "ferry": _ferry,
    "crowd": _crowd,
    "lanterns": _lanterns,
    "anchor": _anchor,
    "chart": _chart,
    "gate": _gate,
    "bowl": _bowl,
    "gulls": _gulls,
    "table": _table,
}
