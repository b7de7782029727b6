"""Where a reviewer stood, kept while the workspace is closed behind a lock.

Names of cases and items only: no text of a case, no key. What was staged is let go; drafts of
notes and answers stand in the workspace itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from reviewer.domain.changes import on_desk
from reviewer.session.ground.deskstate import DeskState
from reviewer.session.queue.finds import Finds
from reviewer.session.session import Session


@dataclass(frozen=True, slots=True)
class Kept:
    """The desk as it was, and what the front end had chosen."""

    desk: DeskState
    found: Finds | None
    automatic: bool


def keep(session: Session) -> Kept:
    """Remember where the reviewer stands; nothing of it is staged, armed or revealed."""
    desk = replace(
        session.desk,
        staged=None,
        armed_at=None,
        armed_stay=False,
        dead_until=0,
        revealed="",
        clearer={},
        covered=False,
        message="",
        message_until=None,
    )
    return Kept(desk, session.found, session.backups.automatic)


def resume(session: Session, kept: Kept) -> None:
    """Stand where the reviewer stood; what is no longer there is passed over."""
    session.backups.automatic = kept.automatic
    session.stand_again(kept.desk, kept.found)
    session.bus.publish(on_desk("cursor", "selection", "queue", "conceal", "pane", "range"))
