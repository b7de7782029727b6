"""Acts of looking again: plan a review, compare, put off until a day, keep filters by name."""

from __future__ import annotations

from functools import partial

from reviewer.domain import events as ev
from reviewer.domain.custody import ms_of_time
from reviewer.domain.errors import Refused
from reviewer.domain.events import Draft
from reviewer.domain.ids import SubjectRef
from reviewer.session.batching import Batching
from reviewer.session.ground.desk_forms import DeskForms
from reviewer.session.ground.due import is_settled
from reviewer.session.known.compare import CompareView, compare
from reviewer.session.known.contested import ContestedView, side_by_side
from reviewer.session.queue.views_kept import KeptViews
from reviewer.session.views import words
from reviewer.session.views.forms import Form


class Reviewing(Batching):
    """What is decided is looked at again when something speaks for it."""

    def form(self, name: str) -> Form:
        """A form by its name: the desk's own, else one of custody."""
        own = DeskForms(self._core, self.later_until, self.plan_review, self.name_view).makers
        own["golden"] = self.goldens.form
        return own[name]() if name in own else self.custody.form(name)

    def compare(self) -> CompareView:
        """The decision that stands beside what is new since it."""
        case = self._queue.case(self._need_case())
        if case is None:
            raise Refused("this case is not in the workspace", code="no_case")
        return compare(self._core, self.review, case)

    def contested(self) -> ContestedView | None:
        """The decisions about the open subject side by side; None where they do not differ."""
        case_id = self._need_case()
        if not self._core.subject(self.desk.account).contested:
            return None
        return side_by_side(self._core, self.review, case_id)

    def why_no_compare(self) -> str:
        """Why there is nothing to compare; empty where a decision stands."""
        if not self.desk.case_id:
            return "no case is open"
        return "" if self._core.subject(self.desk.account).heads else "nothing is decided here yet"

    def later_until(self, due_ms: int) -> None:
        """Put the open case off until a time."""
        case_id = self._need_case()
        self._core.workspace.desk.later(case_id, due_ms)
        handle = self.untrusted_handle
        self._told_later(case_id)
        self._core.say(f"Later until {words.date(due_ms)}: @{handle}")

    def plan_review(self, at: str, why: str = "") -> None:
        """Plan a review of the open subject; an empty time takes the plan off.

        Raises:
            Refused: nothing is decided, or no plan stands.
        """
        case_id, subject = self._need_case(), self.desk.account
        state = self._core.subject(subject)
        standing = [plan.id for plan in state.reviews]
        draft: Draft = {
            "type": "review.scheduled",
            "case": case_id,
            "subject": ev.subject_field(SubjectRef.from_key(subject)),
            "supersedes": standing,
        }
        if at:
            if not state.heads:
                raise Refused("decide first: what is planned is a review", code="undecided")
            draft |= {"due_at": at, "rationale": why}
        elif standing:
            draft["flags"] = {"off": True}
        else:
            raise Refused("no review is planned here", code="nothing")
        day = ms_of_time(at)
        said = f"Review again on {words.date(day)}" if day is not None else "The plan is taken off"
        self._core.saver.save([draft], partial(self._core.say, said, "saved"))

    def is_settled_here(self) -> bool:
        """Whether nothing about the open subject is left to decide."""
        case = self._queue.case(self.desk.case_id)
        return case is not None and is_settled(self._core, case, self.desk.account)

    @property
    def kept_views(self) -> KeptViews:
        """Filters by name."""
        return KeptViews(self._core)

    def name_view(self, name: str) -> None:
        """Keep the present filter under a name."""
        self.kept_views.keep(name, self.desk.filter)
        self._core.say(f"Filter kept as {name.strip()}")
