"""Commands on bundles: build, verify, an issuer's key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewer.cli.exporting import sealed_name
from reviewer.cli.kit import (
    PATH,
    Answer,
    answers,
    failed,
    folder_of,
    on_workspace,
    opener_for,
    there,
)
from reviewer.cli.material import FORMAT, MAPS
from reviewer.cli.people import _write_new
from reviewer.domain.errors import Refused

if TYPE_CHECKING:
    from reviewer.trust.recipients import Recipient


@click.group()
def bundle() -> None:
    """Bundles: verified packages of cases."""


def _say_build(answer: Answer) -> Iterator[str]:
    signed = "signed" if answer["signed"] else "unsigned"
    yield f"{answer['path']}: {signed}, id {answer['id']}"
    if answer["to"]:
        yield f"sealed to {', '.join(answer['to'])}; nobody else can open it, you neither"
    yield ", ".join(f"{k} {v}" for k, v in answer["counts"].items())


@bundle.command("build")
@click.argument("sources", nargs=-1, required=True, type=PATH)
@click.option("-o", "out", required=True, type=PATH)
@click.option("--sign", "key", type=PATH, default=None, help="A signing key file.")
@click.option("--zip", "zipped", is_flag=True, help="One zip file.")
@click.option("--created-at", default=None, help="RFC 3339; default: the newest time inside.")
@click.option("--media", "media", type=PATH, default=None, help="Where the media files lie.")
@click.option("--roster", type=PATH, default=None, help="A signed roster that travels with it.")
@click.option("--policy", type=PATH, default=None, help="A signed policy set that travels with it.")
@click.option(
    "--to",
    "people",
    metavar="NAME|CARD",
    multiple=True,
    help="Seal it to somebody of the roster or to a card; may be given again.",
)
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
    roster: Path | None,
    policy: Path | None,
    people: tuple[str, ...],
    format_name: str | None,
    maps: tuple[str, ...],
) -> Answer:
    """Build a bundle from sources; the same input gives the same bytes.

    With --to it becomes one zip file, sealed with age: OUT.age. Names are looked up in --roster, or
    in the roster beside the site file. What it is made of is the same, its encryption never.
    """
    from functools import partial

    from reviewer.exchange.sealed import seal_new
    from reviewer.intake.build import build_bundle

    there(*sources, *(path for path in (key, media, roster, policy) if path))
    to = _recipients(people, roster)
    build = partial(
        build_bundle,
        list(sources),
        sign=key,
        zip=zipped or bool(to),
        created_at=created_at,
        roster=roster,
        policy=policy,
        media_dir=media,
        format=format_name,
        maps=maps,
    )
    names = [one.name for one in to]
    if not to:
        return {**build(out).as_dict(), "to": names}
    target = sealed_name(out)
    made = seal_new(target, "bundle", to, build)
    return {**made.as_dict(), "path": str(target), "to": names}


def _recipients(people: tuple[str, ...], roster: Path | None) -> list[Recipient]:
    """To whom a bundle is sealed: names of a roster that the site's roots signed, and cards."""
    from reviewer import bootstrap
    from reviewer.trust.authority import Authority
    from reviewer.trust.recipients import recipients_of

    if not people:
        return []
    site = bootstrap.read_site()
    text = roster.read_bytes() if roster else site.roster_beside() if site else b""
    held = Authority.of_site(site).read(text) if text else None
    return recipients_of(people, held, bootstrap.now_text())


def _say_bundle(answer: Answer) -> Iterator[str]:
    signed = f"signed by {answer['signer']}" if answer["signed"] else "unsigned"
    yield f"{answer['id'] or 'no id'}: {signed}"
    for name in answer["ignored"]:
        yield f"{name}: ignored, for the roots of this site did not sign it"
    for bad in answer["violations"]:
        line = f", line {bad['line']}" if bad.get("line") else ""
        yield f"{bad['code']}: {bad['path']}{line}: {bad['detail']}"


@bundle.command("verify")
@click.argument("path", type=PATH)
@on_workspace
@answers(_say_bundle)
def bundle_verify(
    path: Path, workspace: Path | None, passphrase_file: Path | None, no_passphrase: bool
) -> Answer:
    """Check a bundle; all violations are listed. A sealed one opens with the workspace's key."""
    from reviewer import bootstrap
    from reviewer.bundle.bag import read_bag
    from reviewer.bundle.verify import verify
    from reviewer.intake.trustfiles import uncounted
    from reviewer.trust.authority import Authority
    from reviewer.trust.unsealing import unsealed

    there(path)
    opener = opener_for(path, folder_of(workspace), passphrase_file)
    with unsealed(path, opener) as plain:
        report = verify(plain)
        answer = report.as_dict()
        if report.ignored:
            with read_bag(plain) as bag:
                roots = Authority.of_site(bootstrap.read_site())
                answer["ignored"] = uncounted(bag, report.ignored, roots)
    if report.ok:
        return answer
    first = report.violations[0]
    problem = Refused(
        f"The bundle has {len(report.violations)} faults; the first is {first.code}.",
        code=first.code,
        file=first.path or str(path),
        line=first.line,
        next_step="The help page on bundles says what each code means.",
    )
    return failed(answer, problem)


def _say_key(answer: Answer) -> Iterator[str]:
    yield f"signing key {answer['keyid']} in {answer['path']}; keep it secret"
    if answer["card"]:
        yield f"card for the roster: {answer['card']}; then: reviewer roster add CARD"


@bundle.command("key")
@click.argument("out", type=PATH)
@click.option("--pseudonym", default=None, help="With --card: the name on the roster.")
@click.option(
    "--card",
    type=PATH,
    metavar="FILE",
    default=None,
    help="Also write the card with which a root enrols this key as an issuer.",
)
@answers(_say_key)
def bundle_key(out: Path, pseudonym: str | None, card: Path | None) -> Answer:
    """Make a key with which bundles are signed, and its card for the roster.

    Where the key file OUT stands already, only the card is written.
    """
    from reviewer import bootstrap
    from reviewer.trust.cards import issuer_card
    from reviewer.trust.keys import Signer, load_key, save_key

    if (card is None) is not (pseudonym is None):
        raise click.UsageError("--card and --pseudonym go together")
    if card is not None and out.exists():
        signer = load_key(out)
    else:
        signer = Signer.generate()
        save_key(out, signer)
    if card is not None:
        _write_new(card, issuer_card(pseudonym or "", signer, bootstrap.now_text()))
    return {"path": str(out), "keyid": signer.keyid, "card": str(card) if card else None}
