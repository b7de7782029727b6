"""Commands on the roster that a workspace holds, and on leaving it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from reviewer.cli.kit import Answer, answers, naming, on_workspace, opened, text_of
from reviewer.cli.people import ROSTER, _roster_facts, _say_roster, _write


@click.command("revoke")
@click.argument("keyid", metavar="KEYID")
@ROSTER
@answers(_say_roster)
def roster_revoke(keyid: str, file: Path) -> Answer:
    """Let a key count no more from now on; the roots sign the new version afterwards."""
    from reviewer import bootstrap
    from reviewer.trust import roster as rosters

    with naming(file):
        found = rosters.peek(text_of(file)).revoke(keyid, bootstrap.now_text())
    _write(file, found.to_text())
    return _roster_facts(file, found.to_text())


def _say_adopted(answer: Answer) -> Iterator[str]:
    yield f"roster version {answer['version']} holds here: {answer['entries']} entries"
    if not answer["site"]:
        yield "No site file names root keys: it is as good as the way it came to you."
    yield f"your role: {answer['role'] or 'none, your key is not on it or no longer counts'}"


@click.command("adopt")
@ROSTER
@on_workspace
@answers(_say_adopted)
def roster_adopt(
    file: Path, workspace: Path | None, passphrase_file: Path | None, no_passphrase: bool
) -> Answer:
    """Hold this roster in the workspace; too few signatures or an older version are refused."""
    text = text_of(file)
    with opened(workspace, passphrase_file) as session, naming(file):
        found = session.roster.adopt(text)
        role, site = session.roster.own_role(), session.roster.authority.named
    return {
        "path": str(file),
        "version": found.version,
        "entries": len(found.entries),
        "role": role or None,
        "site": site,
    }
