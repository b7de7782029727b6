"""``merge``: the packages of other reviewers come together in this workspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from reviewer.cli.kit import PATH, Answer, answers, failed, on_workspace, opened
from reviewer.domain.errors import Refused


def _say(answer: Answer) -> Iterator[str]:
    from reviewer.session.exchange.merge_answers import lines_of

    yield from lines_of(answer)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=PATH, metavar="PATH…")
@click.option("--preview", is_flag=True, help="Only say what it would do; nothing is written.")
@on_workspace
@answers(_say)
def merge(
    paths: tuple[Path, ...],
    preview: bool,
    workspace: Path | None,
    passphrase_file: Path | None,
    no_passphrase: bool,
) -> Answer:
    """Bring the packages of other reviewers together here, in any order; folders are walked."""
    with opened(workspace, passphrase_file) as session:
        answer: Answer = (session.merging.preview if preview else session.merging.merge)(paths)
    refused = [one for one in answer["packages"] if one["status"] == "refused"]
    if refused or not answer["packages"]:
        return failed(answer, _problem(refused))
    return answer


def _problem(refused: list[Answer]) -> Refused:
    if not refused:
        return Refused(
            "There is no package of decisions here.",
            code="not_a_package",
            next_step="Give what other workspaces exported: packages, or a folder of them.",
        )
    count = f"{len(refused)} packages were" if len(refused) > 1 else "One package was"
    return Refused(
        f"{count} refused whole: {refused[0]['reason']}",
        code=str(refused[0]["code"]),
        file=str(refused[0]["path"]),
        next_step="Ask for it again; all others were taken as they are said.",
    )
