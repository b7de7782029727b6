"""Which keys a command may have, whoever asks: the reason why not, in words."""

from __future__ import annotations

from reviewer.commands.command import Command
from reviewer.commands.keytext import split

WIDGETS = frozenset(
    {"Return", "Enter", "Space", "Backspace", "Del", "Delete", "Tab", "Backtab", "", " "}
)
"""Keys that belong to the widget that has the keyboard, with any modifier."""
LISTS = frozenset({"Up", "Down", "Home", "End", "PgUp", "PgDown"})
EDITING = frozenset({"A", "C", "V", "X", "Y", "Z"})
"""With Ctrl these copy, paste and undo in a text field."""
FIXED = frozenset({"menu.open", "text.leave", "unstage"})
"""Commands whose default keys stay: the way out and the way to everything."""


def refusal(command: Command, key: str) -> str:
    """Why a command cannot have this key (in its normal spelling); empty where it can."""
    modifiers, last = split(key)
    if last in WIDGETS:
        return f"{command.title}: {key} belongs to the focused widget"
    if command.danger in ("stage", "commit") and "Ctrl" in modifiers:
        return f"{command.title}: no decision on Ctrl and a letter"
    return ""


def own_refusal(command: Command, key: str) -> str:
    """The same for a key that a person chose: stricter than for our own sets."""
    modifiers, last = split(key)
    reason = refusal(command, key)
    if reason:
        return reason
    if not (last.isprintable() and (len(last) == 1 or (last.isascii() and last.isalnum()))):
        return f"{command.title}: that is no key"
    if command.id in FIXED:
        return f"{command.title} keeps its key: it is the way out"
    if "Meta" in modifiers or key == "Alt+F4":
        return f"{command.title}: {key} belongs to the system"
    if last == "Esc":
        return f"{command.title}: Esc always goes back"
    if not modifiers and last in LISTS:
        return f"{command.title}: {key} moves in lists and pages"
    if command.scope in ("any", "text") and modifiers == ("Ctrl",) and last in EDITING:
        return f"{command.title}: {key} edits text in every field"
    if command.hold and len(modifiers) > 1:
        return f"{command.title} is held: it takes one key with one modifier at most"
    return ""
