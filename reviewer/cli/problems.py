"""Whatever goes wrong, as one error object and one sentence: code, message, file, line, next."""

from __future__ import annotations

import errno
import json
from typing import Any

import click

from reviewer.domain.errors import Bug, Damaged, Refused, ReviewerError

EXIT_REFUSED = 1
EXIT_USAGE = 2

_NEXT = {
    errno.ENOSPC: "Make room on the disk and try again; what was committed is safe.",
    errno.EACCES: "Check who owns it, or choose another place.",
    errno.EPERM: "Check who owns it, or choose another place.",
    errno.EROFS: "Choose a place that can be written.",
    errno.ENOENT: "Check the name.",
}


_AGAIN = "Nothing was changed. Ask whoever made the file for it again."
_NEXT_OF_CODE = dict.fromkeys(("json", "dsse", "card", "key", "canonical"), _AGAIN)
_HELP = "See: reviewer --help, and the help page on the command line."


def problem_of(error: BaseException) -> ReviewerError:
    """Any error as one with words for a person, a code for programs and a next step."""
    found = _problem_of(error)
    found.next_step = found.next_step or _NEXT_OF_CODE.get(found.code, _HELP)
    return found


def _problem_of(error: BaseException) -> ReviewerError:
    if isinstance(error, ReviewerError):
        return error
    if isinstance(error, click.UsageError):
        return _of_usage(error)
    if isinstance(error, click.Abort | KeyboardInterrupt | EOFError):
        return Refused(
            "Interrupted.",
            code="interrupted",
            next_step="What was committed before is safe; give the command again.",
        )
    if isinstance(error, click.ClickException):
        return Refused(error.format_message(), code="refused")
    if isinstance(error, OSError):
        return of_disk(error)
    return Bug(
        f"The program made a mistake ({type(error).__name__}: {error}).",
        code="bug",
        next_step="What was committed is on disk. Please report the lines above.",
    )


def of_disk(error: OSError) -> Damaged:
    """An error of the operating system about a file."""
    return Damaged(
        f"{error.strerror or str(error) or 'The disk does not answer'}.",
        code="disk",
        file="" if error.filename is None else str(error.filename),
        next_step=_NEXT.get(error.errno or 0, "Check the disk and try again."),
    )


def _of_usage(error: click.UsageError) -> Refused:
    path = error.ctx.command_path if error.ctx else "reviewer"
    return Refused(error.format_message(), code="usage", next_step=f"See: {path} --help")


def exit_code(error: BaseException) -> int:
    """2 for a wrong call, 1 for everything else that did not go through."""
    return EXIT_USAGE if isinstance(error, click.UsageError) else EXIT_REFUSED


def refusal(error: ReviewerError) -> dict[str, Any]:
    """The JSON object of a refusal: {ok, error}."""
    return {"ok": False, "error": error.as_dict()}


def echo_json(answer: dict[str, Any]) -> None:
    """Exactly one JSON object and a line end on standard output, in UTF-8 everywhere."""
    text = json.dumps(answer, ensure_ascii=False)
    click.echo(text.encode("utf-8", "replace"))


def printable(line: str) -> str:
    """A line for a terminal: control and direction characters from outside made visible."""
    return "".join(c if c.isprintable() or c == "\t" else f"<U+{ord(c):04X}>" for c in line)


def say_problem(error: ReviewerError) -> None:
    """The reason, in words, on standard error."""
    click.echo(printable(f"reviewer: {error}"), err=True)
