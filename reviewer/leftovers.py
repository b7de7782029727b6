"""Backups as the first window asks for them: nothing of the rooms below is loaded before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reviewer import whereabouts
from reviewer.domain.errors import Refused

if TYPE_CHECKING:
    from reviewer.session.ground.ports import Tell


def left_behind(folder: Path) -> bool:
    """Whether backups of a workspace that is gone are there; looked for only where they may be."""
    try:
        site = whereabouts.read_site()
    except Refused:
        return False
    beside = folder.with_name(f"{folder.name}-backups")
    return (beside.is_dir() or bool(site and site.backup)) and bool(offered(folder))


def offered(folder: Path) -> list[tuple[Path, str]]:
    """The backups of the workspace that stands, or stood, in a folder."""
    from reviewer import mending

    return mending.offered(folder)


def inside(folder: Path) -> list[tuple[Path, str]]:
    """The backups in a folder that somebody chose."""
    from reviewer import mending

    return mending.inside(folder)


def restore(backup: Path, folder: Path, passphrase: str, tell: Tell) -> tuple[Path, str]:
    """Restore a backup: where it stands now, and what to say of it."""
    from reviewer import mending
    from reviewer.session.ground.ports import SystemClock, SystemRandom

    return mending.restore_into(SystemClock(), SystemRandom(), backup, folder, passphrase, tell)
