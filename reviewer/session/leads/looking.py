"""Looking again at what was drawn: which item is next, what is seen of it, the answer, the verdict.

The state of a draw is in the ledger, so that a restart finds it. On the desk only the own marks of
the open item are kept, and which item it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.changes import Changes
from reviewer.domain.errors import Refused
from reviewer.domain.events import Draft
from reviewer.domain.policy import Policy
from reviewer.domain.proposals import actor
from reviewer.domain.qa import Answer, Review, review_of, verdict_of
from reviewer.domain.rules import Pin
from reviewer.domain.views import CaseRow
from reviewer.quality.blind import BlindItem, blind_items, review_draft
from reviewer.session.deciding.staging import pin_field
from reviewer.session.ground.core import Core
from reviewer.session.ground.deskstate import Staged
from reviewer.session.ground.due import stands_on
from reviewer.session.ground.sight import Sight
from reviewer.session.leads.judging import Judging
from reviewer.session.leads.spotcheck_facts import Evidence
from reviewer.session.leads.spotchecks import SpotChecks
from reviewer.session.queue.queue import Queue
from reviewer.trust.canonical import sha256_hex

STORED = "looking"
ANEW = Changes(
    kinds=frozenset({"policy", "pin", "label", "flag", "decision", "hold", "escalate", "refer"}),
    desk=frozenset({"cursor", "selection", "queue", "staged", "conceal", "criteria", "blind"}),
)
"""Everything on the desk is read again: it may hold what must not be seen, or lack what may."""


class Looking(Judging):
    """Draws as they are worked through, item after item."""

    def __init__(self, core: Core, queue: Queue, checks: SpotChecks) -> None:
        super().__init__(core, checks)
        self._queue = queue
        self._at: tuple[str, int, int, int] = ("", 0, 0, 0)
        self._read: dict[str, list[BlindItem]] = {}

    @property
    def on(self) -> Sight | None:
        """What is looked at now; None while the desk shows everything."""
        return self._core.sight

    @property
    def staged(self) -> bool:
        """Whether an answer is staged."""
        return self._core.desk.staged is not None

    # -- what there is ----------------------------------------------------------------------

    def draws(self) -> list[str]:
        """The draws that the holder of this key answers, the oldest first: a lead all spot-checks,
        anybody the calibration rounds that name their key."""
        lead, key = not self._checks.why_not(), self._checks.key
        found = []
        for event in self._core.ledger_state.qa.standing_draws():
            ident = ev.text(event, "id")
            said = self._core.ledger_state.qa.draw(ident)
            if said is not None and (key in said.raters or (lead and not said.raters)):
                found.append(ident)
        return found

    def items(self, draw: str) -> list[BlindItem]:
        """The items of a draw that can be answered here: those whose case is here."""
        at = self._now()
        if self._at != at:
            self._at, self._read = at, {}
        if draw not in self._read:
            locked = Evidence(self._core).locked
            found = blind_items(
                self._core.ledger_state,
                draw,
                self._checks.key,
                locked,
                self._core.workspace.profile.pseudonym,
            )
            self._read[draw] = [item for item in found if self.case_of(item) is not None]
        return self._read[draw]

    def _now(self) -> tuple[str, int, int, int]:
        """What the items depend on: who asks, events, locks and cases that are here."""
        locks = len(self._core.workspace.locks.all())
        events = len(self._core.ledger_state.seen_ids)
        return self._checks.key, events, locks, len(self._queue.cases())

    def case_of(self, item: BlindItem) -> CaseRow | None:
        """The case that shows an item: its own, else the first about its subject."""
        own = self._queue.case(item.case)
        if own is not None:
            return own
        key = item.subject.key
        post = self._core.workspace.evidence.post(item.subject.id) if key[:5] == "post:" else None
        names = {key, f"account:{post.account}"} if post is not None else {key}
        return next((case for case in self._queue.cases() if names & _keys(case)), None)

    def place(self, item: BlindItem) -> tuple[int, int]:
        """Which item of its draw it is, from 1, and of how many."""
        order = [one.item for one in self.items(item.draw)]
        return (order.index(item.item) + 1 if item.item in order else 0), len(order)

    def open_items(self) -> list[BlindItem]:
        """All that waits for an own answer."""
        return [item for draw in self.draws() for item in self.items(draw) if not item.mine]

    def unjudged(self, draw: str = "") -> BlindItem | None:
        """The first answered item, of one draw or of all, that waits for its verdict: no sooner
        than when the whole case is answered, since a verdict shows the decision."""
        if self._checks.why_not():
            return None
        for ident in self.draws():
            items = self.items(ident) if draw in ("", ident) else []
            waiting = {item.case for item in items if not item.mine}
            for item in items:
                if item.mine and item.case not in waiting and self.waits_for_verdict(item):
                    return item
        return None

    def judged(self, case_id: str) -> BlindItem | None:
        """The item with an own verdict that it may be given again on: that of this case which was
        judged last, else the one that was judged last of all."""
        qa, key = self._core.ledger_state.qa, self._checks.key
        mine = [one for one in qa.verdicts.values() if actor(one).get("key") == key]
        answers = [qa.reviews.get(verdict_of(one).review) for one in reversed(mine)]
        found = [one for one in answers if one is not None]
        here = [one for one in found if ev.text(one, "case") == case_id]
        for answer in [*here, *found][:1] if not self._checks.why_not() else ():
            said = review_of(answer)
            return next((one for one in self.items(said.draw) if one.item == said.item), None)
        return None

    # -- looking ----------------------------------------------------------------------------

    def last_item(self) -> BlindItem | None:
        """The item that was open last and is still open."""
        kept = self._kept()
        for item in self.items(str(kept.get("draw"))) if kept.get("draw") in self.draws() else ():
            if _mark_of(item) == kept.get("item") and not item.mine:
                return item
        return None

    def next_item(self, draw: str = "") -> BlindItem | None:
        """What is answered next, of one draw or of all."""
        waiting = [item for item in self.open_items() if draw in ("", item.draw)]
        last = self.last_item() if self.on is None else None
        return last if last in waiting else next(iter(waiting), None)

    def begin(self, item: BlindItem) -> Sight:
        """See this item and nothing that was decided, until its answer is locked.

        Raises:
            Refused: ``own`` for an own decision, ``answered``, ``nothing`` without its case.
        """
        found = next((one for one in self.items(item.draw) if one.item == item.item), None)
        if found is None:
            raise Refused("nobody looks again at their own decision", code="own")
        case = self.case_of(found)
        if found.mine or case is None:
            raise Refused("this item is answered", code="answered")
        kept = self._kept()
        marks = kept.get("marks", ()) if kept.get("item") == _mark_of(item) else ()
        sight = Sight.on(self._core.ledger_state, found, case.case_id, marks)
        self._core.sight, self._core.saver.divert = sight, self._mark
        self._keep(sight)
        self._core.desk.message = ""
        return sight

    def end(self) -> None:
        """See everything again."""
        self._core.sight = self._core.saver.divert = None

    def _kept(self) -> dict[str, Any]:
        found = self._core.workspace.desk.value(STORED)
        return found if isinstance(found, dict) else {}

    def _keep(self, sight: Sight, *, left: bool = False) -> None:
        if self._core.only_read:  # it is seen blind all the same
            return
        item = sight.item
        said = {"draw": item.draw, "item": _mark_of(item), "marks": sight.marks, "left": left}
        self._core.workspace.desk.set_value(STORED, said)

    def leave(self) -> None:
        """Put the item aside; own marks stay with it."""
        if self.on is not None:
            self._keep(self.on, left=True)
            self.end()

    @property
    def was_open(self) -> bool:
        """Whether an item was open when the desk was closed."""
        return bool(self._kept()) and not self._kept().get("left")

    def _mark(self, drafts: Sequence[Draft], then: Callable[[], None]) -> None:
        """An own mark: it moves the desk, not the ledger."""
        sight, moved = self.on, Changes()
        for draft in drafts:
            if sight is not None:
                moved |= sight.take(draft)
        if sight is not None:
            self._keep(sight)
        self._core.bus.publish(moved)
        then()

    # -- answering --------------------------------------------------------------------------

    def lock(
        self,
        staged: Staged,
        policy: Policy | None,
        pins: tuple[Pin, ...],
        criteria: Draft,
        then: Callable[[BlindItem], None],
    ) -> None:
        """Save the own answer; from then on the decision may be shown beside it."""
        sight = self.on
        if sight is None or staged.choice.outcome in ("escalate", "confirm"):
            raise Refused("this is no answer to a spot-check", code="blind")
        desk, evidence = self._core.desk, self._core.workspace.evidence
        note = self._core.workspace.desk.draft(desk.case_id, desk.account).strip()
        answers = [Answer(id=c["id"], answer=c["answer"]) for c in criteria.get("criteria", ())]
        said = Review(
            draw=sight.item.draw,
            item=sight.item.item,
            outcome=staged.choice.outcome,  # type: ignore[arg-type]
            policy=policy.id if policy is not None else "",
            criteria=tuple(answers),
            preserve=staged.preserve,
            refer=staged.choice.refer if staged.refer else "",  # type: ignore[arg-type]
            note=note,
        )
        seen: dict[str, Any] = {"digest": evidence.digest_of_case(desk.case_id)}
        last = evidence.last_import_of_case(desk.case_id)
        seen |= {"import": last} if last else {}
        draft = review_draft(sight.item, said, self._core.policy.reference(policy), seen)
        if pins:
            draft["pinned"] = [pin_field(pin) for pin in pins]
        self._core.saver.write([draft], partial(self._locked, sight, then))

    def _locked(self, sight: Sight, then: Callable[[BlindItem], None]) -> None:
        self._core.workspace.desk.set_value(STORED, None)
        self.end()
        then(sight.item)


def _mark_of(item: BlindItem) -> str:
    """An item as the desk remembers it: never by the id of what was decided."""
    return sha256_hex(f"{item.draw}/{item.item}")


def _keys(case: CaseRow) -> set[str]:
    return {*case.subjects, *(stands_on(case, key) for key in case.subjects)}
