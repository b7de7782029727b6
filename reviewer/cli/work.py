"""Commands that do the work: demo, import, bundles, play, export."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from reviewer.cli.kit import (
    Answer,
    answers,
    folder_of,
    on_workspace,
    opened,
    passphrase_for,
    secret_for,
)

PATHS = click.Path(path_type=Path, exists=True)


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
    from reviewer.front import demo_desk, demo_headless

    return demo_headless(workspace) if headless else demo_desk(workspace)


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
@click.argument("paths", nargs=-1, required=True, type=PATHS)
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

    folder = folder_of(workspace)
    if not bootstrap.is_workspace(folder):
        secret = None if no_passphrase else passphrase_for(passphrase_file, confirm=True)
        made = bootstrap.create_workspace(folder, pseudonym, secret)
    else:
        made = bootstrap.open_workspace(folder, secret_for(folder, passphrase_file))
    session = bootstrap.open_session(made)
    try:
        report = session.jobs.import_paths(paths, format_name=format_name)
    finally:
        session.close()
    answer = report.as_dict()
    taken = {"imported", "partly", "known"}
    statuses = [f["status"] for f in answer["files"]]
    return {"ok": "refused" not in statuses and bool(taken & set(statuses)), **answer}


@click.group()
def bundle() -> None:
    """Bundles: verified packages of cases."""


def _say_build(answer: Answer) -> Iterator[str]:
    signed = "signed" if answer["signed"] else "unsigned"
    yield f"{answer['path']}: {signed}, id {answer['id']}"
    yield ", ".join(f"{k} {v}" for k, v in answer["counts"].items())


@bundle.command("build")
@click.argument("sources", nargs=-1, required=True, type=PATHS)
@click.option("-o", "out", required=True, type=click.Path(path_type=Path))
@click.option("--sign", "key", type=PATHS, default=None, help="A signing key file.")
@click.option("--zip", "zipped", is_flag=True, help="One zip file.")
@click.option("--created-at", default=None, help="RFC 3339; default: the newest time inside.")
@click.option("--media", "media", type=PATHS, default=None, help="Where the media files lie.")
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
@click.argument("path", type=PATHS)
@answers(_say_bundle)
def bundle_verify(path: Path) -> Answer:
    """Check a bundle; all violations are listed."""
    from reviewer.bundle.verify import verify

    report = verify(path)
    return {"ok": report.ok, **report.as_dict()}


def _say_key(answer: Answer) -> Iterator[str]:
    yield f"signing key {answer['keyid']} written to {answer['path']}; keep it secret"


@bundle.command("key")
@click.argument("out", type=click.Path(path_type=Path))
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
    else:
        yield (
            f"line {answer['line']}: {answer['token']}: expected {answer['expected']!r},"
            f" found {answer['actual']!r}"
        )


@click.command()
@click.argument("script", type=PATHS)
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
    from reviewer.play import play_script

    folder = folder_of(workspace)
    secret = secret_for(folder, passphrase_file)
    lines = script.read_text(encoding="utf-8").splitlines()
    return play_script(folder, secret, lines, onscreen=onscreen, slow=slow)


def _say_export(answer: Answer) -> Iterator[str]:
    yield (
        f"{answer['path']}: {answer['events']} events,"
        f" {answer['from_seq']} to {answer['to_seq']}, sha256 {answer['sha256']}"
    )


@click.command()
@click.option("-o", "out", required=True, type=click.Path(path_type=Path))
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
