"""Counts by day in any zone and lists through any lens, against counting one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain import records as r
from reviewer.domain.ids import UNDATED
from reviewer.domain.views import PostRow
from reviewer.insight.census import census_of
from reviewer.insight.lens import LANE_OF, LANES, ONLY, Lens
from reviewer.insight.marks import Keep, Marks
from reviewer.insight.timeline import bursts_of, everything, lines_of, posts_of, shape_of
from reviewer.insight.zone import Zone, machine_zone, utc_zone
from reviewer.store.evidence.evidence import Evidence
from tests.insight.zones import BERLIN, KOLKATA, NEW_YORK, machine_in
from tests.store.evidence_kit import account, open_evidence, post, scratch, take_in

WHO = "x:1"
SHA = "a" * 64


@pytest.fixture(scope="module")
def evidence() -> Iterator[Evidence]:
    """Posts of every kind around midnights, days of changing clocks, and without a time."""
    times = [
        *(f"2026-03-{d:02}T{h:02}:30:00" for d in (27, 28, 29, 30) for h in (0, 5, 17, 18, 22, 23)),
        *(f"2026-10-25T{h:02}:15:00" for h in range(0, 24, 3)),
        "2026-12-31T23:59:59",
        "",
        "",
    ]
    kinds = ({}, {"reply_to": "0"}, {"repost_of": "0"}, {"quote_of": "0"})
    rows: list[r.Record] = [
        account("1"),
        account("2"),
        r.Media(sha256=SHA, bytes=1, mime="image/png"),
    ]
    for n, at in enumerate(times):
        media = {"media": [SHA]} if n % 5 == 0 else {}
        rows.append(post(f"p{n}", at=at, **kinds[n % 4], **media))
    rows += [post(f"q{n}", by="2", at="2026-03-28") for n in range(3)]
    rows += [
        r.Report(
            report_id=f"r{n}",
            subject=r.Subject(kind="post", id=f"p{n}", platform="x"),
            at="2026-03-30T12:00:00.000Z",
            kind="user",
        )
        for n in (1, 5, 10)
    ]
    with scratch() as folder:
        found = open_evidence(Path(folder))
        take_in(found, *rows)
        yield found
        found.close()


def everyone(evidence: Evidence) -> list[PostRow]:
    return evidence.timeline_page(WHO, None, 1000)


@pytest.mark.parametrize("rule", ["", BERLIN, KOLKATA, NEW_YORK])
def test_days_follow_the_zone(evidence: Evidence, rule: str) -> None:
    with machine_in(rule or "UTC0"):
        zone = machine_zone() if rule else utc_zone()
        counted: dict[int, Counter[str]] = {}
        for one in everyone(evidence):
            if not one.undated:
                counted.setdefault(zone.day(one.at), Counter())[LANE_OF[one.kind]] += 1
        census = census_of(evidence, WHO, zone)
        assert census.lanes == counted
        assert census.undated.total() == 2
        read_all(evidence, zone)


def read_all(evidence: Evidence, zone: Zone) -> None:
    """Every row of the whole list is read where the shape says it is."""
    census = census_of(evidence, WHO, zone)
    shape = shape_of(census, Lens(), everything(census))
    found = []
    for segment in shape.segments:
        posts = posts_of(evidence, WHO, segment, zone, bool)
        if segment.kind != "gap":
            assert len(posts) + len(lines_of(census, segment, Lens())) == segment.items
        found += posts
    assert found == everyone(evidence)


LENSES = st.builds(
    Lens,
    first=st.none() | st.integers(20_535, 20_545),
    last=st.none() | st.integers(20_540, 20_820),
    off=st.frozensets(st.sampled_from(LANES)),
    only=st.frozensets(st.sampled_from(ONLY)),
)


@given(lens=LENSES, seen=st.sets(st.integers(0, 30)), hits=st.sets(st.integers(0, 30)))
def test_a_lens_lists_what_passes_it_and_nothing_else(
    evidence: Evidence, lens: Lens, seen: set[int], hits: set[int]
) -> None:
    with machine_in(KOLKATA):
        zone = machine_zone()
        census = census_of(evidence, WHO, zone)
        marks = Marks(evidence, WHO, zone, census, lambda: [f"x:p{n}" for n in hits])
        places = marks.seen(f"x:p{n}" for n in seen)
        shape = shape_of(census, lens, marks.tally(lens, places))
        keep = Keep(lens, marks, places)
        listed = [
            one.key
            for segment in shape.segments
            if segment.kind != "gap"
            for one in posts_of(evidence, WHO, segment, zone, keep)
        ]
        wanted = [
            one.key
            for one in everyone(evidence)
            if passes(one, lens, seen, hits) and (one.undated or lens.within(zone.day(one.at)))
        ]
        assert listed == wanted
        assert shape.events == len(wanted) == sum(s.items for s in shape.segments)


def passes(one: PostRow, lens: Lens, seen: set[int], hits: set[int]) -> bool:
    number = int(one.key.removeprefix("x:p"))
    sets = {
        "media": bool(one.media),
        "reported": one.reports > 0,
        "hits": number in hits,
        "unseen": number not in seen,
    }
    return LANE_OF[one.kind] not in lens.off and all(sets[name] for name in lens.only)


def test_bursts_are_days_in_a_row_with_three_times_the_usual() -> None:
    quiet = [(n, 1) for n in range(40)]
    assert bursts_of(tuple(quiet)) == []
    assert bursts_of(()) == []
    days = dict(quiet) | {10: 9, 11: 8, 30: 12}
    assert bursts_of(tuple(sorted(days.items()))) == [(10, 11), (30, 30)]


def test_ticks_are_times_of_a_few_posts_and_days_of_many(
    evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    zone = utc_zone()
    census = census_of(evidence, WHO, zone)
    dated = [one for one in everyone(evidence) if one.at != UNDATED]
    ticks = Marks(evidence, WHO, zone, census, lambda: ["x:p0"]).ticks()
    assert sum(len(ticks[lane]) for lane in ("post", "repost", "reply")) == len(dated)
    assert len(ticks["report"]) == 1 and len(ticks["hits"]) == 1
    monkeypatch.setattr("reviewer.insight.marks.EXACT", 3)
    few = Marks(evidence, WHO, zone, census, tuple).ticks()
    assert all(place % 1 == 0.5 for place in few["post"])
    assert len(few["post"]) <= len(census.days)
