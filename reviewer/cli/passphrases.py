"""Commands about passphrases: another one, a lost one, and the site's key for that."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from reviewer.cli.kit import (
    PATH,
    WORKSPACE,
    Answer,
    answers,
    folder_of,
    naming,
    on_workspace,
    secret_for,
    text_of,
    there,
)
from reviewer.domain.errors import Refused

NEW_FILE = click.option(
    "--new-passphrase-file",
    "new_file",
    type=PATH,
    metavar="FILE",
    default=None,
    help="Read the new passphrase from the first line of this file.",
)


def _new_passphrase(file: Path | None) -> str:
    """The new passphrase: from a file, from REVIEWER_NEW_PASSPHRASE, or asked for twice."""
    if file is not None:
        return text_of(file).split("\n", 1)[0].rstrip("\r")
    found = os.environ.get("REVIEWER_NEW_PASSPHRASE")
    if found is not None:
        return found
    if not sys.stdin.isatty():
        raise Refused(
            "A new passphrase is needed, and there is nobody at the keyboard to ask.",
            code="passphrase",
            next_step="Give --new-passphrase-file FILE or set REVIEWER_NEW_PASSPHRASE.",
        )
    return str(click.prompt("New passphrase", hide_input=True, confirmation_prompt=True, err=True))


def _say_changed(answer: Answer) -> Iterator[str]:
    yield f"passphrase changed: {answer['workspace']}"
    if answer["older_backups"]:
        yield (
            f"backups that open with the old one only: {answer['older_backups']};"
            " which they are: reviewer backup --list"
        )


@click.command("passphrase")
@NEW_FILE
@on_workspace
@answers(_say_changed)
def profile_passphrase(
    new_file: Path | None,
    workspace: Path | None,
    passphrase_file: Path | None,
    no_passphrase: bool,
) -> Answer:
    """Change the passphrase; the keys stay. A workspace without one gets one."""
    from reviewer import bootstrap

    folder = folder_of(workspace)
    old = secret_for(folder, passphrase_file)
    with naming(folder), bootstrap.open_workspace(folder, old) as found:
        older = bootstrap.change_passphrase(found, old or "", _new_passphrase(new_file))
    return {"workspace": str(folder), "older_backups": older}


def _say_recovered(answer: Answer) -> Iterator[str]:
    yield f"recovered: {answer['workspace']} of {answer['pseudonym']}"
    yield "The old passphrase no longer opens it. The ledger goes on as the same device."
    if answer["older_backups"]:
        yield (
            f"backups that open with the forgotten one only: {answer['older_backups']};"
            " make a new one: reviewer backup"
        )


@click.command("recover")
@click.option(
    "--identity", required=True, type=PATH, metavar="FILE", help="The site's recovery identity."
)
@NEW_FILE
@WORKSPACE
@answers(_say_recovered)
def profile_recover(identity: Path, new_file: Path | None, workspace: Path | None) -> Answer:
    """Open a workspace whose passphrase is lost by the site's recovery key; set a new one."""
    from reviewer import bootstrap

    there(identity)
    folder = folder_of(workspace)
    with naming(folder):
        older = bootstrap.recover_workspace(folder, identity, _new_passphrase(new_file))
    pseudonym = bootstrap.profile_of(folder).pseudonym
    return {"workspace": str(folder), "pseudonym": pseudonym, "older_backups": older}


def _say_key(answer: Answer) -> Iterator[str]:
    yield f"recovery identity written: {answer['path']}"
    yield f'for the site file: "recovery": "{answer["recipient"]}"'
    yield "Whoever holds the identity can open every profile made under it: keep it offline."


@click.command("recovery-key")
@click.argument("out", type=PATH, metavar="OUT")
@answers(_say_key)
def profile_recovery_key(out: Path) -> Answer:
    """Make a recovery key for a site: the identity in a file, the recipient for the site file."""
    from reviewer.trust.recovery import make_identity

    return {"recipient": make_identity(out), "path": str(out)}
