"""Backups: verified, encrypted copies of a workspace beside it, thinned as they grow old.

A folder of backups holds ``<stamp>-<seq>/`` for each (profile, head and the three databases, as
encrypted as they are in the workspace, and ``backup.json``, which says what they are) and
``blobs/`` once for all of them. Nothing is a backup before it was opened and its chain followed
to its end; until then its name ends in ``.part``. What can be made again (search, thumbnails) is
left out.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reviewer.domain.errors import Damaged, Refused
from reviewer.store.disk import shape
from reviewer.store.disk.compose import rfc3339
from reviewer.store.disk.engine import bad_pages, connect, guard
from reviewer.store.disk.files import sync_file, sync_folder, write_whole
from reviewer.store.disk.migrate import version_of
from reviewer.store.disk.shape import Keys
from reviewer.store.evidence import evidence
from reviewer.store.ledger import ledger
from reviewer.store.ledger.chain import Fault, devices, follow, rows_of
from reviewer.store.ledger.head import Head, HeadFile
from reviewer.store.ledger.stored import GENESIS
from reviewer.store.safety.backup_list import NOTE, Backup, describe, listed, thinned
from reviewer.trust.keys import Signer
from reviewer.trust.profile import Profile

DATABASES = (shape.LEDGER, shape.EVIDENCE, shape.DESK)
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, repr=False)
class Source:
    """What a backup is made of, without the open stores: it may be copied on another thread."""

    folder: Path
    profile: Profile
    signer: Signer
    keys: Keys


def default_folder(workspace: Path) -> Path:
    """Where the backups of a workspace lie when nobody said otherwise: beside it."""
    return workspace.with_name(f"{workspace.name}-backups")


def back_up(source: Source, into: Path, now_ms: int, tell: Tell | None = None) -> Backup:
    """Make a backup, verify it, and thin the older ones.

    Args:
        source: an open workspace; reading it disturbs nobody.
        into: the folder of its backups; made where there is none.
        now_ms: Unix ms.
        tell: told (words, done, all); may raise to stop, then nothing is left behind.

    Raises:
        Refused: ``inside`` the workspace is no place for backups.
        Damaged: ``backup``: the disk, or the copy did not verify; earlier backups stay.
    """
    if source.folder.resolve() in (into.absolute().resolve(), *into.absolute().resolve().parents):
        raise Refused(
            "Backups cannot lie inside the workspace itself.",
            code="inside",
            file=str(into),
            next_step="Choose a folder outside of it, best on another disk.",
        )
    tell = tell or nobody
    with _in_words(into):
        into.mkdir(mode=0o700, parents=True, exist_ok=True)
        building = into / f"{_stamp(now_ms)}.part"
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir(mode=0o700)
        try:
            made = _build(source, building, into, now_ms, tell)
            final = into / f"{_stamp(now_ms)}-{made.seq}"
            shutil.rmtree(final, ignore_errors=True)
            os.replace(building, final)
            sync_folder(into)
        finally:
            shutil.rmtree(building, ignore_errors=True)
        thin(into, now_ms)
    return Backup(final, *made.facts)


def thin(into: Path, now_ms: int) -> list[Path]:
    """Remove the backups that the rule does not keep, and media that none of the rest needs."""
    found = listed(into)
    kept = thinned([backup.at_ms for backup in found], now_ms)
    gone = [backup for backup in found if backup.at_ms not in kept]
    for backup in gone:
        shutil.rmtree(backup.folder)
    needed = {name for backup in found if backup not in gone for name in backup.blobs}
    for path in (into / shape.BLOBS).glob("*/*"):
        if path.name not in needed:
            path.unlink()
    return [backup.folder for backup in gone]


def verify_backup(folder: Path, profile: Profile, keys: Keys, signer: Signer) -> Head:
    """Open a backup, check the seal of every page, follow its chain; changes no byte.

    Returns:
        Where its chain ends.

    Raises:
        Damaged: what is wrong, in words.
    """
    for name in DATABASES:
        conn = connect(folder / name, keys.database(name), durable=True, read_only=True)
        try:
            broken = bad_pages(conn)
        finally:
            conn.close()
        if broken:
            raise _damaged(f"{name} in the backup is damaged: {broken[0]}.", folder)
    found = _followed(folder, profile, keys, signer)
    _readable(folder / shape.EVIDENCE, keys.database(shape.EVIDENCE))
    return found


def _followed(folder: Path, profile: Profile, keys: Keys, signer: Signer) -> Head:
    """Follow every chain to its end; one of an older schema, too, which no ledger opens unmoved."""
    conn = connect(folder / shape.LEDGER, keys.database(shape.LEDGER), durable=True, read_only=True)
    try:
        head = HeadFile(folder / shape.HEAD, keys.head, read_only=True)
        if version_of(conn) == ledger.MIGRATIONS[-1].version:
            return Head(*ledger.Ledger(conn, head, profile, signer).head())
        end = Head(profile.device, 0, GENESIS)
        for device in devices(conn):
            for item in follow(conn, device, verify_after=0):
                if isinstance(item, Fault):
                    raise item.as_error()
                if device.device == profile.device:
                    end = Head(device.device, item.seq, item.hash)
    finally:
        conn.close()
    if head.read() != end:
        raise _damaged("The chain in the backup does not end where its head file says.", folder)
    return end


def _readable(path: Path, key: bytes) -> None:
    """The evidence opens and counts; one of an older schema is looked at page by page."""
    conn = connect(path, key, durable=True, read_only=True)
    try:
        current = version_of(conn) == evidence.MIGRATIONS[-1].version
        quick = conn.execute("PRAGMA quick_check(1)").fetchone() if not current else ("ok",)
    finally:
        conn.close()
    if quick[0] != "ok":
        raise _damaged(f"The evidence in the backup is damaged: {quick[0]}.", path.parent)
    if current:
        opened = evidence.Evidence(path, key, read_only=True)
        try:
            opened.counts()
        finally:
            opened.close()


@dataclass(frozen=True, slots=True)
class _Made:
    at_ms: int
    seq: int
    head: str
    device: str
    blobs: tuple[str, ...]

    @property
    def facts(self) -> tuple[int, int, str, str, tuple[str, ...]]:
        return (self.at_ms, self.seq, self.head, self.device, self.blobs)


def _build(source: Source, building: Path, into: Path, now_ms: int, tell: Tell) -> _Made:
    """The ledger is copied first: whatever it names was stored before, and so is copied after."""
    for name in DATABASES:
        tell(f"copying {name}", DATABASES.index(name), len(DATABASES) + 2)
        _copy_database(source.folder / name, building / name, source.keys.database(name))
    head = _end_of(building / shape.LEDGER, source)
    HeadFile.create(building / shape.HEAD, source.keys.head, head).close()
    write_whole(building / shape.PROFILE, shape.describe(source.profile, source.keys))
    tell("copying media", len(DATABASES), len(DATABASES) + 2)
    blobs = _copy_blobs(source.folder / shape.BLOBS, into / shape.BLOBS, tell)
    tell("verifying", len(DATABASES) + 1, len(DATABASES) + 2)
    verified = verify_backup(building, source.profile, source.keys, source.signer)
    if verified != head:
        raise _damaged("The copy is not what was copied.", building)
    made = _Made(now_ms, head.seq, head.hash, head.device, blobs)
    note = describe(building, rfc3339(now_ms), made.facts, [*DATABASES, shape.HEAD, shape.PROFILE])
    write_whole(building / NOTE, note)
    return made


def _copy_database(path: Path, target: Path, key: bytes) -> None:
    """A copy of one moment, page by page, under the same key; other connections go on."""
    with guard(path.name), contextlib.ExitStack() as stack:
        source = connect(path, key, durable=True)
        stack.callback(source.close)
        copy = connect(target, key, durable=True)
        stack.callback(copy.close)
        source.backup(copy)
    sync_file(target)


def _end_of(path: Path, source: Source) -> Head:
    """The last event of our own chain in a copied ledger."""
    key = source.keys.database(shape.LEDGER)
    conn = connect(path, key, durable=True, read_only=True)
    with guard(path.name), contextlib.closing(conn):
        own = next(d for d in devices(conn) if d.device == source.profile.device)
        row = conn.execute(
            "SELECT max(n) FROM event WHERE n > ? AND n < ?", (own.base, own.base + (1 << 40))
        ).fetchone()
        if row is None or row[0] is None:
            return Head(own.device, 0, GENESIS)
        last = next(rows_of(conn, own, int(row[0]) - own.base - 1))
        return Head(own.device, last.seq, last.hash)


def _copy_blobs(blobs: Path, pool: Path, tell: Tell) -> tuple[str, ...]:
    """Every stored file once; those that the pool has already are not copied again."""
    names = []
    for path in sorted(p for p in blobs.glob("??/*") if not p.name.startswith(".")):
        names.append(path.name)
        target = pool / path.parent.name / path.name
        if target.is_file() and target.stat().st_size == path.stat().st_size:
            continue
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(target, path.read_bytes())
        tell("copying media", len(DATABASES), len(DATABASES) + 2)
    return tuple(names)


def _stamp(now_ms: int) -> str:
    return rfc3339(now_ms)[:19].replace("-", "").replace(":", "").replace("T", "-")


def nobody(_words: str, _done: int, _total: int) -> None:
    """Nobody wants to know how far it is."""


@contextlib.contextmanager
def _in_words(into: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        full = error.errno == errno.ENOSPC
        words = "the disk is full" if full else str(error.strerror or error)
        raise _damaged(f"The backup could not be made: {words}.", into) from error


def _damaged(message: str, folder: Path) -> Damaged:
    return Damaged(
        message,
        code="backup",
        file=folder.name,
        next_step="The workspace and the earlier backups are untouched. Make room, or choose"
        " another disk, and back up again.",
    )
