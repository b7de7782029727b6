"""The files of a workspace: made together, and opened only as belonging to it."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from reviewer.domain.errors import Damaged, Refused
from reviewer.store.cache import Cache
from reviewer.store.desk import Desk
from reviewer.store.disk import shape
from reviewer.store.disk.engine import CACHE_PAGE, connect
from reviewer.store.disk.files import sync_folder, write_whole
from reviewer.store.disk.lock import LOCK_NAME
from reviewer.store.disk.shape import Keys
from reviewer.store.evidence.evidence import Evidence
from reviewer.store.ledger.head import HeadFile
from reviewer.store.ledger.ledger import Ledger
from reviewer.store.ledger.snapshot import SnapshotFile
from reviewer.trust.profile import Profile

PROBE_BYTES = 1 << 18
"""What a disk must take before the desk decides again."""


@contextlib.contextmanager
def belonging(path: Path) -> Iterator[None]:
    """The file must be there, and must open with the key of this very workspace."""
    if not path.is_file():
        raise missing(path.name)
    if not path.stat().st_size:
        raise Damaged(
            "A file of the workspace is empty: what it held is gone.",
            code="corrupt",
            file=path.name,
            next_step="Nothing was changed. Restore it from a backup of the whole workspace.",
        )
    try:
        yield
    except Refused as error:
        if error.code != "wrong_key":
            raise
        raise Damaged(
            "The beginning of the file is damaged, or it belongs to another workspace.",
            code="corrupt",
            file=path.name,
            next_step="Restore it from a backup.",
        ) from error


def build(folder: Path, profile: Profile, keys: Keys) -> None:
    """Make every file of a new workspace in ``folder``, which must not exist; all flushed."""
    folder.mkdir(mode=0o700)
    for name in (shape.BLOBS, shape.SEARCH):
        (folder / name).mkdir(mode=0o700)
    os.close(os.open(folder / LOCK_NAME, os.O_CREAT | os.O_WRONLY, 0o600))
    ledger_key = keys.database(shape.LEDGER)
    Ledger.create(folder / shape.LEDGER, ledger_key, folder / shape.HEAD, keys.head, profile)
    Evidence(folder / shape.EVIDENCE, keys.database(shape.EVIDENCE)).close()
    Desk(connect(folder / shape.DESK, keys.database(shape.DESK), durable=False)).close()
    Evidence(folder / shape.EVIDENCE, keys.database(shape.EVIDENCE)).close()
    make_cache(folder, keys)
    write_whole(folder / shape.PROFILE, shape.describe(profile, keys))
    sync_folder(folder)


def try_writing(folder: Path, size: int = PROBE_BYTES) -> None:
    """Write and flush a file of so many bytes, and remove it.

    Raises:
        Damaged: the disk does not take it, in words.
    """
    trial = folder / ".probe"
    try:
        write_whole(trial, bytes(size))
        trial.unlink()
    except OSError as error:
        raise Damaged(
            f"The disk still does not take anything: {error.strerror or error}.",
            code="disk_full" if error.errno == errno.ENOSPC else "disk_io",
            file=folder.name,
            next_step="Make room or look at the disk, and try again.",
        ) from error


def make_cache(folder: Path, keys: Keys) -> None:
    """Make an empty cache."""
    key = keys.database(shape.CACHE)
    path = folder / shape.CACHE
    Cache(connect(path, key, durable=False, page_size=CACHE_PAGE)).close()


def remove_database(path: Path) -> None:
    """Delete a database that can be made again, with its log."""
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def beside_ledger(folder: Path, keys: Keys, read_only: bool) -> tuple[HeadFile, SnapshotFile]:
    """The head file, Damaged code ``missing_file`` where there is none, and the snapshot, which
    need not be there."""
    path = folder / shape.HEAD
    if not path.is_file():
        raise missing(path.name)
    snapshot = SnapshotFile(folder / shape.SNAPSHOT, keys.snapshot, read_only=read_only)
    return HeadFile(path, keys.head, read_only=read_only), snapshot


def missing(name: str) -> Damaged:
    """The error for a part that is not there."""
    return Damaged(
        "A file of the workspace is missing.",
        code="missing_file",
        file=name,
        next_step="Restore it from a backup of the whole workspace.",
    )
