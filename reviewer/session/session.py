"""The one door: what the desk reads, and every act that changes something."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.changes import Changes, on_desk
from reviewer.domain.errors import Refused
from reviewer.domain.undo import Step
from reviewer.domain.views import SearchResult
from reviewer.media.client import Decoder
from reviewer.session.acts import Acts
from reviewer.session.bar import Bar
from reviewer.session.bus import Bus
from reviewer.session.core import Core
from reviewer.session.deskstate import ARMED_MS, CONCEAL_LEVELS, PANES, DeskState
from reviewer.session.exposure import Exposure
from reviewer.session.inspector import Inspector
from reviewer.session.jobs import Jobs
from reviewer.session.media import Media, Pictures
from reviewer.session.policies import CompiledPolicy, policy_from_text
from reviewer.session.ports import Clock, Random, Runner
from reviewer.session.queue import Queue
from reviewer.session.staging import Staging
from reviewer.session.status import status
from reviewer.session.timeline import Timeline
from reviewer.session.views import (
    DecisionView,
    HeaderView,
    InspectorView,
    LastLine,
    MediaView,
    Picture,
    QueueView,
    StatusItem,
    TimelineHead,
    TimelineRow,
)
from reviewer.store.workspace import Workspace

__all__ = ["Session"]


class Session:
    """One open workspace with one person at it."""

    def __init__(
        self,
        workspace: Workspace,
        policy: CompiledPolicy,
        decoder: Decoder,
        *,
        clock: Clock,
        random: Random,
        runner: Runner,
    ) -> None:
        core = Core(workspace, clock, random, runner, policy)
        self._core = core
        self._decoder = decoder
        self._queue = Queue(core)
        self._timeline = Timeline(core)
        self._media = Media(core, self._timeline)
        self._pictures = Pictures(core, decoder)
        self.staging = Staging(core)
        self.exposure = Exposure(core)
        self._acts = Acts(core)
        self._inspector = Inspector(core, self.staging, self._media)
        self._bar = Bar(core, self._queue, self.staging, self._media)
        self.jobs = Jobs(core)
        self._watch = core.bus.subscribe(self._on_change)
        self._damaged = ""

    # -- what everybody needs -------------------------------------------------------------

    @property
    def bus(self) -> Bus:
        """Where changes are told."""
        return self._core.bus

    @property
    def clock(self) -> Clock:
        """The clock of this desk."""
        return self._core.clock

    @property
    def runner(self) -> Runner:
        """Where queries run."""
        return self._core.runner

    @property
    def desk(self) -> DeskState:
        """Where the reviewer stands; read only for all but the session."""
        return self._core.desk

    @property
    def workspace(self) -> Workspace:
        """The open workspace, for the composition root."""
        return self._core.workspace

    def start(self) -> None:
        """Load what the ledger says: the stacks of undo, the policy, the place one was at."""
        ledger = self._core.workspace.ledger
        self._core.history.device = ledger.head()[0]
        for stored in ledger.events():
            self._core.history.take(stored.event)
        adopted = self._core.state.policy
        if adopted is not None and isinstance(adopted.get("policy_text"), str):
            self._core.policy = policy_from_text(str(adopted["policy_text"]))
        if not self._core.workspace.read_only:
            self.jobs.adopt_policy()
            late = self.jobs.log_imports()
            if late:
                self._core.say(f"{late} import without its ledger entry was logged again")
        self._return_to_place()

    def _return_to_place(self) -> None:
        place = self._core.workspace.desk.value("place") or {}
        case_id = str(place.get("case", "")) if isinstance(place, dict) else ""
        if self._queue.case(case_id) is None:
            case_id = self._queue.after("")
        if case_id:
            self.select_case(case_id, remember=False)

    def close(self) -> None:
        """Let everything go."""
        self._watch.cancel()
        self._decoder.close()
        self._core.workspace.close()

    def _on_change(self, changes: Changes) -> None:
        """Drop what was computed from what moved."""
        if changes.touches("import"):
            self._queue.forget(cases=True)
            self._timeline.open(self.desk.account_key)
            self._media.open(self.desk.account_key)
        if changes.kinds or changes.touches("staged", "later", "queue", "cursor"):
            self._queue.forget(cases=False)
        if changes.touches("pin", "seen", "flag", "cursor"):
            self._timeline.forget_marks()

    # -- reading --------------------------------------------------------------------------

    def queue(self) -> QueueView:
        """The queue under the present filter."""
        return self._queue.view()

    def header(self) -> HeaderView:
        """The case strip."""
        return self._bar.header()

    def timeline_head(self) -> TimelineHead:
        """Counts and bars of the timeline."""
        return self._timeline.head()

    def timeline_len(self) -> int:
        """Rows of the event list."""
        return len(self._timeline)

    def timeline_row(self, index: int) -> TimelineRow:
        """One row of the event list."""
        return self._timeline.row(index)

    def timeline_index_of(self, key: str) -> int:
        """The row of a post by its subject key, or -1."""
        return self._timeline.index_of(key)

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

    def picture_failed(self, key: str, reason: str) -> None:
        """The window says that a picture could not be made."""
        self._media.mark_failed(key, reason)

    def inspector(self) -> InspectorView:
        """The inspector."""
        return self._inspector.view()

    def decision(self) -> DecisionView:
        """The decision bar."""
        return self._bar.decision()

    def last(self, limit: int = 10) -> list[LastLine]:
        """The last decisions, newest first."""
        return self._bar.last(limit)

    def status_line(self) -> list[StatusItem]:
        """The status line."""
        layers = self._decoder.layers()
        off = [name for name, state in layers.items() if state != "on"]
        return self._bar.status(
            waiting=self.jobs.waiting(),
            sandbox="on" if not off else "without " + ", ".join(off),
            damaged=self._damaged,
        )

    def status(self) -> dict[str, Any]:
        """The counts of the command line."""
        return status(self._core, self._queue, self.jobs)

    def search(self, query: str, limit: int = 50) -> SearchResult:
        """Full text search over posts and accounts."""
        return self._core.workspace.search.search(query, limit)

    # -- moving ---------------------------------------------------------------------------

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
        desk.account = f"account:{case.account}" if case.account else case.subjects[0]
        desk.event = desk.medium = desk.revealed = ""
        desk.clearer.clear()
        desk.staged = None
        self._core.rest()
        self._timeline.open(desk.account_key)
        self._media.open(desk.account_key)
        if not self._core.workspace.read_only:
            self._core.workspace.desk.set_value("place", {"case": case_id})
        parts = ("cursor", "staged", "selection", "queue")
        self._core.bus.publish(on_desk(*parts, initiator=initiator))

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

    def set_pane(self, pane: str) -> None:
        """Focus a pane."""
        if pane in PANES and pane != self.desk.pane:
            self.desk.pane = pane
            self._core.bus.publish(on_desk("pane", "selection"))

    def set_filter(self, text: str) -> None:
        """Filter the queue."""
        self.desk.filter = text
        self._core.bus.publish(on_desk("queue"))

    def mark_shown(self, keys: Iterable[str]) -> None:
        """These items were painted before the reviewer's eyes."""
        if self._core.workspace.read_only or not self.desk.account:
            return
        if self._core.workspace.desk.mark_seen(self.desk.account, list(keys)):
            self._core.bus.publish(on_desk("seen"))

    # -- acting ---------------------------------------------------------------------------

    def tap(self) -> None:
        """One tap of the commit key; the second commits and goes on to the next case."""
        if not self.staging.tap():
            return
        desk = self.desk
        staged, policy, pins = desk.staged, self.staging.policy(), self.staging.pins()
        if staged is None:
            return
        case_id = desk.case_id
        handle = self.header().untrusted_handle
        said = self._acts.commit(staged, policy, pins)
        desk.staged = None
        self._core.workspace.desk.drop_later(case_id)
        self._core.workspace.desk.save_draft(case_id, desk.account, "", self.clock.now_ms())
        self._core.rest()
        self._advance(case_id)
        self._core.say(f"{said} @{handle} saved · Z undo", "saved")

    def _advance(self, case_id: str) -> None:
        """On to the next case that is left; stay where none is."""
        case = self._queue.case(case_id)
        done = case is None or self._queue.is_done(case)
        asked = case is not None and self._core.subject(self.desk.account).escalated
        following = self._queue.after(case_id) if done or asked else ""
        if following:
            self.select_case(following)
        else:
            self._core.bus.publish(on_desk("staged", "cursor", "queue"))

    def later(self, due_ms: int | None = None) -> None:
        """Put the case off; the second time brings it back."""
        case_id = self._need_case()
        store = self._core.workspace.desk
        if case_id in store.later_cases():
            store.drop_later(case_id)
            words = "Back in the queue"
        else:
            store.later(case_id, due_ms)
            words = "Later"
        handle = self.header().untrusted_handle
        self._core.bus.publish(on_desk("later"))
        if words == "Later":
            following = self._queue.after(case_id)
            if following:
                self.select_case(following)
        self._core.say(f"{words}: @{handle}")

    def pin(self) -> None:
        """Pin the selected post or medium as evidence, or take its pin off."""
        self._need_case()
        self._core.say(self._acts.toggle_pin(self._selected_key("pin")))

    def flag(self) -> None:
        """Flag the selected item, or take its flag off."""
        self._need_case()
        desk = self.desk
        key = desk.account if desk.pane == "queue" else self._selected_key("flag")
        self._core.say(self._acts.toggle_flag(key))

    def label(self, digit: int) -> None:
        """Label the selected medium with 1 to 5; 0 clears."""
        self._need_case()
        if not self.desk.medium:
            raise Refused("select a medium first", code="nothing_selected")
        labels = self._core.policy.policies.media_labels
        if digit > len(labels):
            raise Refused(f"there is no label {digit}", code="nothing")
        self._core.say(self._acts.label(self.desk.medium, labels[digit - 1].id if digit else ""))

    def _selected_key(self, verb: str) -> str:
        """The item that a key acts on: the medium in the media pane, else the post."""
        desk = self.desk
        key = desk.medium if desk.pane == "media" else desk.event
        if not key:
            raise Refused(f"select a post or a medium to {verb}", code="nothing_selected")
        return key

    def _need_case(self) -> str:
        if not self.desk.case_id:
            raise Refused("no case is open", code="no_case", next_step="choose a case in the queue")
        return self.desk.case_id

    def undo(self) -> None:
        """Undo the last act, named, and go back to its case."""
        step = self._acts.undo()
        self._after_history("Undone", step)
        first = step.events[0]
        note, case_id = ev.text(first, "rationale"), ev.text(first, "case")
        desk = self._core.workspace.desk
        if note and case_id == self.desk.case_id and not desk.draft(case_id, self.desk.account):
            self.save_note(case_id, self.desk.account, note)

    def redo(self) -> None:
        """Do again what was undone last."""
        self._after_history("Done again", self._acts.redo())

    def _after_history(self, verb: str, step: Step) -> None:
        case_id = ev.text(step.events[0], "case")
        if case_id and case_id != self.desk.case_id and self._queue.case(case_id):
            self.select_case(case_id)
        self._core.rest()
        handle = self.header().untrusted_handle
        self._core.say(f"{verb}: {self.step_words(step)} @{handle}", "saved")

    def step_words(self, step: Step) -> str:
        """What a step was, in words."""
        first = step.events[0]
        kind = ev.text(first, "type")
        if kind == "decision":
            return ev.text(first, "outcome").replace("_", " ")
        words = {"escalate": "ask lead", "pin": "pin", "flag": "flag", "label": "label"}
        return words.get(kind, kind)

    def undo_words(self) -> str:
        """What undo would undo; empty when nothing."""
        done = self._core.history.done
        return self.step_words(done[-1]) if done else ""

    def redo_words(self) -> str:
        """What redo would do; empty when nothing."""
        undone = self._core.history.undone
        return self.step_words(undone[-1]) if undone else ""

    def save_note(self, case_id: str, subject: str, text: str) -> None:
        """Save the draft of a note with the case it belongs to."""
        self._core.workspace.desk.save_draft(case_id, subject, text, self.clock.now_ms())
        self._core.bus.publish(on_desk("draft", initiator="note"))

    def choose_policy(self, policy_id: str) -> None:
        """Set the policy of what is staged."""
        self.staging.choose_policy(policy_id)

    # -- time and words -------------------------------------------------------------------

    def say(self, words: str, kind: str = "info") -> None:
        """Show a sentence on the desk."""
        self._core.say(words, kind)

    def damaged(self, words: str) -> None:
        """Something of the environment failed; the status line keeps saying it."""
        self._damaged = words
        self._core.say(words, "damaged")

    def next_deadline_ms(self) -> int | None:
        """In how many ms ``tick`` should be called next, if at all."""
        desk, now = self.desk, self.clock.monotonic_ms()
        ends = [desk.message_until] if desk.message else []
        if desk.armed_at is not None:
            ends.append(desk.armed_at + ARMED_MS)
        if desk.dead(now):
            ends.append(desk.dead_until)
        future = [end - now for end in ends if end is not None]
        return max(0, min(future)) if future else None

    def tick(self) -> None:
        """Re-evaluate what time changes: the armed state, the dead time, the message."""
        desk, now = self.desk, self.clock.monotonic_ms()
        moved = {"armed"}
        if desk.armed_at is not None and not desk.armed(now):
            desk.armed_at = None
        if desk.message and desk.message_until is not None and now >= desk.message_until:
            desk.message = ""
            moved.add("message")
        self._core.bus.publish(on_desk(*moved))

    def conceal_levels(self) -> tuple[str, ...]:
        """The levels from the least to the most that is shown."""
        return CONCEAL_LEVELS
