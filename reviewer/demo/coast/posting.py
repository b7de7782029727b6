"""Everybody's posts, made in the order of time, so that people can answer each other."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from reviewer.demo.coast.cast import Member
from reviewer.demo.coast.pool import Pool
from reviewer.demo.coast.scenes import SCENES, Scene
from reviewer.demo.coast.timing import moment, text, times
from reviewer.demo.coast.tongues import Speaker
from reviewer.domain.records import Post, Translation

PLATFORM = "tidewire"
FIRST_ID = 100_001
KINDS = {
    "official": (0.06, 0.05, 0.02),
    "support": (0.34, 0.14, 0.08),
    "recruit": (0.1, 0.1, 0.02),
    "press": (0.04, 0.12, 0.1),
    "research": (0.02, 0.1, 0.16),
    "mocker": (0.05, 0.25, 0.18),
    "veiled": (0.05, 0.3, 0.05),
    "tides": (0.0, 0.02, 0.0),
}
"""Voice to the shares of reposts, replies and quotes."""
_KINDS = (0.07, 0.22, 0.03)
MEDIA = {
    "official": (0.17, "movement", 0.92),
    "support": (0.17, "movement", 0.8),
    "recruit": (0.15, "movement", 0.9),
    "press": (0.16, "movement", 0.3),
    "research": (0.22, "movement", 0.8),
    "mocker": (0.16, "movement", 0.4),
    "tides": (0.72, "table", 1.0),
    "cook": (0.4, "bowl", 0.8),
}
"""Voice to (share of posts with a picture, its group, how often that group)."""
_MEDIA = (0.11, "daily", 0.93)


@dataclass(slots=True)
class Writer:
    """One account while it posts. ``made``: its posts so far; ``again``: what it says again of
    the account whose return it is, at its beginning."""

    member: Member
    account_id: str
    speaker: Speaker
    made: list[Post] = field(default_factory=list)
    again: deque[tuple[str, str]] = field(default_factory=deque)
    begun: bool = False


@dataclass(slots=True)
class Posting:
    """Posts of all accounts. ``scenes``: the post of each scene that has a key."""

    random: Random
    pool: Pool
    writers: dict[str, Writer]
    posts: list[Post] = field(default_factory=list)
    scenes: dict[str, Post] = field(default_factory=dict)
    recent: dict[str, deque[Post]] = field(default_factory=dict)

    def run(self) -> None:
        """Make them all."""
        plan: list[tuple[datetime, int, Writer, Scene | None]] = []
        for number, writer in enumerate(self.writers.values()):
            own = [s for s in SCENES if s.handle == writer.member.handle]
            plan += [(moment(s.day, s.seconds), number, writer, s) for s in own]
            for at in times(self.random, writer.member, writer.member.posts - len(own)):
                plan.append((at, number, writer, None))
        plan.sort(key=_order)
        for at, _, writer, scene in plan:
            post = self._scene(writer, scene, at) if scene else self._post(writer, at)
            self.posts.append(post)
            writer.made.append(post)
            if scene is None or scene.key != "threat":  # nobody repeats it but to condemn it
                self._remember(writer.member, post)

    def _remember(self, member: Member, post: Post) -> None:
        if post.repost_of:
            return
        for name in (member.lang, f"{member.lang}/{member.voice}", f"/{member.voice}"):
            self.recent.setdefault(name, deque(maxlen=40)).append(post)

    def _id(self) -> str:
        return str(FIRST_ID + len(self.posts))

    def _scene(self, writer: Writer, scene: Scene, at: datetime) -> Post:
        target = self.scenes.get(scene.of_key)
        if scene.of:
            target = self.writers[scene.of].made[-1]
        media = [self.pool.pick(self.random, group, faithful=True) for group in scene.media]
        if scene.plates:
            media = [*self.scenes[scene.plates].media]
        post = Post(
            post_id=self._id(),
            account_id=writer.account_id,
            platform=PLATFORM,
            published_at="" if scene.undated else text(at),
            precision="" if scene.undated else "s",
            text=scene.text,
            lang="ar" if _arabic(scene.text) else writer.member.lang,
            media=list(dict.fromkeys(media)),
            quote_of=target.post_id if target and scene.how == "quote_of" else "",
            counts=self._counts(writer.member, 3.0),
            deleted_at_source=scene.deleted,
            translation=Translation(text=scene.english, by="machine") if scene.english else None,
        )
        if scene.key:
            self.scenes[scene.key] = post
        return post

    def _post(self, writer: Writer, at: datetime) -> Post:
        random, member = self.random, writer.member
        reposts, replies, quotes = KINDS.get(member.voice, _KINDS)
        if member.handle == "gull_post_88":
            reposts = 0.8
        draw = random.random()
        target = None
        kind = "original"
        if draw < reposts:
            kind, target = "repost", self._someone(member, at, "official")
        elif draw < reposts + replies:
            kind, target = "reply", self._someone(member, at, "")
        elif draw < reposts + replies + quotes:
            kind, target = "quote", self._someone(member, at, "official")
        if target is None:
            kind = "original"
        words, english = self._words(writer, kind, target)
        undated = random.random() < 0.003
        return Post(
            post_id=self._id(),
            account_id=writer.account_id,
            platform=PLATFORM,
            published_at="" if undated else text(at),
            precision="" if undated else "s",
            text=words,
            lang=target.lang if kind == "repost" and target else member.lang,
            media=self._media(member) if kind in ("original", "quote") else [],
            reply_to=target.post_id if kind == "reply" and target else "",
            repost_of=target.post_id if kind == "repost" and target else "",
            quote_of=target.post_id if kind == "quote" and target else "",
            counts=self._counts(member, 0.3 if kind == "repost" else 1.0),
            edited=random.random() < 0.01,
            deleted_at_source=random.random() < 0.004,
            translation=Translation(text=english, by="machine") if english else None,
        )

    def _words(self, writer: Writer, kind: str, target: Post | None) -> tuple[str, str]:
        if kind == "repost" and target is not None:
            return target.text, target.translation.text if target.translation else ""
        if kind == "original" and not writer.begun:
            writer.begun = True
            writer.again.extend(self._first_words(writer.member.prior))
        if kind == "original" and writer.again:
            return writer.again.popleft()
        if kind == "reply":
            return writer.speaker.reply(self.random)
        if kind == "quote":
            return writer.speaker.quote(self.random)
        return writer.speaker.post(self.random)

    def _first_words(self, handle: str) -> list[tuple[str, str]]:
        """What an account said at first, three times at most."""
        made = self.writers[handle].made if handle else []
        own = [p for p in made if not (p.repost_of or p.reply_to or p.quote_of)]
        return [(p.text, p.translation.text if p.translation else "") for p in own[:3]]

    def _someone(self, member: Member, at: datetime, voice: str) -> Post | None:
        """A recent post of another account: its language, or the voice wanted."""
        names = [f"{member.lang}/{voice}", f"/{voice}"] if voice else [member.lang]
        if voice and member.voice not in ("support", "official", "recruit", "research", "mocker"):
            names = [member.lang]
        me = self.writers[member.handle].account_id
        for name in names:
            found = self.recent.get(name)
            if found:
                post = self.random.choice(found)
                if post.account_id != me and post.published_at:
                    return post
        return None

    def _media(self, member: Member) -> list[str]:
        random = self.random
        share, group, often = MEDIA.get(member.voice, _MEDIA)
        if random.random() > share:
            return []
        if group == "movement" and random.random() < 0.035:
            return [self.pool.pick(random, "clip")]
        group = group if random.random() < often else "daily"
        several = random.choice((1, 1, 1, 2, 3)) if member.voice == "official" else 1
        faithful = member.voice == "official" and member.lang == "en"
        picks = [self.pool.pick(random, group, faithful=faithful) for _ in range(several)]
        return list(dict.fromkeys(picks))

    def _counts(self, member: Member, factor: float) -> dict[str, int]:
        reach = member.followers * factor
        draw = self.random.expovariate
        return {
            "like": int(draw(1) * reach / 45),
            "repost": int(draw(1) * reach / 160),
            "reply": int(draw(1) * reach / 420),
        }


def writers_of(members: Sequence[Member], ids: dict[str, str]) -> dict[str, Writer]:
    """A writer for each account."""
    return {m.handle: Writer(m, ids[m.handle], Speaker(m.lang, m.voice)) for m in members}


def _order(entry: tuple[datetime, int, Writer, Scene | None]) -> tuple[datetime, int, bool]:
    return entry[0], entry[1], entry[3] is None


def _arabic(words: str) -> bool:
    return "\u0600" <= words[:1] <= "\u06ff"
