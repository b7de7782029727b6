"""Whose queue a case stands in: one's own, another person's, a pool's, nobody's."""

from __future__ import annotations

from reviewer.domain.views import CaseRow
from reviewer.session.ground.core import Core
from reviewer.session.known.rostering import Rostering

MINE, OTHERS, POOL, NOBODY = "mine", "others", "pool", "nobody"


class Assigned:
    """What the assignments of the material say to this profile.

    A case that is assigned to another person on the roster stands in that person's queue. Any other
    name is a pool, and everybody works from pools. A lead and an auditor see all queues. This is an
    order of work and no lock: every case can be found, filtered for and opened.
    """

    def __init__(self, core: Core, roster: Rostering) -> None:
        self._core = core
        self._roster = roster

    @property
    def only_own(self) -> bool:
        """Whether the queue leaves out what stands in the queues of others."""
        return self._roster.own_role() not in ("root", "lead", "auditor")

    def whose(self, case: CaseRow) -> str:
        """``mine``, ``others``, ``pool`` or ``nobody``."""
        name = case.assigned_to
        if not name:
            return NOBODY
        if name == self._core.workspace.profile.pseudonym:
            return MINE
        return OTHERS if self._is_person(name) else POOL

    def _is_person(self, name: str) -> bool:
        held = self._roster.held
        return held is not None and any(e.pseudonym == name and not e.revoked for e in held.entries)
