"""The event list of the open case: rows by number, read a day at a time."""

from __future__ import annotations

from collections import Counter

from reviewer.domain import events as ev
from reviewer.domain.errors import Damaged
from reviewer.domain.ids import UNDATED
from reviewer.domain.views import PostRow
from reviewer.insight.timeline import (
    AccountLine,
    Segment,
    Shape,
    day_of,
    posts_of,
    shape_of,
)
from reviewer.session import words
from reviewer.session.core import Core
from reviewer.session.views import TimelineHead, TimelineRow

Item = PostRow | AccountLine
KEPT_SEGMENTS = 64


class Timeline:
    """Rows of one account; ``open`` says which."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._account = ""
        self._shape: Shape | None = None
        self._items: dict[int, list[Item]] = {}
        self._marks: tuple[set[str], dict[str, int]] | None = None
        self.damage: Damaged | None = None
        """Why the open account cannot be shown."""

    def open(self, account: str) -> None:
        """Show this account (as the evidence names it); empty for none."""
        self._account = account
        self._items.clear()
        self._marks = None
        self._shape, self.damage = None, None  # nothing of another account stays, whatever happens
        try:
            if account:
                self._shape = shape_of(self._core.workspace.evidence, account)
        except Damaged as error:
            self.damage = error

    def forget_marks(self) -> None:
        """Seen ticks and pins moved."""
        self._marks = None

    def __len__(self) -> int:
        return self._shape.rows if self._shape else 0

    def head(self) -> TimelineHead:
        """Counts and the bars of the overview."""
        shape = self._shape
        if shape is None:
            return TimelineHead()
        evidence = self._core.workspace.evidence
        account = evidence.account(self._account)
        kinds = shape.kinds
        lanes = [
            ("post", "Posts", kinds.get("original", 0) + kinds.get("quote", 0)),
            ("repost", "Reposts", kinds.get("repost", 0)),
            ("reply", "Replies", kinds.get("reply", 0)),
            ("media", "Media", account.media_stored if account else 0),
            ("report", "Reports", account.reports if account else 0),
            ("account", "Account", sum(len(v) for v in shape.lines.values())),
        ]
        return TimelineHead(
            events=sum(n for _, n in shape.days) + shape.undated,
            seen=len([k for k in self.marks()[0] if k.startswith("post:")]),
            undated=shape.undated,
            lanes=lanes,
            days=list(shape.days),
        )

    def row(self, index: int) -> TimelineRow:
        """One row of the list."""
        if self._shape is None or not 0 <= index < self._shape.rows:
            raise IndexError(index)
        segment, place = self._shape.at(index)
        if segment.kind == "gap":
            return _gap(segment)
        if place == 0:
            return _header(segment)
        item = self._of(segment)[place - 1]
        if isinstance(item, AccountLine):
            return _line(item)
        return self._event(item)

    def index_of(self, key: str) -> int:
        """The row of a post by its subject key, or -1."""
        shape = self._shape
        if shape is None or not key.startswith("post:"):
            return -1
        post = self._core.workspace.evidence.post(key.partition(":")[2])
        if post is None or post.account != self._account:
            return -1
        undated = shape.segments[0] if shape.undated else None
        segment = undated if post.at == UNDATED else shape.of_day(day_of(post.at))
        if segment is None:
            return -1
        for place, item in enumerate(self._of(segment)):
            if isinstance(item, PostRow) and item.key == post.key:
                return segment.start + 1 + place
        return -1

    def step(self, key: str, by: int, *, unseen: bool = False) -> str:
        """The subject key of the next event in a direction, from an event on ("": from the
        end one comes from); empty when there is none."""
        index = self.index_of(key) if key else (-1 if by > 0 else len(self))
        index += by
        seen = self.marks()[0]
        while 0 <= index < len(self):
            row = self.row(index)
            if row.kind == "event" and not (unseen and row.key in seen):
                return row.key
            index += by
        return ""

    def _of(self, segment: Segment) -> list[Item]:
        """The items of a segment, in the order of time."""
        shape = self._shape
        if shape is None:
            return []
        if segment.start not in self._items:
            if len(self._items) >= KEPT_SEGMENTS:
                self._items.pop(next(iter(self._items)))
            lines = shape.lines.get(segment.day, []) if segment.kind == "day" else []
            evidence = self._core.workspace.evidence
            posts = posts_of(evidence, self._account, segment, len(lines))
            items: list[Item] = [*posts, *lines]
            if lines:
                items.sort(key=_time)
            self._items[segment.start] = items
        return self._items[segment.start]

    def _event(self, post: PostRow) -> TimelineRow:
        key = f"post:{post.key}"
        seen, pins = self.marks()
        target = post.target
        full = target is not None and target.known and post.kind == "repost"
        heading, who = _heading(post)
        return TimelineRow(
            kind="event",
            key=key,
            time=words.clock(post.at, post.precision) or "–",
            glyph={"original": "post"}.get(post.kind, post.kind),
            heading=heading,
            untrusted_who=who,
            untrusted_text=target.text if full and target is not None else post.text,
            lang=post.lang,
            meta=_meta(post),
            media=len(post.media),
            reports=post.reports,
            pinned=pins.get(key, 0),
            flagged=self._core.subject(key).flagged is not None,
            seen=key in seen,
            referenced=post.referenced,
            translated=post.translation is not None,
        )

    def marks(self) -> tuple[set[str], dict[str, int]]:
        """Keys seen, and the number of the pin of each pinned key."""
        if self._marks is None:
            desk = self._core.desk
            seen = set(self._core.workspace.desk.seen(desk.account))
            pins: dict[str, int] = {}
            number = 0
            for fact in self._core.subject(desk.account).pins:
                if ev.text(fact.event, "case") == desk.case_id:
                    number += 1
                    raw = fact.event.get("pinned") or [{}]
                    pins[f"{raw[0].get('kind')}:{raw[0].get('id')}"] = number
            self._marks = (seen, pins)
        return self._marks


def _time(item: Item) -> int:
    return item.at


def _header(segment: Segment) -> TimelineRow:
    if segment.kind == "undated":
        return TimelineRow(kind="undated", title="Undated", count=segment.items)
    return TimelineRow(kind="day", title=words.day_title(segment.day), count=segment.items)


def _gap(segment: Segment) -> TimelineRow:
    days = segment.day - segment.gap_from - 1
    title = f"{words.day_short(segment.gap_from)} → {words.day_short(segment.day)}"
    return TimelineRow(kind="gap", title=title, count=days)


def _line(line: AccountLine) -> TimelineRow:
    return TimelineRow(
        kind="line",
        time=words.clock(line.at),
        glyph=line.glyph,
        heading=line.words,
        untrusted_text=line.untrusted_basis,
    )


def _heading(post: PostRow) -> tuple[str, str]:
    """The words of the program before a post, and the handle from outside that they name."""
    who = post.target.handle if post.target else ""
    heading = {"original": "post", "reply": "reply", "repost": "repost", "quote": "quote"}[
        post.kind
    ]
    if post.kind != "original":
        heading += {"reply": " to", "repost": " of", "quote": " of"}[post.kind] if who else ""
    return heading, who


def _meta(post: PostRow) -> str:
    """The quiet line below a text: what the source counted, and what it said of the post."""
    parts = [post.lang] if words.is_tag(post.lang) and post.lang != "und" else []
    if post.translation is not None:
        parts.append("translation in bundle")
    counts = Counter(post.counts)
    for name, one in (
        ("reply", "reply"),
        ("repost", "repost"),
        ("like", "like"),
        ("quote", "quote"),
    ):
        if counts[name]:
            parts.append(words.count(counts[name], one, {"reply": "replies"}.get(one, "")))
    marks = [
        (post.referenced, "only referenced"),
        (post.edited, "edited"),
        (post.deleted, "deleted at source"),
        (post.sensitive is True, "marked sensitive"),
        (bool(post.withheld), "withheld in " + ", ".join(filter(words.is_tag, post.withheld))),
        (post.undated, "no time in source"),
    ]
    parts += [word for on, word in marks if on]
    parts.append("…" + post.key[-4:])
    return " · ".join(parts)
