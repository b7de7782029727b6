"""What the keys do here and now, as plain values: the overlay paints them, the key sheet prints
them, a test compares both with the registry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reviewer.commands.command import Command
from reviewer.commands.keytext import normal
from reviewer.commands.registry import Registry
from reviewer.session.session import Session

DIGITS = ("1", "2", "3", "4", "5", "0")
LEFT = (("Q", "W", "E", "R", "T"), ("A", "S", "D", "F", "G"), ("Z", "X", "C", "V", "B"))
RIGHT = tuple("6789YUIOPHJKLNM")
ABREAST = 6
GROUPS = (
    "Stage an outcome",
    "Decide",
    "Answer",
    "Batch",
    "Review again",
    "Mark",
    "See less, see more",
    "Move",
    "Timeline",
    "Write and find",
    "File",
    "Help",
)
"""The purposes, in the order in which sheets show them."""


TOGETHER = {
    "Answer": "Decide",
    "Batch": "Decide",
    "Review again": "Decide",
    "Write and find": "Write, find, file, help",
    "File": "Write, find, file, help",
    "Help": "Write, find, file, help",
}
"""Purposes that share a heading on the overlay, where room is short."""


@dataclass(frozen=True, slots=True)
class Place:
    """One key of the board. ``ident`` is empty where it means nothing."""

    cap: str
    ident: str = ""
    words: str = ""
    reason: str = ""
    staged: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line beside the board: the keys of one command, or of a pair."""

    keys: tuple[str, ...]
    idents: tuple[str, ...]
    words: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """``kind``: blocked, staged, rule or never; ``lead`` names the keys, ``rest`` says it."""

    kind: str
    lead: str
    rest: str


@dataclass(frozen=True, slots=True)
class SheetView:
    """The whole overlay."""

    alt: bool
    digits: tuple[Place, ...]
    left: tuple[tuple[Place, ...], ...]
    right: tuple[tuple[Place, ...], ...]
    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    sentences: tuple[Sentence, ...]

    def places(self) -> Iterable[Place]:
        """Every key of the board that means something."""
        rows = (self.digits, *self.left, *self.right)
        return (place for row in rows for place in row if place.ident)


def shown_keys(command: Command) -> list[str]:
    """The keys of a command as they are pressed: ``F F``, ``hold V``."""
    return pressed(command, command.keys)


def pressed(command: Command, keys: Iterable[str]) -> list[str]:
    """Keys of a command as they are pressed."""
    words = [" ".join([key] * command.taps) for key in keys]
    return [f"hold {word}" for word in words] if command.hold else words


def by_purpose(commands: Iterable[Command]) -> list[tuple[str, list[Command]]]:
    """Commands under their headings; a heading that no list knows comes last."""
    commands = list(commands)
    names = [*GROUPS, *dict.fromkeys(c.group for c in commands if c.group not in GROUPS)]
    found = [(name, [c for c in commands if c.group == name]) for name in names]
    return [(name, inner) for name, inner in found if inner]


def sheet(registry: Registry, session: Session) -> SheetView:
    """Everything that has a key, in its place, with why a blocked one is blocked."""
    alt = session.settings.word("keys.single_letters") == "off"
    makes = _Maker(registry, session, alt)
    digits = makes.row(DIGITS)
    left = tuple(makes.row(row) for row in LEFT)
    used = tuple(p for p in makes.row(RIGHT) if p.ident)
    right = tuple(used[n : n + ABREAST] for n in range(0, len(used), ABREAST))
    on_board = {makes.key(p.cap) for row in (digits, *left, *right) for p in row if p.ident}
    groups: dict[str, tuple[Line, ...]] = {}
    for name, commands in by_purpose(registry.commands):
        if lines := tuple(makes.lines(commands, on_board)):
            head = TOGETHER.get(name, name)
            groups[head] = groups.get(head, ()) + lines
    said = tuple(makes.sentences(on_board))
    return SheetView(alt, digits, left, right, tuple(groups.items()), said)


class _Maker:
    def __init__(self, registry: Registry, session: Session, alt: bool) -> None:
        self._registry = registry
        self._session = session
        self._alt = alt
        staged = session.desk.staged
        self._staged = f"stage.{staged.slot}" if staged is not None else ""

    def key(self, cap: str) -> str:
        """The key name of a cap of the board."""
        return f"Alt+{cap}" if self._alt else cap

    def row(self, caps: Iterable[str]) -> tuple[Place, ...]:
        return tuple(self._place(cap) for cap in caps)

    def _place(self, cap: str) -> Place:
        command = self._registry.by_key(self.key(cap), "desk")
        if command is None:
            return Place(cap)
        reason, staged = command.why_not(self._session), command.id == self._staged
        return Place(cap, command.id, title_here(command, self._session), reason, staged)

    def lines(self, commands: Iterable[Command], on_board: set[str]) -> Iterable[Line]:
        """The lines of one purpose; a pair shares one."""
        found: dict[str, list[tuple[Command, list[str]]]] = {}
        for command in commands:
            keys = [k for k in command.keys if normal(k) not in on_board]
            if keys:
                found.setdefault(command.pair or command.id, []).append((command, keys))
        for inner in found.values():
            first = inner[0][0]
            reasons = {c.why_not(self._session) for c, _ in inner}
            yield Line(
                tuple(_press(c, k) for c, keys in inner for k in keys),
                tuple(c.id for c, _ in inner),
                first.pair if len(inner) > 1 else title_here(first, self._session),
                reasons.pop() if len(reasons) == 1 else "",
            )

    def sentences(self, on_board: set[str]) -> Iterable[Sentence]:
        """Why keys of the board are blocked, what is staged, and what no key does."""
        blocked: dict[str, list[str]] = {}
        for command in self._registry.commands:
            reason = command.why_not(self._session) if command.keys else ""
            if reason and normal(command.keys[0]) in on_board:
                blocked.setdefault(reason, []).append(self._registry.key_text(command.id))
        for reason, keys in blocked.items():
            verb = "is" if len(keys) == 1 else "are"
            yield Sentence("blocked", f"{', '.join(keys)} {verb} blocked:", f"{reason}.")
        if self._staged and (key := self._registry.key_text(self._staged)):
            title = self._registry.get(self._staged).title
            rest = (
                f"{title}: the same key again takes its next choice, another outcome replaces it."
            )
            yield Sentence("staged", f"{key} is staged.", rest)
        commits = [c for c in self._registry.commands if c.danger == "commit" and c.keys]
        for command in commits[:1]:
            key = command.keys[0]
            rest = f"{key} arms, a second {key} within 0.8 s commits, any other key disarms."
            yield Sentence("rule", "One key never decides:", rest)
        yield Sentence("never", "", "Hold, sending a referral and purge never have a key.")


def title_here(command: Command, session: Session) -> str:
    """The title of a command where one stands: which label a digit sets, what undo takes back."""
    number = command.id.removeprefix("label.")
    if number.isdigit():
        labels = session.media().labels
        if 0 < int(number) <= len(labels):
            return labels[int(number) - 1].title
    words = {"undo": session.undo_words, "redo": session.redo_words}.get(command.id)
    if words is not None and (what := words()):
        return f"{command.title}: {what}"
    return command.title


def _press(command: Command, key: str) -> str:
    """How a key is pressed: ``F F``."""
    return " ".join([key] * command.taps)
