"""The command that writes what is in force for those who carry it out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewer.cli.kit import PATH, Answer, answers, on_workspace, opened
from reviewer.domain.errors import Refused

if TYPE_CHECKING:
    from reviewer.exchange.targets.rows import Actions


def _say_target(answer: Answer) -> Iterator[str]:
    for one in answer["actions"]:
        yield f"{one['count']:>7}  {one['action']}: {one['causes']}"
    for reason, number in answer["left_out"].items():
        yield f"{number:>7}  left out: {reason}"
    for one in answer["subjects_left_out"]:
        yield f"left out: {one['subject']}: {one['reason']}"
    for one in answer["warnings"]:
        yield f"look at: {one['subject']}: {one['reason']}"
    yield f"written: {answer['path']}" if answer["path"] else "Nothing was written."


@click.command()
@click.argument("name", type=click.Choice(["csv", "jsonl"]))
@click.option("-o", "out", type=PATH, metavar="DIR", default=None, help="A new folder.")
@click.option("--preview", is_flag=True, help="Only say what it would cause, and what stays out.")
@on_workspace
@answers(_say_target)
def target(
    name: str,
    out: Path | None,
    preview: bool,
    workspace: Path | None,
    passphrase_file: Path | None,
    no_passphrase: bool,
) -> Answer:
    """Write the actions in force as a data package that any platform can read.

    Proposals, contested subjects, media stopped for child safety, delayed enforcement and what
    cannot be carried out as it reads are never written; they are counted and named.
    """
    if out is None and not preview:
        raise Refused("Where it goes is missing.", code="no_folder", next_step="Give -o DIR.")
    with opened(workspace, passphrase_file, read_only=True) as session:
        if preview or out is None:
            return _answer(session.targeting.preview(), None, None)
        actions, sha256 = session.targeting.write(name, out)
        return _answer(actions, out, sha256)


def _answer(actions: Actions, out: Path | None, sha256: str | None) -> Answer:
    return {
        "path": str(out) if out else None,
        "sha256": sha256,
        "rows": len(actions.rows),
        "actions": [
            {"action": action, "count": number, "causes": causes}
            for action, number, causes in actions.consequences()
        ],
        "left_out": actions.reasons(),
        "subjects_left_out": [{"subject": s, "reason": r} for s, r in actions.left_out],
        "warnings": [{"subject": s, "reason": r} for s, r in actions.warnings],
    }
