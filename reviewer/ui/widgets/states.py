"""State = glyph + word + colour: the one table of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class StateStyle:
    """How a state is shown: glyph, word and colour; ``wash`` where it lies on its own fill."""

    glyph: str
    word: str
    colour: str
    wash: str = ""


STATE_STYLES: Mapping[str, StateStyle] = {
    "undecided": StateStyle("undecided", "undecided", "undecided"),
    "staged": StateStyle("staged", "staged", "staged"),
    "decided": StateStyle("decided", "decided", "decided"),
    "later": StateStyle("later", "later", "t2"),
    "escalated": StateStyle("escalated", "asked lead", "escalated"),
    "held": StateStyle("held", "HOLD: preserve", "held", "wash_held"),
    "contested": StateStyle("contested", "contested", "contested"),
    "hit": StateStyle("hit", "hit, known list", "hit"),
    "seen": StateStyle("seen", "seen", "decided"),
    "pinned": StateStyle("pinned", "pinned", "accent"),
    "reported": StateStyle("reported", "reported", "t2"),
    "flagged": StateStyle("flagged", "flagged", "contested"),
    "danger": StateStyle("danger", "missing", "danger"),
    "missing": StateStyle("danger", "missing", "danger"),
    "refused": StateStyle("danger", "refused", "danger"),
    "blind": StateStyle("blind", "BLIND", "t1"),
    "locked": StateStyle("held", "locked", "t2"),
    "verified": StateStyle("verified", "verified", "decided"),
    "saved": StateStyle("seen", "saved", "decided"),
}
"""Every state by its name: glyph and word first, then colour."""
