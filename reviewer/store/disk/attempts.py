"""Wrong passphrases: after some, a wait that grows; kept on disk, so that no restart resets it.

It slows somebody who tries at this machine. Whoever copies the folder can try elsewhere without
it: against that only the cost of Argon2id and a long passphrase help. Nobody is locked out for
good: the longest wait is five minutes.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

from reviewer.domain.errors import Refused
from reviewer.store.disk.files import write_whole
from reviewer.store.disk.ports import Clock
from reviewer.trust.profile import Profile
from reviewer.trust.wrap import Secrets

NAME = "attempts.json"
WAITS_S = (0, 0, 0, 5, 15, 30, 60, 120, 300)
"""Seconds to wait after so many wrong passphrases in a row; the last for all further ones."""


class Attempts:
    """The wrong passphrases given to one workspace since the last right one.

    Args:
        folder: of the workspace.
        clock: its time of day decides; where it was set back, the whole wait begins again.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._path = folder / NAME
        self._clock = clock

    def unlock(self, profile: Profile, passphrase: str, *, read_only: bool = False) -> Secrets:
        """The secrets of a profile; a wrong passphrase counts, a right one ends the counting.

        Args:
            read_only: a right one changes no byte here.

        Raises:
            Refused: ``wait``: it was not even tried; ``passphrase``.
            Damaged: as ``Profile.unlock``.
        """
        if not profile.protected or not passphrase:
            return profile.unlock(passphrase)
        self.check()
        try:
            secrets = profile.unlock(passphrase)
        except Refused as refused:
            if refused.code == "passphrase":
                self._count(refused)
            raise
        if not read_only:
            self.clear()
        return secrets

    def check(self) -> None:
        """Whether one may try now.

        Raises:
            Refused: code ``wait``, with the time that is left in words.
        """
        left = self.left_s()
        if left:
            raise Refused(
                f"{_wrong(self._read()[0])}. This one was not tried: the next try counts in"
                f" {_span(left)}.",
                code="wait",
                next_step="Wait, then type it again; restarting does not shorten it.",
            )

    def left_s(self) -> int:
        """Seconds until the next try counts; 0 where it counts now."""
        failed, at = self._read()
        wait = WAITS_S[min(failed, len(WAITS_S) - 1)] * 1000
        gone = self._clock.now_ms() - at
        left = wait if gone < 0 else wait - gone
        return -(-left // 1000) if left > 0 else 0

    def clear(self) -> None:
        """The right passphrase was given."""
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _count(self, refused: Refused) -> None:
        failed = self._read()[0] + 1
        text = json.dumps({"failed": failed, "at": self._clock.now_ms()}) + "\n"
        with contextlib.suppress(OSError):  # a folder that is only read
            write_whole(self._path, text.encode("ascii"))
        wait = WAITS_S[min(failed, len(WAITS_S) - 1)]
        if wait:
            refused.next_step = (
                f"{_wrong(failed)}: the next try counts in {_span(wait)}. Mind the keyboard layout"
                " and Caps Lock."
            )

    def _read(self) -> tuple[int, int]:
        """How many there were, and when the last was, Unix ms."""
        try:
            raw: Any = json.loads(self._path.read_bytes()[:1000])
            failed, at = raw["failed"], raw["at"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return 0, 0
        good = type(failed) is int and type(at) is int and failed > 0
        return (failed, at) if good else (0, 0)


def _wrong(failed: int) -> str:
    return f"{failed} wrong passphrase{'' if failed == 1 else 's'} in a row"


def _span(seconds: int) -> str:
    if seconds < 60:
        return f"{seconds} second{'' if seconds == 1 else 's'}"
    minutes = -(-seconds // 60)
    return f"{minutes} minute{'' if minutes == 1 else 's'}"
