"""Key names: one spelling, and which of them write a character."""

from __future__ import annotations

MODIFIERS = ("Ctrl", "Alt", "Shift", "Meta")


def split(key: str) -> tuple[tuple[str, ...], str]:
    """The modifiers of a key name, in order, and the key itself: ``Shift+A`` is Shift and A."""
    if key in ("+", "") or key.endswith("++"):
        head, last = key[:-1].rstrip("+"), key[-1:]
        return tuple(m for m in MODIFIERS if m in head.split("+")), last
    *given, last = key.split("+")
    return tuple(m for m in MODIFIERS if m in given), last


def normal(key: str) -> str:
    """A key name in one spelling: modifiers in Qt's order, letters upper case."""
    modifiers, last = split(key)
    return "+".join([*modifiers, last.upper() if len(last) == 1 else last])


def writes(key: str) -> bool:
    """Whether a key in its normal spelling writes a character into a text field."""
    modifiers, last = split(key)
    return len(last) == 1 and not set(modifiers) - {"Shift"}


def with_alt(key: str) -> str:
    """The key that stands for one that writes a character while single letters are off."""
    return normal(f"Alt+{key}") if writes(key) else key
