"""What all commands share: options, answers as lines or JSON, passphrases, open sessions."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.problems import EXIT_REFUSED, echo_json, printable, say_problem
from reviewer.domain.errors import Refused, ReviewerError

if TYPE_CHECKING:
    from reviewer.session.session import Session
    from reviewer.trust.recipients import Opener

Answer = dict[str, Any]

PATH = click.Path(path_type=Path)
WORKSPACE = click.option(
    "--workspace",
    type=PATH,
    metavar="DIR",
    default=None,
    help="The workspace folder; the default stands in your data folder.",
)
PASSPHRASE_FILE = click.option(
    "--passphrase-file",
    type=PATH,
    metavar="FILE",
    default=None,
    help="Read the passphrase from the first line of this file.",
)
NO_PASSPHRASE = click.option(
    "--no-passphrase", is_flag=True, help="A workspace that is not protected, and says so."
)
JSON = click.option("--json", "as_json", is_flag=True, help="Exactly one JSON object on stdout.")

_AS_JSON = "reviewer.as_json"
UNPROTECTED = "This workspace has no passphrase: anybody at this machine can read it."


def on_workspace(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that works on a workspace."""
    return WORKSPACE(PASSPHRASE_FILE(NO_PASSPHRASE(command)))


def answers(
    say: Callable[[Answer], Iterable[str]],
) -> Callable[[Callable[..., Answer]], Callable[..., None]]:
    """Print what a command returns: one JSON object, or the lines that ``say`` makes of it.

    An answer that carries an ``error`` (see ``failed``) is exit 1 with its reason on stderr. What
    a command raises is told by ``reviewer.cli.program``.
    """

    def decorate(command: Callable[..., Answer]) -> Callable[..., None]:
        @JSON
        @wraps(command)
        def run(*args: Any, as_json: bool, **kwargs: Any) -> None:
            click.get_current_context().meta[_AS_JSON] = as_json
            answer = {"ok": True, **command(*args, **kwargs)}
            problem = answer.pop("error", None)
            if problem is not None:
                answer |= {"ok": False, "error": problem.as_dict()}
            if as_json:
                echo_json(answer)
            else:
                for line in say(answer):
                    click.echo(printable(line))
            if problem is not None:
                say_problem(problem)
                sys.exit(EXIT_REFUSED)

        return run

    return decorate


def failed(answer: Answer, problem: ReviewerError) -> Answer:
    """An answer that is whole and yet says that something is not as it should be."""
    return {**answer, "error": problem}


def notice(words: str) -> None:
    """A remark on stderr beside an answer for a person; none beside JSON."""
    if not click.get_current_context().meta.get(_AS_JSON):
        click.echo(printable(f"reviewer: {words}"), err=True)


def there(*paths: Path) -> None:
    """Every path that was named must be there.

    Raises:
        Refused: code ``not_found``.
    """
    for path in paths:
        if not path.exists():
            raise Refused(
                "There is no such file or folder.",
                code="not_found",
                file=str(path),
                next_step="Check the name.",
            )


def text_of(path: Path) -> str:
    """The text of a file that a person named.

    Raises:
        Refused: ``not_found`` or ``not_text``. OSError where it cannot be read.
    """
    there(path)
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            "This is not a text file in UTF-8.", code="not_text", file=str(path)
        ) from error


def _root_option(name: str) -> Path | None:
    """An option that was given before the command: ``reviewer --workspace DIR status``."""
    value = click.get_current_context().find_root().params.get(name)
    return value if isinstance(value, Path) else None


@contextmanager
def naming(place: Path) -> Iterator[None]:
    """Errors inside name their file as the person knows it: below or as ``place``."""
    try:
        yield
    except ReviewerError as error:
        if error.file and not Path(error.file).is_absolute():
            error.file = str(place / error.file if place.is_dir() else place)
        raise


def root_workspace() -> Path | None:
    """The workspace that was named before the command, if any."""
    return _root_option("workspace")


def folder_of(workspace: Path | None) -> Path:
    """The workspace named, or the default one."""
    from reviewer import bootstrap

    return workspace or root_workspace() or bootstrap.default_workspace()


def passphrase_for(file: Path | None, *, confirm: bool = False) -> str:
    """The passphrase from a file, from the environment, or asked for.

    Raises:
        Refused: code ``passphrase``, where there is none and nobody to ask.
    """
    file = file or _root_option("passphrase_file")
    if file is not None:
        return text_of(file).split("\n", 1)[0].rstrip("\r")
    found = os.environ.get("REVIEWER_PASSPHRASE")
    if found is not None:
        return found
    if not sys.stdin.isatty():
        instead = ", or ask for an unprotected workspace with --no-passphrase" if confirm else ""
        raise Refused(
            "A passphrase is needed, and there is nobody at the keyboard to ask.",
            code="passphrase",
            next_step=f"Give --passphrase-file FILE or set REVIEWER_PASSPHRASE{instead}.",
        )
    return str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm, err=True))


def new_secret(file: Path | None, no_passphrase: bool) -> str | None:
    """The passphrase of a workspace that is to be made; None for an unprotected one."""
    if no_passphrase:
        return None
    secret = passphrase_for(file, confirm=True)
    if not secret:
        raise Refused(
            "An empty passphrase protects nothing.",
            code="passphrase",
            next_step="Give a passphrase, or --no-passphrase.",
        )
    return secret


def free(folder: Path) -> None:
    """A workspace must not be open elsewhere.

    Raises:
        Refused: ``in_use``, naming the holder.
    """
    from reviewer.store.disk.lock import WorkspaceLock

    lock = WorkspaceLock(folder)
    with naming(folder):
        lock.acquire(read_only=True)
    lock.release()


def secret_for(folder: Path, file: Path | None) -> str | None:
    """The passphrase of a workspace that stands and is free; an unprotected one needs none.

    Raises:
        Refused: ``not_a_workspace``; ``in_use`` before anything is asked.
    """
    from reviewer import bootstrap

    if not bootstrap.is_workspace(folder):
        raise Refused(
            "There is no workspace here.",
            code="not_a_workspace",
            file=str(folder),
            next_step="Make one with: reviewer profile new, or: reviewer demo.",
        )
    free(folder)
    with naming(folder):
        protected = bootstrap.is_protected(folder)
    if protected:
        return passphrase_for(file)
    notice(UNPROTECTED)
    return None


@contextmanager
def opened(
    workspace: Path | None, passphrase_file: Path | None, *, read_only: bool = False
) -> Iterator[Session]:
    """A session on a workspace that stands; closed afterwards."""
    from reviewer import bootstrap

    folder = folder_of(workspace)
    secret = secret_for(folder, passphrase_file)
    with naming(folder):
        found = bootstrap.open_workspace(folder, secret, read_only=read_only)
        session = bootstrap.open_session(found)
    try:
        yield session
    finally:
        session.close()


def opener_for(path: Path, workspace: Path, file: Path | None) -> Opener | None:
    """The workspace's sealing key where a package is encrypted and a workspace stands; else None.

    Raises:
        Refused: ``in_use``, ``passphrase``.
    """
    from reviewer import bootstrap
    from reviewer.trust.recipients import is_sealed

    if not is_sealed(path) or not bootstrap.is_workspace(workspace):
        return None
    secret = secret_for(workspace, file)
    with naming(workspace), bootstrap.open_workspace(workspace, secret, read_only=True) as found:
        return found.opener
