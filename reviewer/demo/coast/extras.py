"""The other accounts: handles, names and bios put together from the coast's own words."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from reviewer.demo.coast.cast import HAND, Member
from reviewer.demo.coast.tongues import TONGUES

FIRST = (
    "tide", "salt", "moon", "brine", "reef", "kelp", "foam", "dune", "gull", "harbour", "lantern",
    "pier", "shoal", "ebb", "buoy", "moor", "bell", "deep", "low", "north", "copper", "nine",
    "rope", "net", "lamp", "fog", "storm", "quay", "oar", "sail", "cove", "barnacle",
)  # fmt: skip
SECOND = (
    "relay", "lamp", "wire", "keeper", "choir", "song", "archive", "kitchen", "mark", "post",
    "courier", "watch", "oath", "radio", "signal", "step", "loft", "walk", "table", "notes", "hand",
    "garden", "window", "diary", "count", "letters", "works", "corner", "whistle", "mender",
)  # fmt: skip
OTHER = {
    "ar": ("مدّ", "ملح", "فانوس", "مرساة", "رصيف", "موج", "منارة", "نورس", "شراع", "ضباب", "صدفة",
           "حبل", "جرس", "خليج"),
    "ru": ("маяк", "прилив", "якорь", "чайка", "туман", "причал", "парус", "колокол", "мол",
           "селёдка", "волна", "фонарь"),
    "uk": ("хвиля", "маяк", "вітрило", "чайка", "пірс", "мушля", "ліхтар", "юшка"),
    "ka": ("ზღვა", "ღუზა", "ნავი", "შუქურა", "ქარი", "თევზი", "ზარი", "ნისლი"),
}  # fmt: skip
DIGITS = {"ar": "٠١٢٣٤٥٦٧٨٩"}
COUNTS = (
    *(("en", voice, number) for voice, number in (
        ("official", 3), ("support", 21), ("resident", 24), ("press", 6), ("research", 3),
        ("mocker", 6), ("fisher", 9), ("ferry", 3), ("poet", 7), ("cook", 5), ("veiled", 3),
        ("recruit", 2), ("tides", 2), ("shop", 3),
    )),
    ("ar", "official", 3), ("ar", "support", 10), ("ar", "resident", 9), ("ar", "press", 3),
    ("ar", "poet", 4), ("ru", "official", 2), ("ru", "support", 6), ("ru", "resident", 7),
    ("ru", "fisher", 4), ("uk", "resident", 5), ("uk", "ferry", 1), ("uk", "poet", 3),
    ("ka", "support", 3), ("ka", "resident", 6), ("ka", "fisher", 3),
)  # fmt: skip
"""(language, voice, accounts)."""
CLAIMS = {
    "official": ("official media", "emblem"),
    "support": ("support", "emblem", "support", "recruitment"),
    "press": ("emblem", "official media"),
    "research": ("emblem",),
    "mocker": ("official media", "other"),
    "veiled": ("threat", "other"),
    "recruit": ("recruitment",),
}
_STEM = re.compile(r"_\d+$")
TOTAL = 200
POSTS = 20_000


def extras(random: Random) -> list[Member]:
    """All accounts that nobody wrote by hand, so that there are ``TOTAL`` with ``POSTS`` posts."""
    taken = {member.handle for member in HAND}
    made = [
        _member(random, lang, voice, taken) for lang, voice, number in COUNTS for _ in range(number)
    ]
    made = _returns(random, made[: TOTAL - len(HAND)])
    return _shared_out(random, made)


def _member(random: Random, lang: str, voice: str, taken: set[str]) -> Member:
    handle, name = _named(random, lang, taken)
    heated = voice in CLAIMS
    noise = (random.choice((0, 0, 1, 2)), random.choice((0, 1, 2, 4))) if heated else (0, 0)
    gone = random.randint(20, 115) if voice == "official" or random.random() < 0.05 else 999
    case = gone == 999 and (sum(noise) > 2 or random.random() < 0.05)
    return Member(
        handle,
        name,
        _bio(random, lang, voice),
        voice,
        lang,
        followers=round(random.lognormvariate(5.6, 1.3)),
        why=_why(random, noise, CLAIMS.get(voice, ())) if case else "",
        claims=CLAIMS.get(voice, ("other",)),
        noise=noise,
        since=random.randint(4, 90) if gone == 999 and random.random() < 0.2 else -1,
        gone=gone,
        fate="suspended" if heated else "deleted",
    )


def _why(random: Random, noise: tuple[int, int], claims: tuple[str, ...]) -> str:
    if sum(noise) > 2:
        return f"Reports: {claims[0]}, {sum(noise)}"
    return f"Random draw {random.randint(32, 99)} (discovery)"


def _named(random: Random, lang: str, taken: set[str]) -> tuple[str, str]:
    """(handle, display name), the handle not yet taken."""
    while True:
        if lang == "en":
            one, two = random.choice(FIRST), random.choice(SECOND)
            mark, number = (
                random.choice("__. "),
                random.choice(("", "", f"_{random.randint(2, 99)}")),
            )
            handle = f"{one}{mark.strip()}{two}{number}"
            name = f"{one.title()} {two.title()}"
        else:
            one, two = random.sample(OTHER[lang], 2)
            number = str(random.randint(2, 9))
            digits = DIGITS.get(lang, "")
            handle = f"{one}_{two}_{digits[int(number)] if digits else number}"
            name = f"{one} {two}".title() if lang in ("ru", "uk") else f"{one} {two}"
        if handle not in taken:
            taken.add(handle)
            return handle, name


def _bio(random: Random, lang: str, voice: str) -> str:
    """An afterthought of the voice that needs no filling, or nothing."""
    plain = [t for t in TONGUES[lang].voices[voice][1] if "{" not in t]
    return random.choice(plain).partition(" || ")[0] if plain and random.random() < 0.8 else ""


def _returns(random: Random, made: list[Member]) -> list[Member]:
    """Six of the supporters come back under a look-alike handle."""
    gone = [m for m in made if m.fate == "suspended" and m.gone < 100][:6]
    fresh = [m for m in made if m.gone == 999 and m.voice in ("resident", "support")]
    names = {m.handle for m in made}
    swaps: dict[str, Member] = {}
    for old, place in zip(gone, fresh, strict=False):
        handle = f"{_STEM.sub('', old.handle)}_{random.randint(100, 999)}"
        if handle in names:
            continue
        swaps[place.handle] = Member(
            handle, old.name, old.bio, old.voice, old.lang,
            followers=max(12, old.followers // 5), why="Possible respawn, 2 signals",
            claims=("return",), noise=(0, 2), since=old.gone + random.randint(2, 9),
            prior=old.handle,
        )  # fmt: skip
    return [swaps.get(m.handle, m) for m in made]


def _shared_out(random: Random, made: list[Member]) -> list[Member]:
    """The posts that are left, shared out unevenly."""
    left = POSTS - sum(m.posts for m in HAND)
    weights = [random.lognormvariate(0, 0.7) * _days(m) for m in made]
    whole = sum(weights)
    shares = [max(5, int(left * weight / whole)) for weight in weights]
    shares[shares.index(max(shares))] += left - sum(shares)
    return [replace(m, posts=n) for m, n in zip(made, shares, strict=True)]


def _days(member: Member) -> int:
    return max(4, min(119, member.gone) - max(0, member.since))
