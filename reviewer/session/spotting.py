"""The acts of looking again: the next item, the answer that is locked, the verdict."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from reviewer.domain.changes import on_desk
from reviewer.domain.errors import Refused
from reviewer.domain.qa import Verdict
from reviewer.quality.blind import BlindItem
from reviewer.session.doing import Doing
from reviewer.session.leads.looking import ANEW
from reviewer.session.leads.verdicts import RevealView, reveal_view


class Spotting(Doing):
    """While an item is open, no act reaches the ledger but the answer."""

    revealing: BlindItem | None = None
    """The answered item whose decision is shown beside the answer."""

    def next_item(self, draw: str = "") -> None:
        """The verdict that waits, else the next item that was drawn; where one is open and not yet
        answered, the one after it.

        Args:
            draw: only of this draw, by its id.
        """
        waiting = self.looking.unjudged(draw) if self._core.sight is None else None
        if waiting is not None:
            self.show_reveal(waiting)
            return
        item = self.looking.next_item(draw) if draw else self._following()
        if item is None:
            raise Refused("nothing that was drawn waits for an answer", code="nothing")
        self.open_item(item)

    def _following(self) -> BlindItem | None:
        sight, waiting = self._core.sight, self.looking.open_items()
        if sight is None:
            return self.looking.next_item()
        names = [(item.draw, item.item) for item in waiting]
        here = (sight.item.draw, sight.item.item)
        at = names.index(here) + 1 if here in names else 0
        return (waiting[at:] + waiting[:at])[0] if waiting else None

    def open_item(self, item: BlindItem) -> None:
        """Show case and evidence of an item, and nothing that was decided."""
        self.revealing = None
        sight = self.looking.begin(item)
        self._core.bus.publish(ANEW)
        super().select_case(sight.case_id, remember=False)

    def leave_item(self) -> None:
        """Back to the desk that shows everything; the item waits."""
        if self._core.sight is None:
            raise Refused("no spot-check is open", code="nothing")
        self.looking.leave()
        self._core.bus.publish(ANEW)
        self._stand_on(self.desk.account)
        self._core.bus.publish(on_desk("cursor", "selection", "queue"))
        self._core.say("The spot-check waits: nothing of it was saved as a decision")

    def select_case(self, case_id: str, *, remember: bool = True, initiator: str = "") -> None:
        """Open a case; while one looks again, only what was drawn and is not answered."""
        sight = self._core.sight
        if sight is None or case_id == sight.case_id:
            super().select_case(case_id, remember=remember, initiator=initiator)
            return
        for item in self.looking.items(sight.item.draw):
            case = self.looking.case_of(item)
            if case is not None and case.case_id == case_id and not item.mine:
                self.open_item(item)
                return
        raise Refused("a locked answer is not opened again", code="blind")

    def tap(self, *, stay: bool = False) -> None:
        """One tap of a commit key; the second commits, or locks the answer."""
        if self._core.sight is None:
            self._need_unveiled()
            super().tap(stay=stay)
            return
        if not self.staging.tap(stay=stay):
            return
        staged = self.desk.staged
        if staged is None:
            return
        args = (staged, self.staging.policy(), self.staging.pins())
        then = partial(self._answered, self.desk.case_id, self.desk.account)
        self.looking.lock(*args, self.criteria.fields(staged.choice), then)

    def _need_unveiled(self) -> None:
        """What was drawn is answered blind before anything is decided about it."""
        for case in self._queue.cases() if self.veil.keys() else ():
            meant = case.case_id == self.desk.case_id or self._queue.row(case).marked
            if meant and self._queue.veiled(case):
                raise Refused(
                    f"@{case.handle} is in a spot-check: answer it there first",
                    code="blind",
                    next_step="Spot-check: next item.",
                )

    def _answered(self, case_id: str, subject: str, item: BlindItem) -> None:
        """The disk has the answer: the decision stands beside it, where the case is done."""
        self.criteria.forget(case_id, subject)
        self.desk.policy_choice.pop(case_id, None)
        self.desk.staged = None
        self._core.workspace.desk.save_draft(case_id, subject, "")
        self._core.rest()
        self._core.bus.publish(ANEW)
        self._core.say("Your answer is locked", "saved")
        waiting = self.looking.unjudged()
        if waiting is not None and waiting.item == item.item:
            self.show_reveal(item)
            return
        if item.item in self._core.ledger_state.qa.goldens:
            self.show_reveal(item)
            return
        self.after_verdict()

    def show_reveal(self, item: BlindItem) -> None:
        """Show the decision beside the own answer."""
        self.looking.decision(item)
        self.revealing = item
        case = self.looking.case_of(item)
        if case is not None and self._core.sight is None:
            super().select_case(case.case_id, remember=False)
        self._core.bus.publish(on_desk("reveal"))

    def reveal(self) -> RevealView:
        """The decision beside the own answer, and what is proposed of it.

        Raises:
            Refused: nothing is revealed, or it is not answered.
        """
        if self.revealing is None:
            raise Refused("nothing is shown beside an answer", code="nothing")
        return reveal_view(self._core, self.looking, self.revealing)

    def judge(self, said: Verdict, then: Callable[[], None]) -> None:
        """Save the verdict on what is shown, and go on; ``then`` is called when it is saved."""
        if self.revealing is None:
            raise Refused("nothing is shown beside an answer", code="nothing")
        again = self.looking.said(self.revealing) is not None
        self.looking.judge(self.revealing, said, partial(self._judged, again, then))

    def _judged(self, again: bool, then: Callable[[], None]) -> None:
        self.revealing = None
        then()
        self._core.say("Verdict replaced" if again else "Verdict saved", "saved")
        if not again:
            self.after_verdict()

    def judge_again(self) -> None:
        """Show the decision and the verdict that stands on it, to give another in its place."""
        item = self.looking.judged(self.desk.case_id)
        if item is None:
            raise Refused(self.why_no_verdict(), code="nothing")
        self.show_reveal(item)

    def why_no_verdict(self) -> str:
        """Why there is no own verdict that could be given again."""
        why = self.spotchecks.why_not()
        return why or (
            "" if self.looking.judged(self.desk.case_id) else "no verdict of yours stands"
        )

    def after_verdict(self) -> None:
        """On to what waits; where nothing does, say so."""
        waiting = self.looking.unjudged()
        if waiting is not None:
            self.show_reveal(waiting)
            return
        item = self.looking.next_item()
        if item is not None:
            self.open_item(item)
        else:
            back = "" if self.spotchecks.why_not() else "; Sync… takes the verdicts to reviewers"
            self._core.say(f"All that was drawn is answered{back}", "saved")

    def why_blind(self) -> str:
        """Why what was decided is not shown now; empty where everything is."""
        if self._core.sight is None:
            return ""
        return "while you look again it is not loaded: answer, or leave the spot-check"

    def why_no_item(self) -> str:
        """Why there is nothing to look at again."""
        if self._core.sight is None and not self.looking.draws():
            lead = not self.spotchecks.why_not()
            return "nothing was drawn yet" if lead else "no calibration round came for you"
        return ""

    def _return_to_item(self) -> bool:
        """After a restart the item that was open is open again, with one's own marks; whether one
        was."""
        item = self.looking.last_item() if self.looking.was_open else None
        if item is not None:
            self.open_item(item)
        return item is not None
