"""Commands that look at a decision again, put off until a day, and keep filters by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from reviewer.commands.command import Command
from reviewer.session.session import Session


def _no_case(session: Session) -> str:
    return "" if session.desk.case_id else "no case is open"


def _undecided(session: Session) -> str:
    return session.why_no_compare()


def _no_filter(session: Session) -> str:
    return "" if session.desk.filter.strip() else "no filter is set"


def _no_views(session: Session) -> str:
    return "" if session.kept_views.all() else "no filter is kept"


def _keep(session: Session) -> None:
    session.staging.stage("keep")


_review: Callable[..., Command] = partial(Command, menu="Decision", group="Review again")
_view: Callable[..., Command] = partial(Command, menu="Queue", group="Write and find")

REVIEW: tuple[Command, ...] = (
    _review(
        id="review.compare",
        title="Old and new…",
        help="The decision that stands beside what is new since it: evidence, policy, dates.",
        keys=("N",),
        danger="dialog",
        asks="compare",
        blocked=_undecided,
    ),
    _review(
        id="stage.keep",
        title="Keep the decision",
        help="Stage a confirmation: the decision stays, on the evidence and the policy of now.",
        run=_keep,
        keys=("Shift+N",),
        writes=True,
        blocked=_undecided,
    ),
    _review(
        id="review.schedule",
        title="Review again on…",
        help="Plan a day on which this decision is looked at again; it is signed and exported.",
        danger="dialog",
        asks="form:review",
        saves=True,
        blocked=_undecided,
    ),
    _review(
        id="decision.later_until",
        title="Later until…",
        help="Put this case off until a day; then it is back in its place.",
        keys=("Shift+S",),
        writes=True,
        danger="dialog",
        asks="form:later",
        blocked=_no_case,
    ),
    _view(
        id="view.keep",
        title="Name this filter…",
        help="Keep the filter of the queue under a name.",
        writes=True,
        danger="dialog",
        asks="form:view",
        blocked=_no_filter,
    ),
    _view(
        id="view.choose",
        title="Kept filters…",
        help="Choose a filter by its name again, or forget one.",
        danger="dialog",
        asks="views",
        blocked=_no_views,
    ),
)
"""Compare, keep, plan, later until; name a filter, choose one."""
