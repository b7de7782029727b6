"""``sync``: the drop folder that reviewers and leads share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from reviewer.cli.kit import PATH, Answer, answers, failed, on_workspace, opened
from reviewer.domain.errors import Refused


def _say(answer: Answer) -> Iterator[str]:
    from reviewer.session.exchange.sync_plan import lines_of

    yield from lines_of(answer)


def _of_site() -> Path:
    """The drop folder that the site file names."""
    from reviewer.bootstrap import read_site

    site = read_site()
    if site is None or not site.drop:
        raise click.UsageError("Missing argument 'DIR': no site file names a drop folder.")
    return Path(site.drop)


@click.command()
@click.argument("folder", required=False, type=PATH, metavar="[DIR]")
@click.option("--preview", is_flag=True, help="Only say what it would do; nothing is written.")
@click.option(
    "--to",
    "people",
    metavar="NAME|CARD",
    multiple=True,
    help="Who can open what goes out; by default the leads of the roster.",
)
@click.option("--plain", is_flag=True, help="Encrypt nothing: anybody can open what goes out.")
@click.option(
    "--trust",
    metavar="KEY|CARD",
    default=None,
    help="The lead's card or key, where no roster is held.",
)
@on_workspace
@answers(_say)
def sync(
    folder: Path | None,
    preview: bool,
    people: tuple[str, ...],
    plain: bool,
    trust: str | None,
    workspace: Path | None,
    passphrase_file: Path | None,
    no_passphrase: bool,
) -> Answer:
    """Take what is for you from a drop folder, and put there what is to go out.

    A reviewer takes the cases dealt to them and a lead's feedback, and puts down one package of
    decisions. A lead merges packages and puts down feedback. Without DIR: the folder that the site
    file names.
    """
    from reviewer.exchange.checking.trusting import Trust

    if people and plain:
        raise click.UsageError("Give --to or --plain, not both.")
    place = folder or _of_site()
    trusted = Trust.parse(trust) if trust else None
    with opened(workspace, passphrase_file) as session:
        desk = session.syncing
        found = desk.look(place, to=people, plain=plain, trust=trusted)
        if not preview:
            found = desk.run(found, trust=trusted)
    answer = found.as_dict()
    if not found.refusals:
        return answer
    first = found.refusals[0]
    said = "One file was" if len(found.refusals) == 1 else f"{len(found.refusals)} files were"
    problem = Refused(
        f"{said} refused: {first.says}",
        code=first.code or "refused",
        file=first.name,
        next_step="All others were taken as they are said; sync again when it is mended.",
    )
    return failed(answer, problem)
