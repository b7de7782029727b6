"""The stage's acts on the first window: a new workspace, and opening one that cannot be opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reviewer.gallery.safety import OnStage, spoil
from reviewer.gallery.worlds import PASSPHRASE

SHOWN = "reviewer/workspace"
"""Put in the place of a folder of this machine before the picture is taken."""


def start(stage: OnStage) -> None:
    """The page for a new workspace."""
    stage.first().start_button.click()


def short(stage: OnStage) -> None:
    """A passphrase that is too short."""
    start(stage)
    page = stage.first()
    page.pseudonym.setText("R-7")
    for field in (page.passphrase, page.again):
        field.setText("short")
    page.new_folder.setText(str(stage.folder / "new"))
    page.create_button.click()
    page.new_folder.setText(SHOWN)


def try_open(stage: OnStage, folder: Path, secret: str) -> None:
    """Open a folder with a passphrase."""
    page = stage.first()
    page.open_button.click()
    page.open_folder.setText(str(folder))
    page.secret.setText(secret)
    page.unlock_button.click()
    page.open_folder.setText(SHOWN)


def wrong(stage: OnStage) -> None:
    """A wrong passphrase."""
    try_open(stage, stage.folder, "not this one")


def nowhere(stage: OnStage) -> None:
    """A folder without a workspace."""
    try_open(stage, stage.folder / "nowhere", "anything at all")


def first_damaged(stage: OnStage) -> None:
    """Spoil the evidence of a closed workspace and open it."""
    spoil(stage.folder)
    try_open(stage, stage.folder, PASSPHRASE)


OPENING: dict[str, Callable[[OnStage], None]] = {
    "start": start,
    "short": short,
    "wrong": wrong,
    "nowhere": nowhere,
    "first_damaged": first_damaged,
}
"""By the name after ``do:``."""
