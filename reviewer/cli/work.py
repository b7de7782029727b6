"""Commands that do the work: demo, play, export."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewer.cli.kit import (
    PATH,
    Answer,
    answers,
    failed,
    folder_of,
    free,
    notice,
    on_workspace,
    root_workspace,
    secret_for,
    text_of,
)
from reviewer.domain.errors import Refused

if TYPE_CHECKING:
    pass


def _say_demo(answer: Answer) -> Iterator[str]:
    if answer.get("bundle"):
        yield f"{answer['cases']} invented cases, unsigned: {answer['bundle']}"
        yield "Take them in as any other bundle: reviewer import FILE"
        return
    yield from answer.get("story", [])
    yield f"workspace {answer['workspace']}"
    if answer.get("export"):
        yield f"decisions {answer['decisions']}, exported to {answer['export']}"
        yield "verified" if answer["verified"] else "NOT verified"
    for shot in answer.get("screenshots", []):
        yield f"screenshot {shot}"


@click.command()
@click.option("--headless", is_flag=True, help="Do the whole job without a display.")
@click.option(
    "--bundle",
    type=PATH,
    metavar="FILE",
    default=None,
    help="Only write 18 of its cases as a bundle, to practise with.",
)
@on_workspace
@answers(_say_demo)
def demo(
    headless: bool,
    bundle: Path | None,
    workspace: Path | None,
    passphrase_file: Path | None,
    no_passphrase: bool,
) -> Answer:
    """Open the demo workspace; with --headless do its whole job and say what was done."""
    from reviewer import bootstrap

    if bundle is not None:
        if headless:
            raise click.UsageError("Give --headless or --bundle, not both.")
        return _bundled(bundle)
    folder = workspace or root_workspace()
    free(folder or bootstrap.data_folder() / ("demo-headless" if headless else "demo"))
    from reviewer.front import demo_desk, demo_headless

    if headless:
        notice("Making the demo, 20,000 invented posts, and working through it: half a minute.")
    answer = demo_headless(folder) if headless else demo_desk(folder)
    if answer.pop("ok", True):
        return answer
    problem = Refused("The demo's export does not verify.", code="demo", file=answer["export"])
    return failed(answer, problem)


def _bundled(out: Path) -> Answer:
    """The demo's material as a bundle, without a workspace."""
    from reviewer.demo.workspace import write_bundle

    cases = write_bundle(out)
    return {
        "workspace": None,
        "decisions": 0,
        "export": None,
        "verified": None,
        "screenshots": [],
        "bundle": str(out),
        "cases": cases,
    }


def _say_play(answer: Answer) -> Iterator[str]:
    if answer["ok"]:
        yield f"played {answer['tokens']} tokens"


@click.command()
@click.argument("script", type=PATH)
@click.option("--onscreen", is_flag=True, help="In a window that can be seen.")
@click.option("--slow", is_flag=True, help="By the machine's clock.")
@on_workspace
@answers(_say_play)
def play(
    script: Path,
    onscreen: bool,
    slow: bool,
    workspace: Path | None,
    passphrase_file: Path | None,
    no_passphrase: bool,
) -> Answer:
    """Type a script into the real desk, one token a line."""
    lines = text_of(script).splitlines()
    folder = folder_of(workspace)
    secret = secret_for(folder, passphrase_file)
    from reviewer.play import play_script

    played = play_script(folder, secret, lines, onscreen=onscreen, slow=slow)
    if played["ok"]:
        return played
    expected = f"expected {played['expected']!r}, found " if played["expected"] else ""
    problem = Refused(
        f"{played['token']}: {expected}{played['actual']}",
        code="play",
        file=str(script),
        line=played["line"],
        next_step="Nothing after this line was played; what was committed before stays.",
    )
    return failed(played, problem)
