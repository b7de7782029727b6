"""What the next case will show, read while the reviewer looks at this one.

Nothing of it is shown, counted as seen or counted as exposure before the case is opened: it is
only what the evidence says, kept for one case and forgotten with the next import. Pictures are not
among it: those of a case are decoded in a child of its own.
"""

from __future__ import annotations

from reviewer.domain.changes import Changes
from reviewer.domain.errors import Damaged
from reviewer.session.ground.core import Core
from reviewer.session.ground.due import next_due
from reviewer.session.queue.queue import Queue
from reviewer.session.timeline.media import Media
from reviewer.session.timeline.timeline import Timeline
from reviewer.session.views.timeline_views import TimelineRow

LIGHT = 5_000
"""Posts up to which an account is read ahead; what is heavier would be felt while reading."""


class Ahead:
    """Reads for the case that follows by rank, and what committing the open one will need."""

    def __init__(self, core: Core, queue: Queue, timeline: Timeline, media: Media) -> None:
        self._core = core
        self._queue = queue
        self._timeline = timeline
        self._media = media
        self._done = ("", "")
        self._subject = ""

    def look(self) -> None:
        """Read ahead from where the reviewer stands; what is damaged is said when it is opened."""
        open_case = self._core.desk.case_id
        following = self._queue.after(open_case) if open_case else ""
        if self._done == (open_case, following):
            return
        self._done = (open_case, following)
        try:
            if self._light(self._core.desk.account_key):
                self._core.workspace.evidence.digest_of_case(open_case)
            self._expect(following)
        except Damaged:
            self.forget()

    def _expect(self, case_id: str) -> None:
        case = self._queue.case(case_id)
        if case is None:
            return
        subject = next_due(self._core, case)
        kind, _, account = subject.partition(":")
        if kind == "account" and self._light(account):
            self._core.facts.reports(account)
            self._subject = subject
            self._timeline.expect(account)
            self._media.expect(subject)

    def _light(self, account: str) -> bool:
        row = self._core.facts.account(account) if account else None
        return row is not None and row.posts_stored <= LIGHT

    def rows(self) -> list[TimelineRow]:
        """The rows that the list of the next case begins with, to lay out their text: as they are
        while nothing of it was seen, pinned or flagged."""
        return self._timeline.expected_rows()

    def concerns(self, changes: Changes) -> bool:
        """Whether what moved is about the case that was read ahead."""
        return self._subject in changes.subjects or self._done[1] in changes.cases

    def forget(self) -> None:
        """The evidence, the settings or the case itself moved: nothing of it holds."""
        self._done = ("", "")
        self._subject = ""
        self._timeline.expect("")
        self._media.expect("")
