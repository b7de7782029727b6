"""What a lead chooses among when drawing, and what a plan would cost and tell, as rows of words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from reviewer.domain.proposals import actor
from reviewer.domain.qa_plan import Plan
from reviewer.quality.estimate import MUST_SEE
from reviewer.quality.frame import FrameList
from reviewer.quality.preview import Preview, preview
from reviewer.session.ground.core import Core
from reviewer.session.leads.spotchecks import SpotChecks
from reviewer.session.views.words import count

STRATA = ("Stratum", "Decisions", "Drawn", "Margin ±")
CURVE = ("Drawn", "Finds at least one fault", "Interval, whole width")
NOTHING = (
    "There is no decision to draw from: merge the packages of reviewers first, or draw over all"
    " periods."
)
NOTHING_SHORT = "there is no decision to draw from"
SIDES = {"violation": "acted", "no_violation": "no action"}

PLANS: dict[str, tuple[str, Plan]] = {
    "stratified": ("Stratified: by reviewer and direction", Plan(name="stratified")),
    "simple": ("Simple: over all alike", Plan(name="simple", method="simple")),
    "discovery": (
        "Discovery: find one fault if 5 % are faulty",
        Plan(name="discovery", method="discovery"),
    ),
    "must_see": (
        "Must-see: all that must be seen, and one other",
        Plan(name="must-see", method="simple", size=1, balance=False),
    ),
    "golden": (
        "Golden: as many golden cases as others",
        Plan(name="golden", method="simple", size=1, must_see=(), golden=(1, 1)),
    ),
}
"""Name to (what the list says, the plan)."""


@dataclass(frozen=True, slots=True)
class DrawView:
    """A plan applied to what is here. ``counted``: what it is drawn from and what is left out;
    ``strata`` and ``curve``: rows under ``STRATA`` and ``CURVE``; ``points``: (n, chance to find
    one, whole width), shares; ``blocked``: why it cannot be drawn."""

    sentence: str
    counted: str
    strata: list[tuple[str, ...]]
    curve: list[tuple[str, ...]]
    points: list[tuple[int, float, float]]
    blocked: str


class Drawing:
    """Reads; the draw itself is ``SpotChecks.draw``."""

    def __init__(self, core: Core, checks: SpotChecks) -> None:
        self._core = core
        self._checks = checks

    def plan(self, name: str, *, size: int = 0, every: bool = True) -> Plan:
        """A plan by its name.

        Args:
            size: how many of those that need not be seen; 0: as the plan says.
            every: decisions of all periods, and not only those since the last draw.
        """
        said = PLANS[name][1]
        if name == "golden" and not size:
            size = max(1, self._goldens())
        period = "all" if every else "since_last_draw"
        return replace(said, size=size or said.size, period=period)

    def view(self, plan: Plan) -> DrawView:
        """What drawing by a plan would cost and tell; nothing is drawn."""
        frame = self._checks.frame(plan)
        found = preview(frame, plan)
        names = self.names()
        return DrawView(
            sentence=_sentence(found, min(found.golden, self._goldens())),
            counted=self._counted(frame),
            strata=sorted(
                (stratum_words(s.name, names), f"{s.size:,}", f"{s.drawn:,}", _margin(s.margin))
                for s in found.strata
            ),
            curve=[(f"{p.n:,}", percent(p.found), percent(p.width)) for p in found.curve],
            points=[(p.n, p.found, p.width) for p in found.curve],
            blocked="" if frame.items else NOTHING_SHORT,
        )

    def _goldens(self) -> int:
        """How many golden cases are in force."""
        return len(self._core.ledger_state.qa.golden(self._core.policy.hash))

    def names(self) -> dict[str, str]:
        """Key to pseudonym, of everybody whose events are here."""
        held = (who for e in self._core.workspace.ledger.held_events() if (who := actor(e)))
        return {who["key"]: who.get("pseudonym", "") for who in held if who.get("key")}

    @staticmethod
    def _counted(frame: FrameList) -> str:
        return left_out(
            f"Drawn from {count(len(frame.items), 'decision')}, those in force.",
            [
                (sum(frame.missing.values()), "whose evidence is not here"),
                (frame.locked, "locked for child safety"),
                (frame.own, "of your own"),
            ],
        )


def left_out(start: str, parts: Sequence[tuple[int, str]]) -> str:
    """What is drawn from, and what is left out of it; what nothing is left out for is not named."""
    said = ", ".join(f"{n:,} {why}" for n, why in parts if n)
    return f"{start} {f'Left out: {said}.' if said else 'Nothing is left out.'}"


def stratum_words(name: str, names: Mapping[str, str]) -> str:
    """A stratum with the pseudonym in place of the key."""
    if name == MUST_SEE:
        return "must be seen"
    key, _, side = name.rpartition("/")
    return f"{names.get(key) or key[:8]}, {SIDES.get(side, side)}" if key else "all others"


def percent(value: float | None) -> str:
    """A share as a percentage with one place; a dash for none."""
    return "–" if value is None else f"{100 * value:.1f} %"


def _margin(value: float) -> str:
    return percent(value) if value else "all drawn"


def _sentence(found: Preview, golden: int) -> str:
    if not found.total:
        return NOTHING
    more = f" and {count(golden, 'golden case')}" if golden else ""
    known = f"known to ± {percent(found.margin)}" if found.margin else "known, all being drawn"
    return (
        f"{count(found.total, 'decision')} would be drawn{more}, {found.must_see:,} of them must be"
        f" seen; the rate over all others would be {known}."
    )
