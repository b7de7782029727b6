"""The settings of a profile: read by all, written by the dialog, kept in desk.db."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from reviewer.domain.changes import Changes, on_desk
from reviewer.domain.errors import Bug, Damaged, Refused
from reviewer.session.ground.settings_declared import DECLARED, GROUPS
from reviewer.session.views.setting import Setting

__all__ = ["DECLARED", "GROUPS", "Locked", "Setting", "Settings", "Shelf"]

PREFIX = "setting."


class Shelf(Protocol):
    """Where values are kept: desk.db."""

    def value(self, name: str, default: Any = None) -> Any:
        """A stored JSON value."""
        ...

    def set_value(self, name: str, value: Any) -> None:
        """Store one; None removes it."""
        ...


@dataclass(frozen=True, slots=True)
class Locked:
    """A value that this profile cannot change. ``by``: who fixed it, in words for the screen;
    ``floor``: stricter values may be chosen."""

    value: Any
    by: str
    floor: bool = False


class Settings:
    """Typed values by id; whoever hears ``Changes`` that touch "settings" reads again.

    Args:
        shelf: where values are kept.
        publish: told of every change.
        locked: values fixed from outside, such as by the site file, by id.
        declared: the settings there are.
    """

    def __init__(
        self,
        shelf: Shelf,
        publish: Callable[[Changes], None],
        *,
        locked: Mapping[str, Locked] | None = None,
        declared: Iterable[Setting] = DECLARED,
    ) -> None:
        self._shelf = shelf
        self._publish = publish
        self._declared = {setting.id: setting for setting in declared}
        self._values: dict[str, Any] = {}
        self._locked: dict[str, Locked] = {}
        self._floors: dict[str, Locked] = {}
        self.problems: list[str] = []
        """What was kept or fixed and could not be used, in sentences."""
        for ident, lock in (locked or {}).items():
            self._take_lock(ident, lock)
        for setting in self._declared.values():
            self._load(setting)

    def _take_lock(self, ident: str, lock: Locked) -> None:
        setting = self._declared.get(ident)
        if setting is None:
            self.problems.append(f"{lock.by} fixes a setting that is not known: {ident}.")
        elif setting.problem(lock.value):
            self.problems.append(
                f"{lock.by} fixes “{setting.title}” to a value that is not"
                f" {setting.problem(lock.value)}; it stays free."
            )
        elif lock.floor and setting.order:
            self._floors[ident] = lock
        else:
            self._locked[ident] = lock

    def _load(self, setting: Setting) -> None:
        """Take what is kept; what does not fit is said, and the default holds."""
        try:
            kept = self._shelf.value(PREFIX + setting.id)
        except Damaged:
            kept, wrong = None, "cannot be read"
        else:
            needed = "" if kept is None else setting.problem(kept)
            wrong = f"is not {needed}" if needed else ""
        if wrong:
            default = setting.shown(setting.default)
            self.problems.append(
                f"The kept value of “{setting.title}” {wrong}; its default holds: {default}."
            )
        elif kept is not None:
            self._values[setting.id] = kept

    def declared(self) -> tuple[Setting, ...]:
        """All settings, in the order of the dialog."""
        return tuple(self._declared.values())

    def setting(self, ident: str) -> Setting:
        """The declaration of one.

        Raises:
            Bug: there is none of that id.
        """
        found = self._declared.get(ident)
        if found is None:
            raise Bug(f"no setting is called {ident}", code="setting")
        return found

    def get(self, ident: str) -> Any:
        """The value in force: the fixed one, else the kept one, else the default."""
        setting = self.setting(ident)
        if ident in self._locked:
            return self._locked[ident].value
        return self._raised(setting, self._values.get(ident, setting.default))

    def _raised(self, setting: Setting, value: Any) -> Any:
        """A value, or the floor where that is stricter."""
        floor = self._floors.get(setting.id)
        weak = floor is not None and setting.weaker(value, floor.value)
        return floor.value if floor is not None and weak else value

    def word(self, ident: str) -> str:
        """The value of a choice of words."""
        return str(self.get(ident))

    def number(self, ident: str) -> int:
        """The value of a number, or of a choice of numbers."""
        return int(self.get(ident))

    def switch(self, ident: str) -> bool:
        """The value of a switch."""
        return bool(self.get(ident))

    def locked_by(self, ident: str) -> str:
        """Who fixed a setting; empty where it is free."""
        lock = self._locked.get(ident)
        return lock.by if lock is not None else ""

    def floor_words(self, ident: str) -> str:
        """Which values a floor leaves and who set it, in a sentence; empty without a floor."""
        floor = self._floors.get(ident)
        if floor is None:
            return ""
        return f"{floor.by} allows {self.setting(ident).floor_words(floor.value)}."

    def is_default(self, ident: str) -> bool:
        """Whether a setting stands on its default."""
        setting = self.setting(ident)
        return bool(self.get(ident) == self._raised(setting, setting.default))

    def set(self, ident: str, value: Any, *, initiator: str = "") -> None:
        """Keep a value and tell everybody.

        Raises:
            Refused: ``locked`` (fixed from outside), ``setting`` (a value that does not fit),
                ``read_only``.
        """
        setting = self.setting(ident)
        by = self.locked_by(ident)
        if by:
            raise Refused(
                f"“{setting.title}” is fixed by {by}.",
                code="locked",
                next_step="Ask those who look after this machine.",
            )
        needed = setting.problem(value)
        if needed:
            raise Refused(f"“{setting.title}” takes {needed}.", code="setting")
        if self._raised(setting, value) != value:
            raise Refused(
                f"“{setting.title}” cannot be {setting.shown(value)}. {self.floor_words(ident)}",
                code="locked",
                next_step="Ask those who look after this machine.",
            )
        if value == self.get(ident):
            return
        self._shelf.set_value(PREFIX + ident, None if value == setting.default else value)
        if value == setting.default:
            self._values.pop(ident, None)
        else:
            self._values[ident] = value
        self._publish(on_desk("settings", initiator=initiator or ident))

    def reset(self, ident: str) -> None:
        """Back to the default."""
        setting = self.setting(ident)
        self.set(ident, self._raised(setting, setting.default))
