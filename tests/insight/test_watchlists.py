"""How far a watchlist is dealt with: counted over its members, whoever they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.views import WatchRow
from reviewer.insight.watchlists import GONE, coverage


def _row(number: int, says: str, *, known: bool = True) -> WatchRow:
    key = f"x:{number}" if known else ""
    return WatchRow(entity="Anchors", account=key, handle=f"h{number}", platform_says=says)


def test_thirteen_of_sixteen_are_suspended_and_three_are_left() -> None:
    rows = [_row(n, "suspended") for n in range(13)]
    rows += [_row(13, "active"), _row(14, ""), _row(15, "", known=False)]
    found = coverage(rows, {"x:13": "suspend"})
    assert (found.total, found.suspended, found.deleted) == (16, 13, 0)
    assert [(one.untrusted_handle, one.here, one.known) for one in found.left] == [
        ("h13", "suspend", True),
        ("h14", "", True),
        ("h15", "", False),
    ]


def test_one_account_by_id_and_by_handle_counts_once() -> None:
    assert coverage([_row(1, "active"), _row(1, "active")], {}).total == 1


def test_an_empty_list_is_covered() -> None:
    assert coverage([], {}).left == ()


@given(st.lists(st.sampled_from(["suspended", "deleted", "active", "withheld", "unknown", ""])))
def test_every_member_is_gone_or_left(says: list[str]) -> None:
    found = coverage([_row(n, one) for n, one in enumerate(says)], {})
    assert found.suspended + found.deleted + len(found.left) == found.total == len(says)
    assert all(says[int(one.account[2:])] not in GONE for one in found.left)
