"""What the parts of the one door share, and what time changes on the desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from reviewer.domain.changes import on_desk
from reviewer.domain.errors import Refused
from reviewer.media.client import Decoder
from reviewer.session.ahead import Ahead
from reviewer.session.custody.custody import Custody
from reviewer.session.deciding.acts import Acts
from reviewer.session.deciding.batch import Batch
from reviewer.session.deciding.criteria import Criteria
from reviewer.session.deciding.staging import Staging
from reviewer.session.exchange.dealing import Dealing
from reviewer.session.exchange.exporting import Exporting
from reviewer.session.exchange.feedback import FeedbackDesk
from reviewer.session.exchange.jobs import Jobs
from reviewer.session.exchange.merging import Merging
from reviewer.session.exchange.purging import Purging
from reviewer.session.exchange.syncing import Syncing
from reviewer.session.exchange.targeting import Targeting
from reviewer.session.ground.backups import Backups
from reviewer.session.ground.bus import Bus
from reviewer.session.ground.core import Core
from reviewer.session.ground.deskstate import ARMED_MS, DeskState
from reviewer.session.ground.exposure import Exposure
from reviewer.session.ground.kept import Kept
from reviewer.session.ground.marks import Marks
from reviewer.session.ground.passphrase import Passphrase
from reviewer.session.ground.policies import CompiledPolicy
from reviewer.session.ground.ports import Clock, Runner
from reviewer.session.ground.rereading import Rereading
from reviewer.session.ground.settings import Settings
from reviewer.session.inspector import Inspector
from reviewer.session.known.assigned import Assigned
from reviewer.session.known.review import Review
from reviewer.session.known.rostering import Rostering
from reviewer.session.leads.blind_bar import BlindBar, drawn
from reviewer.session.leads.drawing import Drawing
from reviewer.session.leads.goldens import Goldens
from reviewer.session.leads.inbox import Inbox
from reviewer.session.leads.looking import Looking
from reviewer.session.leads.quality import Quality
from reviewer.session.leads.rounds import Rounds
from reviewer.session.leads.spotchecks import SpotChecks
from reviewer.session.leads.veil import Veil
from reviewer.session.queue.queue import Queue
from reviewer.session.timeline.head import Heads
from reviewer.session.timeline.media import Media, Pictures
from reviewer.session.timeline.ranging import Ranging
from reviewer.session.timeline.safety import Safety
from reviewer.session.timeline.timeline import Timeline
from reviewer.session.tour import Tour
from reviewer.store.workspace import Workspace

MINUTE_MS = 60_000


class Desk:
    """The parts, made once for one workspace."""

    def __init__(self, core: Core, decoder: Decoder, procedure: str = "") -> None:
        self._core = core
        self._decoder = decoder
        marks = Marks(core)
        self.review = Review(core)
        self.roster = Rostering(core)
        self._queue = Queue(core, marks, self.review, Assigned(core, self.roster))
        self._timeline = Timeline(core)
        self._media = Media(core, self._timeline)
        self._timeline.hits = self._media.hit_posts
        self._heads = Heads(core, self._timeline)
        self.ahead = Ahead(core, self._queue, self._timeline, self._media)
        self.range = Ranging(core, self._timeline)
        self._pictures = Pictures(core, decoder)
        self.staging = Staging(core)
        self.criteria = Criteria(core, self.staging)
        self.staging.more = self.criteria.requirements
        self.batch = Batch(core, self._queue, marks)
        self.staging.batch = self.batch.gate
        self.exposure = Exposure(core)
        self.safety = Safety(core, decoder, self._media, procedure)
        self._acts = Acts(core)
        self.custody = Custody(core, self.staging.restrict)
        self._inspector = Inspector(core, self.staging, self._media, self.custody)
        self._bar = BlindBar(core, self._queue, self.staging, self.custody, self.batch, self.roster)
        self.spotchecks = SpotChecks(core, self.roster)
        self.goldens = Goldens(core, self.spotchecks)
        self.drawing = Drawing(core, self.spotchecks)
        self.rounds = Rounds(core, self.roster, self.spotchecks, self._queue)
        self.quality = Quality(core, self.spotchecks, self.drawing, self.rounds)
        self.looking = self._bar.looking = Looking(core, self._queue, self.spotchecks)
        self._queue.drawn = partial(drawn, self.looking, self.key_of)
        self.veil = Veil(core, self.looking)
        core.veiled, core.hides = self.veil.subject, self.veil.hides
        self._queue.veil(self.veil.covers)
        self.passphrase = Passphrase(core)
        core.own_role = self.custody.own_role = self.roster.own_role
        self.exporting = Exporting(core, self.roster, self.custody.packets)
        self.jobs = Jobs(core, self.roster, self.exporting)
        self.merging = Merging(core, self.roster)
        self.roster.moved = self.merging.rejudge
        self.feedback = FeedbackDesk(core, self.roster, self.jobs.offers)
        self.syncing = Syncing(
            core, self.roster, self.exporting, self.jobs, self.merging, self.feedback
        )
        self.targeting = Targeting(core, self.roster)
        self.inbox = Inbox(core, self._queue, self.custody, self.looking, self.merging)
        self._bar.inbox = self.inbox
        self.dealing = Dealing(core, self._queue, self.roster)
        self.tour = Tour(core)
        self.kept = Kept(core.workspace.desk, self._only_read)
        self._last_act = core.clock.monotonic_ms()
        self.backups = Backups(core)
        self.purging = Purging(core, self._queue, self.roster, self.backups)
        self.rereading = Rereading(core)
        self.closed = False
        self._damaged = ""
        self._missing: list[str] = []

    def _only_read(self) -> bool:
        return self._core.only_read

    @property
    def bus(self) -> Bus:
        """Where changes are told."""
        return self._core.bus

    @property
    def clock(self) -> Clock:
        """The clock of this desk."""
        return self._core.clock

    @property
    def settings(self) -> Settings:
        """The settings of this profile."""
        return self._core.settings

    def name_keys(self, key_of: Callable[[str], str]) -> None:
        """Say how a command's key is found, by the command's id."""
        self._core.key_of = key_of

    def key_of(self, command: str) -> str:
        """The key of a command as it is shown, ``F F``; empty where it has none."""
        return self._core.key_of(command)

    @property
    def runner(self) -> Runner:
        """Where queries run."""
        return self._core.runner

    @property
    def desk(self) -> DeskState:
        """Where the reviewer stands; read only for all but the session."""
        return self._core.desk

    @property
    def policy(self) -> CompiledPolicy:
        """The policy set in force."""
        return self._core.policy

    @property
    def workspace(self) -> Workspace:
        """The open workspace, for the composition root."""
        return self._core.workspace

    def _need_case(self) -> str:
        if not self.desk.case_id:
            raise Refused("no case is open", code="no_case", next_step="choose a case in the queue")
        return self.desk.case_id

    def say(self, words: str, kind: str = "info") -> None:
        """Show a sentence on the desk."""
        self._core.say(words, kind)

    def after_dialog(self) -> None:
        """A dialog closed: commit taps are dead for a moment."""
        self._core.rest()
        self._core.bus.publish(on_desk("armed"))

    def damaged(self, words: str) -> None:
        """Something of the environment failed; the status line keeps saying it."""
        self._damaged = words
        self._core.say(words, "damaged")

    def active(self) -> None:
        """Somebody is at the desk: the time until the cover begins anew."""
        self._last_act = self.clock.monotonic_ms()

    def _idle_end(self) -> int | None:
        """When the screen is covered if nobody does anything; None where that is never."""
        minutes = self.settings.number("lock.idle_minutes")
        return self._last_act + minutes * MINUTE_MS if minutes and not self.desk.covered else None

    def next_deadline_ms(self) -> int | None:
        """In how many ms ``tick`` should be called next, if at all."""
        desk, now = self.desk, self.clock.monotonic_ms()
        ends = [desk.message_until] if desk.message else []
        if desk.armed_at is not None:
            ends.append(desk.armed_at + ARMED_MS)
        if desk.dead(now):
            ends.append(desk.dead_until)
        ends.append(self._idle_end())
        future = [end - now for end in ends if end is not None]
        return max(0, min(future)) if future else None

    def tick(self) -> None:
        """Re-evaluate what time changes: the armed state, the dead time, the message."""
        desk, now = self.desk, self.clock.monotonic_ms()
        moved = {"armed"}
        if desk.armed_at is not None and not desk.armed(now):
            desk.armed_at = None
            self._core.say("not committed: the second tap came too late", "refused")
        if desk.message and desk.message_until is not None and now >= desk.message_until:
            desk.message = ""
            moved.add("message")
        if self._queue.wake():
            moved |= {"later", "queue"}
        idle_end = self._idle_end()
        if idle_end is not None and now >= idle_end:
            self.exposure.cover(True)
        self._core.bus.publish(on_desk(*moved))
