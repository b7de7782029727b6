"""The manual page ``reviewer(1)``, made from the command line and the registry of commands."""

from __future__ import annotations

from collections.abc import Iterable

import click

from reviewer import __version__

INTRODUCTION = """Without a command the desk opens. Every command ends with 0 (done), 1 (refused,
with the reason in words on standard error) or 2 (usage); with --json it prints exactly one object.
The program makes no network connection."""


def page(program: click.Command, keys: Iterable[tuple[str, str]]) -> str:
    """The page as roff text.

    Args:
        program: the command line.
        keys: what is pressed, and what it does in words.
    """
    lines = [
        f'.TH REVIEWER 1 "" "Reviewer {__version__}" "User Commands"',
        ".SH NAME",
        "reviewer \\- offline desk for trust\\-and\\-safety reviewers",
        ".SH SYNOPSIS",
        ".B reviewer",
        "[\\fIoptions\\fR] [\\fIcommand\\fR ...]",
        ".SH DESCRIPTION",
        _roff(INTRODUCTION),
        ".SH OPTIONS",
        *_options(program),
        ".SH COMMANDS",
    ]
    for name, command in _commands(program, ()):
        lines += _item(f"{' '.join(name)} {_arguments(command)}".rstrip(), _help(command))
    lines.append(".SH KEYS")
    for shown, words in keys:
        lines += _item(shown, words)
    lines += [
        ".SH FILES",
        *_item("reviewer in your data folder", "the workspaces and the log; only you can read it"),
        *_item("site.json", "beside the program or in /etc/reviewer: the settings of the site"),
        ".SH ENVIRONMENT",
        *_item("REVIEWER_PASSPHRASE", "the passphrase, where nobody can be asked"),
        *_item("QT_SCALE_FACTOR", "the size of the window's contents; other QT_ variables go"),
    ]
    return "\n".join(lines) + "\n"


def _item(name: str, words: str) -> list[str]:
    return [".TP", f".B {_roff(name)}", _roff(words)]


def _commands(
    group: click.Command, above: tuple[str, ...]
) -> list[tuple[tuple[str, ...], click.Command]]:
    found: list[tuple[tuple[str, ...], click.Command]] = []
    for name, command in sorted(getattr(group, "commands", {}).items()):
        if command.hidden:
            continue
        words = (*above, name)
        if isinstance(command, click.Group):
            if command.invoke_without_command:
                found.append((words, command))
            found += _commands(command, words)
        else:
            found.append((words, command))
    return found


def _arguments(command: click.Command) -> str:
    return " ".join(
        str(parameter.make_metavar(click.Context(command)))
        for parameter in command.params
        if isinstance(parameter, click.Argument)
    )


def _help(command: click.Command) -> str:
    return command.get_short_help_str(400)


def _options(command: click.Command) -> list[str]:
    lines = []
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            metavar = "" if parameter.is_flag else f" {parameter.metavar or ''}"
            lines += [".TP", f".B {_roff(', '.join(parameter.opts) + metavar)}".rstrip()]
            lines.append(_roff(parameter.help or ""))
    return lines


def _roff(text: str) -> str:
    """Text as roff takes it: one line, hyphens and backslashes as themselves."""
    flat = " ".join(text.split()).replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{flat}" if flat.startswith((".", "'")) else flat
