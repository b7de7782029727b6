"""``export``: the package, or with --preview what it would hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from reviewer.cli.kit import PATH, Answer, answers, on_workspace, opened

PROFILES = ["full", "decisions-only", "referral", "statements"]


def _say_export(answer: Answer) -> Iterator[str]:
    if "preview" in answer:
        yield from _say_preview(answer)
        return
    yield (
        f"{answer['path']}: {answer['events']} event{'' if answer['events'] == 1 else 's'},"
        f" {answer['from_seq']} to {answer['to_seq']}, sha256 {answer['sha256']}"
    )
    for one in answer["chains"]:
        yield f"with {one['from_seq']} to {one['to_seq']} of device {one['device']}, before it"
    if answer["to"]:
        yield f"encrypted to {', '.join(answer['to'])}, and to you"


def _say_preview(answer: Answer) -> Iterator[str]:
    told = answer["preview"]
    leaves, stays = told["leaves"], told["stays"]
    yield f"profile {answer['profile']}: nothing was written. It would leave:"
    for name, value in leaves.items():
        if isinstance(value, dict):
            yield from (f"  {name.replace('_', ' ')}: {key} {n}" for key, n in value.items())
        elif value:
            yield f"  {name.replace('_', ' ')}: {value}"
    yield "It stays here:"
    held = stays["statements_held_back"]
    for name, value in stays.items():
        if name not in ("exposure", "statements_held_back"):
            yield f"  {name.replace('_', ' ')}: {value}"
    yield "  how much you looked at: it never leaves"
    for one in held:
        yield f"  statement {one['puid']} held back: {one['field']} {one['reason']}"
    yield from told["shifts"]
    if answer["to"]:
        yield f"to {', '.join(answer['to'])}, encrypted"


@click.command()
@click.option("-o", "out", type=PATH, help="A folder, or a file that ends in .zip.")
@click.option("--profile", "kind", type=click.Choice(PROFILES), default="full", show_default=True)
@click.option(
    "--to",
    "people",
    metavar="NAME|CARD",
    multiple=True,
    help="Encrypt it to somebody of the roster or to a card; may be given again.",
)
@click.option("--preview", is_flag=True, help="Say what would leave and what stays; write nothing.")
@on_workspace
@answers(_say_export)
def export(
    out: Path | None,
    kind: str,
    people: tuple[str, ...],
    preview: bool,
    workspace: Path | None,
    passphrase_file: Path | None,
    no_passphrase: bool,
) -> Answer:
    """Write the signed decisions as a package, whole or not at all."""
    if preview:
        with opened(workspace, passphrase_file, read_only=True) as session:
            answer: Answer = session.exporting.preview(profile=kind, to=people).as_dict()
            return answer
    if out is None:
        raise click.UsageError("Missing option '-o'.")
    with opened(workspace, passphrase_file) as session:
        target = sealed_name(out) if people else out
        names = [one.name for one in session.exporting.recipients(people)]
        made = session.jobs.export(target, profile=kind, to=people)
        return {**made.as_dict(), "profile": kind, "to": names}


def sealed_name(out: Path) -> Path:
    """The name of an encrypted package: it ends in ``.age``."""
    return out if out.suffix.lower() == ".age" else out.with_name(f"{out.name}.age")
