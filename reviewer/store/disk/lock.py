"""One program at a time in a workspace: a lock of the operating system, which a crash releases."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from reviewer.domain.errors import Damaged, Refused
from reviewer.store.disk.compose import rfc3339
from reviewer.store.disk.ports import Clock, MachineClock

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK_NAME = "workspace.lock"
_FAR_BYTE = 1 << 30
"""Windows locks this byte, far behind the text, so that others can still read the text."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the workspace open."""

    pid: int
    host: str
    program: str
    since: str

    def __str__(self) -> str:
        return f"{self.program}, process {self.pid} on {self.host}, since {self.since}"


class WorkspaceLock:
    """The lock of one workspace folder.

    A writer's lock excludes everyone and names its holder in the file. A reader's lock lets
    other readers in, excludes writers, and changes no byte; where the folder cannot be written
    and has no lock file, a reader goes without.
    """

    def __init__(self, folder: Path, *, clock: Clock | None = None) -> None:
        self._path = folder / LOCK_NAME
        self._clock = clock or MachineClock()
        self._file: BinaryIO | None = None
        self._writing = False

    def acquire(self, *, read_only: bool = False) -> None:
        """Take the lock or say who has it.

        Raises:
            Refused: code ``in_use``; ``read_only_folder`` when a writer may not write here.
        """
        file = self._open_for_reading() if read_only else self._open_for_writing()
        if file is None:
            return
        if not _try_lock(file, shared=read_only):
            file.close()
            raise self._in_use()
        self._file, self._writing = file, not read_only
        if not read_only:
            self._write(self._me())

    def release(self) -> None:
        """Give the lock back; the file stays, empty."""
        if self._file is None:
            return
        if self._writing:
            self._write(b"")
        _unlock(self._file)
        self._file.close()
        self._file = None

    def holder(self) -> Holder | None:
        """Who wrote their name into the lock last; None after a clean close or if unreadable."""
        try:
            raw: Any = json.loads(self._path.read_bytes() or b"null")
            return Holder(int(raw["pid"]), str(raw["host"]), str(raw["program"]), str(raw["since"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def __enter__(self) -> WorkspaceLock:
        if self._file is None:
            self.acquire()
        return self

    def __exit__(self, *exc: object) -> None:
        self.release()

    def _open_for_writing(self) -> BinaryIO:
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except PermissionError as error:
            raise Refused(
                "The folder cannot be written.",
                code="read_only_folder",
                file=LOCK_NAME,
                next_step="Check who owns the folder, or only read it.",
            ) from error
        except OSError as error:
            raise Damaged(
                f"The lock of the workspace cannot be opened: {error.strerror or error}.",
                code="lock",
                file=LOCK_NAME,
                next_step="Take away what stands in its place, or only read the workspace.",
            ) from error
        return os.fdopen(handle, "rb+", buffering=0)

    def _open_for_reading(self) -> BinaryIO | None:
        with contextlib.suppress(OSError):
            return open(self._path, "rb", buffering=0)
        return None

    def _write(self, text: bytes) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):  # the lock holds without its label
                self._file.seek(0)
                self._file.write(text)
                self._file.truncate(len(text))

    def _me(self) -> bytes:
        me = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "program": Path(sys.argv[0]).name or "reviewer",
            "since": rfc3339(self._clock.now_ms()),
        }
        return json.dumps(me, sort_keys=True).encode("utf-8") + b"\n"

    def _in_use(self) -> Refused:
        who = self.holder()
        by = str(who) if who and _alive(who) else "a program that is only reading it"
        return Refused(
            f"The workspace is open in another program: {by}.",
            code="in_use",
            file=LOCK_NAME,
            next_step="Close it there first; nothing was changed.",
        )


def _alive(who: Holder) -> bool:
    """Whether the name in the file can be the holder's: a killed writer leaves its own behind."""
    if who.host != socket.gethostname() or sys.platform == "win32":
        return True
    try:
        os.kill(who.pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _try_lock(file: BinaryIO, *, shared: bool) -> bool:
    try:
        if sys.platform == "win32":
            file.seek(_FAR_BYTE)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
            fcntl.flock(file.fileno(), kind | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _unlock(file: BinaryIO) -> None:
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            file.seek(_FAR_BYTE)
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
        else:
            fcntl.flock(file.fileno(), fcntl.LOCK_UN)
