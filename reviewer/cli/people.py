"""Commands about people: profiles, cards, the roster."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from reviewer.cli.kit import Answer, answers, folder_of, on_workspace, opened, passphrase_for
from reviewer.domain.errors import Refused


@click.group()
def profile() -> None:
    """Profiles: one person, one workspace, one chain of decisions."""


def _say_new(answer: Answer) -> Iterator[str]:
    yield f"workspace made for {answer['pseudonym']}: {answer['workspace']}"
    yield f"key {answer['keyid']}"
    if answer["protected"]:
        yield "A lost passphrase loses everything that was not exported."
    else:
        yield "This workspace is not protected: anybody at this machine can read it."


@profile.command("new")
@click.option("--pseudonym", required=True, help="The name in the ledger; never a real name.")
@on_workspace
@answers(_say_new)
def profile_new(
    pseudonym: str, workspace: Path | None, passphrase_file: Path | None, no_passphrase: bool
) -> Answer:
    """Make a workspace with a new profile."""
    from reviewer import bootstrap

    secret = None if no_passphrase else passphrase_for(passphrase_file, confirm=True)
    if secret == "":
        raise Refused("An empty passphrase protects nothing.", code="passphrase")
    folder = folder_of(workspace)
    with bootstrap.create_workspace(folder, pseudonym, secret) as made:
        return {
            "workspace": str(folder),
            "pseudonym": made.profile.pseudonym,
            "keyid": made.profile.keyid,
            "protected": made.profile.protected,
        }


def _say_card(answer: Answer) -> Iterator[str]:
    if answer["path"]:
        yield f"card written: {answer['path']}"
    else:
        yield str(answer["card"])


@profile.command("card")
@click.option("-o", "out", type=click.Path(path_type=Path, dir_okay=False), default=None)
@on_workspace
@answers(_say_card)
def profile_card(
    out: Path | None, workspace: Path | None, passphrase_file: Path | None, no_passphrase: bool
) -> Answer:
    """Write the card with which a lead enrols this profile."""
    from reviewer.trust.profile import card

    with opened(workspace, passphrase_file, read_only=True) as session:
        text = card(session.workspace.profile, session.workspace.signer)
    if out is not None:
        _write_new(out, text)
    return {"card": text, "path": str(out) if out else None}


@click.group()
def roster() -> None:
    """The roster: whose keys count, in which role, signed by the roots."""


ROSTER = click.option(
    "--roster",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("roster.dsse.json"),
    show_default=True,
)


def _say_roster(answer: Answer) -> Iterator[str]:
    yield f"{answer['path']}: version {answer['version']}, {answer['entries']} entries"


@roster.command("add")
@click.argument("card_file", metavar="CARD", type=click.Path(path_type=Path, exists=True))
@click.option("--role", type=click.Choice(["root", "lead", "reviewer", "auditor", "issuer"]))
@click.option("--threshold", type=int, default=1, show_default=True)
@ROSTER
@answers(_say_roster)
def roster_add(card_file: Path, role: str | None, threshold: int, file: Path) -> Answer:
    """Put a profile's card on the roster; the roots sign the new version afterwards."""
    from reviewer import bootstrap
    from reviewer.trust import roster as rosters
    from reviewer.trust.profile import read_card

    card = read_card(card_file.read_text(encoding="utf-8"), file=str(card_file))
    now = bootstrap.now_text()
    if file.exists():
        found = rosters.peek(file.read_text(encoding="utf-8")).add(card, role or "reviewer", now)
    else:
        found = rosters.first_roster(card, threshold, now)
    _write(file, found.to_text())
    return {"path": str(file), "version": found.version, "entries": len(found.entries)}


@roster.command("sign")
@ROSTER
@on_workspace
@answers(_say_roster)
def roster_sign(
    file: Path, workspace: Path | None, passphrase_file: Path | None, no_passphrase: bool
) -> Answer:
    """Sign the roster with the key of this workspace."""
    from reviewer.trust import roster as rosters

    if not file.exists():
        raise Refused("There is no roster.", code="roster", file=str(file))
    with opened(workspace, passphrase_file, read_only=True) as session:
        text = rosters.add_signature(file.read_text(encoding="utf-8"), session.workspace.signer)
    _write(file, text)
    found = rosters.peek(text)
    return {"path": str(file), "version": found.version, "entries": len(found.entries)}


def _write_new(path: Path, text: str) -> None:
    if path.exists():
        raise Refused("There is a file of this name already.", code="exists", file=str(path))
    _write(path, text)


def _write(path: Path, text: str) -> None:
    from reviewer.store.files import write_whole

    write_whole(path, text.encode("utf-8"))
