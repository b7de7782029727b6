"""A batch: one staged outcome for all marked cases. Each goes through the same gate as alone; what
fails is left out by name. One event each, one transaction, one group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from reviewer.domain import events as ev
from reviewer.domain.changes import Changes, on_desk
from reviewer.domain.errors import Refused
from reviewer.domain.events import Draft
from reviewer.domain.rules import OUTCOME_WORDS, Requirement
from reviewer.domain.views import CaseRow
from reviewer.session.deciding.acts import Acts
from reviewer.session.deciding.criteria import Criteria
from reviewer.session.deciding.staging import Staging
from reviewer.session.ground.core import Core
from reviewer.session.ground.deskstate import Staged
from reviewer.session.ground.due import next_due
from reviewer.session.ground.marks import Marks
from reviewer.session.queue.queue import Queue
from reviewer.session.views.batch_views import BatchItem, BatchView, short_reason

QUIET = frozenset({"message", "armed", "conceal", "cover", "pane", "selection", "picture", "tour"})
"""Parts of the desk on which no batch depends."""


class Batch:
    """What is marked, what of it can be committed, and whether a person has looked at that."""

    def __init__(self, core: Core, queue: Queue, marks: Marks) -> None:
        self._core = core
        self._queue = queue
        self.marks = marks
        self._view: BatchView | None = None
        self._confirmed: object = None
        self.looked_at = 0
        """How many cases went through the gate so far, for tests."""

    @property
    def active(self) -> bool:
        """Whether what is staged is staged for marked cases."""
        return len(self.marks) > 0

    def take(self, changes: Changes) -> None:
        """Drop the preview where something moved on which it depends."""
        if changes.kinds or changes.desk - QUIET:
            self._view = None

    # -- the preview ------------------------------------------------------------------------

    def view(self) -> BatchView:
        """Counts and exceptions of what is staged; computed once until something moves."""
        if self._view is None:
            self._view = self._make()
        confirmed = self._confirmed is not None and self._confirmed == self._view.signature
        return replace(self._view, confirmed=confirmed)

    def _make(self) -> BatchView:
        staged = self._core.desk.staged
        if staged is None or not self.active:
            return BatchView(marked=len(self.marks))
        items = list(self._items(staged))
        ready = [item for item in items if item.ready]
        verb = OUTCOME_WORDS.get(staged.choice.outcome, staged.choice.verb)
        verb = staged.choice.verb if staged.choice.refer else verb
        what = ((item.case_id, item.subject, item.events) for item in ready)
        reasons = Counter(item.short for item in items if not item.ready)
        limit = self._core.policy.policies.batch_proposed_over
        return BatchView(
            marked=len(items),
            verb=verb if staged.choice.outcome != "escalate" else "ask lead",
            items=tuple(items),
            ready=len(ready),
            events=sum(item.events for item in ready),
            reasons=tuple(reasons.most_common()),
            proposed=staged.choice.outcome != "escalate" and len(ready) > limit,
            limit=limit,
            signature=(staged.choice.id, staged.policy_id, staged.preserve, staged.refer, *what),
        )

    def _items(self, staged: Staged) -> Iterator[BatchItem]:
        taken: set[str] = set()
        for case_id, included in self.marks.all().items():
            case = self._queue.case(case_id)
            if case is None:
                continue
            item = self._item(case, staged, included=included)
            if item.ready and item.subject in taken:
                why = "another marked case decides the same account"
                item = replace(item, why=why, short="same account", events=0)
            taken.add(item.subject if item.ready else "")
            yield item

    def _item(self, case: CaseRow, staged: Staged, *, included: bool) -> BatchItem:
        self.looked_at += 1
        row, subject = self._queue.row(case), next_due(self._core, case)
        found = BatchItem(case.case_id, subject, row.untrusted_handle)
        state = "" if included else self._state_of(case, subject)
        if state:
            return replace(found, why=state, short=state.partition(":")[0], includable=True)
        staging, _, _ = self._seat(case.case_id, subject, staged)
        missing = [r for r in staging.gate() if not r.met]
        if missing:
            why = "; ".join(r.words for r in missing)
            return replace(found, why=why, short=short_reason(missing[0]))
        content = staged.choice.content
        pins = [p for p in staging.pins() if not p.key.startswith("account:")]
        events = len(pins) if content else 1 + int(staged.refer)
        return replace(found, events=events)

    def _state_of(self, case: CaseRow, subject: str) -> str:
        """Why a case is left out unless it is included by name; empty where it is undecided."""
        state = self._core.subject(subject)
        if state.contested:
            return "contested"
        if state.heads:
            outcome = state.outcome
            return f"decided: {OUTCOME_WORDS.get(outcome, outcome)}"
        if self._queue.is_done(case):
            return "decided"
        if state.standing("decision"):
            return "proposed: waits for a lead"
        if state.preserved:
            return "held"
        return "with the lead" if state.escalated else ""

    def _seat(self, case_id: str, subject: str, staged: Staged) -> tuple[Staging, Criteria, Acts]:
        """The same gate, questions and acts as for an open case, seated at another one."""
        core = self._core.seated(case_id, subject, staged)
        staging = Staging(core)
        criteria = Criteria(core, staging)
        staging.more = criteria.requirements
        return staging, criteria, Acts(core)

    # -- the gate and the commit --------------------------------------------------------------

    def gate(self) -> list[Requirement] | None:
        """The requirements of the batch as a whole; None where nothing is marked."""
        if not self.active or self._core.desk.staged is None:
            return None
        view = self.view()
        if not view.ready:
            words = f"none of {view.marked} can be committed"
            return [Requirement("batch", False, words, "batch.preview")]
        if view.ready > 1 and not view.confirmed:
            return [Requirement("batch", False, f"confirm {view.ready} subjects", "batch.preview")]
        words = f"{view.ready} confirmed" if view.ready > 1 else "1 ready"
        return [Requirement("batch", True, words, "batch.preview")]

    def confirm(self) -> int:
        """A person has looked at exactly this preview; how many subjects are in it.

        Raises:
            Refused: nothing is marked or staged, or nothing of it can be committed.
        """
        view = self.view()
        if not view.ready:
            reason = "nothing of it can be committed" if view.items else "stage an outcome first"
            raise Refused(reason, code="gate")
        self._confirmed = view.signature
        self._core.rest()
        self._core.bus.publish(on_desk("staged"))
        return view.ready

    def drafts(self, group: str) -> list[Draft]:
        """The events of all that is ready, in the order of marking, in one group."""
        staged = self._core.desk.staged
        if staged is None:
            raise Refused("stage an outcome first", code="not_staged")
        view = self.view()
        found: list[Draft] = []
        for item in view.items:
            if item.ready:
                staging, criteria, acts = self._seat(item.case_id, item.subject, staged)
                fields = criteria.fields(staged.choice)
                made = acts.drafts_of(staged, staging.policy(), staging.pins(), fields)
                found += [{**draft, "group": group} for draft in made]
        if view.proposed:
            found = [_proposed(draft) for draft in found]
        return found

    def committed(self, cases: Iterable[str]) -> None:
        """These are in the ledger: their marks are off, what was left out stays marked."""
        self._confirmed = None
        self.marks.drop(cases)


def _proposed(draft: Draft) -> Draft:
    """Over the limit a decision waits for a different lead."""
    if draft["type"] != "decision":
        return draft
    flags = {**draft.get("flags", {}), "proposed": True}
    return {**draft, "flags": flags}


def is_batch(events: list[ev.Event]) -> bool:
    """Whether the events of one step are about more than one case."""
    return len({ev.text(event, "case") for event in events}) > 1
