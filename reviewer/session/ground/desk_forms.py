"""The forms of the desk itself: later until a day, review again on a day, a name for a filter."""

from __future__ import annotations

from collections.abc import Callable

from reviewer.domain.custody import DAY_MS, ms_of_time
from reviewer.domain.errors import Refused
from reviewer.session.ground.core import Core
from reviewer.session.views.forms import DAY, Field, Form, Values, day_of, read_day, words

LATER_DAYS, REVIEW_DAYS = 3, 90


class DeskForms:
    """Each form hands over what was typed.

    Args:
        later: puts the open case off until a time in ms.
        review: plans a review of the open subject at an RFC 3339 time, with a reason; an empty time
            takes a plan off.
        name_view: names the present filter.
    """

    def __init__(
        self,
        core: Core,
        later: Callable[[int], None],
        review: Callable[[str, str], None],
        name_view: Callable[[str], None],
    ) -> None:
        self._core = core
        self._put_off, self._plan, self._name = later, review, name_view
        self.makers: dict[str, Callable[[], Form]] = {
            "later": self._later,
            "review": self._review,
            "view": self._view,
        }

    def _day(self, days: int) -> str:
        return day_of(self._core.clock.now_ms() + days * DAY_MS)

    def _later(self) -> Form:
        return Form(
            "later",
            "Later until",
            "The case is put off on this machine alone; on that day it is back in its place.",
            "Put it off",
            (Field("day", "Until", DAY, self._day(LATER_DAYS), "2027-01-31"),),
            self._take_later,
        )

    def _take_later(self, values: Values) -> None:
        self._put_off(_future(self._core, read_day(values, "day")))

    def _review(self) -> Form:
        return Form(
            "review",
            "Review again on",
            "The decision stays in force. On that day the case is back in the queue, with the old"
            " and the new side by side. An empty day takes the plan off.",
            "Plan the review",
            (
                Field("day", "Day", DAY, self._day(REVIEW_DAYS), "2027-01-31"),
                Field("why", "Reason", hint="for whoever looks at it then"),
            ),
            self._take_review,
        )

    def _take_review(self, values: Values) -> None:
        at = read_day(values, "day")
        if at:
            _future(self._core, at)
        self._plan(at, words(values, "why"))

    def _view(self) -> Form:
        return Form(
            "view",
            "Name this filter",
            f"Filter: {self._core.desk.filter}. The same name again replaces it.",
            "Keep it",
            (Field("name", "Name"),),
            self._take_view,
        )

    def _take_view(self, values: Values) -> None:
        self._name(words(values, "name"))


def _future(core: Core, at: str) -> int:
    """The ms of a day that is still to come."""
    ms = ms_of_time(at)
    if ms is None:
        raise Refused("the day is missing", code="day", next_step="Write it as 2027-01-31.")
    if ms <= core.clock.now_ms():
        raise Refused("this day has come already", code="day", next_step="Choose a later one.")
    return ms
