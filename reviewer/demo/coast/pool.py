"""The media of the story, made once: families of near-duplicates, single pictures, short clips."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from random import Random

from reviewer.demo.coast import art, prints
from reviewer.domain.records import Media

MOVEMENT_KINDS = ("banner", "poster", "lanterns", "crowd", "anchor", "poster", "lamp", "banner")
DAILY_KINDS = ("harbour", "boats", "ferry", "gulls", "chart", "lamp", "boats", "harbour")
MOVEMENT_FAMILIES, DAILY_FAMILIES, COPIES = 52, 60, 5
SINGLES, TABLES, BOWLS, CLIPS = 78, 36, 28, 24
SUFFIX = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp",
          "video/x-msvideo": "avi"}  # fmt: skip


@dataclass(slots=True)
class Pool:
    """``groups`` holds families by use: lists of SHA-256, the first picture of a family first;
    ``unseen`` those that nobody has shown yet."""

    records: dict[str, Media] = field(default_factory=dict)
    data: dict[str, bytes] = field(default_factory=dict)
    groups: dict[str, list[list[str]]] = field(default_factory=dict)
    unseen: dict[str, list[str]] = field(default_factory=dict)

    def keep(
        self,
        data: bytes,
        mime: str,
        size: tuple[int, int],
        *,
        kind: str = "photo",
        duration_ms: int | None = None,
        alt_text: str = "",
    ) -> str:
        """Keep a medium; its SHA-256."""
        digest = hashlib.sha256(data).hexdigest()
        self.data[digest] = data
        self.records[digest] = Media(
            sha256=digest,
            bytes=len(data),
            mime=mime,
            kind=kind,
            width=size[0],
            height=size[1],
            duration_ms=duration_ms,
            alt_text=alt_text,
        )
        return digest

    def pick(self, random: Random, group: str, *, faithful: bool = False) -> str:
        """A medium of a group, popular families more often; ``faithful``: the first of a family."""
        families = self.groups[group]
        waiting = self.unseen.setdefault(group, [])
        if not faithful and waiting and random.random() < 0.3:
            return waiting.pop()
        family = random.choice(families)
        if random.random() < 0.7:
            family = families[int(random.expovariate(2.4) * len(families)) % len(families)]
        return family[0] if faithful or len(family) == 1 else random.choice(family)


def make_pool(random: Random) -> Pool:
    """All media; the same random numbers, the same bytes."""
    pool = Pool()
    pool.groups["movement"] = [
        _family(pool, random, MOVEMENT_KINDS[n % 8], COPIES, f"RELEASE {n + 3}")
        for n in range(MOVEMENT_FAMILIES)
    ]
    pool.groups["daily"] = [
        _family(pool, random, DAILY_KINDS[n % 8], 1, "") for n in range(DAILY_FAMILIES)
    ] + [_family(pool, random, DAILY_KINDS[n % 8], 0, "") for n in range(SINGLES)]
    random.shuffle(pool.groups["daily"])
    pool.groups["table"] = [_family(pool, random, "table", 0, "TIDES") for _ in range(TABLES)]
    pool.groups["bowl"] = [_family(pool, random, "bowl", 0, "") for _ in range(BOWLS)]
    pool.groups["gate"] = [_family(pool, random, "gate", 0, "NORTH GATE")]
    pool.groups["clip"] = [[_clip(pool, random, n)] for n in range(CLIPS)]
    pool.groups["film"] = [[_film(pool, random)]]
    for group, families in pool.groups.items():
        pool.unseen[group] = [name for family in families for name in family]
        random.shuffle(pool.unseen[group])
    return pool


def _family(pool: Pool, random: Random, kind: str, copies: int, words: str) -> list[str]:
    """A picture and its near-duplicates, each made in another way."""
    picture = art.scene(random, kind, words)
    flat = kind in ("poster", "table") and random.random() < 0.5
    data = prints.png(picture) if flat else prints.jpeg(picture)
    known = "" if words else f"a drawn picture: {kind}"
    first = pool.keep(data, "image/png" if flat else "image/jpeg", picture.size, alt_text=known)
    family = [first]
    ways = list(range(5))
    random.shuffle(ways)
    for how in ways[:copies]:
        copy = prints.variant(random, picture, how)
        family.append(pool.keep(copy, "image/jpeg", prints.size_of(copy)))
    return family


def _clip(pool: Pool, random: Random, number: int) -> str:
    pictures = prints.frames(random, random.randint(20, 40))
    length = len(pictures) * prints.FRAME_MS
    mime, data = "image/gif", b""
    if number % 8 == 7:
        mime, data = "image/webp", prints.webp(pictures)
    return pool.keep(
        data or prints.gif(pictures), mime, prints.CLIP, kind="gif", duration_ms=length
    )


def _film(pool: Pool, random: Random) -> str:
    pictures = prints.frames(random, 24)
    length = len(pictures) * prints.FRAME_MS
    data = prints.avi(pictures)
    return pool.keep(data, "video/x-msvideo", prints.CLIP, kind="video", duration_ms=length)
