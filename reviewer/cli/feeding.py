"""``feedback`` and ``receipt``: what a lead sends back, and what a reviewer takes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from reviewer.cli.kit import PATH, Answer, answers, on_workspace, opened, there

TO = click.option("--to", required=True, metavar="PSEUDONYM|all", help="Whom it is for.")
OUT = click.option(
    "-o",
    "out",
    required=True,
    type=PATH,
    help="A zip file or a folder; with all, a folder.",
)
SEAL = click.option("--seal", is_flag=True, help="Encrypt it to its reader's key in the roster.")


@click.group()
def feedback() -> None:
    """What a lead sends back to a reviewer: receipts, verdicts, resolutions."""


def _say_built(answer: Answer) -> Iterator[str]:
    for one in answer["packages"]:
        yield (
            f"{one['path']}: for {one['to']}, receipts {one['receipts']},"
            f" events {one['events']}, sha256 {one['sha256']}"
        )


@feedback.command("build")
@TO
@OUT
@SEAL
@on_workspace
@answers(_say_built)
def feedback_build(
    to: str,
    out: Path,
    seal: bool,
    workspace: Path | None,
    passphrase_file: Path | None,
    no_passphrase: bool,
) -> Answer:
    """Write what concerns a reviewer whose packages were merged, signed by you."""
    return _build(to, out, seal, False, workspace, passphrase_file)


@click.command()
@TO
@OUT
@SEAL
@on_workspace
@answers(_say_built)
def receipt(
    to: str,
    out: Path,
    seal: bool,
    workspace: Path | None,
    passphrase_file: Path | None,
    no_passphrase: bool,
) -> Answer:
    """Write receipts alone: how far a reviewer's events have arrived here."""
    return _build(to, out, seal, True, workspace, passphrase_file)


def _build(
    to: str, out: Path, seal: bool, receipts_only: bool, workspace: Path | None, file: Path | None
) -> Answer:
    from reviewer.session.exchange.feedback_answers import build_answer

    with opened(workspace, file, read_only=True) as session:
        made = session.feedback.build(to, out, receipts_only=receipts_only, seal=seal)
    return build_answer(made)


def _say_applied(answer: Answer) -> Iterator[str]:
    word = "would bring" if answer["preview"] else "brought"
    yield f"from {answer['sender']}, key {answer['signer']}: it {word}"
    for one in answer["receipts"]:
        yield f"  receipt: device {one['device']} up to event {one['seq']}"
    for name, count in answer["by_type"].items():
        yield f"  {name}: {count}"
    if not answer["receipts"] and not answer["by_type"]:
        yield "  nothing that is not here already"
    yield from (f"WARNING: {words}" for words in answer["warnings"])
    yield from answer["says"]


@feedback.command("apply")
@click.argument("path", type=PATH)
@click.option("--preview", is_flag=True, help="Say what it brings; write nothing.")
@click.option(
    "--trust",
    metavar="KEY|CARD",
    default=None,
    help="The lead's card or key, where no roster is held.",
)
@on_workspace
@answers(_say_applied)
def feedback_apply(
    path: Path,
    preview: bool,
    trust: str | None,
    workspace: Path | None,
    passphrase_file: Path | None,
    no_passphrase: bool,
) -> Answer:
    """Take a lead's feedback: it must be for you, and signed by a lead."""
    from reviewer.exchange.checking.trusting import Trust

    there(path)
    trusted = Trust.parse(trust) if trust else None
    with opened(workspace, passphrase_file, read_only=preview) as session:
        desk = session.feedback
        told = desk.preview(path, trusted) if preview else desk.apply(path, trusted)
    return {"preview": preview, **told.as_dict()}
