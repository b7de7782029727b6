"""Commands that mark cases for a batch and look at what it would do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from reviewer.commands.command import Command
from reviewer.session.session import Session


def _no_case(session: Session) -> str:
    return "" if session.desk.case_id else "no case is open"


def _nothing_marked(session: Session) -> str:
    return "" if session.batch.active else "no case is marked"


def _nothing_staged(session: Session) -> str:
    staged = session.desk.staged is not None
    return _nothing_marked(session) or ("" if staged else "stage an outcome first")


def _mark(session: Session) -> None:
    session.mark()


def _mark_shown(session: Session) -> None:
    session.mark_all_shown()


def _clear(session: Session) -> None:
    session.clear_marks()


_batch: Callable[..., Command] = partial(Command, menu="Decision", group="Batch", writes=True)

BATCH: tuple[Command, ...] = (
    _batch(
        id="batch.mark",
        title="Mark for a batch",
        help="Mark the open case; while cases are marked, one outcome is staged for all of them.",
        run=_mark,
        keys=("M",),
        blocked=_no_case,
    ),
    _batch(
        id="batch.preview",
        title="Look at the batch…",
        help="What would be committed, what is left out and why; confirm the counts there.",
        keys=("Shift+M",),
        danger="dialog",
        asks="batch",
        blocked=_nothing_staged,
    ),
    _batch(
        id="batch.mark_shown",
        title="Mark all shown",
        help="Mark every case that is left and shown under the filter.",
        run=_mark_shown,
    ),
    _batch(
        id="batch.clear",
        title="Take all marks off",
        help="No case is marked then; nothing else changes.",
        run=_clear,
        blocked=_nothing_marked,
    ),
)
"""Mark, look, mark all shown, take all marks off."""
