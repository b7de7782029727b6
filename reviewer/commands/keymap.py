"""The keys in force: the set that is chosen, with a person's own changes, and single letters on
or off. Kept in the settings; a clash is refused with both names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reviewer.commands.command import Command
from reviewer.commands.keyrules import FIXED, own_refusal, refusal
from reviewer.commands.keytext import normal, with_alt
from reviewer.commands.presets import PRESETS, TITLES, Keys
from reviewer.commands.registry import Registry, clash_words, scopes
from reviewer.domain.changes import Changes
from reviewer.domain.errors import Refused
from reviewer.session.ground.settings import Settings

OWN, PRESET, LETTERS = "keys.map", "keys.preset", "keys.single_letters"


@dataclass(frozen=True)
class Layout:
    """What the keys in force are made from."""

    preset: str = "left_hand"
    letters: bool = True
    own: Mapping[str, Keys] = field(default_factory=dict)


@dataclass
class Made:
    """Keys by command id, and the sentences about those that a command could not have."""

    keys: dict[str, Keys] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def set_words(settings: Settings) -> str:
    """Which keys are in force: ``left hand set, with your own keys``."""
    words = [f"{TITLES[settings.word(PRESET)]} set"]
    words += ["with your own keys"] * bool(settings.get(OWN))
    words += ["single letters with Alt"] * (settings.word(LETTERS) == "off")
    return ", ".join(words)


def base_keys(command: Command, preset: str) -> Keys:
    """The keys that a set gives a command, in their normal spelling."""
    return tuple(map(normal, PRESETS[preset].get(command.id, command.keys)))


def make(commands: Iterable[Command], layout: Layout) -> Made:
    """Work the keys out. Own keys come first, then those that the set names, then the others:
    where two commands want one key, the later one goes without and that is said."""
    commands = tuple(commands)
    named = PRESETS[layout.preset]
    ranks: tuple[list[Command], list[Command], list[Command]] = ([], [], [])
    for command in commands:
        ranks[0 if command.id in layout.own else 1 if command.id in named else 2].append(command)
    made, taken = Made(), dict[tuple[str, str], Command]()
    for rank, found in enumerate(ranks):
        for command in found:
            own = rank == 0
            wanted = layout.own[command.id] if own else base_keys(command, layout.preset)
            made.keys[command.id] = _granted(command, wanted, layout, own, taken, made.problems)
    return made


def _granted(
    command: Command,
    wanted: Keys,
    layout: Layout,
    own: bool,
    taken: dict[tuple[str, str], Command],
    problems: list[str],
) -> Keys:
    """Those of the wanted keys that are allowed and free; takes them."""
    granted: list[str] = []
    for name in wanted:
        key = normal(name) if layout.letters else with_alt(normal(name))
        reason = own_refusal(command, key) if own else refusal(command, key)
        places = [(scope, key) for scope in scopes(command, key)]
        holder = next((taken[p] for p in places if p in taken), None)
        if holder is not None and holder is not command:
            reason = clash_words(key, holder, command)
        if reason:
            problems.append(reason)
            continue
        taken |= dict.fromkeys(places, command)
        if key not in granted:
            granted.append(key)
    return tuple(granted)


class KeyMap:
    """Keeps a registry on the keys of the settings, and changes those.

    Args:
        registry: takes the keys in force.
        settings: where the choice is kept.
    """

    def __init__(self, registry: Registry, settings: Settings) -> None:
        self._registry = registry
        self._defaults = registry.written
        self._settings = settings
        self.problems: list[str] = []
        """Keys that a command could not have, in sentences."""
        self.apply()

    @property
    def commands(self) -> tuple[Command, ...]:
        """The commands with the keys in force."""
        return self._registry.commands

    def layout(self) -> Layout:
        """What the settings say now."""
        return Layout(
            self._settings.word(PRESET),
            self._settings.word(LETTERS) == "on",
            self._own(),
        )

    def apply(self) -> None:
        """Take what the settings say; nothing kept there can break the desk."""
        made = make(self._defaults, self.layout())
        self.problems = made.problems
        self._registry.take(made.keys)

    def hear(self, changes: Changes) -> None:
        """Listen to the board of notices."""
        if changes.touches("settings"):
            self.apply()

    def is_changed(self, ident: str) -> bool:
        """Whether a command has other keys than its set gives it."""
        return ident in self._settings.get(OWN)

    def can_change(self, ident: str) -> bool:
        """Whether a command's keys may be changed at all."""
        return ident not in FIXED

    def holder(self, ident: str, key: str) -> Command | None:
        """Which other command has this key where the first one would need it."""
        command = self._registry.get(ident)
        name = self._in_force(key)
        for scope in scopes(command, name):
            found = self._registry.by_key(name, scope)
            if found is not None and found.id != ident:
                return found
        return None

    def set_keys(self, ident: str, keys: Iterable[str]) -> None:
        """Give a command these keys; none takes them away.

        Raises:
            Refused: ``key`` (a key it cannot have), ``clash`` (with both names), ``locked``.
        """
        names = self._checked(ident, keys)
        for name in names:
            holder = self.holder(ident, name)
            if holder is not None:
                words = clash_words(self._in_force(name), holder, self._registry.get(ident))
                raise Refused(f"{words}.", code="clash", next_step="Choose another key.")
        self._keep({**self._own(), ident: names})

    def take_over(self, ident: str, key: str) -> Command | None:
        """Give a command a key that another one has; that one goes without. Returns the other."""
        holder = self.holder(ident, key)
        (name,) = self._checked(ident, (key,))
        own = self._own()
        if holder is not None:
            if not self.can_change(holder.id):
                raise Refused(f"{holder.title} keeps its key: it is the way out", code="key")
            known = next(c for c in self._defaults if c.id == holder.id)
            had = own.get(holder.id, base_keys(known, self.layout().preset))
            wanted = self._in_force(name)
            own[holder.id] = tuple(k for k in had if self._in_force(k) != wanted)
        self._keep({**own, ident: (name,)})
        return holder

    def reset(self, ident: str) -> None:
        """Back to the keys of the set.

        Raises:
            Refused: ``clash``, where another command has that key by now.
        """
        self._keep({name: keys for name, keys in self._own().items() if name != ident})

    def reset_all(self) -> None:
        """All commands back to the keys of the set."""
        self._settings.reset(OWN)

    def choose(self, ident: str, value: object) -> None:
        """Set ``keys.preset`` or ``keys.single_letters``.

        Raises:
            Refused: ``clash``, where own keys stand in the way of the new set; with both names.
        """
        now = self.layout()
        preset = str(value) if ident == PRESET else now.preset
        letters = value == "on" if ident == LETTERS else now.letters
        if not self._settings.setting(ident).problem(value):
            self._refuse_new(Layout(preset, letters, now.own))
        self._settings.set(ident, value)

    def _in_force(self, key: str) -> str:
        return normal(key) if self.layout().letters else with_alt(normal(key))

    def _own(self) -> dict[str, Keys]:
        """The own keys that are kept; the way out keeps its keys whatever is kept."""
        kept = self._settings.get(OWN).items()
        return {name: tuple(keys) for name, keys in kept if name not in FIXED}

    def _checked(self, ident: str, keys: Iterable[str]) -> Keys:
        command = self._registry.get(ident)
        names = tuple(dict.fromkeys(map(normal, keys)))
        if not self.can_change(ident):
            raise Refused(f"{command.title} keeps its key: it is the way out", code="key")
        for name in names:
            reason = own_refusal(command, self._in_force(name))
            if reason:
                raise Refused(reason, code="key", next_step="Choose another key.")
        return names

    def _keep(self, own: dict[str, Keys]) -> None:
        """Keep a map of own keys, without those that equal the set's."""
        now = self.layout()
        known = {c.id: c for c in self._defaults}
        kept = {
            name: keys
            for name, keys in own.items()
            if name not in known or keys != base_keys(known[name], now.preset)
        }
        self._refuse_new(Layout(now.preset, now.letters, kept))
        self._settings.set(OWN, {name: list(keys) for name, keys in kept.items()})

    def _refuse_new(self, layout: Layout) -> None:
        """Refuse what would bring a clash that does not stand already."""
        problems = make(self._defaults, layout).problems
        new = [p for p in problems if p not in self.problems]
        if new:
            raise Refused(
                "; ".join(new) + ".",
                code="clash",
                next_step="Choose another key, or take it from the other command first.",
            )
