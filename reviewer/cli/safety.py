"""Commands for the bad day: backup, restore."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewer.cli.kit import (
    PATH,
    Answer,
    answers,
    folder_of,
    naming,
    on_workspace,
    opened,
    passphrase_for,
    there,
)

if TYPE_CHECKING:
    from reviewer.store.safety.backup_list import Backup
    from reviewer.trust.profile import Profile


def _say_backup(answer: Answer) -> Iterator[str]:
    made = answer["made"]
    if made is not None:
        yield f"backed up and verified: {made['events']} events, {made['path']}"
    for one in answer["backups"]:
        yield f"{one['at']}  {one['events']:>7} events  {one['path']}{_with(one)}"
    if not answer["backups"]:
        yield f"no backups in {answer['folder']}"


def _with(one: Answer) -> str:
    return "  (opens with an earlier passphrase)" if one["earlier_passphrase"] else ""


@click.command()
@click.option(
    "--into", type=PATH, metavar="DIR", default=None, help="The folder of backups, if not beside."
)
@click.option("--list", "only_list", is_flag=True, help="Make none, say which there are.")
@on_workspace
@answers(_say_backup)
def backup(
    into: Path | None,
    only_list: bool,
    workspace: Path | None,
    passphrase_file: Path | None,
    no_passphrase: bool,
) -> Answer:
    """Make a verified, encrypted backup; older ones are thinned to days, weeks and months."""
    from reviewer import bootstrap
    from reviewer.store.safety.backup_list import listed

    here = folder_of(workspace)
    stands = into is None and bootstrap.is_workspace(here)
    folder = bootstrap.backup_folder(here) if stands else into or bootstrap.backup_folders(here)[0]
    made = None
    if not only_list:
        with opened(workspace, passphrase_file) as session, naming(folder):
            made = _fact(session.backups.make(folder), None)
    here = folder_of(workspace)
    profile = bootstrap.profile_of(here) if bootstrap.is_workspace(here) else None
    return {
        "folder": str(folder),
        "made": made,
        "backups": [_fact(one, profile) for one in listed(folder)],
    }


def _fact(one: Backup, profile: Profile | None) -> Answer:
    from reviewer.session.views.words import iso
    from reviewer.store.rewrap import same_passphrase

    earlier = profile is not None and not same_passphrase(one, profile)
    return {
        "path": str(one.folder),
        "at": iso(one.at_ms),
        "events": one.seq,
        "head": one.head,
        "device": one.device,
        "earlier_passphrase": earlier,
    }


def _say_restore(answer: Answer) -> Iterator[str]:
    yield f"restored: {answer['workspace']}, up to event {answer['seq']} of the backup"
    yield f"it writes a chain of its own from here on: device {answer['device']}"
    if answer["set_aside"]:
        yield f"what stood there before is untouched in {answer['set_aside']}"


@click.command()
@click.argument("source", metavar="FROM", type=PATH)
@on_workspace
@answers(_say_restore)
def restore(
    source: Path, workspace: Path | None, passphrase_file: Path | None, no_passphrase: bool
) -> Answer:
    """Make a workspace of a backup; one that stands there is set aside, never deleted."""
    from reviewer import bootstrap
    from reviewer.store.restore import restore as restored
    from reviewer.store.safety.backup_list import read_note

    there(source)
    read_note(source)
    folder = folder_of(workspace)
    secret = passphrase_for(passphrase_file) if bootstrap.is_protected(source) else None
    done = restored(source, folder, secret)
    return {
        "workspace": str(done.folder),
        "from": str(source),
        "device": done.device,
        "from_device": done.from_device,
        "seq": done.seq,
        "head": done.head,
        "set_aside": str(done.set_aside) if done.set_aside else None,
    }
