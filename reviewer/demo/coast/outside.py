"""All around the posts: accounts, what the platform did, links, world events, cases, the list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from reviewer.bundle.header import Watchlists, watchlists_of
from reviewer.demo.coast.cast import LIST, QUEUE, UNSEEN, Member
from reviewer.demo.coast.pool import Pool
from reviewer.demo.coast.posting import PLATFORM, Posting, Writer
from reviewer.demo.coast.reports import top_claim
from reviewer.demo.coast.timing import CREATED_AT, PRESS_DAY, THREAT_DAY, moment, text
from reviewer.domain.records import (
    Account,
    Case,
    History,
    Legal,
    Link,
    Report,
    Status,
    Subject,
    WatchEntry,
    WorldEvent,
)

SOURCE = "demo generator"
SAME_AVATAR = {"harbour_lamp_x": "lamp_oath_31", "ebb_and_oath": "brine_choir"}
"""Handle to the handle whose avatar it bears, beside the returns."""
SHARED = 7
"""Media in common from which on a link says so."""
EVENTS = (
    (12, "wave", "Releases of three relays within an hour"),
    (33, "policy", "Harbour office closes the first relays"),
    (61, "policy", "Second closure: five distributors in three days"),
    (79, "attack", "Lamp posts at Saltgate cut down at night; nobody was hurt"),
    (96, "policy", "Third closure; returns are counted from today"),
    (PRESS_DAY, "press", "Harbour gazette asks why the channels stay open"),
    (THREAT_DAY + 1, "press", "Council of Saltgate condemns a threat against a warden"),
)


def account_of(random: Random, writer: Writer, avatar: str, shown: int) -> Account:
    """An account as it was captured at the end."""
    member = writer.member
    age = random.randint(200, 1_500)
    born = moment(member.since, -3600) if member.since >= 0 else moment(-age, 40_000)
    earlier = _former(random, member.handle)
    return Account(
        account_id=writer.account_id,
        platform=PLATFORM,
        captured_at=CREATED_AT,
        source=SOURCE,
        handles=[*earlier, member.handle],
        display_names=[member.name],
        bio=member.bio,
        created_at=text(born),
        followers=member.followers,
        followees=random.randint(3, 900),
        posts_count=shown * random.randint(2, 5),
        avatar=avatar,
    )


def _former(random: Random, handle: str) -> list[str]:
    if not handle.isascii() or random.random() > 0.06:
        return []
    return [f"{handle}_old"]


def avatars(random: Random, pool: Pool, members: Sequence[Member]) -> dict[str, str]:
    """Handle to avatar: returns bear that of the account before them."""
    own = {m.handle: pool.pick(random, random.choice(("daily", "movement"))) for m in members}
    found = {m.handle: f"media:{own[m.handle][:16]}" for m in members}
    for member in members:
        root = member
        while root.prior:
            root = next(m for m in members if m.handle == root.prior)
        found[member.handle] = found[root.handle]
    for handle, other in SAME_AVATAR.items():
        found[handle] = found[other]
    return found


def platform_says(random: Random, writers: Sequence[Writer]) -> Iterator[Status | History]:
    """What the platform said of each account, and earlier enforcement."""
    for writer in writers:
        member, ident = writer.member, writer.account_id
        first = max(0, member.since)
        yield _status(ident, text(moment(first, 30_000)), "active")
        if member.gone < 999:
            day = text(moment(member.gone, 36_000 + random.randrange(7_200)))
            yield _status(ident, day, member.fate)
        elif member.handle == "old_pier_radio":
            yield _status(ident, text(moment(105, 40_000)), "withheld")
            yield _status(ident, text(moment(107, 40_000)), "active")
        warned = member.voice in ("official", "support", "recruit") and random.random() < 0.3
        if member.handle in ("tide_relay_07", "saltwind.wire", "harbour_lamp_x") or warned:
            yield from _earlier(random, member, ident, first)


def _earlier(random: Random, member: Member, ident: str, first: int) -> Iterator[History]:
    day = min(random.randint(first + 3, first + 50), min(member.gone, 119) - 1)
    if day <= first:
        return
    action, basis = random.choice(
        (
            ("limited for 7 days", "mirror of a closed channel"),
            ("warned", "emblem in pictures"),
            ("3 posts removed", "releases, word for word"),
        )
    )
    if member.handle == "saltwind.wire":
        action, basis = "limited, restored on appeal", "press exemption confirmed"
    yield History(
        account_id=ident,
        platform=PLATFORM,
        at=text(moment(day, 41_000)),
        action=action,
        source="harbour office",
        basis=basis,
        until=text(moment(day + 7, 41_000)) if action.startswith("limited for") else "",
    )


def _status(ident: str, at: str, value: str) -> Status:
    return Status(
        account_id=ident,
        platform=PLATFORM,
        at=at,
        value=value,  # type: ignore[arg-type]
        source="harbour office",
    )


def links_of(posting: Posting) -> Iterator[Link]:
    """Returns, shared avatars, media with the same bytes, many reposts."""
    writers = posting.writers
    ids = {handle: writer.account_id for handle, writer in writers.items()}
    for member in (w.member for w in writers.values()):
        if member.prior:
            basis = "same avatar; look-alike handle; same first posts"
            yield _link(ids[member.handle], ids[member.prior], "respawn", basis, 3)
    for handle, other in SAME_AVATAR.items():
        yield _link(ids[handle], ids[other], "shared_avatar", "the same picture", 1)
    for handle, shared in shared_with_relay(posting).items():
        basis = f"{shared} media with the same bytes"
        if shared < SHARED and "{shared}" not in writers[handle].member.why:
            continue
        yield _link(ids[handle], ids["tide_relay_07"], "shared_media", basis, shared)
    yield _link(ids["gull_post_88"], ids["tide_relay_07"], "repost", "mostly reposts", None)
    yield _link(ids["mayak_vesti"], ids["sem_yakorey"], "alias", "says so in its first post", 2)


def shared_with_relay(posting: Posting) -> dict[str, int]:
    """How many media each account has in common with the relay, distributors aside."""
    relay = _media_of(posting.writers["tide_relay_07"])
    found = {
        handle: len(relay & _media_of(writer))
        for handle, writer in posting.writers.items()
        if handle != "tide_relay_07" and not writer.member.listed
    }
    return {handle: number for handle, number in found.items() if number}


def _media_of(writer: Writer) -> set[str]:
    return {name for post in writer.made for name in post.media}


def _link(source: str, target: str, kind: str, basis: str, strength: int | None) -> Link:
    return Link(
        source=source, target=target, kind=kind, platform=PLATFORM, basis=basis, strength=strength
    )


def events() -> Iterator[WorldEvent]:
    """What happened in the world outside."""
    for number, (day, kind, title) in enumerate(EVENTS, 1):
        at = text(moment(day, 6 * 3600))
        yield WorldEvent(event_id=f"world-{number}", at=at, kind=kind, title=title)  # type: ignore[arg-type]


def cases(posting: Posting, reports: dict[str, list[Report]]) -> Iterator[Case]:
    """The queue: what was written by hand first, then by the number of reports."""
    shared = shared_with_relay(posting)
    rank = {member.handle: 1_000 - n for n, member in enumerate(QUEUE)}
    open_ = [w for w in posting.writers.values() if w.member.why]
    for number, writer in enumerate(open_, 2_401):
        member, about = writer.member, reports.get(writer.member.handle, [])
        why = member.why.format(shared=shared.get(member.handle, 0))
        if member.handle not in rank and why.startswith("Reports") and about:
            why = f"Reports: {top_claim(about)}, {len(about)}"
        yield Case(
            case_id=f"T-{number}",
            subjects=[Subject(kind="account", id=writer.account_id, platform=PLATFORM)],
            opened_at=CREATED_AT,
            queue="seven anchors",
            reports=[report.report_id for report in about],
            priority=rank.get(member.handle, len(about)),
            due_at="2026-05-01T20:00:00.000Z" if member.handle == "warden_watch" else "",
            legal=_legal(about),
            why=[why],
        )


def _legal(reports: Sequence[Report]) -> Legal | None:
    for report in reports:
        if report.kind == "state":
            number = report.report_id.removeprefix("R-")
            return Legal(
                regime="keep-open request", order_ref=f"KO-2026-{number}", received_at=report.at
            )
    return None


def watchlist(posting: Posting) -> Watchlists | None:
    """The official distributors; one of them no source has shown."""
    entries = [
        WatchEntry(
            entity=LIST,
            platform=PLATFORM,
            account_id=writer.account_id,
            handle=writer.member.handle,
            tier="1",
            source="register of the coast council, no. 12",
            added="2026-01-05T09:00:00.000Z",
            status="active",
        )
        for writer in posting.writers.values()
        if writer.member.listed
    ]
    unseen = WatchEntry(
        entity=LIST,
        platform=PLATFORM,
        handle=UNSEEN,
        tier="1",
        source="register of the coast council, no. 12",
        added="2026-01-05T09:00:00.000Z",
        status="active",
    )
    return watchlists_of([*entries, unseen])
