"""The range, what is left out, and the zone, typed into a session: nothing hides silently."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.insight.lens import Lens
from tests.insight.zones import KOLKATA, machine_in
from tests.session.kit import Keys, demo, opened


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo(tmp_path_factory.mktemp("range") / "ws")


@pytest.fixture
def keys(folder: Path) -> Iterator[Keys]:
    with opened(folder) as found:
        found.session.set_pane("timeline")
        yield found


def dated(keys: Keys, by: int = 1) -> None:
    """Select the first event that has a time."""
    session = keys.session
    days = session.timeline_head().days
    session.select_near(days[0 if by > 0 else -1][0] + 0.5)


def listed(keys: Keys) -> list[str]:
    rows = (keys.session.timeline_row(n) for n in range(keys.session.timeline_len()))
    return [row.key for row in rows if row.kind == "event"]


def test_a_range_filters_the_list_and_not_the_overview(keys: Keys) -> None:
    whole = keys.session.timeline_head()
    assert (
        whole.left_out == ""
        and whole.range is None
        and whole.inside == whole.events - whole.undated
    )
    dated(keys)
    keys.press("]")
    head = keys.session.timeline_head()
    first = whole.days[0]
    assert head.range == (first[0], first[0]) and head.inside == first[1]
    assert head.days == whole.days and head.listed_days == [first]
    assert head.left_out.startswith(f"{first[1]} of {whole.events} in range, ")
    assert f"and {whole.undated} undated" in head.left_out
    assert len(listed(keys)) <= first[1] + whole.undated
    assert "listed" in keys.session.desk.message
    keys.press("Y")
    assert keys.session.desk.lens == Lens()
    back = keys.session.timeline_head()
    assert (back.left_out, back.listed_days, back.lanes) == ("", [], whole.lanes)


def test_next_and_previous_follow_the_list(keys: Keys) -> None:
    dated(keys)
    keys.press("]")
    seen = [keys.session.desk.event]
    for _ in range(9):
        keys.press("D")
        seen.append(keys.session.desk.event)
    assert set(seen) <= set(listed(keys)) and seen[-1] == listed(keys)[-1]


def test_from_an_event_that_is_left_out_one_steps_to_its_neighbours(keys: Keys) -> None:
    before = listed(keys)
    dated(keys)
    keys.press("D", "D", "D")
    here = before.index(keys.session.desk.event)
    keys.session.range.toggle_only("media")
    left = listed(keys)
    assert before[here] not in left and keys.session.range.in_the_way(before[here])
    keys.press("D")
    assert keys.session.desk.event == next(key for key in before[here:] if key in left)
    keys.session.select_event(before[here])
    keys.press("A")
    assert keys.session.desk.event == next(k for k in reversed(before[:here]) if k in left)


def test_unseen_means_unseen_when_it_was_asked_for(keys: Keys) -> None:
    everything = listed(keys)
    keys.session.mark_shown(everything[:5])
    keys.session.range.toggle_only("unseen")
    left = listed(keys)
    assert not {*everything[:5]} & {*left} and len(left) >= len(everything) - 10
    keys.session.mark_shown(left[:3])
    assert listed(keys) == left, "nothing vanishes while it is read"
    keys.session.range.toggle_only("unseen")
    keys.session.range.toggle_only("unseen")
    assert not {*left[:3]} & {*listed(keys)}


def test_kinds_can_be_left_out_but_not_all(keys: Keys) -> None:
    session = keys.session
    session.range.toggle_lane("post")
    assert {row.off for row in session.timeline_head().lanes if row.id == "post"} == {True}
    assert "without posts" in session.timeline_head().left_out
    session.range.toggle_lane("repost")
    session.range.toggle_lane("account")
    with pytest.raises(Exception, match="has to stay"):
        session.range.toggle_lane("reply")
    gaps = [session.timeline_row(n) for n in range(session.timeline_len())]
    assert all(row.heading == "nothing listed for" for row in gaps if row.kind == "gap")


def test_bursts_are_walked_through(keys: Keys) -> None:
    keys.press(".")
    ranges = []
    while keys.session.timeline_head().range not in ranges:
        ranges.append(keys.session.timeline_head().range)
        keys.press(".")
    assert len(ranges) > 1 and ranges == sorted(ranges)
    assert "no burst further on" in keys.session.desk.message
    keys.press(",")
    assert keys.session.timeline_head().range == ranges[-2]


def test_what_is_missing_is_said(keys: Keys) -> None:
    keys.session.select_event("")
    keys.press("[")
    assert "select an event first" in keys.session.desk.message
    undated = listed(keys)[0]
    keys.session.select_event(undated)
    keys.press("[")
    assert "an event that has a time" in keys.session.desk.message
    assert keys.session.range.why_no_hits() == "no medium of this account is on a known list"


def test_another_case_begins_with_everything(keys: Keys) -> None:
    dated(keys)
    keys.press("]")
    case = keys.session.desk.case_id
    keys.session.step_case(1)
    assert keys.session.desk.lens == Lens() and keys.session.desk.case_id != case
    keys.session.step_case(-1)


def test_in_local_time_days_and_hours_are_those_of_the_machine(keys: Keys) -> None:
    session = keys.session
    with machine_in(KOLKATA):
        dated(keys)
        key = session.desk.event
        utc = session.timeline_row(session.timeline_index_of(key))
        before = session.timeline_head()
        session.settings.set("time.zone", "local")
        after = session.timeline_head()
        local = session.timeline_row(session.timeline_index_of(key))
        assert after.zone == "local time" and after.events == before.events
        minutes = [60 * int(row.time[:2]) + int(row.time[3:]) for row in (utc, local)]
        assert (minutes[1] - minutes[0]) % 1440 == 330
        assert session.inspector().when.endswith("UTC")
        session.settings.reset("time.zone")
        assert session.timeline_head().days == before.days


def test_the_table_has_every_figure_of_the_overview(keys: Keys) -> None:
    head, lines = keys.session.timeline_head(), keys.session.timeline_table()
    lanes = {lane.id: lane.count for lane in head.lanes}
    sums = [sum(line.figures[n] for line in lines) for n in range(7)]
    assert sums[2] == lanes["reply"] and sums[4] == lanes["report"] and sums[5] == lanes["account"]
    assert sums[0] == lanes["post"] - head.undated and sums[6] == head.events - head.undated
    assert len(lines) >= len(head.days)


def test_moving_the_selection_reads_the_same_however_long_the_list(keys: Keys) -> None:
    """Statements on the evidence for one step, with the counts of the charts read again."""
    session = keys.session
    dated(keys)
    session.timeline_head()
    counted: list[str] = []
    conn = session.workspace.evidence.conn
    conn.set_trace_callback(counted.append)
    try:
        keys.press("D")
        session.timeline_head()
        session.timeline_place(session.desk.event)
    finally:
        conn.set_trace_callback(None)
    assert len(counted) <= 24, counted
