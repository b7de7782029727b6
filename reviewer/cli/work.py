"""Commands that do the work: demo, import, bundles, play, export."""

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
    free,
    naming,
    new_secret,
    notice,
    on_workspace,
    opened,
    root_workspace,
    secret_for,
    text_of,
    there,
)
from reviewer.domain.errors import Refused

if TYPE_CHECKING:
    from reviewer.intake.report import ImportReport
    from reviewer.store.workspace import Workspace


def _say_demo(answer: Answer) -> Iterator[str]:
    yield from answer.get("story", [])
    yield f"workspace {answer['workspace']}"
    if answer.get("export"):
        yield f"decisions {answer['decisions']}, exported to {answer['export']}"
        yield "verified" if answer["verified"] else "NOT verified"
    for shot in answer.get("screenshots", []):
        yield f"screenshot {shot}"


@click.command()
@click.option("--headless", is_flag=True, help="Do the whole job without a display.")
@on_workspace
@answers(_say_demo)
def demo(
    headless: bool, workspace: Path | None, passphrase_file: Path | None, no_passphrase: bool
) -> Answer:
    """Open the demo workspace; with --headless do its whole job and say what was done."""
    from reviewer import bootstrap

    folder = workspace or root_workspace()
    free(folder or bootstrap.data_folder() / ("demo-headless" if headless else "demo"))
    from reviewer.front import demo_desk, demo_headless

    answer = demo_headless(folder) if headless else demo_desk(folder)
    if answer.pop("ok", True):
        return answer
    problem = Refused("The demo's export does not verify.", code="demo", file=answer["export"])
    return failed(answer, problem)


def _say_import(answer: Answer) -> Iterator[str]:
    for file in answer["files"]:
        reason = f": {file['reason']}" if file["reason"] else ""
        yield (
            f"{file['status']:9} {file['path']} ({file['format'] or 'not recognised'}){reason}"
            f"  read {file['read']}, new {file['new']}, known {file['known']},"
            f" quarantined {file['quarantined']}"
        )
    totals: dict[str, Any] = answer["totals"]
    yield "total: " + ", ".join(f"{k} {v}" for k, v in totals.items())


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=PATH)
@click.option("--format", "format_name", default=None, help="Read as this format.")
@click.option("--pseudonym", default="reviewer", help="For a workspace made by this import.")
@on_workspace
@answers(_say_import)
def import_(
    paths: tuple[Path, ...],
    format_name: str | None,
    pseudonym: str,
    workspace: Path | None,
    passphrase_file: Path | None,
    no_passphrase: bool,
) -> Answer:
    """Bring bundles and exports of platforms into the workspace."""
    from reviewer import bootstrap

    there(*paths)
    folder = folder_of(workspace)
    if bootstrap.is_workspace(folder):
        secret = secret_for(folder, passphrase_file)
        with naming(folder):
            found = bootstrap.open_workspace(folder, secret)
    else:
        found = _made(folder, pseudonym, new_secret(passphrase_file, no_passphrase))
    session = bootstrap.open_session(found)
    try:
        report = session.jobs.import_paths(paths, format_name=format_name)
    finally:
        session.close()
    return report.as_dict() if report.ok else failed(report.as_dict(), _objection(report))


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
            next_step="See the help page on bundles for what can be imported.",
        )
    return Refused(
        f"{refused.reason} Nothing of it was taken in.",
        code=refused.code or "refused",
        file=refused.path,
        next_step="See: reviewer bundle verify PATH.",
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
@answers(_say_build)
def bundle_build(
    sources: tuple[Path, ...],
    out: Path,
    key: Path | None,
    zipped: bool,
    created_at: str | None,
    media: Path | None,
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


def _say_play(answer: Answer) -> Iterator[str]:
    if answer["ok"]:
        yield f"played {answer['tokens']} tokens"


@click.command()
@click.argument("script", type=PATH)
@click.option("--onscreen", is_flag=True, help="In a window that can be seen.")
@click.option("--slow", is_flag=True, help="By the machine's clock.")
@on_workspace
@answers(_say_play)
def play(
    script: Path,
    onscreen: bool,
    slow: bool,
    workspace: Path | None,
    passphrase_file: Path | None,
    no_passphrase: bool,
) -> Answer:
    """Type a script into the real desk, one token a line."""
    lines = text_of(script).splitlines()
    folder = folder_of(workspace)
    secret = secret_for(folder, passphrase_file)
    from reviewer.play import play_script

    played = play_script(folder, secret, lines, onscreen=onscreen, slow=slow)
    if played["ok"]:
        return played
    expected = f"expected {played['expected']!r}, found " if played["expected"] else ""
    problem = Refused(
        f"{played['token']}: {expected}{played['actual']}",
        code="play",
        file=str(script),
        line=played["line"],
        next_step="Nothing after this line was played; what was committed before stays.",
    )
    return failed(played, problem)


def _say_export(answer: Answer) -> Iterator[str]:
    yield (
        f"{answer['path']}: {answer['events']} events,"
        f" {answer['from_seq']} to {answer['to_seq']}, sha256 {answer['sha256']}"
    )


@click.command()
@click.option("-o", "out", required=True, type=PATH)
@click.option(
    "--profile",
    "kind",
    type=click.Choice(["full", "decisions-only"]),
    default="full",
    show_default=True,
)
@on_workspace
@answers(_say_export)
def export(
    out: Path,
    kind: str,
    workspace: Path | None,
    passphrase_file: Path | None,
    no_passphrase: bool,
) -> Answer:
    """Write the signed decisions as a package, whole or not at all."""
    with opened(workspace, passphrase_file) as session:
        answer: Answer = session.jobs.export(out, profile=kind).as_dict()
        return answer
