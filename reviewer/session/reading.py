"""What panes and the command line read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from reviewer.domain.errors import Refused
from reviewer.domain.views import SearchResult
from reviewer.session.ground.due import due, stands_on
from reviewer.session.known.history import HistoryRow, history
from reviewer.session.known.sent import sent
from reviewer.session.parts import Desk
from reviewer.session.queue.filters import apart
from reviewer.session.status import status
from reviewer.session.views.criteria_views import CriteriaView
from reviewer.session.views.timeline_views import DayLine, TimelineHead, TimelineRow
from reviewer.session.views.views import (
    DecisionView,
    HeaderView,
    InspectorView,
    LastLine,
    MediaView,
    Picture,
    QueueView,
    StatusItem,
)

SEARCHED = 1000
"""How many hits of a search are looked at to find their cases."""


class Reading(Desk):
    """Reads change nothing."""

    def queue(self) -> QueueView:
        """The queue under the present filter."""
        return self._queue.view()

    def header(self) -> HeaderView:
        """The case strip."""
        return self._bar.header()

    @property
    def untrusted_handle(self) -> str:
        """The handle of the open subject; empty where no case is open."""
        return self._bar.handle()

    def timeline_head(self, *, charts: bool = True) -> TimelineHead:
        """Counts and bars of the timeline; without ``charts``, no hits and no seen days."""
        return self._heads.head(charts=charts)

    def timeline_ticks(self) -> dict[str, list[float]]:
        """Places on the axis by lane (post, repost, reply, media, report, account) and of the
        hits, in days since 1970-01-01 and parts of them, ascending."""
        return self._heads.ticks()

    def timeline_place(self, key: str) -> tuple[float, str] | None:
        """Where a post lies on the axis, and its lane; None without a time."""
        return self._heads.place(key)

    def timeline_table(self) -> list[DayLine]:
        """The figures of overview and lanes, a line for each day."""
        return self._heads.table()

    def timeline_len(self) -> int:
        """Rows of the event list."""
        return len(self._timeline)

    def timeline_row(self, index: int) -> TimelineRow:
        """One row of the event list."""
        return self._timeline.row(index)

    def timeline_index_of(self, key: str) -> int:
        """The row of a post by its subject key, or -1."""
        return self._timeline.index_of(key)

    def sound(self, pane: str) -> None:
        """What a pane shows of the open account could be read.

        Raises:
            Damaged: it could not; the pane says so in its place.
        """
        damage = {"timeline": self._timeline.damage, "media": self._media.damage}[pane]
        if damage is not None:
            raise damage

    def media(self) -> MediaView:
        """The media pane."""
        return self._media.view()

    def picture(self, key: str) -> Callable[[], Picture] | None:
        """The query that makes a tile's picture; None where there is nothing to make or show."""
        row = self._media.row(key)
        level = self.desk.level_of(key)
        if row is None or row.state != "present" or not row.sha256 or level == "hide":
            return None
        return self._pictures.query(row.sha256, level)

    def large_picture(self, key: str, width: int, height: int) -> Callable[[], Picture] | None:
        """The query that makes the picture of the medium that is revealed, in a box of pixels; None
        where it is not revealed, not here, or shown in its tile only."""
        row = self._media.row(key)
        if self.settings.word("media.reveal") != "large" or self.desk.revealed != key:
            return None
        if row is None or row.state != "present" or not row.sha256 or self.desk.shut:
            return None
        return self._pictures.large(row.sha256, width, height)

    def picture_failed(self, key: str, reason: str) -> None:
        """The window says that a picture could not be made."""
        self._media.mark_failed(key, reason)

    def inspector(self) -> InspectorView:
        """The inspector."""
        return self._inspector.view()

    def criteria_view(self) -> CriteriaView:
        """The questions of the policy and what the guide makes of the answers."""
        return self.criteria.view()

    def decision(self) -> DecisionView:
        """The decision bar."""
        return self._bar.decision()

    def last(self, limit: int = 10) -> list[LastLine]:
        """The last decisions, newest first."""
        return self._bar.last(limit)

    def status_line(self) -> list[StatusItem]:
        """The status line."""
        layers = self._decoder.known_layers()
        off = [name for name, state in layers.items() if not state.startswith("on")]
        items = self._bar.status(
            waiting=self.jobs.waiting() if self._core.sight is None else 0,
            sandbox="on" if not off else "without " + ", ".join(off),
            damaged=f"only read: {self.stopped}" if self.stopped else self._damaged,
            missing=self._missing,
        )
        items[-3:-3] = self.backups.item()
        items += self._sent_items()
        return items

    def sent_words(self) -> str:
        """How many events a receipt came back for, and how many are on their way or waiting."""
        return f"{sent(self._core):,} sent, {self.jobs.unacknowledged():,} waiting"

    def _sent_items(self) -> list[StatusItem]:
        """What arrived at a lead; where a lead has what this workspace lost, in danger."""
        if not self._core.state.receipts and not self._core.workspace.ledger.receipts():
            return []
        doubts = self.feedback.warnings()
        if doubts:
            return [StatusItem("receipts", "danger", doubts[0].partition(":")[0], danger=True)]
        return [StatusItem("receipts", "decided", self.sent_words())]

    def history(self, case_id: str = "") -> list[HistoryRow]:
        """Every event of all chains about a case, or about everything, the newest first."""
        if self._core.sight is not None:
            raise Refused("while you look again the history is not loaded", code="blind")
        case = self._queue.case(case_id)
        if case is not None and self._queue.veiled(case):
            words = "this case is in a spot-check: its history is shown after your answer"
            raise Refused(words, code="blind", next_step="Spot-check: next item.")
        about = {*case.subjects, *(stands_on(case, key) for key in due(case))} if case else ()
        return history(self._core, case_id, about)

    def why_no_saving(self) -> str:
        """Why nothing can be decided now; empty when it can."""
        return self._core.saver.why_not()

    def why_only_read(self) -> str:
        """Why the person at this desk only reads; empty for who decides."""
        reading = "the workspace is only being read" if self.workspace.read_only else ""
        return self._core.saver.reader or reading

    @property
    def saving(self) -> bool:
        """Whether an act waits for the disk."""
        return self._core.saver.saving

    @property
    def stopped(self) -> str:
        """What could not be saved, so that the desk is only read; empty while all is well."""
        return self._core.saver.stopped

    def status(self) -> dict[str, Any]:
        """The counts of the command line.

        Raises:
            Refused: ``blind``: they count what was decided.
        """
        if self._core.sight is not None:
            raise Refused("while you look again nothing is counted", code="blind")
        return status(self._core, self._queue, self.jobs, self.roster)

    def search(self, query: str, limit: int = 50, *, count_cap: int | None = None) -> SearchResult:
        """Full text search over posts and accounts; counted to ``count_cap``, or to the end."""
        terms, words = apart(query)
        if not terms:
            return self._core.workspace.search.search(query, limit, count_cap=count_cap)
        cases, wrong = self._queue.cases_with(terms)
        if wrong:
            raise Refused(wrong, code="filter")
        found = self._core.workspace.search.search(words, SEARCHED, count_cap=SEARCHED)
        hits = tuple(hit for hit in found.hits if hit.case in cases)
        notes = found.notes
        if found.total > len(found.hits):
            notes = (*notes, f"of the first {len(found.hits):,} matches")
        return msgspec.structs.replace(
            found,
            query=query,
            hits=hits[:limit],
            total=len(hits),
            total_exact=sum(1 for hit in hits if hit.exact),
            notes=notes,
        )
