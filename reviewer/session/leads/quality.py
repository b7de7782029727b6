"""The page on quality: which draws there are, and the sections of one."""

from __future__ import annotations

from reviewer.session.ground.core import Core
from reviewer.session.leads.drawing import Drawing
from reviewer.session.leads.naming import draw_names
from reviewer.session.leads.quality_page import Section, health_sections, sections
from reviewer.session.leads.quality_rounds import round_sections, waiting_section
from reviewer.session.leads.rounds import Rounds
from reviewer.session.leads.spotchecks import SpotChecks


class Quality:
    """Reads for a lead; nothing is kept."""

    def __init__(self, core: Core, checks: SpotChecks, drawing: Drawing, rounds: Rounds) -> None:
        self._core = core
        self._checks = checks
        self._drawing = drawing
        self._rounds = rounds

    def draws(self) -> list[tuple[str, str]]:
        """(id, words) of every draw that counts, the oldest first."""
        names = draw_names(self._core.ledger_state)
        return list(names.items())

    def sections(self, draw: str = "", *, with_kappa: bool = False) -> list[Section]:
        """What one draw says, then how the policy fares; without a draw only the latter.

        Raises:
            Refused: ``not_lead``, ``nothing``.
        """
        self._checks.need_lead()
        found: list[Section] = []
        state = self._core.ledger_state
        said = state.qa.draw(draw)
        if said is not None and said.kind == "calibration":
            found += self._round(draw)
        elif draw:
            report = self._checks.reports([draw])[0]
            found += sections(report, self._drawing.names(), with_kappa=with_kappa)
        policies = self._core.policy.policies
        titles = {one.id: f"{one.number} {one.title}" for one in policies.policies}
        titles |= {one.id: one.question for one in policies.criteria}
        titles |= {f"reason:{one.id}": one.title for one in policies.reason_codes}
        return found + health_sections(self._checks.health(), titles)

    def _round(self, draw: str) -> list[Section]:
        if self._rounds.waits(draw):
            return [waiting_section()]
        handles = {case.case_id: case.handle for case in self._rounds.cases()}
        return round_sections(self._rounds.report(draw), handles)
