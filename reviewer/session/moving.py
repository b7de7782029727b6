"""Moving through cases, posts and media. Nothing here reaches the ledger."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.domain.changes import on_desk
from reviewer.domain.errors import Refused
from reviewer.insight.lens import Lens
from reviewer.session.ground.deskstate import PANES, DeskState
from reviewer.session.ground.due import next_due
from reviewer.session.queue.finds import Finds
from reviewer.session.queue.queue_words import listed
from reviewer.session.reading import SEARCHED, Reading
from reviewer.store.search.query import parse
from reviewer.store.search.search import COUNT_CAP


class Moving(Reading):
    """The cursor and the selection."""

    def select_case(self, case_id: str, *, remember: bool = True, initiator: str = "") -> None:
        """Open a case; what was staged is let go, drafts stay with their case."""
        case = self._queue.case(case_id)
        if case is None:
            raise Refused("this case is not in the workspace", code="no_case")
        desk = self.desk
        if remember and desk.case_id and desk.case_id != case_id:
            desk.back.append(desk.case_id)
            desk.forward.clear()
        desk.case_id = case_id
        self._stand_on(next_due(self._core, case))
        if not self._core.only_read:
            self._core.workspace.desk.set_value("place", {"case": case_id})
        parts = ("cursor", "staged", "selection", "queue")
        self._core.bus.publish(on_desk(*parts, initiator=initiator))
        found = self._queue.found
        if found is not None and remember:
            match = found.first(case_id, desk.account_key)
            if match:
                self.select_event(match)

    def _keep_found(self, found: Finds | None) -> None:
        """Queue and timeline both go by what was found, until the filter changes."""
        self._queue.keep_found(found)
        self._timeline.found = found

    def _stand_on(self, subject: str) -> None:
        """Show one subject of the open case; what was staged is let go."""
        desk = self.desk
        if subject != desk.account:
            desk.lens = Lens()
        desk.account = subject
        desk.event = desk.medium = desk.revealed = ""
        desk.clearer.clear()
        desk.staged = None
        desk.draft_saved = None
        self._core.rest()
        self._timeline.open(desk.account_key)
        self._media.open(subject)
        damage = self._timeline.damage or self._media.damage
        if damage is not None:
            self.damaged(str(damage))

    def _advance(self, case_id: str) -> None:
        """On to the next case that is left; stay where none is."""
        case = self._queue.case(case_id)
        done = case is None or self._queue.is_done(case)
        asked = case is not None and self._core.subject(self.desk.account).escalated
        following = self._queue.after(case_id) if done or asked else ""
        if following:
            self.select_case(following)
            return
        other = next_due(self._core, case) if case is not None and not done else ""
        if other and other != self.desk.account and not asked:
            self._stand_on(other)
            self._core.bus.publish(on_desk("staged", "cursor", "selection", "queue"))
        else:
            self._core.bus.publish(on_desk("staged", "cursor", "queue"))

    @property
    def found(self) -> Finds | None:
        """What a search of all posts found; None without one."""
        return self._queue.found

    def stand_again(self, desk: DeskState, found: Finds | None) -> None:
        """Stand where one stood before the desk was closed; what is not there is passed over."""
        here = self.desk
        here.filter, here.conceal = desk.filter, desk.conceal
        here.policy_choice, here.departure = desk.policy_choice, desk.departure
        here.back, here.forward = desk.back, desk.forward
        self._keep_found(found)
        if self._queue.case(desk.case_id) is None:
            return
        self.select_case(desk.case_id, remember=False)
        if desk.account != here.account:
            self._stand_on(desk.account)
        here.lens, here.question, here.draft_saved = desk.lens, desk.question, desk.draft_saved
        here.event, here.medium, here.pane = desk.event, desk.medium, desk.pane
        self._timeline.look(anew=True)

    def _told_later(self, put_off: str) -> None:
        """A case was put off or brought back: after one that was put off, on to the next."""
        self._core.bus.publish(on_desk("later"))
        following = self._queue.after(put_off) if put_off else ""
        if following:
            self.select_case(following)

    def step_case(self, by: int) -> None:
        """The next or the previous case in the queue."""
        found = self._queue.neighbour(self.desk.case_id, by)
        if found and found != self.desk.case_id:
            self.select_case(found)

    def travel(self, by: int) -> None:
        """Back or forward through the cases that were open; changes nothing."""
        desk = self.desk
        source, target = (desk.back, desk.forward) if by < 0 else (desk.forward, desk.back)
        if not source:
            raise Refused("nowhere to go " + ("back" if by < 0 else "forward"), code="nothing")
        target.append(desk.case_id)
        self.select_case(source.pop(), remember=False)

    def step_item(self, by: int, *, unseen: bool = False) -> None:
        """The next or the previous item of the focused pane."""
        desk = self.desk
        if desk.pane == "queue":
            self.step_case(by)
            return
        if desk.pane == "media":
            found = self._media.next_tile(desk.medium, by, unseen=unseen)
            if found:
                self.select_medium(found)
        else:
            found = self._timeline.step(desk.event, by, unseen=unseen)
            if found:
                self.select_event(found)
        if not found and unseen:
            raise Refused("nothing unseen further on", code="nothing")

    def select_event(self, key: str, initiator: str = "") -> None:
        """Select a post in the timeline; its first medium is selected with it."""
        desk = self.desk
        desk.event = key
        post = self._core.workspace.evidence.post(key.partition(":")[2])
        desk.medium = f"media:{post.media[0]}" if post is not None and post.media else ""
        self._selected(initiator, key)

    def select_near(self, place: float, lane: str = "") -> None:
        """Select the listed event nearest to a place on the axis of time, of one lane or any."""
        found = self._timeline.nearest(place, lane)
        if not found:
            raise Refused("no such event is in the list", code="nothing")
        self.select_event(found)

    def select_medium(self, key: str, initiator: str = "") -> None:
        """Select a medium; the first post that holds it is selected with it."""
        row = self._media.row(key)
        self.desk.medium = key
        self.desk.event = f"post:{row.post_keys[0]}" if row is not None and row.post_keys else ""
        self._selected(initiator, key)

    def _selected(self, initiator: str, key: str) -> None:
        desk = self.desk
        if desk.revealed and desk.revealed != desk.medium:
            desk.revealed = ""
        self.mark_shown([key])
        self._core.bus.publish(on_desk("selection", "conceal", initiator=initiator))

    def set_pane(self, pane: str, *, asked: bool = False) -> None:
        """Focus a pane. ``asked``: by its own key, which also leads out of a field, back to the
        pane that one came from."""
        if pane in PANES and (asked or pane != self.desk.pane):
            self.desk.pane = pane
            self._core.bus.publish(on_desk("pane", "selection"))

    def set_filter(self, text: str) -> None:
        """Filter the queue."""
        self.desk.filter = text
        self._keep_found(None)
        self._core.bus.publish(on_desk("queue"))

    def search_all(self, query: str) -> None:
        """Search every post and account; the queue then shows the cases with matches."""
        self.desk.filter = query
        if not query.strip():
            self._keep_found(None)
            self._core.bus.publish(on_desk("queue"))
            return
        found = self.search(query, SEARCHED, count_cap=COUNT_CAP)
        finds = Finds.of(found.hits, parse(query).needles)
        self._keep_found(finds if finds.cases else None)
        self._core.bus.publish(on_desk("queue"))
        notes = f" ({'; '.join(found.notes)})" if found.notes else ""
        total = f"{found.total:,}{' or more' if found.capped else ''}"
        word = "match" if found.total == 1 else "matches"
        said = f"{total} {word}, {found.total_exact:,} exact{notes}"
        if not finds.cases:
            said = f"0 matches in posts{notes}"
            said += "; the filter's rows stay" if self._queue.view().rows else ""
        listed = self._stand_on_listed()
        self._core.say(f"{said}. {listed}" if listed else said)

    def leave_filter(self) -> None:
        """The field of the filter was left: what it does not leave must not be open unnoticed."""
        words = self._stand_on_listed()
        if words and words not in self.desk.message:
            self._core.say(words)

    def open_unlisted(self) -> bool:
        """Whether a case is open that is not among the rows of the filter."""
        here = self.desk.case_id
        return bool(here) and self._core.sight is None and not listed(self._queue.view(), here)

    def _stand_on_listed(self) -> str:
        """Open the first case that the filter leaves, where the open one is not among them; while
        something is staged, stay. What was done, in words."""
        if not self.open_unlisted():
            return ""
        before = self._handle_of(self.desk.case_id)
        if self.desk.staged is not None:
            return f"Still open: {before}, not in the filter; its staged outcome is kept"
        rows = self._queue.view().rows
        if not rows:
            return f"Still open: {before}; no case matches the filter"
        self.select_case(rows[0].case_id)
        return f"Open now: {self._handle_of(rows[0].case_id)}; {before} is not in the filter"

    def _handle_of(self, case_id: str) -> str:
        case = self._queue.case(case_id)
        return f"@{case.handle}" if case is not None and case.handle else f"case {case_id}"

    def mark_shown(self, keys: Iterable[str]) -> None:
        """These items were painted before the reviewer's eyes."""
        if self._core.only_read or not self.desk.account:
            return
        if self._core.workspace.desk.mark_seen(self.desk.account, list(keys)):
            self._core.bus.publish(on_desk("seen"))
