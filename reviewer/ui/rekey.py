"""The keys that the frame of the desk shows, read again when they change."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reviewer.ui.widgets.base import key_words

if TYPE_CHECKING:
    from reviewer.ui.window import DeskWindow

SetKey = Callable[[str], None]


def show_keys(window: DeskWindow) -> None:
    """Show the keys in force on every part that was made with one; the other parts look a key up
    whenever they read."""
    names = window.registry.key_text
    shown: dict[SetKey, str] = {
        **window.strip.key_setters(),
        window.inspector.note.head.set_key: "note.edit",
        window.inspector.sections["pins"].set_key: "pin.toggle",
    }
    for set_key, command in shown.items():
        set_key(names(command))
    capped: dict[SetKey, str] = {window.status.set_key: "keys.overlay"}
    capped |= {pane.header.set_key: f"pane.{name}" for name, pane in window.panes.items()}
    for set_key, command in capped.items():
        set_key(key_words(names(command)))
    window.decision.set_keys()
    window.places.tabs.set_keys({name: names(f"pane.{name}") for name in window.panes})
