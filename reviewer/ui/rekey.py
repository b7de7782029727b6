"""The keys that the frame of the desk shows, read again when they change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from reviewer.commands.registry import Registry
from reviewer.ui.bar.decision_bar import DecisionBar
from reviewer.ui.bar.status_line import StatusLine
from reviewer.ui.bar.strip import CaseStrip
from reviewer.ui.inspector.inspector import Inspector
from reviewer.ui.pane import Pane
from reviewer.ui.places import Places
from reviewer.ui.widgets.base import key_words

SetKey = Callable[[str], None]


class Frame(Protocol):
    """What of the window shows keys."""

    registry: Registry
    strip: CaseStrip
    inspector: Inspector
    decision: DecisionBar
    status: StatusLine
    places: Places
    panes: dict[str, Pane]


def show_keys(window: Frame) -> None:
    """Show the keys in force on every part that was made with one; the other parts look a key up
    whenever they read."""
    names = window.registry.key_text
    shown: dict[SetKey, str] = {
        **window.strip.key_setters(),
        window.inspector.sections["pins"].set_key: "pin.toggle",
    }
    for set_key, command in shown.items():
        set_key(names(command))
    capped: dict[SetKey, str] = {
        window.status.set_key: "keys.overlay",
        window.inspector.note.head.set_key: "note.edit",
    }
    capped |= {pane.header.set_key: f"pane.{name}" for name, pane in window.panes.items()}
    for set_key, command in capped.items():
        set_key(key_words(names(command)))
    window.decision.set_keys()
    window.places.tabs.set_keys({name: names(f"pane.{name}") for name in window.panes})
