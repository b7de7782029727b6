"""The order of the queue is that of sorting, whatever moved; the next case that of walking."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reviewer.session.queue.queue import OPEN
from reviewer.session.queue.queue_order import QueueOrder
from reviewer.session.queue.queue_words import GROUPS, group_order
from reviewer.session.views.views import QueueRow

ROW = QueueRow("", "", "", "", "left", "undecided", "undecided", "", 0, 0)
CASES = 60

groups = st.sampled_from(GROUPS)
moves = st.lists(st.lists(st.tuples(st.integers(0, CASES - 1), groups), max_size=30), max_size=8)


def walked(rows: list[QueueRow], rank: dict[str, int], at: int) -> str:
    """The next open case by rank, as one would look for it by hand."""
    left = {row.case_id for row in rows if row.group in OPEN}
    ids = sorted(rank, key=rank.__getitem__)
    ring = ids[at + 1 :] + ids[: max(at, 0)]
    return next((ident for ident in ring if ident in left), "")


@given(st.lists(groups, min_size=CASES, max_size=CASES), moves, st.integers(-1, CASES - 1))
def test_the_order_is_that_of_sorting(first: list[str], later: list, at: int) -> None:
    rank = {f"case-{n}": n for n in range(CASES)}
    rows = {
        f"case-{n}": replace(ROW, case_id=f"case-{n}", group=group) for n, group in enumerate(first)
    }
    order = QueueOrder()
    order.put(rows.values(), rank)
    for step in later:
        moved = {f"case-{n}": group for n, group in step}
        fresh = [replace(rows[ident], group=group) for ident, group in moved.items()]
        rows |= {row.case_id: row for row in fresh}
        order.put(fresh, rank)
    expected = sorted(rows.values(), key=lambda row: (group_order(row), rank[row.case_id]))
    assert order.rows == expected
    for group in GROUPS:
        assert order.count(group) == sum(row.group == group for row in expected)
    found = order.next_of(OPEN, at)
    assert (found.case_id if found else "") == walked(expected, rank, at)
