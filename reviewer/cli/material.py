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
    totals: dict[str, Any] = answer["totals"]
    yield "total: " + ", ".join(f"{k} {v}" for k, v in totals.items())
    if answer.get("preview"):
        yield "This was a preview: nothing was written."


def _say_file(file: dict[str, Any], *, counted: bool) -> Iterator[str]:
    reason = f": {file['reason']}" if file["reason"] else ""
    through = f", map {file['map']}" if file["map"] else ""
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
    if standing:
        secret = secret_for(folder, passphrase_file)
        with naming(folder):
            found = bootstrap.open_workspace(folder, secret)
    if preview:
        return _previewed(found if standing else None, paths, format_name, maps)
    if not standing:
        found = _made(folder, pseudonym, new_secret(passphrase_file, no_passphrase))
    session = bootstrap.open_session(found)
    try:
        report = session.jobs.import_paths(paths, format_name=format_name, maps=maps)
    finally:
        session.close()
    return _answer(report.as_dict(), report)


def _answer(answer: Answer, report: ImportReport) -> Answer:
    return answer if report.ok else failed(answer, _objection(report))


def _previewed(
    found: Workspace | None,
    paths: tuple[Path, ...],
    format_name: str | None,
    maps: tuple[str, ...],
) -> Answer:
    """What an import would do; the workspace stays as it is."""
    from reviewer.intake.preview import preview_paths

    try:
        made = preview_paths(found, paths, format=format_name, maps=maps)
    finally:
        if found is not None:
            found.close()
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


@click.group()
def bundle() -> None:
    """Bundles: verified packages of cases."""


def _say_build(answer: Answer) -> Iterator[str]:
    signed = "signed" if answer["signed"] else "unsigned"
    yield f"{answer['path']}: {signed}, id {answer['id']}"
    yield ", ".join(f"{k} {v}" for k, v in answer["counts"].items())


@bundle.command("build")
@click.argument("sources", nargs=-1, required=True, type=PATH)
@click.option("-o", "out", required=True, type=PATH)
@click.option("--sign", "key", type=PATH, default=None, help="A signing key file.")
@click.option("--zip", "zipped", is_flag=True, help="One zip file.")
@click.option("--created-at", default=None, help="RFC 3339; default: the newest time inside.")
@click.option("--media", "media", type=PATH, default=None, help="Where the media files lie.")
@FORMAT
@MAPS
@answers(_say_build)
def bundle_build(
    sources: tuple[Path, ...],
    out: Path,
    key: Path | None,
    zipped: bool,
    created_at: str | None,
    media: Path | None,
    format_name: str | None,
    maps: tuple[str, ...],
) -> Answer:
    """Build a bundle from sources; the same input gives the same bytes."""
    from reviewer.intake.build import build_bundle

    there(*sources, *(path for path in (key, media) if path))
    made = build_bundle(
        list(sources),
        out,
        sign=key,
        zip=zipped,
        created_at=created_at,
        media_dir=media,
        format=format_name,
        maps=maps,
    )
    return made.as_dict()


def _say_bundle(answer: Answer) -> Iterator[str]:
    signed = f"signed by {answer['signer']}" if answer["signed"] else "unsigned"
    yield f"{answer['id'] or 'no id'}: {signed}"
    for bad in answer["violations"]:
        line = f", line {bad['line']}" if bad.get("line") else ""
        yield f"{bad['code']}: {bad['path']}{line}: {bad['detail']}"


@bundle.command("verify")
@click.argument("path", type=PATH)
@answers(_say_bundle)
def bundle_verify(path: Path) -> Answer:
    """Check a bundle; all violations are listed."""
    from reviewer.bundle.verify import verify

    there(path)
    report = verify(path)
    if report.ok:
        return report.as_dict()
    first = report.violations[0]
    problem = Refused(
        f"The bundle has {len(report.violations)} faults; the first is {first.code}.",
        code=first.code,
        file=first.path or str(path),
        line=first.line,
        next_step="The help page on bundles says what each code means.",
    )
    return failed(report.as_dict(), problem)


def _say_key(answer: Answer) -> Iterator[str]:
    yield f"signing key {answer['keyid']} written to {answer['path']}; keep it secret"


@bundle.command("key")
@click.argument("out", type=PATH)
@answers(_say_key)
def bundle_key(out: Path) -> Answer:
    """Make a key with which bundles are signed."""
    from reviewer.trust.keys import Signer, save_key

    signer = Signer.generate()
    save_key(out, signer)
    return {"path": str(out), "keyid": signer.keyid}
