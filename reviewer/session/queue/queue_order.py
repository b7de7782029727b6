"""The rows of the queue in their order, kept while single cases move between the groups."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping

from reviewer.domain.views import CaseRow
from reviewer.session.queue.queue_words import GROUPS, group_order
from reviewer.session.views.views import QueueRow
from reviewer.store.evidence.evidence import Evidence

Place = tuple[int, int]
"""(number of the group, rank)."""

PAGE = 500


def all_cases(evidence: Evidence) -> list[CaseRow]:
    """Every case, in the order of work."""
    found = page = evidence.cases(limit=PAGE)
    while page:
        page = evidence.cases(after=page[-1].case_id, limit=PAGE)
        found = found + page
    return found


class QueueOrder:
    """Rows by group, then by rank. A decision moves one case: that costs no walk over all.

    Attributes:
        rows: all rows in their order; not to be changed by others.
    """

    def __init__(self) -> None:
        self.rows: list[QueueRow] = []
        self._whose: Counter[str] = Counter()
        self._places: list[Place] = []
        self._of: dict[str, Place] = {}

    def put(self, rows: Iterable[QueueRow], rank: Mapping[str, int]) -> None:
        """Take rows in, those known before in another place or with other words."""
        fresh = [((group_order(row), rank[row.case_id]), row) for row in rows]
        if len(fresh) > 16 + len(self.rows) // 8:
            self._sort(fresh)
            return
        for place, row in fresh:
            self._take_out(row.case_id)
            at = bisect_left(self._places, place)
            self._places.insert(at, place)
            self.rows.insert(at, row)
            self._whose[row.whose] += 1
            self._of[row.case_id] = place

    def clear(self) -> None:
        """Forget all rows."""
        self.rows, self._places, self._of = [], [], {}
        self._whose.clear()

    def count_of(self, whose: str) -> int:
        """How many rows are somebody's: see ``QueueRow.whose``."""
        return self._whose[whose]

    def count(self, group: str) -> int:
        """How many rows a group has."""
        first, last = self._span(group)
        return last - first

    def next_of(self, groups: Iterable[str], rank: int) -> QueueRow | None:
        """The row of these groups with the next higher rank; from the end on again from the
        first, but never the one of this very rank."""
        after, before = [], []
        for group in groups:
            first, last = self._span(group)
            at = bisect_right(self._places, (GROUPS.index(group), rank), first, last)
            if at < last:
                after.append((self._places[at][1], at))
            if first < last and self._places[first][1] < rank:
                before.append((self._places[first][1], first))
        found = min(after, default=None) or min(before, default=None)
        return self.rows[found[1]] if found is not None else None

    def _span(self, group: str) -> tuple[int, int]:
        number = GROUPS.index(group)
        first = bisect_left(self._places, (number, -1))
        return first, bisect_left(self._places, (number + 1, -1), first)

    def _sort(self, fresh: list[tuple[Place, QueueRow]]) -> None:
        known = dict(zip(self._places, self.rows, strict=True))
        for _, row in fresh:
            known.pop(self._of.get(row.case_id, (-1, -1)), None)
        known |= dict(fresh)
        self._places = sorted(known)
        self.rows = [known[place] for place in self._places]
        self._of = {row.case_id: p for p, row in zip(self._places, self.rows, strict=True)}
        self._whose = Counter(row.whose for row in self.rows)

    def _take_out(self, case_id: str) -> None:
        place = self._of.pop(case_id, None)
        if place is not None:
            at = bisect_left(self._places, place)
            self._whose[self.rows[at].whose] -= 1
            del self._places[at], self.rows[at]
