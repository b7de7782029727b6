"""Acts on marked cases: mark, take the marks off, look, include by name, commit them together."""

from __future__ import annotations

from functools import partial

from reviewer.domain import events as ev
from reviewer.domain.changes import on_desk
from reviewer.domain.errors import Refused
from reviewer.domain.proposals import is_emergency
from reviewer.domain.undo import Step
from reviewer.session.deciding.batch import is_batch
from reviewer.session.ground.due import next_due
from reviewer.session.moving import Moving
from reviewer.session.views import words


class Batching(Moving):
    """Marks are local; only the commit reaches the ledger."""

    def mark(self) -> None:
        """Mark the open case for a batch, or take its mark off."""
        case_id, marks = self._need_case(), self.batch.marks
        if case_id in marks:
            marks.drop([case_id])
        else:
            marks.add([case_id])
        handle = self.untrusted_handle
        verb = "Marked" if case_id in marks else "Mark taken off"
        self._core.say(f"{verb}: @{handle} · {len(marks):,} marked")

    def mark_all_shown(self) -> None:
        """Mark every case that is left and shown under the filter."""
        shown = [row.case_id for row in self._queue.view().rows if row.group == "left"]
        if not shown:
            raise Refused("no case that is left is shown", code="nothing")
        new, marks = self.batch.marks.add(shown), self.batch.marks
        self._core.say(f"{words.count(new, 'case')} more marked · {len(marks):,} marked")

    def clear_marks(self) -> None:
        """Take all marks off."""
        count = self.batch.marks.drop(list(self.batch.marks.all()))
        if not count:
            raise Refused("nothing is marked", code="nothing")
        self._core.say(f"{words.count(count, 'mark')} taken off")

    def include(self, case_id: str) -> None:
        """Include a marked case by name although it is decided, held or contested.

        Raises:
            Refused: it is not marked, or something else speaks against it.
        """
        item = next((i for i in self.batch.view().items if i.case_id == case_id), None)
        if item is None:
            raise Refused("this case is not marked", code="nothing")
        if item.ready:
            raise Refused("this case is in the batch already", code="nothing")
        if not item.includable:
            raise Refused(f"it cannot be included: {item.why}", code="gate")
        self.batch.marks.add([case_id], included=True)

    def _commit_batch(self, *, stay: bool) -> None:
        """Save what is ready of the batch, in one transaction."""
        view = self.batch.view()
        drafts = self.batch.drafts(self._acts.new_group())
        done = [(item.case_id, item.subject) for item in view.items if item.ready]
        verb = view.verb[0].upper() + view.verb[1:]
        proposed = ", proposed: a lead approves" if view.proposed else ""
        said = f"{verb}: {words.count(len(done), 'case')}{proposed}, {view.commit_words()}"
        if view.left_out:
            said += f" · {view.left_out:,} left out, still marked"
        life = any(map(is_emergency, drafts))
        self._acts.commit_drafts(drafts, partial(self._batch_decided, done, said, stay, life))

    def _batch_decided(
        self, done: list[tuple[str, str]], said: str, stay: bool, life: bool
    ) -> None:
        """The disk has all of it. Threats to life have their packets now."""
        for _, subject in done if life else ():
            self.custody.emergency(subject)
        self.criteria.forget_all(done)
        self.desk.staged = None
        self.batch.committed(case_id for case_id, _ in done)
        self._core.workspace.desk.settle(done)
        self._core.rest()
        if stay:
            self._core.bus.publish(on_desk("staged", "cursor", "queue"))
        else:
            self._advance(self.desk.case_id)
        key = self.key_of("undo")
        self._core.say(said + (f" · {key} undo" if key else ""), "saved")

    def _batch_redone(self, step: Step) -> None:
        """After a redo of a batch: its cases are decided, their marks are off."""
        if is_batch(step.events):
            self.batch.marks.drop({ev.text(event, "case") for event in step.events})

    def _batch_undone(self, step: Step) -> None:
        """After an undo of a batch: its cases are marked again, with the notes that they had."""
        if not is_batch(step.events):
            return
        store, cases = (
            self._core.workspace.desk,
            dict.fromkeys(ev.text(event, "case") for event in step.events),
        )
        notes = {ev.text(e, "case"): ev.text(e, "rationale") for e in step.events}
        for case_id in cases:
            case, note = self._queue.case(case_id), notes[case_id]
            if case is not None and note:
                subject = next_due(self._core, case)
                if not store.draft(case_id, subject):
                    store.save_draft(case_id, subject, note)
        self.batch.marks.add(case for case in cases if self._queue.case(case) is not None)
