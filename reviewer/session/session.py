"""The one door: what the desk reads, and every act that changes something."""

from __future__ import annotations

from collections.abc import Mapping

from reviewer.domain.changes import Changes, on_desk
from reviewer.media.client import Decoder
from reviewer.session.ground.core import RECALLED, Core
from reviewer.session.ground.policies import CompiledPolicy, policy_from_text
from reviewer.session.ground.ports import Clock, Random, Runner
from reviewer.session.ground.settings import Locked
from reviewer.session.spotting import Spotting
from reviewer.store.ledger.held import no_collection
from reviewer.store.workspace import Workspace

__all__ = ["Session"]


class Session(Spotting):
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
        locked: Mapping[str, Locked] | None = None,
        procedure: str = "",
    ) -> None:
        core = Core(workspace, clock, random, runner, policy, locked or {})
        super().__init__(core, decoder, procedure)
        self._watch = self._core.bus.subscribe(self._on_change)

    def start(self) -> None:
        """Load what the ledger says: the stacks of undo, the policy, the place one was at."""
        ledger = self._core.workspace.ledger
        self._core.history.device = ledger.head()[0]
        with no_collection():
            self._core.recall(ledger.own_events(last=RECALLED))
        adopted = self._core.state.policy
        if adopted is not None and isinstance(adopted.get("policy_text"), str):
            self._core.policy = policy_from_text(str(adopted["policy_text"]))
        if not self._core.workspace.read_only:
            self.jobs.adopt_policy()
            if self.purging.resume():
                self._core.say("A purge that was interrupted was brought to its end")
            self._core.workspace.search.complete()
            late = self.jobs.log_imports()
            if late:
                self._core.say(f"{late} import without its ledger entry was logged again")
        self.safety.again()
        self.roster.take_place()
        self._missing = self.jobs.missing_evidence()
        self.exposure.take_settings()
        self._return_to_place()
        if self.workspace.new_recovery:
            self._core.say("This profile can be recovered with the site's recovery key now")
        if self.roster.doubt:
            self._core.say(self.roster.doubt, "refused")
        for words in self.feedback.warnings()[:1]:
            self._core.say(words, "refused")
        if self.settings.problems:
            self._core.say(" ".join(self.settings.problems), "refused")

    def _return_to_place(self) -> None:
        if self._return_to_item():
            return
        place = self._core.workspace.desk.value("place") or {}
        case_id = str(place.get("case", "")) if isinstance(place, dict) else ""
        case = self._queue.case(case_id)
        if case is None or self._queue.is_done(case):
            case_id = self._queue.after("") or (case_id if case is not None else "")
        if case_id:
            self.select_case(case_id, remember=False)

    def close(self) -> None:
        """Let everything go."""
        self.closed = True
        self._watch.cancel()
        self._decoder.close()
        self._core.workspace.close()

    def _on_change(self, changes: Changes) -> None:
        """Drop what was computed from what moved."""
        if changes.desk - {"message", "armed"} or changes.kinds:
            self.active()
        self._queue.take(changes)
        moved = changes.touches("import", "settings", "child_safety")
        if moved or self.ahead.concerns(changes):
            self.ahead.forget()
        self.batch.take(changes)
        if changes.kinds:
            self.backups.after_events()
        if changes.touches("import"):
            self.safety.again()
            self._missing = self.jobs.missing_evidence()
            self._timeline.open(self.desk.account_key)
            self._media.open(self.desk.account)
            if not self.desk.case_id:
                self._return_to_place()
        if changes.touches("merge"):
            self._core.import_numbers.clear()
            self._missing = self.jobs.missing_evidence()
        self.tour.hear(changes)
        if changes.touches("settings"):
            self.exposure.take_settings()
        if changes.touches("settings") and self._timeline.zone_moved:
            self._timeline.open(self.desk.account_key)
            self._core.bus.publish(on_desk("range"))
        if changes.touches("pin", "seen", "flag", "cursor"):
            self._timeline.forget_marks()
