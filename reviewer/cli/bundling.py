"""Commands on bundles: build, verify, an issuer's key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from reviewer.cli.kit import PATH, Answer, answers, failed, there
from reviewer.cli.material import FORMAT, MAPS
from reviewer.cli.people import _write_new
from reviewer.domain.errors import Refused


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
@click.option("--roster", type=PATH, default=None, help="A signed roster that travels with it.")
@click.option("--policy", type=PATH, default=None, help="A signed policy set that travels with it.")
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
    format_name: str | None,
    maps: tuple[str, ...],
) -> Answer:
    """Build a bundle from sources; the same input gives the same bytes."""
    from reviewer.intake.build import build_bundle

    there(*sources, *(path for path in (key, media, roster, policy) if path))
    made = build_bundle(
        list(sources),
        out,
        sign=key,
        zip=zipped,
        created_at=created_at,
        roster=roster,
        policy=policy,
        media_dir=media,
        format=format_name,
        maps=maps,
    )
    return made.as_dict()


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
@answers(_say_bundle)
def bundle_verify(path: Path) -> Answer:
    """Check a bundle; all violations are listed."""
    from reviewer import bootstrap
    from reviewer.bundle.bag import read_bag
    from reviewer.bundle.verify import verify
    from reviewer.intake.trustfiles import uncounted
    from reviewer.trust.authority import Authority

    there(path)
    report = verify(path)
    answer = report.as_dict()
    if report.ignored:
        with read_bag(path) as bag:
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
