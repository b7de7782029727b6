"""A workspace: one folder, one profile, one chain of events, one program at a time."""

from __future__ import annotations

import contextlib
import os
import secrets as randomness
import shutil
from pathlib import Path

from reviewer.domain.errors import Damaged, Refused
from reviewer.logs import make_private
from reviewer.store import rewrap
from reviewer.store.blobs import Blobs
from reviewer.store.cache import Cache
from reviewer.store.desk import Desk
from reviewer.store.disk import shape
from reviewer.store.disk.attempts import Attempts
from reviewer.store.disk.engine import CACHE_PAGE, PAGE, Connection, connect
from reviewer.store.disk.files import sync_folder
from reviewer.store.disk.lock import WorkspaceLock
from reviewer.store.disk.ports import Clock, MachineClock, MachineRandom, Random
from reviewer.store.disk.shape import Keys
from reviewer.store.ledger.ledger import Ledger
from reviewer.store.locks import Locks
from reviewer.store.making import (
    belonging,
    beside_ledger,
    build,
    make_cache,
    remove_database,
    try_writing,
)
from reviewer.store.rebuilt import open_evidence, open_search
from reviewer.store.safety.backup import Source
from reviewer.store.upgrade import back_up_before
from reviewer.trust.keys import Signer
from reviewer.trust.profile import Profile
from reviewer.trust.recipients import Opener
from reviewer.trust.unsealing import sweep
from reviewer.trust.wrap import Secrets


class Workspace:
    """The open stores of a workspace. Use ``create`` or ``open``; it is a context manager.

    Attributes:
        folder: where it lies.
        profile: whose it is.
        signer: the key that signs events.
        opener: the key that opens packages that were encrypted to this profile.
        keys: the storage keys, for the rooms that open files of their own here.
        read_only: nothing here changes a byte.
        new_recovery: this opening wrapped the profile to the site's recovery key.
        ledger, evidence, search, desk, cache, blobs: the stores.
    """

    def __init__(
        self,
        folder: Path,
        profile: Profile,
        secrets: Secrets,
        lock: WorkspaceLock,
        *,
        read_only: bool,
        clock: Clock,
        random: Random,
    ) -> None:
        self.folder = folder
        self.profile = profile
        self.signer = Signer.from_private(secrets.signing)
        self.opener = Opener(secrets.sealing, folder)
        self.keys = Keys(secrets.data_key)
        self.read_only = read_only
        self.new_recovery = False
        self._clock = clock
        self._lock = lock
        with contextlib.ExitStack() as stack:
            stack.callback(lock.release)
            self.ledger = self._open_ledger(stack, clock, random)
            stack.callback(self.ledger.close)
            self.desk = Desk(self._connect(stack, shape.DESK))
            self.cache = self._open_cache(stack)
            self.blobs = Blobs(folder / shape.BLOBS, self.keys.blobs, read_only=read_only)
            self.locks = Locks(self.ledger, self.desk)
            self.cache.locks = self.blobs.locks = self.locks
            self.evidence = open_evidence(self.folder, self.keys, stack, read_only=self.read_only)
            self.search = open_search(
                self.folder, self.keys, self.evidence, stack, read_only=self.read_only
            )
            self._open_parts = stack.pop_all()

    @classmethod
    def create(
        cls,
        folder: Path,
        profile: Profile,
        secrets: Secrets,
        *,
        clock: Clock | None = None,
        random: Random | None = None,
    ) -> Workspace:
        """Make a workspace, whole or not at all, and open it; ``folder`` may exist only if empty.

        Raises:
            Refused: code ``exists``.
            Damaged: the disk; nothing is left behind.
        """
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise Refused(
                "There is something in this folder already.",
                code="exists",
                file=str(folder),
                next_step="Choose an empty or a new folder.",
            )
        building = folder.parent / f".{folder.name}.{randomness.token_hex(6)}.part"
        try:
            make_private(folder.parent)
            build(building, profile, Keys(secrets.data_key))
            if folder.exists():
                folder.rmdir()
            os.rename(building, folder)
            sync_folder(folder.parent)
        except OSError as error:
            raise Damaged(
                f"The workspace could not be made: {error.strerror or error}.",
                code="create",
                file=str(folder),
                next_step="Choose a folder on a local disk that you may write.",
            ) from error
        finally:
            shutil.rmtree(building, ignore_errors=True)
        lock = WorkspaceLock(folder, clock=clock)
        lock.acquire()
        return cls._opened(folder, profile, secrets, lock, False, clock, random)

    @classmethod
    def open(
        cls,
        folder: Path,
        passphrase: str | None = None,
        read_only: bool = False,
        *,
        clock: Clock | None = None,
        random: Random | None = None,
        recovery: str = "",
        backups: Path | None = None,
    ) -> Workspace:
        """Open a workspace.

        Args:
            passphrase: None or empty for one that is not protected.
            read_only: change no byte; works in a folder that may not be written.
            recovery: the site's recipient, which a protected profile is wrapped to from now on.
            backups: where its backups lie, beside it by default; a new schema begins with one.

        Raises:
            Refused: ``not_a_workspace``, ``in_use`` (naming the holder), ``passphrase``, ``wait``,
                ``newer``.
            Damaged: ``rollback``, ``edited``, ``head`` and the others, in words.
        """
        profile = shape.read_profile(folder)
        lock = WorkspaceLock(folder, clock=clock)
        lock.acquire(read_only=read_only)
        try:
            attempts = Attempts(folder, clock or MachineClock())
            secrets = attempts.unlock(profile, passphrase or "", read_only=read_only)
            shape.check_seal(folder, Keys(secrets.data_key))
            if not read_only:
                sweep(folder)
                back_up_before(folder, profile, secrets, backups, clock)
            before = profile.recovers
            profile = rewrap.recoverable(folder, profile, secrets, "" if read_only else recovery)
        except BaseException:
            lock.release()
            raise
        opened = cls._opened(folder, profile, secrets, lock, read_only, clock, random)
        opened.new_recovery = profile.recovers != before
        return opened

    @property
    def protected(self) -> bool:
        """False when the workspace opens without a passphrase."""
        return self.profile.protected

    def change_passphrase(self, old: str, new: str) -> None:
        """Wrap the same keys under another passphrase; ``new`` may not be empty.

        Raises:
            Refused: ``passphrase``, ``read_only``.
        """
        if self.read_only:
            raise Refused("The workspace is only being read.", code="read_only")
        self.profile = rewrap.change(self.folder, self.profile, self.attempts(), old, new)

    def attempts(self) -> Attempts:
        """The wrong passphrases that were given for this workspace."""
        return Attempts(self.folder, self._clock)

    def source(self) -> Source:
        """What a backup of this workspace is made of."""
        return Source(self.folder, self.profile, self.signer, self.keys)

    def probe(self) -> None:
        """Try whether this disk takes and keeps bytes here; Damaged where it does not. A file is
        written and flushed, and the log of the ledger brought into its file."""
        try_writing(self.folder)
        self.ledger.settle()

    def close(self) -> None:
        """Close every store and give the lock back; leaves one clean file each."""
        self._open_parts.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @classmethod
    def _opened(
        cls,
        folder: Path,
        profile: Profile,
        secrets: Secrets,
        lock: WorkspaceLock,
        read_only: bool,
        clock: Clock | None,
        random: Random | None,
    ) -> Workspace:
        try:
            return cls(
                folder,
                profile,
                secrets,
                lock,
                read_only=read_only,
                clock=clock or MachineClock(),
                random=random or MachineRandom(),
            )
        except OSError as error:
            raise Damaged(
                f"The workspace cannot be opened: {error.strerror or error}.",
                code="disk_io",
                file=Path(str(error.filename or folder)).name,
                next_step="Look at that place on the disk; what is in the ledger is untouched.",
            ) from error

    def _open_ledger(self, stack: contextlib.ExitStack, clock: Clock, random: Random) -> Ledger:
        conn = self._connect(stack, shape.LEDGER, durable=True)
        head, snapshot = beside_ledger(self.folder, self.keys, self.read_only)
        stack.callback(head.close)
        return Ledger(conn, head, self.profile, self.signer, clock, random, snapshot)

    def _open_cache(self, stack: contextlib.ExitStack) -> Cache:
        """The cache; a missing or damaged one is made anew, or is empty where we only read."""
        with contextlib.suppress(Damaged, Refused), contextlib.ExitStack() as attempt:
            cache = Cache(self._connect(attempt, shape.CACHE, page_size=CACHE_PAGE))
            stack.push(attempt.pop_all())
            return cache
        if self.read_only:
            return Cache(None)
        remove_database(self.folder / shape.CACHE)
        make_cache(self.folder, self.keys)
        return Cache(self._connect(stack, shape.CACHE, page_size=CACHE_PAGE))

    def _connect(
        self,
        stack: contextlib.ExitStack,
        name: str,
        *,
        durable: bool = False,
        page_size: int = PAGE,
    ) -> Connection:
        path, key = self.folder / name, self.keys.database(name)
        how = {"durable": durable, "read_only": self.read_only}
        with belonging(path):
            conn = connect(path, key, **how, page_size=page_size)
        stack.callback(conn.close)
        return conn
