"""What the first window does for a workspace that is damaged or gone: its backups, restoring."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from reviewer import bootstrap
from reviewer.domain.errors import Damaged, Refused
from reviewer.session.ground.backups import beside
from reviewer.session.ground.ports import Clock, Random, Tell
from reviewer.session.views.words import count, iso
from reviewer.store.restore import restore
from reviewer.store.safety.backup_list import Backup, listed, read_note

OPENS = frozenset({"passphrase", "newer", "needs_migration"})
"""Refusals of a workspace that is whole as far as anybody without its passphrase can tell."""


def offered(folder: Path) -> list[tuple[Path, str]]:
    """The backups of the workspace that stands, or stood, in a folder; the newest first."""
    try:
        places = bootstrap.backup_folders(folder)
    except Refused:  # a wrong site file is said by the window itself
        return []
    return _lines(one for place in places for one in listed(place))


def inside(folder: Path) -> list[tuple[Path, str]]:
    """The backups in a folder that somebody chose, or the one that it is."""
    try:
        return _lines([read_note(folder)[0]])
    except Refused:
        return _lines(listed(folder))


def _lines(found: Iterable[Backup]) -> list[tuple[Path, str]]:
    newest = sorted(found, key=_time, reverse=True)
    return [
        (
            one.folder,
            f"{(iso(one.at_ms) or '')[:16].replace('T', ' ')}  {count(one.seq, 'event')}"
            f"  in {one.folder.parent.name}",
        )
        for one in newest
    ]


def _time(backup: Backup) -> int:
    return backup.at_ms


def opens(folder: Path, passphrase: str) -> bool:
    """Whether a workspace that can be opened stands there; nothing is changed.

    Raises:
        Refused: ``in_use``, ``wait``, or the site file is wrong.
    """
    try:
        bootstrap.open_workspace(folder, passphrase or None, read_only=True).close()
    except Damaged:
        return False
    except Refused as error:
        if error.code == "not_a_workspace":
            return False
        if error.code not in OPENS:
            raise
    return True


def restore_into(
    clock: Clock, random: Random, backup: Path, folder: Path, passphrase: str, tell: Tell
) -> tuple[Path, str]:
    """Restore a backup into the place of a workspace that cannot be opened, else beside it.

    Returns:
        Where it stands now, and what to say of it.

    Raises:
        Refused, Damaged: as ``store.restore.restore``; nothing was changed.
    """
    target = beside(folder, backup) if opens(folder, passphrase) else folder
    done = restore(backup, target, passphrase or None, clock=clock, random=random, tell=tell)
    words = [f"Restored up to event {done.seq:,} of the backup, as a new device."]
    if done.set_aside is not None:
        words.append(f"What stood there is kept untouched as {done.set_aside.name}.")
    elif target != folder:
        words.append(f"{folder.name} can be opened, so it stays; this one is {target.name}.")
    return done.folder, " ".join(words)
