"""The acts of the reviewer, each named on the desk when it is saved."""

from __future__ import annotations

from functools import partial

from reviewer.domain import events as ev
from reviewer.domain.changes import on_desk
from reviewer.domain.errors import Refused
from reviewer.domain.ids import SubjectRef
from reviewer.domain.proposals import is_emergency
from reviewer.domain.rules import OUTCOME_WORDS
from reviewer.domain.undo import Step
from reviewer.session.deciding.acts import SETTLED
from reviewer.session.deciding.batch import is_batch
from reviewer.session.ground.due import due, stands_on
from reviewer.session.queue.queue_books import HANDED
from reviewer.session.reviewing import Reviewing
from reviewer.session.views import words as in_words


class Doing(Reviewing):
    """Acts append to the ledger, or put a case off, or save a draft."""

    def tap(self, *, stay: bool = False) -> None:
        """One tap of a commit key; the second of the same key commits and goes on to the next case,
        or stays."""
        if not self.staging.tap(stay=stay):
            return
        desk = self.desk
        staged, policy, pins = desk.staged, self.staging.policy(), self.staging.pins()
        if staged is None:
            return
        if self.batch.active:
            self._commit_batch(stay=stay)
            return
        case_id = desk.case_id
        handle = self.untrusted_handle
        life = staged.refer and staged.urgency == "threat_to_life"
        then = partial(self._decided, case_id, desk.account, handle, stay, life)
        self._acts.commit(staged, policy, pins, self.criteria.fields(staged.choice), then)

    def _decided(
        self, case_id: str, subject: str, handle: str, stay: bool, life: bool, said: str
    ) -> None:
        """The disk has it: go on to the next case, or stay. A threat to life has its packet now."""
        desk = self.desk
        packet = self.custody.emergency(subject) if life else ""
        self.criteria.forget_all([(case_id, subject)])
        desk.policy_choice.pop(case_id, None)
        desk.staged = None
        self._core.workspace.desk.settle([(case_id, subject)])
        self._core.rest()
        if stay:
            self._core.bus.publish(on_desk("staged", "cursor", "queue"))
        else:
            self._advance(case_id)
        stuck = not stay and self.desk.filter and not self._queue.view().left_shown
        more = " · nothing left under this filter, Esc clears it" if stuck else ""
        key = self.key_of("undo")
        undo = f" · {key} undo" if key and self._undoes_last() else ""
        if life:
            kind = "saved" if packet else "damaged"
            told = packet or self.custody.unwritten
            self._core.say(f"{said} @{handle} saved. {told}", kind)
            return
        inbox = self.key_of("lead.inbox") if said.startswith(SETTLED) else ""
        back = f" · {inbox} back to the inbox" if inbox else ""
        self._core.say(f"{said} @{handle} saved{undo}{back}{more}", "saved")

    def _undoes_last(self) -> bool:
        """Whether undo would take back what was saved last: a settling stands."""
        last, recent = self._core.history.last, self._core.recent
        return last is not None and bool(recent) and ev.text(recent[-1], "id") in last.ids

    def later(self, due_ms: int | None = None) -> None:
        """Put the case off; the second time brings it back."""
        case_id = self._need_case()
        store = self._core.workspace.desk
        if case_id in store.later_cases():
            store.not_later(case_id)
            words = "Back in the queue"
        else:
            store.later(case_id, due_ms)
            words = "Later"
        handle = self.untrusted_handle
        self._told_later(case_id if words == "Later" else "")
        self._core.say(f"{words}: @{handle}")

    def hand_back(self) -> None:
        """Return the open case to the lead, without a reason; it is dealt to somebody else."""
        case_id = self._need_case()
        reason = self.why_no_hand_back()
        if reason:
            raise Refused(reason, code="handed_back")
        subject = ev.subject_field(SubjectRef.from_key(self.desk.account))
        draft = {"type": "handback", "case": case_id, "subject": subject}
        handle = self.untrusted_handle
        self._core.saver.save([draft], partial(self._handed_back, case_id, handle))

    def _handed_back(self, case_id: str, handle: str) -> None:
        self.desk.staged = None
        following = self._queue.after(case_id)
        if following:
            self.select_case(following)
        self._core.bus.publish(on_desk("staged", "cursor", "queue"))
        self._core.say(f"Handed back: @{handle}. The next export tells the lead", "saved")

    def why_no_hand_back(self) -> str:
        """Why the open case cannot be handed back; empty where it can."""
        case = self._queue.case(self.desk.case_id)
        if case is None:
            return "no case is open"
        row = self._queue.row(case)
        if row.state_word == HANDED:
            return "it was handed back already"
        return "it is decided" if row.group == "done" else ""

    def pin(self) -> None:
        """Pin the selected post or medium as evidence, or take its pin off."""
        self._need_case()
        self._acts.toggle_pin(self._selected_key("pin"), self._core.say)

    def flag(self) -> None:
        """Flag the selected item, or take its flag off."""
        self._need_case()
        desk = self.desk
        key = desk.account if desk.pane == "queue" else self._selected_key("flag")
        self._acts.toggle_flag(key, self._core.say)

    def label(self, digit: int) -> None:
        """Label the selected medium with 1 to 5; 0 clears."""
        self._need_case()
        if not self.desk.medium:
            raise Refused("select a medium first", code="nothing_selected")
        labels = self._core.policy.policies.media_labels
        if digit > len(labels):
            raise Refused(f"there is no label {digit}", code="nothing")
        label_id = labels[digit - 1].id if digit else ""
        self._acts.label(self.desk.medium, label_id, self._core.say)

    def _selected_key(self, verb: str) -> str:
        """The item that a key acts on: the medium in the media pane, else the post."""
        desk = self.desk
        key = desk.medium if desk.pane == "media" else desk.event
        if not key:
            raise Refused(f"select a post or a medium to {verb}", code="nothing_selected")
        return key

    def undo(self) -> None:
        """Undo the last act, named, and go back to its case."""
        self._acts.undo(self._undone)

    def _undone(self, step: Step) -> None:
        self._after_history("Undone", step)
        self._batch_undone(step)
        if any(is_emergency(event) for event in step.events):
            self._core.say(f"{self.desk.message} · the emergency packet stays on disk", "saved")
        first = step.events[0]
        note, case_id = ev.text(first, "rationale"), ev.text(first, "case")
        desk = self._core.workspace.desk
        if note and case_id == self.desk.case_id and not desk.draft(case_id, self.desk.account):
            self.save_note(case_id, self.desk.account, note)

    def redo(self) -> None:
        """Do again what was undone last, and go on as after a commit."""
        self._acts.redo(self._redone)

    def _redone(self, step: Step) -> None:
        for event in filter(is_emergency, step.events):
            subject = ev.subject_of(event)
            self.custody.emergency(subject.key if subject else "")
        self._batch_redone(step)
        self._after_history("Done again", step)
        words = self.desk.message
        self._advance(ev.text(step.events[0], "case"))
        self._core.say(words, "saved")

    def _after_history(self, verb: str, step: Step) -> None:
        case_id = ev.text(step.events[0], "case")
        if case_id and case_id != self.desk.case_id and self._queue.case(case_id):
            self.select_case(case_id)
        self._back_to(ev.subject_of(step.events[0]))
        self._core.rest()
        handle = "" if is_batch(step.events) else f" @{self.untrusted_handle}"
        self._core.say(f"{verb}: {self.step_words(step)}{handle}", "saved")

    def _back_to(self, subject: SubjectRef | None) -> None:
        """Stand on the account of the open case that an act was about."""
        case = self._queue.case(self.desk.case_id)
        if case is None or subject is None or subject.key == self.desk.account:
            return
        if subject.key in [stands_on(case, key) for key in due(case)]:
            self._stand_on(subject.key)
            self._core.bus.publish(on_desk("staged", "cursor", "selection"))

    def step_words(self, step: Step) -> str:
        """What a step was, in words."""
        first = step.events[0]
        kind = ev.text(first, "type")
        if kind == "decision":
            outcome = ev.text(first, "outcome")
            said = OUTCOME_WORDS.get(outcome, outcome.replace("_", " "))
            if any(ev.text(event, "type") == "refer" for event in step.events):
                said = f"{said} and its referral"
            cases = len({ev.text(event, "case") for event in step.events})
            return f"{said}, {in_words.count(cases, 'case')}" if is_batch(step.events) else said
        words = {"escalate": "ask lead", "pin": "pin", "flag": "flag", "label": "label"}
        words |= {"confirm": "keep the decision", "review.scheduled": "review again"}
        return words.get(kind, kind)

    def try_again(self) -> None:
        """After something could not be saved: see whether the disk is well again."""
        self._core.saver.try_again()
        self._damaged = ""
        self._core.say("The disk takes decisions again", "saved")

    def why_no_undo(self) -> str:
        """Why undo has nothing to do; empty when it has something."""
        return self._acts.why_no_undo()

    def undo_words(self) -> str:
        """What undo would undo; empty when nothing."""
        last = self._core.history.last
        return self.step_words(last) if last is not None else ""

    def redo_words(self) -> str:
        """What redo would do; empty when nothing."""
        undone = self._core.history.undone
        return self.step_words(undone[-1]) if undone else ""

    def save_note(self, case_id: str, subject: str, text: str) -> None:
        """Save the draft of a note with the case it belongs to. Half surrogates and NUL, which no
        file keeps, become visible signs."""
        raw = text.replace("\0", "\u2400").encode("utf-16", "surrogatepass")
        kept = raw.decode("utf-16", "replace")
        self._core.workspace.desk.save_draft(case_id, subject, kept)
        self.desk.draft_saved = self.clock.now_ms()
        self._core.bus.publish(on_desk("draft", initiator="note"))

    def choose_policy(self, policy_id: str) -> None:
        """Set the policy of what is staged."""
        self.staging.choose_policy(policy_id)
