"""Commands about the program itself: doctor, docs, selftest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from reviewer.cli.kit import JSON, PATH, Answer, answers, failed, folder_of, on_workspace
from reviewer.domain.errors import Damaged, Refused


def _say_doctor(answer: Answer) -> Iterator[str]:
    for section, facts in answer.items():
        if not isinstance(facts, dict):
            continue
        yield f"{section}:"
        for name, value in facts.items():
            yield f"  {name.replace('_', ' '):20} {_words(value)}"
    problems = answer["problems"]
    yield "problems:" if problems else "no problems found"
    yield from (f"  {problem}" for problem in problems)


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, dict):
        return "; ".join(f"{name}: {said}" for name, said in value.items()) or "none"
    return "-" if value is None else str(value)


@click.command()
@click.option("--load-qt", hidden=True, default=None, help="Be the child that loads Qt.")
@on_workspace
@answers(_say_doctor)
def doctor(
    load_qt: str | None,
    workspace: Path | None,
    passphrase_file: Path | None,
    no_passphrase: bool,
) -> Answer:
    """Say what this machine gives: system, Qt, sandbox layers, paths, who holds the workspace."""
    from reviewer import doctor as examination

    if load_qt:
        examination.load_qt_here(load_qt)
    return examination.examine(folder_of(workspace))


def _say_docs(answer: Answer) -> Iterator[str]:
    for name in answer["changed"]:
        yield f"{'differs' if answer['check'] else 'written'}: {name}"
    if not answer["changed"]:
        yield "all derived documents are as the code says"


@answers(_say_docs)
def _derive(check: bool) -> Answer:
    from reviewer.derived.documents import derived, differing, obsolete, write

    files = derived(click.get_current_context().find_root().command)
    changed = differing(files)
    old = obsolete(files)
    if not check:
        write(changed, old)
    names = sorted([*changed, *old])
    answer: Answer = {"check": check, "changed": names}
    if not (check and names):
        return answer
    problem = Refused(
        "Derived documents differ from the code.",
        code="differs",
        file=names[0],
        next_step="Run: reviewer docs.",
    )
    return failed(answer, problem)


@click.group(invoke_without_command=True)
@click.option("--check", is_flag=True, help="Only compare; exit 1 if anything differs.")
@JSON
@click.pass_context
def docs(ctx: click.Context, check: bool, as_json: bool) -> None:
    """Write the documents that are made from the code: key tables, record tables, schemas."""
    if ctx.invoked_subcommand is None:
        _derive(check=check, as_json=as_json)


def _say_screenshots(answer: Answer) -> Iterator[str]:
    screens = len(answer["screens"])
    yield f"{answer['pictures']} pictures of {screens} screens in {answer['folder']}"
    yield f"look at them: {answer['page']}"


@docs.command()
@click.argument("folder", metavar="DIR", type=PATH)
@click.option(
    "--only",
    metavar="PATTERN",
    default="",
    help="Only these: a screen's name, a part of a picture's, or a pattern: desk-*-1366x768.",
)
@answers(_say_screenshots)
def screenshots(folder: Path, only: str) -> Answer:
    """Take pictures of every screen, state, theme and size of the real desk, without a display."""
    from reviewer.gallery.take import screenshots as take

    return take(folder, only)


def _say_keys(answer: Answer) -> Iterator[str]:
    yield f"{answer['keys']} keys of the {answer['set'].replace('_', ' ')} set: {answer['file']}"


@docs.command()
@click.option("-o", "--out", metavar="FILE", type=PATH, required=True, help=".html or .pdf.")
@click.option(
    "--set",
    "preset",
    type=click.Choice(["left_hand", "ozone"]),
    default="left_hand",
    help="Which set of keys; the default is left_hand.",
)
@answers(_say_keys)
def keys(out: Path, preset: str) -> Answer:
    """Write the key sheet to print, one page, without a window."""
    from reviewer.derived.sheet import write_keys

    return write_keys(out, preset)


def _say_selftest(answer: Answer) -> Iterator[str]:
    for check in answer["checks"]:
        detail = f": {check['detail']}" if check["detail"] else ""
        yield f"{'ok  ' if check['passed'] else 'FAIL'} {check['name']}{detail}"


@click.command()
@answers(_say_selftest)
def selftest() -> Answer:
    """Try what the program needs: a ledger on disk, the decoder, Qt, its own files."""
    from reviewer.selftest import run

    answer: Answer = {"checks": run()}
    wrong = [check for check in answer["checks"] if not check["passed"]]
    if not wrong:
        return answer
    problem = Damaged(
        f"{wrong[0]['name']}: {wrong[0]['detail']}",
        code="selftest",
        next_step="Install the program again; see: reviewer doctor.",
    )
    return failed(answer, problem)
