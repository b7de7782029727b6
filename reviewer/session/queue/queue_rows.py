"""The row of one case: its group, its state, why it is here, what it can be filtered by."""

from __future__ import annotations

from collections.abc import Callable

from reviewer.domain.fold import SubjectState
from reviewer.domain.ids import UNDATED
from reviewer.domain.views import CaseRow
from reviewer.session.ground.core import Core
from reviewer.session.ground.due import decision_of, due, is_done, primary_of, stands_on
from reviewer.session.ground.marks import Marks
from reviewer.session.known.assigned import Assigned
from reviewer.session.known.contested import decided_words, others_words
from reviewer.session.known.review import Reason, Review
from reviewer.session.queue.filters import facets_of, is_proposed
from reviewer.session.queue.queue_books import HANDED, Books
from reviewer.session.queue.queue_words import (
    IN_DRAW,
    VEILED,
    group_of,
    legal_reasons,
    reasons_of,
)
from reviewer.session.queue.resting import Resting, Stand
from reviewer.session.views.views import QueueRow


def _not_drawn(_case: CaseRow) -> bool:
    return False


class Rows:
    """Makes rows from the live ledger; keeps none.

    Attributes:
        watched: the watchlists of each account.
        books: what the ledger's books say of cases.
        veiled: whether a case was drawn and is not answered yet.
        short: cases of which little is said are worked out without waking their subjects.
    """

    def __init__(self, core: Core, marks: Marks, review: Review, assigned: Assigned) -> None:
        self._core = core
        self._marks = marks
        self._review = review
        self._assigned = assigned
        self._resting = Resting(core, review)
        self.watched: dict[str, tuple[str, ...]] = {}
        self.books = Books()
        self.veiled: Callable[[CaseRow], bool] = _not_drawn
        self.short = True

    def row(self, case: CaseRow, put_off: bool) -> tuple[QueueRow, int | None]:
        """A case as the queue shows it, and the first planned time of it that has not come, ms."""
        gone, veiled = self.books.purged(case), self.veiled(case)
        apart = gone or veiled or put_off or case.case_id in self.books.handed
        stand = self._resting.stand(case) if self.short and not apart else None
        planned = None
        if stand is None:
            stand, planned = self._awake(case, put_off), self._review.next_date(case)
        group, state, word = stand.group, stand.state, stand.word
        why = self.books.why(case, reasons_of(case, self.watched.get(case.account, ())))
        if gone:
            group, state, word = "done", "decided", "purged"
            why = f"Purged on {gone}: the evidence is gone"
        if veiled:
            group, state, word, why = "done", "again", VEILED, f"{IN_DRAW}; {why}"
        whose = self._assigned.whose(case)
        row = QueueRow(
            case_id=case.case_id,
            account=f"account:{case.account}" if case.account else primary_of(case),
            untrusted_handle=case.handle,
            untrusted_name=case.display_name,
            group=group,
            state=state,
            state_word=word,
            why="; ".join([*stand.said, *legal_reasons(case), why]),
            posts=case.posts,
            media=case.media,
            hold=stand.hold,
            marked=case.case_id in self._marks,
            watched=case.account in self.watched,
            facets=stand.facets | {f"for:{whose}", "for:all"},
            whose=whose,
        )
        return row, planned

    def _awake(self, case: CaseRow, put_off: bool) -> Stand:
        """How a case stands, by all that is known of its subjects."""
        primary = self._core.subject(primary_of(case))
        again = self._review.reasons(case)
        group, state, word = self._state(case, primary, put_off, again)
        return Stand(
            group=group,
            state=state,
            word=word,
            hold=primary.preserved,
            facets=self._facets(case, again),
            said=[*others_words(self._core, case), *(one.words for one in again)],
        )

    def _facets(self, case: CaseRow, again: list[Reason]) -> frozenset[str]:
        """What the row can be filtered by."""
        keys = dict.fromkeys((*due(case), *(stands_on(case, key) for key in due(case))))
        planned = any(self._review.plans(case, key) for key in due(case))
        overdue = any(reason.kind == "date" for reason in again)
        when = "overdue" if overdue else "planned" if planned else "none"
        if case.due_at != UNDATED:
            done = is_done(self._core, case)
            late = case.due_at <= self._core.clock.now_ms() and not done
            when = "overdue" if late or overdue else "planned"
        return facets_of(self._core.state, [self._core.subject(k) for k in keys], when)

    def _state(
        self, case: CaseRow, primary: SubjectState, put_off: bool, again: list[Reason]
    ) -> tuple[str, str, str]:
        """(group, state, word) of a case."""
        staged = self._core.desk.staged
        if primary.contested:
            return "left", "contested", "contested"
        found = decision_of(self._core, case, primary.key)
        here = case.case_id == self._core.desk.case_id
        if staged is not None and here and again and not len(self._marks):
            return "again", "staged", "staged"
        if again:
            word = "new since decision" if again[0].kind == "evidence" else "review again"
            return ("later", "later", "later") if put_off else ("again", "again", word)
        if found is not None and is_done(self._core, case):
            return "done", "decided", decided_words(found, primary)
        if staged is not None and here and (not len(self._marks) or case.case_id in self._marks):
            return group_of(primary, put_off), "staged", "staged"
        if case.case_id in self.books.handed:
            return "asked", "escalated", HANDED
        if primary.escalated:
            return "asked", "escalated", "asked lead"
        if is_proposed(self._core.subject(stands_on(case, primary.key))):
            return "asked", "proposed", "proposed"
        if put_off:
            return "later", "later", "later"
        if any(self._core.subject(k).heads for k in case.subjects):
            return "left", "undecided", "part decided"
        return "left", "undecided", "undecided"
