"""What a state asked for: contacts, requests to keep open, delays. Apart from all that decides.

Nothing here is reachable from a subject's state, from a guide or from a criterion: a contract in
``pyproject.toml`` and tests say so. A wish is counted and exported; it decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.approvals import Approvals
from reviewer.domain.subject_state import NONE, Fact

WISHES = frozenset({"state.contact", "keepopen.requested", "keepopen.closed", "enforcement.delay"})


@dataclass(slots=True)
class Wishes(Approvals):
    """What states asked concerning one subject."""

    key: str
    facts: dict[str, Fact] = field(default_factory=dict)
    approvals: frozenset[tuple[str, str, str]] = frozenset()
    resolved: frozenset[str] = NONE
    withdrawn: frozenset[str] = NONE

    def of(self, kind: str) -> list[Fact]:
        """The facts of a type, in their order."""
        return sorted((f for f in self.facts.values() if f.type == kind), key=_order)

    @property
    def contacts(self) -> list[Fact]:
        """Every contact with a state; none is ever taken back."""
        return self.of("state.contact")

    @property
    def kept_open(self) -> list[Fact]:
        """Requests to keep open that nobody closed."""
        ends = self.of("keepopen.closed")
        closed = {ident for fact in ends for ident in ev.text_list(fact.event, "supersedes")}
        return [f for f in self.of("keepopen.requested") if f.id not in closed]

    @property
    def proposals(self) -> list[Fact]:
        """Delays that wait for two leads."""
        return [f for f in self.of("enforcement.delay") if f.id not in self.approved]

    @property
    def delays(self) -> list[Fact]:
        """Delays that two leads approved; whether one has expired is for whoever knows the time."""
        return [f for f in self.of("enforcement.delay") if f.id in self.approved]

    def digest(self) -> dict[str, Any]:
        """A plain description, equal exactly when the wishes are equal."""
        return {
            "facts": sorted(self.facts),
            "approvals": sorted(self.approvals),
            "open": [f.id for f in self.kept_open],
        }


def _order(fact: Fact) -> tuple[str, int, str]:
    return fact.order
