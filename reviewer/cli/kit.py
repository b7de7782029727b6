"""What all commands share: options, answers as lines or JSON, refusals, passphrases."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import click

from reviewer.domain.errors import Refused, ReviewerError

Answer = dict[str, Any]

WORKSPACE = click.option(
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="The workspace folder; the default stands in your data folder.",
)
PASSPHRASE_FILE = click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="Read the passphrase from the first line of this file.",
)
NO_PASSPHRASE = click.option(
    "--no-passphrase", is_flag=True, help="A workspace that is not protected, and says so."
)
JSON = click.option("--json", "as_json", is_flag=True, help="Exactly one JSON object on stdout.")


def on_workspace(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that works on a workspace."""
    return WORKSPACE(PASSPHRASE_FILE(NO_PASSPHRASE(command)))


def answers(
    say: Callable[[Answer], Iterable[str]],
) -> Callable[[Callable[..., Answer]], Callable[..., None]]:
    """Print what a command returns: one JSON object, or the lines that ``say`` makes of it.

    A refusal is exit 1 with its reason on stderr; so is an answer whose ``ok`` is False.
    """

    def decorate(command: Callable[..., Answer]) -> Callable[..., None]:
        @JSON
        @wraps(command)
        def run(*args: Any, as_json: bool, **kwargs: Any) -> None:
            try:
                answer = {"ok": True, **command(*args, **kwargs)}
            except ReviewerError as error:
                _refuse(error, as_json)
                return
            if as_json:
                click.echo(json.dumps(answer, ensure_ascii=False))
            else:
                for line in say(answer):
                    click.echo(printable(line))
            if not answer["ok"]:
                sys.exit(1)

        return run

    return decorate


def _refuse(error: ReviewerError, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"ok": False, "error": error.as_dict()}, ensure_ascii=False))
    click.echo(printable(f"reviewer: {error}"), err=True)
    sys.exit(1)


def printable(line: str) -> str:
    """A line for a terminal: control and direction characters from outside made visible."""
    return "".join(c if c.isprintable() or c in "\t" else f"<U+{ord(c):04X}>" for c in line)


def passphrase_for(file: Path | None, *, confirm: bool = False) -> str:
    """The passphrase from a file, from the environment, or asked for."""
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").split("\n", 1)[0].rstrip("\r")
        except (OSError, UnicodeDecodeError) as error:
            raise Refused(
                "The passphrase file cannot be read.", code="passphrase", file=str(file)
            ) from error
    found = os.environ.get("REVIEWER_PASSPHRASE")
    if found is not None:
        return found
    if not sys.stdin.isatty():
        raise Refused(
            "This workspace needs a passphrase.",
            code="passphrase",
            next_step="Give --passphrase-file FILE, set REVIEWER_PASSPHRASE, or --no-passphrase.",
        )
    return str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm, err=True))


def folder_of(workspace: Path | None) -> Path:
    """The workspace named, or the default one."""
    from reviewer import bootstrap

    return workspace or bootstrap.default_workspace()


def secret_for(folder: Path, file: Path | None) -> str | None:
    """The passphrase of a workspace that stands; an unprotected one needs none."""
    from reviewer import bootstrap

    return passphrase_for(file) if bootstrap.is_protected(folder) else None


@contextmanager
def opened(
    workspace: Path | None,
    passphrase_file: Path | None,
    *,
    read_only: bool = False,
) -> Iterator[Any]:
    """A session on a workspace that stands; closed afterwards."""
    from reviewer import bootstrap

    folder = folder_of(workspace)
    secret = secret_for(folder, passphrase_file)
    found = bootstrap.open_workspace(folder, secret, read_only=read_only)
    session = bootstrap.open_session(found)
    try:
        yield session
    finally:
        session.close()
