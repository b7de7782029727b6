"""What a setting is: its kind, its default, the values it takes, one sentence of help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CHOICE, SWITCH, NUMBER, KEYS = "choice", "switch", "number", "keys"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of a profile.

    Attributes:
        id: its name for programs, ``group.name``.
        title: its name on screen.
        group: the page of the dialog on which it stands.
        kind: choice, switch, number or keys.
        default: the value where none is kept.
        help: one sentence.
        choices: (value, word on screen) of a choice.
        low, high: the range of a number.
        unit: what a number counts.
        order: values of a choice from the least strict, where a site may set a floor. For a number
            ``(0,)``: less is stricter, and 0 means never; ``(1,)``: more is stricter.
    """

    id: str
    title: str
    group: str
    kind: str
    default: Any
    help: str
    choices: tuple[tuple[Any, str], ...] = ()
    low: int = 0
    high: int = 0
    unit: str = ""
    order: tuple[Any, ...] = ()

    def weaker(self, value: Any, floor: Any) -> bool:
        """Whether a value is less strict than a floor; both fit."""
        if self.kind == NUMBER and self.order == (1,):
            return bool(value < floor)
        if self.kind == NUMBER:
            return bool(value == 0 or (floor != 0 and value > floor))
        return self.order.index(value) < self.order.index(floor)

    def floor_words(self, floor: Any) -> str:
        """What a floor still allows, in words."""
        if self.kind == NUMBER and self.order == (1,):
            return f"at least {self.shown(floor)}"
        if self.kind == NUMBER:
            return f"at most {self.shown(floor)}, and never 0"
        return " or ".join(self.shown(v) for v in self.order if not self.weaker(v, floor))

    def problem(self, value: object) -> str:
        """Why a value does not fit; empty where it does."""
        if self.kind == CHOICE:
            fits = any(type(value) is type(v) and value == v for v, _ in self.choices)
            named = ", ".join(str(v) for v, _ in self.choices)
            return "" if fits else f"one of: {named}"
        if self.kind == SWITCH:
            return "" if isinstance(value, bool) else "on or off"
        if self.kind == NUMBER:
            whole = isinstance(value, int) and not isinstance(value, bool)
            fits = whole and self.low <= int(str(value)) <= self.high
            return "" if fits else f"a whole number from {self.low} to {self.high}"
        return "" if _is_key_map(value) else "commands, each with its keys"

    def shown(self, value: object) -> str:
        """A value in words."""
        if self.kind == CHOICE:
            return next((word for v, word in self.choices if v == value), str(value))
        if self.kind == SWITCH:
            return "on" if value else "off"
        if self.kind == NUMBER:
            return f"{value} {self.unit}".strip()
        count = len(value) if isinstance(value, Mapping) else 0
        return f"{count} changed" if count else "none changed"


def _is_key_map(value: object) -> bool:
    """Whether a value is a map of command ids to lists of key names."""
    return isinstance(value, Mapping) and all(
        isinstance(name, str)
        and isinstance(keys, list | tuple)
        and all(isinstance(key, str) and 0 < len(key) <= 40 for key in keys)
        for name, keys in value.items()
    )
