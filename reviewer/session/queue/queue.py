"""The queue: which cases are left, put off, with the lead, done, and why each is here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from reviewer.domain.changes import Changes
from reviewer.domain.views import CaseRow
from reviewer.session.ground.core import Core
from reviewer.session.ground.due import due, is_done, primary_of, stands_on
from reviewer.session.ground.marks import Marks
from reviewer.session.known.assigned import OTHERS, Assigned
from reviewer.session.known.review import Review
from reviewer.session.queue.filters import (
    apart,
    asks_for,
    by_terms,
    narrowed,
    rules_named,
)
from reviewer.session.queue.finds import Finds
from reviewer.session.queue.queue_order import QueueOrder, all_cases
from reviewer.session.queue.queue_rows import Rows
from reviewer.session.queue.queue_words import (
    GROUPS,
    matching,
)
from reviewer.session.views.views import QueueRow, QueueView

OPEN = ("left", "again")
"""The groups that are worked through."""


class Queue:
    """Reads all cases once after an import; their states are read from the live ledger."""

    def __init__(self, core: Core, marks: Marks, review: Review, assigned: Assigned) -> None:
        self._core = core
        self._assigned = assigned
        self._review = review
        self._made = Rows(core, marks, review, assigned)
        self._wakes: int | None = None
        self._planned: dict[str, int] = {}
        self._cases: list[CaseRow] | None = None
        self._by_id: dict[str, CaseRow] = {}
        self._rank: dict[str, int] = {}
        self._holding: dict[str, list[str]] = {}
        self._rows: dict[str, QueueRow] = {}
        self._order = QueueOrder()
        self._shown_staged = ""
        self._view: QueueView | None = None
        self._found: Finds | None = None
        self.drawn: Callable[[], QueueView] = self._make  # while one looks again: the draw

    def veil(self, veiled: Callable[[CaseRow], bool]) -> None:
        """Say which cases were drawn and are not answered yet."""
        self._made.veiled = veiled

    def veiled(self, case: CaseRow) -> bool:
        """Whether a case was drawn and is not answered yet."""
        return self._made.veiled(case)

    @property
    def found(self) -> Finds | None:
        """What a search found; None without one."""
        return self._found

    def keep_found(self, found: Finds | None) -> None:
        """Show only the cases of a search until the filter changes; None: all."""
        self._found = found
        self._view = None

    def take(self, changes: Changes) -> None:
        """Drop what was computed of the cases that moved, and no other."""
        if changes.touches("import"):
            self._cases = None
            self._core.forget_evidence()
            self._rows.clear()
            self._view = None
        if changes.kinds & {"policy", "roster", "qa"}:
            self._rows.clear()
            self._view = None
        stale = {case for key in changes.subjects for case in self._holding.get(key, ())}
        stale |= changes.cases
        if changes.touches("staged", "later", "cursor"):
            stale |= {self._shown_staged, self._core.desk.case_id}
        for case_id in stale:
            self._rows.pop(case_id, None)
        if stale or changes.touches("queue"):
            self._view = None

    def cases(self) -> list[CaseRow]:
        """Every case, in the order of work."""
        if self._cases is None:
            found = self._cases = all_cases(self._core.workspace.evidence)
            self._by_id = {c.case_id: c for c in found}
            self._rank = {c.case_id: n for n, c in enumerate(found)}
            self._made.watched = self._core.workspace.evidence.watched()
            self._holding = {}
            for case in found:
                for key in {*case.subjects, *due(case), stands_on(case, primary_of(case))}:
                    self._holding.setdefault(key, []).append(case.case_id)
        return self._cases

    def case(self, case_id: str) -> CaseRow | None:
        """One case."""
        self.cases()
        return self._by_id.get(case_id)

    def view(self) -> QueueView:
        """The queue under the present filter."""
        if self._core.sight is not None:
            return self.drawn()
        if self._view is None:
            self._view = self._make()
        return self._view

    def _make(self) -> QueueView:
        text = self._core.desk.filter
        self._fill()
        rows, rules = self._order.rows, self.rules() if text.strip() else []
        counts = {group: self._order.count(group) for group in GROUPS}
        others = self._order.count_of(OTHERS) if self._assigned.only_own else 0
        if others and not asks_for(text):
            rows = [row for row in rows if row.whose != OTHERS]
            counts = Counter(row.group for row in rows)
        if self._found is None:
            shown, error = narrowed(rows, text, rules)
        else:
            shown, error = by_terms(rows, apart(text)[0], rules)
            shown = matching(shown, self._found.cases, apart(text)[1])
        return QueueView(
            rows=list(shown),
            left=counts["left"],
            again=counts["again"],
            later=counts["later"],
            asked=counts["asked"],
            done=counts["done"],
            shown=len(shown),
            total=len(rows),
            filter=text,
            filter_error=error,
            with_others=len(self._order.rows) - len(rows),
        )

    def _fill(self) -> None:
        """Compute the rows that are missing."""
        cases = self.cases()
        if not self._rows:
            self._order.clear()
        if len(self._rows) < len(cases):
            missing = [c for c in cases if c.case_id not in self._rows]
            later = self._core.workspace.desk.later_cases(self._core.clock.now_ms())
            self._made.books.read(self._core)
            for case in missing:
                row, planned = self._made.row(case, case.case_id in later)
                self._rows[case.case_id] = row
                if planned is not None:
                    self._planned[case.case_id] = planned
                else:
                    self._planned.pop(case.case_id, None)
            self._order.put([self._rows[c.case_id] for c in missing], self._rank)
            dates = [one.due for one in later.values() if one.due is not None]
            dates += self._planned.values()
            self._wakes = min(dates, default=None)
        staged = self._core.desk.staged
        self._shown_staged = self._core.desk.case_id if staged is not None else ""

    def row(self, case: CaseRow) -> QueueRow:
        """One case as the queue shows it, whatever the filter."""
        self._fill()
        return self._rows[case.case_id]

    def wake(self) -> bool:
        """Whether a day has come on which something is due: then all rows are worked out anew."""
        if self._wakes is None or self._core.clock.now_ms() < self._wakes:
            return False
        self._wakes, self._view = None, None
        self._rows.clear()
        return True

    def rules(self) -> list[str]:
        """The rules by which the queue may be filtered."""
        return rules_named(self._core.state, [p.id for p in self._core.policy.policies.policies])

    def cases_with(self, terms: list[tuple[str, str]]) -> tuple[set[str], str]:
        """The cases that terms leave, and the first wrong term in words."""
        self._fill()
        found, error = by_terms(list(self._rows.values()), terms, self.rules())
        return {row.case_id for row in found}, error

    def is_done(self, case: CaseRow) -> bool:
        """Whether all of a case has a decision in force that is newer than its evidence."""
        return is_done(self._core, case)

    def after(self, case_id: str) -> str:
        """The next case that is left and shown, by rank from a case on; else an empty text."""
        view, at = self.view(), self._rank.get(case_id, -1)
        if view.shown == len(self._order.rows):
            following = self._order.next_of(OPEN, at)
            return following.case_id if following is not None else ""
        left = {r.case_id for r in view.rows if r.group in OPEN}
        ids = [c.case_id for c in self.cases()]
        ring = ids[at + 1 :] + ids[: max(at, 0)]
        return next((i for i in ring if i in left), "")

    def place(self, case_id: str) -> int:
        """Which item a case is, by rank, from 1."""
        self.cases()
        return self._rank.get(case_id, -1) + 1

    def neighbour(self, case_id: str, by: int) -> str:
        """The case ``by`` rows further in the order shown."""
        ids = [r.case_id for r in self.view().rows]
        if not ids:
            return ""
        if case_id not in ids:
            return ids[0]
        return ids[min(max(ids.index(case_id) + by, 0), len(ids) - 1)]
