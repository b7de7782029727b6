"""What the desk of a lead does not show although no item is open: decisions that were drawn.

A decision that waits for one's own blind answer is not shown before it: not in the queue, the
inspector, the filter, the inbox or the history. The queue says *to be re-reviewed* instead, the
same for all. Holds stay, since they bind whoever acts, and so does what one did oneself. Custody,
approvals, exports and the counts of the whole desk read the ledger as it is.
"""

from __future__ import annotations

from dataclasses import replace

from reviewer.domain import events as ev
from reviewer.domain.events import Event
from reviewer.domain.fold import Fact, SubjectState
from reviewer.domain.proposals import actor
from reviewer.domain.views import CaseRow
from reviewer.session.ground.core import Core
from reviewer.session.ground.due import due, stands_on
from reviewer.session.leads.looking import Looking


class Veil:
    """Worked out again when events came; empty for whoever is no lead, or has answered all."""

    def __init__(self, core: Core, looking: Looking) -> None:
        self._core = core
        self._looking = looking
        self._at: tuple[int, int, int] = (-1, 0, 0)
        self._keys: frozenset[str] = frozenset()

    def keys(self) -> frozenset[str]:
        """The subjects whose drawn decisions wait for one's own answer."""
        state = self._core.ledger_state
        if not state.qa.draws or self._core.own_role() != "lead":
            return frozenset()
        locks = len(self._core.workspace.locks.all())
        at = (len(state.seen_ids), len(state.qa.reviews), locks)
        if self._at != at:
            self._at = at
            self._keys = frozenset(item.subject.key for item in self._looking.open_items())
        return self._keys

    def subject(self, real: SubjectState) -> SubjectState:
        """A subject as it may be seen: of one that is veiled only holds and what is one's own."""
        if self._core.sight is not None or real.key not in self.keys():
            return real
        mine = self._core.workspace.profile.keyid
        kept = {ident: fact for ident, fact in real.facts.items() if _stays(fact, mine)}
        approvals = frozenset(one for one in real.approvals if one[0] in kept)
        return replace(real, facts=kept, approvals=approvals)

    def covers(self, case: CaseRow) -> bool:
        """Whether a case has such a subject."""
        keys = self.keys() if self._core.sight is None else None
        if not keys:
            return False
        return any(key in keys or stands_on(case, key) in keys for key in due(case))

    def hides(self, event: Event) -> bool:
        """Whether an event is not shown: about a veiled subject and not one's own, or a draw, whose
        strata tell who decided and in which direction."""
        if ev.text(event, "type") == "qa.draw":
            return bool(self.keys())
        subject = ev.subject_of(event)
        if subject is None or subject.key not in self.keys():
            return False
        return actor(event).get("key") != self._core.workspace.profile.keyid


def _stays(fact: Fact, mine: str) -> bool:
    return fact.type.startswith("hold.") or actor(fact.event).get("key") == mine
