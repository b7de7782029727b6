"""A workspace from a backup: another place, a new device, and an event that says so."""

from __future__ import annotations

import os
import secrets as randomness
import shutil
from dataclasses import dataclass
from pathlib import Path

from reviewer.domain.errors import Damaged, Refused
from reviewer.store.blobs import Blobs
from reviewer.store.disk import shape
from reviewer.store.disk.attempts import Attempts
from reviewer.store.disk.engine import connect, transaction
from reviewer.store.disk.files import sync_folder, write_whole
from reviewer.store.disk.lock import LOCK_NAME, WorkspaceLock
from reviewer.store.disk.ports import Clock, MachineClock, MachineRandom, Random
from reviewer.store.disk.shape import Keys
from reviewer.store.ledger.head import Head, HeadFile
from reviewer.store.ledger.stored import GENESIS
from reviewer.store.making import make_cache
from reviewer.store.safety.backup import DATABASES, Tell, nobody, verify_backup
from reviewer.store.safety.backup_list import read_note
from reviewer.store.workspace import Workspace
from reviewer.trust.canonical import sha256_hex
from reviewer.trust.keys import Signer
from reviewer.trust.profile import Profile
from reviewer.trust.wrap import Secrets


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it: the workspace, its new device, where the old chain ended, and where the
    workspace went that stood there before (None where none did)."""

    folder: Path
    device: str
    from_device: str
    seq: int
    head: str
    set_aside: Path | None


def restore(
    backup: Path,
    folder: Path,
    passphrase: str | None,
    *,
    clock: Clock | None = None,
    random: Random | None = None,
    tell: Tell | None = None,
) -> Restored:
    """Make a workspace of a backup. A workspace that stands there, even one too damaged to open, is
    set aside under another name, never deleted.

    The restored workspace writes a chain of its own: a new device, whose first event is
    ``restore{device, seq, head}``. So a chain that went on after the backup is never forked.

    Args:
        passphrase: the one that the workspace had when the backup was made.
        tell: told (words, done, all); may raise to stop, then nothing was changed.

    Raises:
        Refused: ``not_a_backup``, ``passphrase``, ``wait`` (after some wrong ones, as at opening;
            counted beside the backups), ``exists`` (something else stands there), ``in_use``.
        Damaged: the backup is not as it was written, or the disk; nothing was changed.
    """
    clock, random = clock or MachineClock(), random or MachineRandom()
    tell = tell or nobody
    tell("reading the backup", 0, 0)
    note, files = read_note(backup)
    for name, digest in files.items():
        if not (backup / name).is_file() or sha256_hex((backup / name).read_bytes()) != digest:
            raise _damaged(f"{name} is not the file that was backed up.", backup)
    old = shape.read_profile(backup)
    secrets = Attempts(backup.parent, clock).unlock(old, passphrase or "")
    keys, signer = Keys(secrets.data_key), Signer.from_private(secrets.signing)
    shape.check_seal(backup, keys)
    tell("following its chain to the end", 0, 0)
    head = verify_backup(backup, old, keys, signer)
    if (head.device, head.seq, head.hash) != (note.device, note.seq, note.head):
        raise _damaged("The chain does not end where the backup says.", backup)
    lock = _free(folder, clock)
    building = folder.parent / f".{folder.name}.{randomness.token_hex(6)}.part"
    try:
        profile = old.with_device(signer, random.bytes)
        _build(building, backup, note.blobs, profile, keys, tell)
        tell("writing the first event of the new device", 0, 0)
        _first_event(building, profile, secrets, head, clock, random)
        aside = _swap(building, folder, lock, clock)
    except OSError as error:
        raise _damaged(f"It could not be restored: {error.strerror or error}.", folder) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return Restored(folder, profile.device, head.device, head.seq, head.hash, aside)


def _free(folder: Path, clock: Clock) -> WorkspaceLock | None:
    """The lock of the workspace that stands there; None where nothing does."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return None
    if not looks_like_one(folder):
        raise Refused(
            "There is something in this folder that is no workspace.",
            code="exists",
            file=str(folder),
            next_step="Choose an empty or a new folder.",
        )
    lock = WorkspaceLock(folder, clock=clock)
    lock.acquire()
    lock.release()
    return lock


def looks_like_one(folder: Path) -> bool:
    """Whether a workspace stands there, or what is left of one."""
    return any((folder / name).is_file() for name in (shape.PROFILE, *DATABASES, shape.HEAD))


def _build(
    building: Path,
    backup: Path,
    blobs: tuple[str, ...],
    profile: Profile,
    keys: Keys,
    tell: Tell,
) -> None:
    """Every file of the workspace, flushed; the media from the pool beside the backups."""
    building.mkdir(mode=0o700, parents=True)
    for name in (shape.BLOBS, shape.SEARCH):
        (building / name).mkdir(mode=0o700)
    write_whole(building / LOCK_NAME, b"")
    for place, name in enumerate(DATABASES):
        tell(f"copying {name}", place, len(DATABASES))
        write_whole(building / name, (backup / name).read_bytes())
    for place, name in enumerate(blobs):
        tell("copying media", place, len(blobs))
        data = (backup.parent / shape.BLOBS / name[:2] / name).read_bytes()
        target = building / shape.BLOBS / name[:2] / name
        target.parent.mkdir(mode=0o700, exist_ok=True)
        write_whole(target, data)
    make_cache(building, keys)
    write_whole(building / shape.PROFILE, shape.describe(profile, keys))
    conn = connect(building / shape.LEDGER, keys.database(shape.LEDGER), durable=True)
    try:
        with transaction(conn):
            conn.execute(
                "INSERT INTO device (n, device, public) SELECT max(n) + 1, ?, ? FROM device",
                (profile.device, profile.sign),
            )
    finally:
        conn.close()
    HeadFile.create(building / shape.HEAD, keys.head, Head(profile.device, 0, GENESIS)).close()


def _first_event(
    building: Path, profile: Profile, secrets: Secrets, head: Head, clock: Clock, random: Random
) -> None:
    """``restore`` is the first thing that the new device says."""
    lock = WorkspaceLock(building, clock=clock)
    lock.acquire()
    with Workspace(
        building, profile, secrets, lock, read_only=False, clock=clock, random=random
    ) as workspace:
        told = {"device": head.device, "seq": head.seq, "head": head.hash}
        workspace.ledger.append([{"type": "restore", "restore": told}])
        _check_media(workspace.blobs, workspace)


def _check_media(blobs: Blobs, workspace: Workspace) -> None:
    rows = workspace.evidence.rows("SELECT sha256 FROM media WHERE state = 'present'")
    for (sha256,) in rows:
        if not blobs.sound(str(sha256)):
            raise _damaged("A medium of the backup is damaged or missing.", workspace.folder)


def _swap(building: Path, folder: Path, lock: WorkspaceLock | None, clock: Clock) -> Path | None:
    """Put the new one in its place; the old one keeps everything under another name."""
    aside = None
    if lock is not None:
        aside = folder.with_name(f"{folder.name}.before-restore-{clock.now_ms()}")
        os.rename(folder, aside)
    elif folder.exists():
        folder.rmdir()
    try:
        os.rename(building, folder)
        sync_folder(folder.parent)
    except OSError:
        if aside is not None and not folder.exists():
            os.rename(aside, folder)
        raise
    return aside


def _damaged(message: str, folder: Path) -> Damaged:
    return Damaged(
        message,
        code="backup",
        file=folder.name,
        next_step="Nothing was changed. Take another backup: the one before this one, say.",
    )
