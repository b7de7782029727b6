"""What stands beside an own answer, once it is locked: the decision, and the verdict on it."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from reviewer.domain import events as ev
from reviewer.domain.errors import Refused
from reviewer.domain.events import Event
from reviewer.domain.proposals import actor
from reviewer.domain.qa import Verdict, verdict_of
from reviewer.quality.blind import (
    BlindItem,
    lead_note,
    note_draft,
    notes_on,
    reveal,
    verdict_draft,
)
from reviewer.session.ground.core import Core
from reviewer.session.leads.spotchecks import SpotChecks


class Judging:
    """Reads the ledger's state, and only of what is answered."""

    def __init__(self, core: Core, checks: SpotChecks) -> None:
        self._core = core
        self._checks = checks

    def waits_for_verdict(self, item: BlindItem) -> bool:
        """Whether an own answer to a spot-check of a decision has no own verdict."""
        state = self._core.ledger_state
        said = state.qa.draw(item.draw)
        if said is None or said.kind != "spot_check" or item.item in state.qa.goldens:
            return False
        return not state.qa.verdicts_of((self.answer(item),))

    def answer(self, item: BlindItem) -> Event:
        """The own answer to an item.

        Raises:
            Refused: code ``blind``: there is none yet.
        """
        state = self._core.ledger_state
        for event in state.qa.answers(item.draw, item.item, state.event):
            if actor(event).get("key") == self._checks.key:
                return event
        raise Refused("your own answer is not saved yet", code="blind", next_step="answer first")

    def decision(self, item: BlindItem) -> Event:
        """The decision, or the golden case, behind an answered item.

        Raises:
            Refused: code ``blind``: it is not answered.
        """
        return reveal(self._core.ledger_state, item.draw, item.item, self._checks.key)

    def judge(self, item: BlindItem, said: Verdict, then: Callable[[], None]) -> None:
        """Save a verdict on an answered item; its note, for leads, as an event beside it. Given
        again it replaces the one that stands, and its note.

        Raises:
            Refused: ``not_lead``, ``blind``.
        """
        self._checks.need_lead()
        answer, state = self.answer(item), self._core.ledger_state
        before = [ev.text(one, "id") for one in state.qa.verdicts_of((answer,))]
        notes = notes_on(state, answer)
        drafts = [verdict_draft(answer, replace(said, note=""), before)]
        if said.note != self.note(item):
            drafts.append(note_draft(answer, said.note, notes))
        self._core.saver.write(drafts, then)

    def said(self, item: BlindItem) -> Verdict | None:
        """The verdict that stands on an answered item, with its note for leads."""
        found = self._core.ledger_state.qa.verdicts_of((self.answer(item),))
        return replace(verdict_of(found[0]), note=self.note(item)) if found else None

    def note(self, item: BlindItem) -> str:
        """The note for leads beside the verdict that stands; empty without one."""
        state = self._core.ledger_state
        found = state.qa.verdicts_of((self.answer(item),))
        return lead_note(state, found[0]) if found else ""
