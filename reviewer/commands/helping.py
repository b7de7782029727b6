"""Commands that open the pages of help: the one that fits, and each by its title."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from reviewer.commands.command import Command
from reviewer.commands.help_pages import pages

ASKS = "help:"
"""Before the name of the page that a command opens."""

_page: Callable[..., Command] = partial(Command, scope="any", menu="Help", danger="dialog")


def help_commands() -> list[Command]:
    """Help for the focused pane, and one command for each page."""
    return [
        _page(
            id="help.pane",
            pair="keys that work here, help",
            title="Help for this pane",
            help="The page of help that fits the focused pane.",
            keys=("Shift+F1",),
            group="Help",
            asks=ASKS,
        ),
        *(
            _page(
                id=f"help.{page.name}",
                title=page.title,
                help=f"{page.about[:1].upper()}{page.about[1:]}",
                group="Pages of help",
                asks=f"{ASKS}{page.name}",
            )
            for page in pages()
        ),
    ]
