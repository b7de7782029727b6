"""Runs the command line in place; every JSON answer is held against its schema."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from jsonschema import Draft202012Validator

from reviewer.cli import main
from reviewer.derived.answer_schemas import ANSWERS
from reviewer.respath import resource

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "four words in a row"


@dataclass(frozen=True)
class Ran:
    """How a call ended."""

    code: int
    out: str
    err: str


def run(*args: str | Path) -> Ran:
    """Call the command line; standard input is no terminal."""
    done = CliRunner().invoke(main, [str(arg) for arg in args], prog_name="reviewer")
    return Ran(done.exit_code, done.stdout, done.stderr)


def run_apart(*args: str | Path, **environment: str) -> Ran:
    """Call it as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "reviewer", *map(str, args)],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@cache
def schema(name: str) -> Draft202012Validator:
    """The schema of an answer, from the file that is shipped."""
    text = resource(f"schemas/cli/{name}.schema.json").read_text("utf-8")
    return Draft202012Validator(json.loads(text))


def name_of(args: tuple[str | Path, ...]) -> str | None:
    """The name of the command's schema; None where no command was named."""
    words = [str(arg) for arg in args]
    return next((n for n in ("-".join(words[:2]), *words[:1]) if n in ANSWERS), None)


def parsed(ran: Ran, name: str | None) -> dict[str, Any]:
    """The one object on standard output, checked: schema, exit code, reason on stderr."""
    assert ran.out.endswith("\n") and ran.out.count("\n") == 1, ran
    answer: dict[str, Any] = json.loads(ran.out)
    errors = list(schema(name or "status").iter_errors(answer))
    assert not errors, (errors[0].message, list(errors[0].path), answer)
    assert answer["ok"] == (ran.code == 0), ran
    assert ran.code in (0, 1, 2)
    if not answer["ok"]:
        assert ran.err.strip(), "the reason, in words, on stderr"
        assert answer["error"]["code"] and answer["error"]["next"], answer
    return answer


def ask(*args: str | Path) -> dict[str, Any]:
    """Call a command with --json: its checked answer, good or not."""
    return parsed(run(*args, "--json"), name_of(args))


def good(*args: str | Path) -> dict[str, Any]:
    """Call a command with --json that must go through."""
    answer = ask(*args)
    assert answer["ok"], answer
    return answer


def refused(*args: str | Path) -> dict[str, Any]:
    """The error of a command that must not go through, exit 1."""
    ran = run(*args, "--json")
    answer = parsed(ran, name_of(args))
    assert ran.code == 1, ran
    error: dict[str, Any] = answer["error"]
    return error


def state_of(folder: Path) -> dict[str, tuple[int, str]]:
    """Every name below a folder with its time of change and the hash of its bytes."""
    found = {}
    for path in sorted(folder.rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        key = path.relative_to(folder).as_posix()
        found[key] = (path.stat().st_mtime_ns, hashlib.sha256(data).hexdigest())
    return found
