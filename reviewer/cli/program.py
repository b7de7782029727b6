"""The outermost group: whatever happens, an exit of 0, 1 or 2, and with --json one object."""

from __future__ import annotations

import contextlib
import sys
import traceback
from collections.abc import Sequence
from typing import Any

import click

from reviewer.cli.problems import echo_json, exit_code, problem_of, refusal, say_problem
from reviewer.domain.errors import Bug


class Program(click.Group):
    """A group that keeps the contract of the command line also where click would not."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run, and end the process with 0, 1 or 2; without ``standalone_mode`` as click does."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, False, **extra)
        given = list(sys.argv[1:] if args is None else args)
        _write_any_script()
        try:
            code = super().main(args, prog_name, complete_var, False, **extra)
        except Exception as error:  # noqa: BLE001 - the outermost place: told, and exit 1
            _tell(error, as_json=wants_json(given))
            sys.exit(exit_code(error))
        sys.exit(code if isinstance(code, int) else 0)


def wants_json(args: Sequence[str]) -> bool:
    """Whether ``--json`` was given as an option."""
    options = args[: args.index("--")] if "--" in args else args
    return "--json" in options


def _tell(error: Exception, *, as_json: bool) -> None:
    problem = problem_of(error)
    if as_json:
        with contextlib.suppress(OSError):  # standard output itself may be what fails
            echo_json(refusal(problem))
    if isinstance(error, click.UsageError):
        error.show()
        return
    if isinstance(problem, Bug) and not isinstance(error, Bug):
        traceback.print_exception(error)
    say_problem(problem)


def _write_any_script() -> None:
    """Let a terminal that lacks a script show escapes instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
