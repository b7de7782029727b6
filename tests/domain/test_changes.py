"""Notices: taken together in one pass, they say what they say one after the other."""

from __future__ import annotations

from functools import reduce
from operator import or_

from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.changes import Changes

_names = st.frozensets(st.sampled_from(["a", "b", "c", "d"]), max_size=3)
_notices = st.builds(Changes, _names, _names, _names, _names, st.sampled_from(["", "queue", "bar"]))


@given(st.lists(_notices, max_size=6))
def test_a_union_is_what_joining_gives(notices: list[Changes]) -> None:
    joined, at_once = reduce(or_, notices, Changes()), Changes.union(notices)
    assert at_once == joined and at_once.initiator == joined.initiator
