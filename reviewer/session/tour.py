"""The tour over the real desk: which step stands, and whether its act has happened."""

from __future__ import annotations

from reviewer.domain import events as ev
from reviewer.domain.changes import Changes, on_desk
from reviewer.session.ground.core import Core
from reviewer.session.tour_steps import STEPS, TourStep

SEEN = "tour.seen"


class Tour:
    """Listens to what moves on the desk. Nothing of it decides or stores anything but that it was
    seen."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._at = -1
        self._before: object = None

    @property
    def open(self) -> bool:
        """Whether the tour is running."""
        return self._at >= 0

    @property
    def number(self) -> int:
        """The step that stands, from 1; 0 while no tour runs."""
        return self._at + 1

    @property
    def total(self) -> int:
        """How many steps there are."""
        return len(STEPS)

    @property
    def step(self) -> TourStep | None:
        """The step that stands."""
        return STEPS[self._at] if self.open else None

    def start(self) -> None:
        """From the first step on, however often."""
        self._go(0)

    def next(self) -> None:
        """The next step without its act; after the last the tour ends."""
        if self._at + 1 >= len(STEPS):
            self.leave()
        elif self.open:
            self._go(self._at + 1)

    def back(self) -> None:
        """The step before; nothing on the desk is taken back."""
        if self._at > 0:
            self._go(self._at - 1)

    def leave(self) -> None:
        """End it, and do not offer it again by itself."""
        if not self.open:
            return
        self._at = -1
        self._core.bus.publish(on_desk("tour"))
        self._seen()

    def _seen(self) -> None:
        """It does not begin by itself again, however the program ends."""
        if not self._core.workspace.read_only and not self._core.settings.get(SEEN):
            self._core.settings.set(SEEN, True)

    def hear(self, changes: Changes) -> None:
        """Something moved: go on where it was the act of this step."""
        step = self.step
        if step is None or not step.moves:
            return
        if step.moves == "decided":
            happened = changes.touches("decision", "escalate")
        else:
            value = self._measure(step.moves)
            happened = bool(value) and value != self._before
            if not value:
                self._before = value
        if happened:
            self.next()

    def _go(self, to: int) -> None:
        self._at = to
        step = STEPS[to]
        self._before = self._measure(step.moves) if step.moves else None
        self._core.bus.publish(on_desk("tour"))
        if to > 0:
            self._seen()

    def _measure(self, name: str) -> object:
        """What a step waits for, as a value that changes with the act."""
        desk = self._core.desk
        values: dict[str, object] = {
            "case": desk.case_id,
            "event": desk.event if desk.pane == "timeline" else "",
            "revealed": desk.revealed,
            "staged": desk.staged.slot if desk.staged else "",
            "policy": desk.staged.policy_id if desk.staged else "",
            "covered": desk.covered,
        }
        if name == "pins":
            return self._pins()
        if name == "note":
            return self._core.workspace.desk.draft(desk.case_id, desk.account).strip()
        return values.get(name)

    def _pins(self) -> int:
        desk = self._core.desk
        if not desk.account:
            return 0
        pins = self._core.subject(desk.account).pins
        return sum(1 for fact in pins if ev.text(fact.event, "case") == desk.case_id)
