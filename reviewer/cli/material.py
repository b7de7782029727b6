"""Commands on material: import, preview, a first map; bundles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.kit import (
    PATH,
    UNPROTECTED,
    Answer,
    answers,
    failed,
    folder_of,
    naming,
    new_secret,
    notice,
    on_workspace,
    secret_for,
    there,
)
from reviewer.domain.errors import Refused

if TYPE_CHECKING:
    from reviewer.intake.report import ImportReport
    from reviewer.store.workspace import Workspace

MAPS = click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="FILE or NAME",
    help="A column map for tables; may be given several times.",
)
FORMAT = click.option(
    "--format", "format_name", default=None, metavar="NAME", help="Read all as this format."
)


def _say_import(answer: Answer) -> Iterator[str]:
    if "suggested" in answer:
        yield from answer["suggested"].splitlines()
        return
    for file in answer["files"]:
        yield from _say_file(file, counted=answer.get("counted", True))
    yield from (one["says"] for one in answer["trust"])
    totals: dict[str, Any] = answer["totals"]
    yield "total: " + ", ".join(f"{k} {v}" for k, v in totals.items())
    if answer.get("preview"):
        yield "This was a preview: nothing was written."


def _say_file(file: dict[str, Any], *, counted: bool) -> Iterator[str]:
    reason = f": {file['reason']}" if file["reason"] else ""
    through = f", map {file['map']}" if file["map"] else ""
    through += f", {file['signed']}" if file["signed"] else ""
    line = f"{file['status']:9} {file['path']} ({file['format'] or 'not recognised'}{through})"
    counts = ", ".join(f"{name} {file[name]}" for name in ("read", "new", "known", "quarantined"))
    yield f"{line}{reason}  {counts if counted else 'not counted: it is large'}"
    for one in file.get("sample", []):
        place = f", line {one['line']}" if one["line"] else ""
        told = "; ".join(f"{name}: {text}" for name, text in one["fields"])
        yield f"    {one['kind']}{place}: {one['reason'] or told}"


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=PATH)
@FORMAT
@MAPS
@click.option("--preview", is_flag=True, help="Say what an import would do; write nothing.")
@click.option("--suggest-map", is_flag=True, help="Print a first column map for one table.")
@click.option("--pseudonym", default="reviewer", help="For a workspace made by this import.")
@on_workspace
@answers(_say_import)
def import_(
    paths: tuple[Path, ...],
    format_name: str | None,
    maps: tuple[str, ...],
    preview: bool,
    suggest_map: bool,
    pseudonym: str,
    workspace: Path | None,
    passphrase_file: Path | None,
    no_passphrase: bool,
) -> Answer:
    """Bring bundles and exports of platforms into the workspace."""
    from reviewer import bootstrap

    there(*paths)
    if suggest_map:
        return _suggested(paths)
    folder = folder_of(workspace)
    standing = bootstrap.is_workspace(folder)
    if preview and not standing:
        return _previewed(paths, format_name, maps)
    if standing:
        secret = secret_for(folder, passphrase_file)
        with naming(folder):
            found = bootstrap.open_workspace(folder, secret)
    else:
        found = _made(folder, pseudonym, new_secret(passphrase_file, no_passphrase))
    session = bootstrap.open_session(found)
    try:
        if preview:
            made = session.jobs.preview(paths, format_name=format_name, maps=maps)
            return _answer(made.as_dict(), made.report)
        report = session.jobs.import_paths(paths, format_name=format_name, maps=maps)
    finally:
        session.close()
    return _answer(report.as_dict(), report)


def _answer(answer: Answer, report: ImportReport) -> Answer:
    return answer if report.ok else failed(answer, _objection(report))


def _previewed(paths: tuple[Path, ...], format_name: str | None, maps: tuple[str, ...]) -> Answer:
    """What an import would do where there is no workspace yet; none is made."""
    from reviewer.intake.preview import preview_paths

    made = preview_paths(None, paths, format=format_name, maps=maps)
    return _answer(made.as_dict(), made.report)


def _suggested(paths: tuple[Path, ...]) -> Answer:
    """A first map for one table; nothing is imported."""
    from reviewer.intake.report import ImportReport
    from reviewer.intake.suggest import suggest_map

    if len(paths) != 1 or not paths[0].is_file():
        raise Refused(
            "A map is suggested for one file.", code="no_table", next_step="Name one file."
        )
    return {**ImportReport().as_dict(), "suggested": suggest_map(paths[0])}


def _made(folder: Path, pseudonym: str, secret: str | None) -> Workspace:
    """A new workspace for a first import."""
    from reviewer import bootstrap

    found = bootstrap.create_workspace(folder, pseudonym, secret)
    notice(f"workspace made for {pseudonym}: {folder}")
    if secret is None:
        notice(UNPROTECTED)
    return found


def _objection(report: ImportReport) -> Refused:
    """Why an import is not whole: the first refused file, or that nothing was recognised."""
    refused = next((file for file in report.files if file.status == "refused"), None)
    if refused is None:
        return Refused(
            "Nothing of this is of a format that is known.",
            code="nothing",
            next_step="The help page on sources says what can be imported, and how a map is made.",
        )
    if refused.code == "not_material":
        words, _, next_step = refused.reason.partition(" Next: ")
        words = words.removeprefix(f"{refused.path}: ")
        return Refused(words, code=refused.code, file=refused.path, next_step=next_step)
    return Refused(
        f"{refused.reason} Nothing of it was taken in.",
        code=refused.code or "refused",
        file=refused.path,
        next_step=(
            "See: reviewer bundle verify PATH."
            if refused.format == "bundle"
            else "See the help page on sources."
        ),
    )
