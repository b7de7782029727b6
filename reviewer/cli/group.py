"""The group of all commands; without a command the desk opens."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reviewer import __version__
from reviewer.cli import (
    benching,
    bundling,
    check,
    dealing,
    exporting,
    feeding,
    golden,
    house,
    material,
    merging,
    passphrases,
    people,
    policy,
    purging,
    quality,
    referring,
    rostering,
    safety,
    syncing,
    targets,
    work,
)
from reviewer.cli.kit import PASSPHRASE_FILE, WORKSPACE, passphrase_for
from reviewer.cli.program import Program


@click.group(cls=Program, invoke_without_command=True)
@click.version_option(__version__, prog_name="reviewer")
@WORKSPACE
@PASSPHRASE_FILE
@click.pass_context
def main(ctx: click.Context, workspace: Path | None, passphrase_file: Path | None) -> None:
    """An offline desk for trust-and-safety reviewers. Without a command: open the desk."""
    if ctx.invoked_subcommand is None:
        from reviewer.front import open_desk

        secret = passphrase_for(passphrase_file) if passphrase_file else None
        sys.exit(open_desk(workspace, secret))


for _command in (
    work.demo,
    people.profile,
    people.roster,
    material.import_,
    bundling.bundle,
    check.status,
    check.search,
    work.play,
    exporting.export,
    feeding.feedback,
    feeding.receipt,
    merging.merge,
    syncing.sync,
    check.verify,
    referring.referral,
    policy.policy,
    quality.draw,
    golden.golden,
    quality.quality,
    safety.backup,
    safety.restore,
    dealing.deal,
    purging.purge,
    targets.target,
    house.doctor,
    house.docs,
    benching.bench,
    house.selftest,
):
    main.add_command(_command)

for _part in (
    passphrases.profile_passphrase,
    passphrases.profile_recover,
    passphrases.profile_recovery_key,
):
    people.profile.add_command(_part)

for _part in (rostering.roster_revoke, rostering.roster_adopt, rostering.roster_show):
    people.roster.add_command(_part)
