"""The one registry: look-up by id and key, menus, and the lint that no two commands clash."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.commands.command import Command
from reviewer.domain.errors import Refused

MENUS = ("File", "Case", "Queue", "View", "Decision", "Media", "Help")
RESERVED = frozenset({"Return", "Enter", "Space", "Backspace", "Del", "Delete", "Tab"})


class Registry:
    """All commands, in the order in which they are shown.

    Raises:
        Refused: code ``clash``, naming both commands and the key.
    """

    def __init__(self, commands: Iterable[Command]) -> None:
        self.commands: tuple[Command, ...] = tuple(commands)
        self._by_id = {c.id: c for c in self.commands}
        self._by_key: dict[tuple[str, str], Command] = {}
        problems = self.clashes()
        if problems:
            raise Refused("; ".join(problems), code="clash")

    def get(self, ident: str) -> Command:
        """A command by id."""
        return self._by_id[ident]

    def by_key(self, key: str, scope: str) -> Command | None:
        """The command that a key means where one types; ``scope`` is ``desk`` or ``text``.

        In a text field a key that writes a character is never a command.
        """
        return self._by_key.get((scope, normal(key)))

    def menus(self) -> list[tuple[str, list[Command]]]:
        """Menus with their commands, empty ones left out."""
        found = [(menu, [c for c in self.commands if c.menu == menu]) for menu in MENUS]
        return [(menu, commands) for menu, commands in found if commands]

    def key_text(self, ident: str) -> str:
        """The keys of a command as they are shown: ``F F``, ``Ctrl+1``; empty without one."""
        command = self._by_id[ident]
        return " ".join([command.keys[0]] * command.taps) if command.keys else ""

    def clashes(self) -> list[str]:
        """Every problem of the key map, in words with both names."""
        problems: list[str] = []
        for command in self.commands:
            for key in map(normal, command.keys):
                problems += _reserved(command, key)
                for scope in _scopes(command, key):
                    other = self._by_key.setdefault((scope, key), command)
                    if other is not command:
                        problems.append(
                            f"{key} is already {other.title}; it cannot also be {command.title}"
                        )
        twice = {c.id for c in self.commands if self._by_id[c.id] is not c}
        return problems + [f"{ident} is defined twice" for ident in sorted(twice)]


def _reserved(command: Command, key: str) -> list[str]:
    last = key.rpartition("+")[2] or key
    if last in RESERVED:
        return [f"{command.title}: {key} belongs to the focused widget"]
    if command.danger in ("stage", "commit") and "Ctrl+" in key:
        return [f"{command.title}: no decision on Ctrl and a letter"]
    return []


def _scopes(command: Command, key: str) -> tuple[str, ...]:
    """Where a key of a command works; one that writes a character never in a text field."""
    scopes = ("desk", "text") if command.scope == "any" else (command.scope,)
    return tuple(s for s in scopes if s == "desk" or not writes(key))


def writes(key: str) -> bool:
    """Whether a key in its normal spelling writes a character into a text field."""
    return len(key.removeprefix("Shift+")) == 1


def normal(key: str) -> str:
    """A key name in one spelling: modifiers in Qt's order, letters upper case."""
    if key in ("+", "") or key.endswith("++"):
        return key
    *modifiers, last = key.split("+")
    order = [m for m in ("Ctrl", "Alt", "Shift", "Meta") if m in modifiers]
    return "+".join([*order, last.upper() if len(last) == 1 else last])
