"""The event list of the open case: rows by number, read a day at a time, through a lens."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from reviewer.domain import events as ev
from reviewer.domain.errors import Damaged
from reviewer.domain.ids import UNDATED
from reviewer.domain.views import PostRow
from reviewer.insight.census import AccountLine, Census, census_of
from reviewer.insight.lens import LANE_OF, Lens
from reviewer.insight.marks import Keep, Marks, Spot
from reviewer.insight.timeline import Segment, Shape, everything, shape_of
from reviewer.insight.zone import Zone, machine_zone, utc_zone
from reviewer.session.ground.core import Core
from reviewer.session.queue.finds import Finds
from reviewer.session.timeline.expected import Expected, Item, expected, first_rows, items_of
from reviewer.session.timeline.rows import event_row, gap_row, header_row, line_row
from reviewer.session.views.timeline_views import TimelineRow

KEPT_SEGMENTS = 64


def no_hits() -> Iterable[str]:
    """Where nobody says what a hit is."""
    return ()


class Timeline:
    """Rows of one account; ``open`` says which.

    Attributes:
        hits: asked for the keys of the posts that show a hit of a known list.
        found: what a search of all posts found; its words are marked, its posts are stepped to.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self.account = ""
        self.zone = utc_zone()
        self.hits: Callable[[], Iterable[str]] = no_hits
        self.found: Finds | None = None
        self.census: Census | None = None
        self.shape: Shape | None = None
        self._events: Marks | None = None
        self._keep: Keep | None = None
        self._unseen_from: frozenset[str] = frozenset()
        self._items: dict[int, list[Item]] = {}
        self._marks: tuple[set[str], dict[str, int]] | None = None
        self._ahead: Expected | None = None
        self.damage: Damaged | None = None
        """Why the open account cannot be shown."""

    @property
    def lens(self) -> Lens:
        """What is listed now."""
        return self._core.desk.lens

    def open(self, account: str) -> None:
        """Show this account (as the evidence names it); empty for none."""
        self.account = account
        self.zone = self._zone()
        self._marks = None
        self.census = self._events = self.damage = None  # nothing of another account stays
        ahead, self._ahead = self._ahead, None
        try:
            if ahead is not None and ahead.fits(account, self.zone):
                self.census = ahead.census
                self.look(begun=ahead)
            else:
                evidence = self._core.workspace.evidence
                self.census = census_of(evidence, account, self.zone) if account else None
                self.look()
        except Damaged as error:
            self.census, self.shape, self.damage = None, None, error

    def expect(self, account: str) -> None:
        """Read the beginning of the account that comes next; empty: of none."""
        evidence = self._core.workspace.evidence
        self._ahead = expected(evidence, account, self._zone()) if account else None

    def expected_rows(self) -> list[TimelineRow]:
        """The first rows of the account that comes next, as they are while nothing of it was
        seen or marked."""
        ahead = self._ahead
        return first_rows(ahead) if ahead is not None and self.found is None else []

    def _zone(self) -> Zone:
        local = self._core.settings.word("time.zone") == "local"
        return machine_zone() if local else utc_zone()

    @property
    def zone_moved(self) -> bool:
        """Whether the settings ask for another zone than the one shown."""
        return self.zone.utc != self._zone().utc

    def look(self, *, anew: bool = False, begun: Expected | None = None) -> None:
        """List what the lens says; ``begun``: the list of everything, read ahead. With ``anew``,
        *unseen* means what is unseen now; otherwise what was unseen when it was asked for:
        nothing vanishes while it is read."""
        self._items.clear()
        self.shape, self._keep = None, None
        census, lens = self.census, self.lens
        if census is None:
            return
        if anew or "unseen" not in lens.only:
            self._unseen_from = (
                frozenset(self.seen_posts()) if "unseen" in lens.only else frozenset()
            )
        if begun is not None and lens.clear:
            self.shape, self._items = begun.shape, dict(begun.items)
            return
        tally = everything(census)
        if lens.narrowed:
            seen = self.events.seen(self._unseen_from)
            tally = self.events.tally(lens, seen)
            self._keep = Keep(lens, self.events, seen)
        self.shape = shape_of(census, lens, tally)

    @property
    def events(self) -> Marks:
        """What is known of the events beside their counts."""
        if self._events is None:
            census = self.census or Census({}, Counter(), {}, (), 0, Counter())
            evidence = self._core.workspace.evidence
            self._events = Marks(evidence, self.account, self.zone, census, self.hits)
        return self._events

    def forget_marks(self) -> None:
        """Seen ticks and pins moved."""
        self._marks = None

    def __len__(self) -> int:
        return self.shape.rows if self.shape else 0

    def row(self, index: int) -> TimelineRow:
        """One row of the list."""
        if self.shape is None or not 0 <= index < self.shape.rows:
            raise IndexError(index)
        segment, place = self.shape.at(index)
        if segment.kind == "gap":
            return gap_row(segment, self.lens)
        if place == 0:
            return header_row(segment)
        item = self._of(segment)[place - 1]
        if isinstance(item, AccountLine):
            return line_row(item, self.zone)
        return self._event(item)

    def index_of(self, key: str) -> int:
        """The row of a post by its subject key; -1 where it is not in the list."""
        post = self.post(key)
        segment = self._segment(post) if post is not None else None
        if segment is None or post is None:
            return -1
        for place, item in enumerate(self._of(segment)):
            if isinstance(item, PostRow) and item.key == post.key:
                return segment.start + 1 + place
        return -1

    def post(self, key: str) -> PostRow | None:
        """A post of this account by its subject key."""
        if self.shape is None or not key.startswith("post:"):
            return None
        post = self._core.workspace.evidence.post(key.partition(":")[2])
        return post if post is not None and post.account == self.account else None

    def _segment(self, post: PostRow) -> Segment | None:
        shape = self.shape
        if shape is None:
            return None
        if post.at == UNDATED:
            return shape.segments[0] if shape.undated else None
        return shape.of_day(self.zone.day(post.at))

    def lane_of(self, post: PostRow) -> str:
        """The lane of a post."""
        return LANE_OF[post.kind]

    def media_inside(self) -> int | None:
        """How many distinct media were shown in the range; None without a range."""
        first, last = self.lens.first, self.lens.last
        if first is None or last is None or self.census is None:
            return None
        return self.events.media_within(self.zone.start(first), self.zone.start(last + 1))

    def _before(self, key: str) -> float:
        """The row of an event, or half a row before the one that it would stand before."""
        index = self.index_of(key)
        post, shape = self.post(key), self.shape
        if index >= 0 or post is None or shape is None:
            return index
        if post.at == UNDATED:
            return 0.5
        segment = shape.from_day(self.zone.day(post.at))
        if segment is None:
            return len(self) - 0.5
        times = [(item.at, getattr(item, "n", -1)) for item in self._of(segment)]
        return segment.start + 0.5 + bisect_left(times, (post.at, post.n))

    def step(self, key: str, by: int, *, unseen: bool = False) -> str:
        """The subject key of the next event in a direction, from an event on, listed or not ("":
        from the end one comes from); empty when there is none."""
        place = self._before(key) if key else (-1 if by > 0 else len(self))
        index = int(place // 1) + (1 if by > 0 else 0) if place % 1 else int(place) + by
        seen = self.marks()[0] - self._matches() if unseen else set()
        while 0 <= index < len(self):
            row = self.row(index)
            if row.kind == "event" and row.key not in seen:
                return row.key
            index += by
        return ""

    def nearest(self, place: float, lane: str = "") -> str:
        """The subject key of the listed event nearest to a place on the axis, of one lane or of
        any; empty when there is none."""
        shape = self.shape
        days = [s for s in shape.segments if s.kind == "day"] if shape else []
        wanted = self.zone.at(place)
        ordered = sorted(days, key=partial(_distance, place))
        for segment in ordered:
            posts = [p for p in self._of(segment) if isinstance(p, PostRow) and _is_of(p, lane)]
            if posts:
                return "post:" + min(posts, key=lambda p: abs(p.at - wanted)).key
        return ""

    def _of(self, segment: Segment) -> list[Item]:
        """The items of a segment, in the order of time."""
        census = self.census
        if census is None or segment.kind == "gap":
            return []
        if segment.start not in self._items:
            if len(self._items) >= KEPT_SEGMENTS:
                self._items.pop(next(iter(self._items)))
            evidence = self._core.workspace.evidence
            self._items[segment.start] = items_of(
                evidence, self.account, census, segment, self.zone, self.lens, self._keep
            )
        return self._items[segment.start]

    def _event(self, post: PostRow) -> TimelineRow:
        key = f"post:{post.key}"
        seen, pins = self.marks()
        flagged = self._core.subject(key).flagged is not None
        pinned = pins.get(key, 0)
        row = event_row(post, self.zone, seen=key in seen, pinned=pinned, flagged=flagged)
        if self.found is None:
            return row
        return replace(row, marked=self.found.marked(row.untrusted_text))

    def _matches(self) -> frozenset[str]:
        """The posts of this account that a search found."""
        if self.found is None:
            return frozenset()
        return self.found.of_account(self._core.desk.case_id, self.account)

    def seen_posts(self) -> list[str]:
        """The keys of the posts that were seen, as the evidence names them."""
        return [k.partition(":")[2] for k in self.marks()[0] if k.startswith("post:")]

    def seen_spots(self) -> list[Spot]:
        """Where the posts lie that were seen."""
        return [spot for spot, _ in self.events.seen(self.seen_posts()).values()]

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


def _distance(place: float, segment: Segment) -> float:
    return max(segment.day - place, place - segment.day - 1, 0.0)


def _is_of(post: PostRow, lane: str) -> bool:
    if lane == "media":
        return bool(post.media)
    if lane == "report":
        return post.reports > 0
    return not lane or LANE_OF[post.kind] == lane
