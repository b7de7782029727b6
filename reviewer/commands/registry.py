"""The one registry: look-up by id and key, menus, and the lint that no two commands clash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from reviewer.commands.command import Command
from reviewer.commands.keyrules import refusal
from reviewer.commands.keytext import normal, writes
from reviewer.domain.errors import Refused

MENUS = ("File", "Case", "Queue", "View", "Decision", "Media", "Lead", "Help")


class Registry:
    """All commands, in the order in which they are shown.

    Raises:
        Refused: code ``clash``, naming both commands and the key.
    """

    def __init__(self, commands: Iterable[Command]) -> None:
        self.commands: tuple[Command, ...] = tuple(commands)
        self.written = self.commands
        """The commands as they were written, whatever keys they have been given since."""
        self._by_id: dict[str, Command] = {}
        self._by_key: dict[tuple[str, str], Command] = {}
        self._index()
        problems = self.clashes()
        if problems:
            raise Refused("; ".join(problems), code="clash")

    def take(self, keys: Mapping[str, tuple[str, ...]]) -> None:
        """Give commands other keys, by id; everything that looks them up shows the new ones.

        Raises:
            Refused: code ``clash``; the keys stay as they were.
        """
        before = self.commands
        self.commands = tuple(replace(c, keys=keys.get(c.id, c.keys)) for c in before)
        self._index()
        problems = self.clashes()
        if problems:
            self.commands = before
            self._index()
            raise Refused("; ".join(problems), code="clash")

    def _index(self) -> None:
        self._by_id = {c.id: c for c in self.commands}
        self._by_key = {}
        for command in self.commands:
            for key in map(normal, command.keys):
                for scope in scopes(command, key):
                    self._by_key.setdefault((scope, key), command)

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
        command = self._by_id.get(ident)
        if command is None or not command.keys:
            return ""
        return " ".join([command.keys[0]] * command.taps)

    def clashes(self) -> list[str]:
        """Every problem of the key map, in words with both names."""
        problems: list[str] = []
        for command in self.commands:
            for key in map(normal, command.keys):
                reason = refusal(command, key)
                if reason:
                    problems.append(reason)
                for scope in scopes(command, key):
                    other = self._by_key[(scope, key)]
                    if other is not command:
                        problems.append(clash_words(key, other, command))
        twice = {c.id for c in self.commands if self._by_id[c.id] is not c}
        found = list(dict.fromkeys(problems))
        return found + [f"{ident} is defined twice" for ident in sorted(twice)]


def clash_words(key: str, holder: Command, asker: Command) -> str:
    """A clash, with both names."""
    return f"{key} is already {holder.title}; it cannot also be {asker.title}"


def scopes(command: Command, key: str) -> tuple[str, ...]:
    """Where a key of a command works; one that writes a character never in a text field."""
    found = ("desk", "text") if command.scope == "any" else (command.scope,)
    return tuple(s for s in found if s == "desk" or not writes(key))
