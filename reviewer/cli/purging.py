"""The command that removes the evidence of cases that are over."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewer.cli.kit import PATH, Answer, answers, notice, on_workspace, opened
from reviewer.domain.errors import Refused

if TYPE_CHECKING:
    from reviewer.session.exchange.purge_views import PurgePreview

NAMED = 5
"""More cases that stay for the same reasons are counted; --json names every one."""


def _say_purge(answer: Answer) -> Iterator[str]:
    verb = "purged" if answer["purged"] else "would be purged"
    yield (
        f"{verb}: {len(answer['cases'])} cases, {answer['posts']} posts,"
        f" {len(answer['media'])} media files, {len(answer['sources'])} source files"
    )
    alike: dict[str, list[str]] = {}
    for one in answer["blocked"]:
        alike.setdefault("; ".join(one["reasons"]), []).append(one["case"])
    for reasons, cases in alike.items():
        if len(cases) > NAMED:
            yield f"stays: {len(cases)} cases: {reasons}"
        else:
            yield from (f"stays: {case}: {reasons}" for case in cases)
    for name in answer["backups"]:
        yield f"still in the backup {name}"
    if not answer["purged"]:
        yield "Nothing was removed."


@click.command()
@click.option("--preview", is_flag=True, help="Only say what would go and what stands against it.")
@click.option("--case", "cases", multiple=True, metavar="ID", help="Only this case; may repeat.")
@click.option("--confirm", default="", metavar="WORD", help="The word PURGE; else it is asked for.")
@click.option(
    "--last-station",
    "packages",
    type=PATH,
    multiple=True,
    metavar="PACKAGE",
    help="Nobody receives this chain: this export, which you keep, stands for the receipt.",
)
@on_workspace
@answers(_say_purge)
def purge(
    preview: bool,
    cases: tuple[str, ...],
    confirm: str,
    packages: tuple[Path, ...],
    workspace: Path | None,
    passphrase_file: Path | None,
    no_passphrase: bool,
) -> Answer:
    """Remove the evidence of cases that are decided, sent, receipted and old enough, for good.

    Posts, media, source files, search entries, thumbnails and drafts go; decisions and hashes stay
    in the ledger. Holds, preservation, open referrals, requests to keep open, contested and unsent
    decisions each keep a case. Where nobody receives what you decide yourself, no receipt ever
    comes: then --last-station names exports of your own that are checked and kept, and the ledger
    says so. How old: the setting retention.days; a site may set a floor.
    Backups made before still hold it until they are thinned; their names are said.
    """
    with opened(workspace, passphrase_file, read_only=preview) as session:
        shown = session.purging.preview(cases, packages)
        if shown.note:
            notice(shown.note)
        if preview:
            return _answer(shown, [])
        if shown.scope.cases:
            _confirm(confirm, len(shown.scope.cases))
        return _answer(shown, session.purging.purge(shown))


def _confirm(word: str, cases: int) -> None:
    from reviewer.session.exchange.purge_views import WORD

    if not word and sys.stdin.isatty():
        asked = f"{cases} cases lose all evidence for good. Type {WORD} to go on"
        word = str(click.prompt(asked, default="", show_default=False, err=True))
    if word != WORD:
        raise Refused(
            "Nothing was removed: the word was not given.",
            code="word",
            next_step=f"Look with --preview, then give --confirm {WORD}.",
        )


def _answer(shown: PurgePreview, events: list[str]) -> Answer:
    scope = shown.scope
    return {
        "purged": bool(events),
        "cases": list(scope.cases),
        "posts": len(scope.posts),
        "media": list(scope.files),
        "sources": list(scope.sources),
        "retention_days": shown.days,
        "blocked": [{"case": c, "reasons": reasons} for c, reasons in shown.blocked.items()],
        "backups": list(shown.backups),
        "events": events,
    }
