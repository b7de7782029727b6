"""Commands that look and change nothing: status, search, verify."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from reviewer.cli.kit import (
    PATH,
    Answer,
    answers,
    failed,
    folder_of,
    on_workspace,
    opened,
    opener_for,
    secret_for,
    there,
)
from reviewer.domain.errors import Damaged


def _say_status(answer: Answer) -> Iterator[str]:
    for name, value in answer.items():
        if name == "ok":
            continue
        if name == "workspace":
            value = f"format {value['version']}" + ("" if value["protected"] else ", NOT protected")
        elif isinstance(value, dict):
            value = ", ".join(f"{k} {v}" for k, v in value.items() if v is not None) or "none"
        yield f"{name.replace('_', ' '):22} {value}"


@click.command()
@on_workspace
@answers(_say_status)
def status(workspace: Path | None, passphrase_file: Path | None, no_passphrase: bool) -> Answer:
    """Count what the workspace holds; changes no byte."""
    with opened(workspace, passphrase_file, read_only=True) as session:
        return dict(session.status())


def _say_search(answer: Answer) -> Iterator[str]:
    word = "hit" if answer["total"] == 1 else "hits"
    yield f"{answer['total']} {word}, {answer['total_exact']} exact"
    for hit in answer["hits"]:
        text = " ".join(str(hit["text"]).split())
        yield f"{hit['at'] or 'undated':24}  {hit['account']}  {text[:120]}"
    yield from answer["notes"]
    if not answer["indexed"]:
        yield "The index is not complete: open the workspace once in the desk, or import again."


@click.command()
@click.argument("query")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@on_workspace
@answers(_say_search)
def search(
    query: str,
    limit: int,
    workspace: Path | None,
    passphrase_file: Path | None,
    no_passphrase: bool,
) -> Answer:
    """Search posts and accounts; exact matches first, then the newest. Changes no byte.

    QUERY is words, "words in a row" in quotes, and from:HANDLE, has:media, lang:CODE, after:DAY,
    before:DAY.
    """
    from reviewer.session.views.words import iso

    with opened(workspace, passphrase_file, read_only=True) as session:
        found = session.search(query, limit)
        hits = [
            {
                "kind": hit.kind,
                "id": hit.id,
                "account": hit.account,
                "case": hit.case or None,
                "at": iso(hit.at),
                "text": hit.text,
                "spans": [list(span) for span in hit.spans],
            }
            for hit in found.hits
        ]
        return {
            "query": query,
            "total": found.total,
            "total_exact": found.total_exact,
            "hits": hits,
            "indexed": found.indexed,
            "notes": list(found.notes),
        }


def _say_verify(answer: Answer) -> Iterator[str]:
    yield from answer["sentences"]
    bad = answer["first_bad"]
    if bad is None:
        yield f"{answer['kind']}: {answer['events']} events, in order, trust {answer['trust']}"
    else:
        place = ", ".join(f"{k} {v}" for k, v in bad.items() if v is not None and k != "code")
        yield f"{answer['kind']}: {bad['code']}" + (f": {place}" if place else "")


@click.command()
@click.argument("path", type=PATH)
@click.option(
    "--trust",
    metavar="KEY|ROSTER",
    default=None,
    help="A roster, a card, or a public key: whoever else signed is refused.",
)
@on_workspace
@answers(_say_verify)
def verify(
    path: Path,
    trust: str | None,
    workspace: Path | None,
    passphrase_file: Path | None,
    no_passphrase: bool,
) -> Answer:
    """Check an export, a bundle or a whole workspace; names what is wrong and where."""
    from reviewer import bootstrap
    from reviewer.cli import verifying
    from reviewer.exchange.checking.trusting import Trust
    from reviewer.trust.authority import Authority

    there(path)
    trusted = None
    if trust:
        trusted = Trust.parse(trust, Authority.of_site(bootstrap.read_site()))
        trusted = replace(trusted, now=bootstrap.now_text())
    if bootstrap.is_workspace(path):
        try:
            secret = secret_for(path, passphrase_file)
        except Damaged as error:
            answer, wrong = verifying.broken(error)
        else:
            answer, wrong = verifying.check_workspace(path, secret, trusted)
    else:
        asking = folder_of(workspace)
        opener = opener_for(path, asking, passphrase_file)
        answer, wrong = verifying.check_package(path, trusted, asking, opener)
    if trusted is not None and trusted.note:
        answer["sentences"].append(trusted.note)
    if not wrong:
        return answer
    return failed(answer, _problem(answer, wrong, path, trusted is not None))


def _problem(answer: Answer, wrong: str, path: Path, trusted: bool) -> Damaged:
    """The first finding as the error beside the answer."""
    bad = answer["first_bad"]
    if bad["code"] == "forged" and trusted:
        advice = "Ask whose key this is before you believe anything in it."
    elif answer["kind"] == "workspace":
        advice = "Nothing was changed here. The help page on repair says what to do for each code."
    else:
        advice = "Believe nothing from this place on; ask its sender for it again."
    file = f"{path}: {bad['file']}" if bad["file"] else str(path)
    return Damaged(wrong, code=bad["code"], file=file, line=bad["line"], next_step=advice)
