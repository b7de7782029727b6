"""Sets of events that a list can be narrowed to, and times for the lanes; read when asked for."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property

from reviewer.domain.ids import UNDATED
from reviewer.domain.views import PostRow
from reviewer.insight.census import Census
from reviewer.insight.lens import LANE_OF, Lens
from reviewer.insight.timeline import Tally
from reviewer.insight.zone import Zone
from reviewer.store.evidence.evidence import Evidence

EXACT = 5000
"""Of so many posts the time of each is read for its tick; of more, the day."""

Spot = tuple[int, int]
"""(at, n): where a post lies."""


class Marks:
    """What is known of one account's events beside their counts.

    Args:
        hits: asked once, when it matters, for the keys of the posts that show a hit of a known
            list.
    """

    def __init__(
        self,
        evidence: Evidence,
        account: str,
        zone: Zone,
        census: Census,
        hits: Callable[[], Iterable[str]],
    ) -> None:
        self._evidence = evidence
        self._account = account
        self._zone = zone
        self._census = census
        self._hits = hits
        self._seen: dict[str, tuple[Spot, str]] = {}

    @cached_property
    def media(self) -> dict[Spot, str]:
        """Posts that show media, with their lanes."""
        return {(at, n): LANE_OF[kind] for at, n, _, kind in self._uses}

    @cached_property
    def reported(self) -> dict[Spot, str]:
        """Posts that were reported."""
        places = self._evidence.reported_places(self._account)
        return {(at, n): LANE_OF[kind] for at, n, kind, _ in places}

    @cached_property
    def hits(self) -> dict[Spot, str]:
        """Posts that show a hit."""
        places = self._evidence.places_of(self._hits())
        return {(at, n): LANE_OF[kind] for at, n, kind, _ in places}

    @cached_property
    def _uses(self) -> list[tuple[int, int, int, str]]:
        return [*self._evidence.media_uses(self._account)]

    @cached_property
    def report_times(self) -> list[int]:
        """When there was a report, undated ones left out."""
        return [at for at in self._evidence.report_times(self._account) if at != UNDATED]

    def seen(self, keys: Iterable[str]) -> dict[str, tuple[Spot, str]]:
        """Spot and lane of the posts of this account that were seen, by key. Only keys not asked
        for before are looked up."""
        wanted = set(keys)
        fresh = wanted - self._seen.keys()
        if fresh:
            for at, n, kind, key in self._evidence.places_of(sorted(fresh)):
                self._seen[key] = ((at, n), LANE_OF[kind])
        return {key: self._seen[key] for key in wanted & self._seen.keys()}

    def media_within(self, first: int, until: int) -> int:
        """How many distinct media were shown between two times."""
        uses = self._uses
        low, high = (bisect_left(uses, (at, -1)) for at in (first, until))
        return len({media_n for _, _, media_n, _ in uses[low:high]})

    def media_by_day(self) -> Counter[int]:
        """How many distinct media were shown on each day."""
        pairs = {(self._zone.day(at), m) for at, _, m, _ in self._uses if at != UNDATED}
        return Counter(day for day, _ in pairs)

    @property
    def hit_places(self) -> list[float]:
        """Where hits lie on the axis."""
        return self._places({at for at, _ in self.hits})

    def ticks(self) -> dict[str, list[float]]:
        """Places on the axis by lane, in days and parts of them, ascending."""
        found: dict[str, list[float]] = {lane: [] for lane in ("post", "repost", "reply")}
        posts = sum(c.total() - c["account"] for c in self._census.lanes.values())
        if posts <= EXACT:
            for at, kind in self._evidence.post_times(self._account, EXACT):
                found[LANE_OF[kind]].append(self._zone.place(at))
        else:
            for day in sorted(self._census.lanes):
                for lane, count in self._census.lanes[day].items():
                    if count and lane in found:
                        found[lane].append(day + 0.5)
        found["media"] = self._places({at for at, *_ in self._uses})
        found["report"] = self._places(set(self.report_times))
        lines = (line.at for there in self._census.lines.values() for line in there)
        found["account"] = self._places(set(lines))
        found["hits"] = self.hit_places
        return found

    def _places(self, times: set[int]) -> list[float]:
        if len(times) > EXACT:
            return [day + 0.5 for day in sorted({self._zone.day(at) for at in times - {UNDATED}})]
        return [self._zone.place(at) for at in sorted(times - {UNDATED})]

    # -- narrowing ------------------------------------------------------------------------

    def spots(self, lens: Lens, seen: dict[str, tuple[Spot, str]]) -> dict[Spot, str] | None:
        """The posts that pass what a lens asks for alone; None where that is not a known set."""
        sets = [getattr(self, name) for name in ("media", "reported", "hits") if name in lens.only]
        if not sets:
            return None
        found: dict[Spot, str] = {
            spot: lane for spot, lane in sets[0].items() if all(spot in other for other in sets[1:])
        }
        if "unseen" in lens.only:
            for spot, _ in seen.values():
                found.pop(spot, None)
        return found

    def tally(self, lens: Lens, seen: dict[str, tuple[Spot, str]]) -> Tally:
        """How many events pass a lens, its range aside."""
        spots = self.spots(lens, seen)
        if spots is not None:
            days: dict[int, Counter[str]] = {}
            undated: Counter[str] = Counter()
            for (at, _), lane in spots.items():
                into = undated if at == UNDATED else days.setdefault(self._zone.day(at), Counter())
                into[lane] += 1
        else:
            days = {day: Counter(counts) for day, counts in self._census.lanes.items()}
            undated = Counter(self._census.undated)
            if "unseen" in lens.only:
                for (at, _), lane in seen.values():
                    day = self._zone.day(at) if at != UNDATED else None
                    (undated if day is None else days.get(day, Counter()))[lane] -= 1
        off = lens.off | ({"account"} if lens.only else frozenset())
        for counts in (undated, *days.values()):
            for lane in off:
                counts.pop(lane, None)
        return Tally(days, +undated)


class Keep:
    """Whether a post passes a lens, its range aside."""

    def __init__(self, lens: Lens, marks: Marks, seen: dict[str, tuple[Spot, str]]) -> None:
        self._off = lens.off
        self._spots = marks.spots(lens, seen)
        self._seen = set(seen) if "unseen" in lens.only else set()

    def __call__(self, post: PostRow) -> bool:
        """Look at one."""
        if LANE_OF[post.kind] in self._off or post.key in self._seen:
            return False
        return self._spots is None or (post.at, post.n) in self._spots
