"""What the documents say about keys and settings, made from the registry and the declarations."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.commands.command import Command
from reviewer.commands.default import default_registry
from reviewer.commands.keymap import Layout, make
from reviewer.commands.presets import PRESETS, TITLES
from reviewer.commands.sheet import by_purpose, pressed
from reviewer.session.ground.settings import DECLARED, GROUPS
from reviewer.session.views.setting import CHOICE, KEYS, NUMBER, Setting


def key_table() -> str:
    """The keys of the desk as one Markdown table, both sets side by side."""
    return _table(_keyed(default_registry().commands))


def key_sections() -> str:
    """Every command by purpose, also those without a key."""
    parts: list[str] = []
    for group, found in by_purpose(default_registry().commands):
        parts += [f"## {group}", "", _table(found), ""]
    return "\n".join(parts).rstrip()


def key_rows() -> list[tuple[str, str]]:
    """What is pressed in the first set, and what it does, for the manual page."""
    first = next(iter(PRESETS))
    return [
        (" or ".join(_in_set(c, first)), f"{c.title}. {c.help}")
        for c in default_registry().commands
        if _in_set(c, first)
    ]


def _keyed(commands: Iterable[Command]) -> list[Command]:
    """Commands that have a key in any set."""
    return [c for c in commands if any(_in_set(c, preset) for preset in PRESETS)]


def _in_set(command: Command, preset: str) -> list[str]:
    """The keys that a set gives a command, as they are pressed."""
    keys = make(default_registry().commands, Layout(preset)).keys[command.id]
    return pressed(command, keys)


def _table(commands: Iterable[Command]) -> str:
    titles = [TITLES[preset] for preset in PRESETS]
    rows = [f"| {' | '.join(titles)} | act | what it does |", "|" + "---|" * (len(titles) + 2)]
    for command in commands:
        cells = [" or ".join(f"`{k}`" for k in _in_set(command, p)) for p in PRESETS]
        rows.append(f"| {' | '.join(cells)} | {command.title} | {command.help} |")
    return "\n".join(rows)


def settings_sections() -> str:
    """Every setting by group: what it takes, its default, what it does."""
    parts: list[str] = []
    for group in GROUPS:
        rows = ["| setting | takes | default | what it does |", "|---|---|---|---|"]
        rows += [_setting(one) for one in DECLARED if one.group == group]
        parts += [f"## {group}", "", *rows, ""]
    return "\n".join(parts).rstrip()


def _setting(one: Setting) -> str:
    takes = {
        CHOICE: ", ".join(word for _, word in one.choices),
        NUMBER: f"{one.low} to {one.high} {one.unit}",
        KEYS: "keys by command, on the page “Key by key”",
    }.get(one.kind, "on, off")
    default = one.shown(one.default)
    return f"| {one.title} (`{one.id}`) | {takes} | {default} | {one.help} |"
