"""Commands that look and change nothing: status, search, verify, doctor; and docs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from reviewer.cli.kit import Answer, answers, folder_of, on_workspace, opened, secret_for
from reviewer.domain.errors import ReviewerError


def _say_status(answer: Answer) -> Iterator[str]:
    for name, value in answer.items():
        if name == "ok":
            continue
        if isinstance(value, dict):
            value = ", ".join(f"{k} {v}" for k, v in value.items()) or "none"
        yield f"{name.replace('_', ' '):22} {value}"


@click.command()
@on_workspace
@answers(_say_status)
def status(workspace: Path | None, passphrase_file: Path | None, no_passphrase: bool) -> Answer:
    """Count what the workspace holds."""
    with opened(workspace, passphrase_file, read_only=True) as session:
        return dict(session.status())


def _say_search(answer: Answer) -> Iterator[str]:
    word = "hit" if answer["total"] == 1 else "hits"
    yield f"{answer['total']} {word}, {answer['total_exact']} exact"
    for hit in answer["hits"]:
        text = " ".join(str(hit["text"]).split())
        yield f"{hit['at'] or 'undated':24}  {hit['account']}  {text[:120]}"


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
    """Search posts and accounts; exact matches first, then the newest."""
    from reviewer.session.words import iso

    with opened(workspace, passphrase_file, read_only=True) as session:
        found = session.search(query, limit)
        return {
            "query": query,
            "total": found.total,
            "total_exact": found.total_exact,
            "hits": [
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
            ],
        }


def _say_verify(answer: Answer) -> Iterator[str]:
    yield from answer.get("sentences", [])
    bad = answer["first_bad"]
    if bad is None:
        yield f"{answer['kind']}: {answer['events']} events, in order, trust {answer['trust']}"
    else:
        place = ", ".join(f"{k} {v}" for k, v in bad.items() if v is not None and k != "code")
        yield f"{answer['kind']}: {bad['code']}: {place}"


@click.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@click.option("--trust", type=click.Path(path_type=Path), default=None, help="A key or roster.")
@on_workspace
@answers(_say_verify)
def verify(
    path: Path,
    trust: Path | None,
    workspace: Path | None,
    passphrase_file: Path | None,
    no_passphrase: bool,
) -> Answer:
    """Check an export, a bundle or a whole workspace; names what is wrong and where."""
    from reviewer import bootstrap
    from reviewer.exchange.verify import verify as verify_package

    if bootstrap.is_workspace(path):
        return bootstrap.verify_workspace(path, secret_for(path, passphrase_file))
    own = None
    if bootstrap.is_workspace(folder_of(workspace)):
        own = bootstrap.public_key(folder_of(workspace))
    report = verify_package(path, trust, own=own)
    return {"ok": report.ok, **report.as_dict(), "sentences": list(report.sentences)}


def _say_doctor(answer: Answer) -> Iterator[str]:
    for section, facts in answer.items():
        if section == "ok":
            continue
        yield f"{section}:"
        for name, value in facts.items():
            yield f"  {name:24} {value}"


@click.command()
@on_workspace
@answers(_say_doctor)
def doctor(workspace: Path | None, passphrase_file: Path | None, no_passphrase: bool) -> Answer:
    """Say what this machine gives: versions, sandbox layers, paths, who holds the workspace."""
    from reviewer.doctor import examine

    return examine(folder_of(workspace))


def _say_docs(answer: Answer) -> Iterator[str]:
    for name in answer["changed"]:
        yield f"{'differs' if answer['check'] else 'written'}: {name}"
    if not answer["changed"]:
        yield "all derived documents are as the code says"


@click.command()
@click.option("--check", is_flag=True, help="Only compare; exit 1 if anything differs.")
@answers(_say_docs)
def docs(check: bool) -> Answer:
    """Write the documents that are made from the code: key tables, schemas."""
    from reviewer.docs import derived, differing, write

    try:
        changed = differing(derived())
        if not check:
            write(changed)
    except OSError as error:
        raise ReviewerError(f"The documents cannot be written: {error.strerror}.") from error
    return {"ok": not (check and changed), "check": check, "changed": sorted(changed)}
