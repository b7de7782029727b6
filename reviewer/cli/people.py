"""Commands about people: profiles, cards, the roster."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from reviewer.cli.kit import (
    PATH,
    UNPROTECTED,
    Answer,
    answers,
    folder_of,
    naming,
    new_secret,
    notice,
    on_workspace,
    opened,
    text_of,
)
from reviewer.domain.errors import Refused


@click.group()
def profile() -> None:
    """Profiles: one person, one workspace, one chain of decisions."""


def _say_new(answer: Answer) -> Iterator[str]:
    yield f"workspace made for {answer['pseudonym']}: {answer['workspace']}"
    yield f"key {answer['keyid']}"
    if answer["recovery"]:
        yield "A lost passphrase can be recovered with this site's recovery key."
    elif answer["protected"]:
        yield "A lost passphrase loses everything that was not exported."
    else:
        yield UNPROTECTED


@profile.command("new")
@click.option("--pseudonym", required=True, help="The name in the ledger; never a real name.")
@on_workspace
@answers(_say_new)
def profile_new(
    pseudonym: str, workspace: Path | None, passphrase_file: Path | None, no_passphrase: bool
) -> Answer:
    """Make a workspace with a new profile."""
    from reviewer import bootstrap
    from reviewer.trust import pseudonyms

    folder = folder_of(workspace)
    if bootstrap.is_workspace(folder):
        raise Refused(
            "There is a workspace here already.",
            code="exists",
            file=str(folder),
            next_step="Name another folder with --workspace: one profile, one workspace.",
        )
    doubt = pseudonyms.doubt(pseudonym)
    if doubt:
        notice(doubt)
    secret = new_secret(passphrase_file, no_passphrase)
    with bootstrap.create_workspace(folder, pseudonym, secret) as made:
        return {
            "workspace": str(folder),
            "pseudonym": made.profile.pseudonym,
            "keyid": made.profile.keyid,
            "protected": made.profile.protected,
            "recovery": made.profile.recovers or None,
        }


def _say_card(answer: Answer) -> Iterator[str]:
    if answer["path"]:
        yield f"card written: {answer['path']}"
    else:
        yield str(answer["card"]).rstrip()


@profile.command("card")
@click.option("-o", "out", type=PATH, metavar="FILE", default=None, help="Instead of stdout.")
@on_workspace
@answers(_say_card)
def profile_card(
    out: Path | None, workspace: Path | None, passphrase_file: Path | None, no_passphrase: bool
) -> Answer:
    """Write the card with which a lead enrols this profile."""
    from reviewer.trust.cards import card

    with opened(workspace, passphrase_file, read_only=True) as session:
        text = card(session.workspace.profile, session.workspace.signer)
    if out is not None:
        _write_new(out, text)
    return {"card": text, "path": str(out) if out else None}


@click.group()
def roster() -> None:
    """The roster: whose keys count, in which role, signed by the roots."""


ROLES = ("root", "lead", "reviewer", "auditor", "issuer")
ROSTER = click.option(
    "--roster",
    "file",
    type=PATH,
    metavar="FILE",
    default=Path("roster.dsse.json"),
    show_default=True,
)


def _entries(answer: Answer) -> str:
    return f"{answer['entries']:,} {'entry' if answer['entries'] == 1 else 'entries'}"


def _say_roster(answer: Answer) -> Iterator[str]:
    yield f"{answer['path']}: version {answer['version']}, {_entries(answer)}"
    missing = answer["threshold"] - answer["signatures"]
    if missing > 0:
        word = "signature" if missing == 1 else "signatures"
        yield f"It counts when it has {missing} more {word} of roots: reviewer roster sign"
    else:
        yield f"signed by {answer['signatures']} of its roots: it counts"


@roster.command("add")
@click.argument("card_file", metavar="CARD", type=PATH)
@click.option(
    "--role",
    type=click.Choice(ROLES),
    help="The first card is root, that of a key for bundles issuer, others reviewer.",
)
@click.option("--until", metavar="DAY", default=None, help="YYYY-MM-DD: the key's first day off.")
@click.option(
    "--threshold",
    type=click.IntRange(1, 100),
    default=None,
    help="How many roots must sign; for a new roster, default 1.",
)
@ROSTER
@answers(_say_roster)
def roster_add(
    card_file: Path, role: str | None, until: str | None, threshold: int | None, file: Path
) -> Answer:
    """Put a profile's card on the roster; the roots sign the new version afterwards.

    The first card of a new roster is its root.
    """
    from reviewer import bootstrap
    from reviewer.trust import roster as rosters
    from reviewer.trust.cards import ISSUER, read_card

    with naming(card_file):
        card = read_card(text_of(card_file), file=card_file.name)
    now = bootstrap.now_text()
    role = role or (ISSUER if card.role == ISSUER else None)
    if file.exists():
        if threshold is not None:
            raise _roster_refused("The threshold of a roster stands from its beginning.", file)
        with naming(file):
            found = rosters.peek(text_of(file))
            found = found.add(card, role or "reviewer", now, _end(until, now, file))
    elif role not in (None, "root") or until:
        raise _roster_refused("The first card of a new roster is its root, without an end.", file)
    else:
        found = rosters.first_roster(card, threshold or 1, now)
        notice(
            f"A new roster: {card.pseudonym} is its root and signs it. A root is no lead; where"
            " this was not meant, take the file away and begin with the root's card."
        )
    _write(file, found.to_text())
    return _roster_facts(file, found.to_text())


def _end(day: str | None, now: str, file: Path) -> str:
    """The end of a key as RFC 3339, from the day that was given; it must lie ahead."""
    if day is None:
        return ""
    try:
        text = f"{date.fromisoformat(day).isoformat()}T00:00:00.000Z"
    except ValueError:
        text = ""
    if text <= now:
        raise _roster_refused(f"{day!r} is no day ahead, written YYYY-MM-DD.", file)
    return text


@roster.command("sign")
@ROSTER
@on_workspace
@answers(_say_roster)
def roster_sign(
    file: Path, workspace: Path | None, passphrase_file: Path | None, no_passphrase: bool
) -> Answer:
    """Sign the roster with the key of this workspace, which must be one of its roots."""
    from reviewer.trust import roster as rosters

    text = text_of(file)
    with naming(file):
        roots = rosters.peek(text).roots()
    with opened(workspace, passphrase_file, read_only=True) as session:
        signer = session.workspace.signer
        if roots.get(signer.keyid) != signer.public:
            raise _roster_refused("The key of this workspace is no root of the roster.", file)
        text = rosters.add_signature(text, signer)
    _write(file, text)
    return _roster_facts(file, text)


def _roster_facts(file: Path, text: str) -> Answer:
    """What the roster file says now, and how many of its roots signed it."""
    from reviewer.trust import dsse
    from reviewer.trust import roster as rosters

    found = rosters.peek(text)
    body, signatures = dsse.open_envelope(text, dsse.ROSTER_TYPE, file=str(file))
    signed = dsse.verified_by(dsse.ROSTER_TYPE, body, signatures, found.roots())
    return {
        "path": str(file),
        "version": found.version,
        "entries": len(found.entries),
        "threshold": found.threshold,
        "signatures": len(signed),
    }


def _roster_refused(words: str, file: Path) -> Refused:
    return Refused(
        words, code="roster", file=str(file), next_step="Ask the lead who keeps the roster."
    )


def _write_new(path: Path, text: str) -> None:
    if path.exists():
        raise Refused(
            "There is a file of this name already.",
            code="exists",
            file=str(path),
            next_step="Choose another name; nothing is overwritten.",
        )
    _write(path, text)


def _write(path: Path, text: str) -> None:
    from reviewer.store.disk.files import write_whole

    write_whole(path, text.encode("utf-8"))
