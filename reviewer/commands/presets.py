"""Sets of keys. The left hand is what the commands themselves say; Ozone stands here as data.

Ozone is the only open console that ships single keys; who knows them keeps them (a acknowledge,
l label, e escalate, t takedown, s submit, n submit and next, c cancel, arrows). What it has no
word for keeps its key, or moves where one of its letters needed the place.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

Keys = tuple[str, ...]

OZONE: Mapping[str, Keys] = MappingProxyType(
    {
        "stage.no_action": ("A",),
        "stage.limit": ("L",),
        "stage.ask_lead": ("E",),
        "stage.suspend": ("T",),
        "stage.threat": ("R",),
        "decision.commit_stay": ("S",),
        "decision.commit": ("N",),
        "decision.later": ("W",),
        "decision.later_until": ("Shift+W",),
        "review.compare": ("F",),
        "stage.keep": ("Shift+F",),
        "criterion.unclear": ("I",),
        "unstage": ("C", "Esc"),
        "item.prev": ("Left",),
        "item.next": ("Right",),
        "item.prev_unseen": ("Shift+Left",),
        "item.next_unseen": ("Shift+Right",),
        "conceal.now": ("H",),
        "conceal.clearer": ("Shift+H",),
        "palette": ("Ctrl+K", "Ctrl+Shift+P"),
    }
)
"""Where Ozone differs from the left hand."""

PRESETS: Mapping[str, Mapping[str, Keys]] = MappingProxyType(
    {"left_hand": MappingProxyType({}), "ozone": OZONE}
)
TITLES = MappingProxyType({"left_hand": "left hand", "ozone": "Ozone"})
