"""The seeded generator: records and pictures of the demo, written as a folder for
``bundle build``. The same seed gives the same files."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import numpy as np

from reviewer.demo import pictures, story
from reviewer.demo.story import Person
from reviewer.domain.records import (
    RECORD_FILES,
    Account,
    Case,
    History,
    Link,
    Media,
    Post,
    Record,
    Report,
    Status,
    Subject,
    Translation,
    WorldEvent,
)

SEED = 2015
PLATFORM = "tidewire"
END = datetime(2026, 4, 30, 20, 0, tzinfo=UTC)
DAYS = 120
CREATED_AT = "2026-05-01T08:00:00.000Z"


@dataclass(slots=True)
class World:
    """What was made so far."""

    random: np.random.Generator
    records: dict[type[Record], list[Record]] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)
    shared: list[str] = field(default_factory=list)
    next_post: int = 4000

    def add(self, record: Record) -> None:
        """Keep a record."""
        self.records.setdefault(type(record), []).append(record)


def write_demo(folder: Path, *, seed: int = SEED) -> Path:
    """Write ``records/*.jsonl`` and ``media/`` into a new folder; returns the folder."""
    world = make_world(seed)
    (folder / "records").mkdir(parents=True)
    (folder / "media").mkdir()
    encoder = msgspec.json.Encoder()
    for stem, kind in RECORD_FILES.items():
        rows = world.records.get(kind)
        if rows:
            text = b"".join(encoder.encode(row) + b"\n" for row in rows)
            (folder / "records" / f"{stem}.jsonl").write_bytes(text)
    for digest, data in world.media.items():
        (folder / "media" / f"{digest}.png").write_bytes(data)
    return folder


def make_world(seed: int = SEED) -> World:
    """All records and pictures of the demo."""
    world = World(np.random.default_rng(seed))
    _pictures(world)
    for number, person in enumerate(story.PEOPLE, 1):
        _account(world, number, person)
    _outside(world)
    return world


def _pictures(world: World) -> None:
    """Pictures that several accounts share: the flags of the movement."""
    for _ in range(6):
        world.shared.append(_keep(world, pictures.scene(world.random, "flag")))


def _keep(world: World, data: bytes) -> str:
    digest = hashlib.sha256(data).hexdigest()
    if digest not in world.media:
        world.media[digest] = data
        world.add(
            Media(
                sha256=digest,
                bytes=len(data),
                mime="image/png",
                kind="photo",
                width=pictures.WIDTH,
                height=pictures.HEIGHT,
            )
        )
    return digest


def _account(world: World, number: int, person: Person) -> None:
    ident = f"{7000 + number}"
    created = END - timedelta(days=int(world.random.integers(200, 900)))
    world.add(
        Account(
            account_id=ident,
            platform=PLATFORM,
            captured_at=CREATED_AT,
            source="demo generator",
            handles=[person.handle],
            display_names=[person.name],
            bio=person.bio,
            created_at=_text(created),
            followers=person.followers,
            followees=int(world.random.integers(3, 900)),
            posts_count=person.posts * 3,
        )
    )
    posts = _posts(world, ident, person)
    reports = [_report(world, ident, posts, number, i, c) for i, c in enumerate(person.claims)]
    world.add(
        Case(
            case_id=f"T-{2400 + number}",
            subjects=[Subject(kind="account", id=ident, platform=PLATFORM)],
            opened_at=CREATED_AT,
            queue="seven anchors",
            reports=reports,
            priority=max(0, 100 - number * 5),
            why=[person.why] if person.why else [],
        )
    )
    if person.theme == "official":
        world.add(
            History(
                account_id=ident,
                platform=PLATFORM,
                at=_text(END - timedelta(days=80)),
                action="limited for 7 days",
                source="harbour office",
                basis="mirror of a closed channel",
            )
        )
        world.add(
            Status(
                account_id=ident,
                platform=PLATFORM,
                at=_text(END - timedelta(days=73)),
                value="active",
                source="harbour office",
            )
        )


def _posts(world: World, ident: str, person: Person) -> list[Post]:
    """The posts of one account: a first burst, a silence, a second burst, some undated."""
    random = world.random
    times = sorted(
        END - timedelta(minutes=int(m))
        for m in np.concatenate(
            [
                random.integers(0, 20 * 1440, person.posts * 2 // 3),
                random.integers(70 * 1440, DAYS * 1440, person.posts - person.posts * 2 // 3),
            ]
        )
    )
    texts = story.TEXTS[person.theme]
    made: list[Post] = []
    for place, at in enumerate(times):
        choice = int(random.integers(0, len(texts)))
        dated = place % 17 != 3
        text = texts[choice].format(n=place + 2, place=random.choice(story.PLACES))
        made.append(_post(world, ident, person, at if dated else None, text, choice, made))
    for extra in person.extra:
        at = END - timedelta(days=2, hours=3)
        made.append(_post(world, ident, person, at, extra.format(place="Saltgate"), 0, made))
    for post in made:
        world.add(post)
    return made


def _post(
    world: World,
    ident: str,
    person: Person,
    at: datetime | None,
    text: str,
    choice: int,
    before: list[Post],
) -> Post:
    random = world.random
    world.next_post += 1
    meaning = _meaning(choice, len(before) + 2) if person.lang == "ar" else None
    reply = before[-1].post_id if before and random.random() < 0.12 else ""
    return Post(
        post_id=str(world.next_post),
        account_id=ident,
        platform=PLATFORM,
        published_at=_text(at) if at else "",
        precision="s" if at else "",
        text=text,
        lang=person.lang,
        media=_media(world, person),
        reply_to=reply,
        counts={
            "like": int(random.integers(0, person.followers // 20 + 2)),
            "repost": int(random.integers(0, person.followers // 60 + 2)),
            "reply": int(random.integers(0, 40)),
        },
        translation=meaning,
    )


def _meaning(choice: int, number: int) -> Translation:
    return Translation(text=story.ARABIC_MEANING[choice].format(n=number), by="machine")


def _media(world: World, person: Person) -> list[str]:
    """Pictures of one post: the movement's flags where it fits, own pictures else."""
    random = world.random
    if random.random() > 0.2:
        return []
    if person.theme in ("official", "support", "arabic", "cyrillic") and random.random() < 0.6:
        return [world.shared[int(random.integers(0, len(world.shared)))]]
    kind = "lamp" if random.random() < 0.5 else "shore"
    return [_keep(world, pictures.scene(random, kind))]


def _report(
    world: World, ident: str, posts: list[Post], number: int, index: int, claim: str
) -> str:
    """One report; threats are reported on the post, the rest on the account."""
    at = END - timedelta(hours=int(world.random.integers(2, 60)))
    on_post = claim in ("threat", "emblem") and posts
    target = posts[-1].post_id if on_post else ident
    report_id = f"R-{number:02d}-{index:02d}"
    world.add(
        Report(
            report_id=report_id,
            subject=Subject(kind="post" if on_post else "account", id=target, platform=PLATFORM),
            at=_text(at),
            kind="user",
            policy_claimed=claim,
            statement="He names her, the gate and the hour." if claim == "threat" else "",
        )
    )
    return report_id


def _outside(world: World) -> None:
    """Links between accounts, and the press event after which the reports surge."""
    handles = {p.handle: str(7000 + n) for n, p in enumerate(story.PEOPLE, 1)}
    for source, target, kind, basis in (
        ("saltwind.wire", "tide_relay_07", "shared_media", "the same bytes"),
        ("lanternkeeper_3", "tide_relay_07", "prior_account", "same first posts"),
        ("ebb_and_oath", "brine_choir", "shared_avatar", ""),
        ("gull_post_88", "tide_relay_07", "repost", ""),
        ("reef_courier_22", "tide_relay_07", "repost", ""),
    ):
        world.add(
            Link(
                source=handles[source],
                target=handles[target],
                kind=kind,
                platform=PLATFORM,
                basis=basis,
            )
        )
    world.add(
        WorldEvent(
            event_id="press-1",
            at=_text(END - timedelta(days=3)),
            kind="press",
            title="Harbour gazette asks why the channels stay open",
        )
    )


def _text(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
