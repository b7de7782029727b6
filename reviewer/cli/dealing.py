"""The command that deals cases to reviewers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewer.cli.kit import PATH, Answer, answers, notice, on_workspace, opened, there
from reviewer.domain.errors import Refused

if TYPE_CHECKING:
    from reviewer.exchange.dealing.write import Hand
    from reviewer.session.exchange.deal_views import DealPreview


def _say_deal(answer: Answer) -> Iterator[str]:
    names = list(answer["totals"])
    if names:
        yield f"{'':24}" + "".join(f"{name:>12.11}" for name in names)
    for row in answer["strata"]:
        head = f"{row['urgency']}, {row['language']}"
        yield f"{head:24.23}" + "".join(f"{row['cases'][name]:>12}" for name in names)
    if names:
        yield f"{'in all':24}" + "".join(f"{answer['totals'][name]:>12}" for name in names)
    yield f"{answer['cases']} cases, {answer['twice']} of them to two people"
    if answer["again"]:
        yield f"{answer['again']} were handed back before"
    for reason, number in answer["left_out"].items():
        yield f"not dealt: {number}, {reason}"
    for one in answer["bundles"]:
        sealed = ", sealed" if one["sealed"] else ""
        yield f"{one['to']}: {one['cases']} cases, {one['media']} media{sealed}: {one['path']}"
    if answer["seed"]:
        yield f"seed {answer['seed']}"
    if not answer["dealt"]:
        yield "This is what would be dealt; nothing was written."


@click.command()
@click.option("--to", "names", default="", metavar="A,B,C", help="Pseudonyms of reviewers.")
@click.option("--again", default="", metavar="ID", help="Make a lost bundle again, by id or name.")
@click.option("--overlap", default="0%", show_default=True, help="Share that two people get.")
@click.option("-o", "out", type=PATH, metavar="DIR", default=None, help="Where the bundles go.")
@click.option("--seed", default="", help="Deal again as with this seed.")
@click.option("--sign", "key", type=PATH, default=None, help="An issuer's key; else your own.")
@click.option("--seal", is_flag=True, help="Seal each bundle to its reviewer's key.")
@click.option("--preview", is_flag=True, help="Only say what would be dealt.")
@on_workspace
@answers(_say_deal)
def deal(
    names: str,
    again: str,
    overlap: str,
    out: Path | None,
    seed: str,
    key: Path | None,
    seal: bool,
    preview: bool,
    workspace: Path | None,
    passphrase_file: Path | None,
    no_passphrase: bool,
) -> Answer:
    """Deal open cases to reviewers: one signed bundle each.

    Cases are shared out by urgency, severity and language, so that nobody has more than one of a
    kind more than anybody else; who gets which is drawn from the seed. Cases that were dealt
    before stay where they are, those handed back go to somebody else. Media stopped for child
    safety and one-hour orders are never dealt. With an overlap some cases go to two people, and
    nothing in a bundle tells which. Sealed, a bundle opens only with the key that the roster has of
    its reviewer. A bundle that was lost on its way is made again, the very same, with --again.
    """
    from reviewer.exchange.dealing.plan import parse_overlap
    from reviewer.trust.keys import load_key

    to = [name.strip() for name in names.split(",") if name.strip()]
    if out is None and not preview:
        raise Refused(
            "Where the bundles go is missing.", code="no_folder", next_step="Give -o DIR."
        )
    there(*([key] if key else []))
    if again and out is not None:
        with opened(workspace, passphrase_file, read_only=True) as session:
            _make(out)
            signer = load_key(key) if key is not None else None
            return _made_again(session.dealing.again(again, out, signer=signer))
    with opened(workspace, passphrase_file, read_only=preview) as session:
        shown = session.dealing.preview(to, parse_overlap(overlap), seed)
        if shown.note:
            notice(shown.note)
        if preview or out is None:
            return _answer(shown, [])
        signer = load_key(key) if key is not None else None
        if shown.cases:
            _make(out)
        return _answer(shown, session.dealing.deal(shown, out, seal=seal, signer=signer))


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            f"The folder could not be made ({error.strerror or error}).",
            code="no_folder",
            file=str(folder),
            next_step="Choose another place with -o DIR.",
        ) from error


def _made_again(hand: Hand) -> Answer:
    return {
        "dealt": True,
        "cases": len(hand.cases),
        "twice": 0,
        "again": 0,
        "seed": "",
        "totals": {hand.to: len(hand.cases)},
        "strata": [],
        "left_out": {},
        "bundles": [_bundle(hand)],
    }


def _answer(shown: DealPreview, hands: list[Hand]) -> Answer:
    return {
        "dealt": bool(hands),
        "cases": shown.cases,
        "twice": len(shown.plan.twice),
        "again": shown.again,
        "seed": shown.seed,
        "totals": {name: len(cases) for name, cases in shown.plan.hands.items()},
        "strata": [
            {"urgency": urgency, "language": language, "cases": counts}
            for urgency, language, counts in shown.rows()
        ],
        "left_out": shown.left_out,
        "bundles": [_bundle(one) for one in hands],
    }


def _bundle(one: Hand) -> Answer:
    return {
        "to": one.to,
        "path": str(one.path),
        "bundle": one.bundle,
        "sha256": one.sha256,
        "cases": len(one.cases),
        "media": one.media,
        "sealed": one.sealed,
    }
