"""Helpers of the store's tests: quick profiles, a stepped clock, fixed randomness."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from random import Random as Dice
from typing import Any

from reviewer.store.workspace import Workspace
from reviewer.trust.profile import Profile, new_profile
from reviewer.trust.wrap import Secrets

PASSPHRASE = "correct horse"
NOON = 1_772_000_025_250


class Clock:
    """Moves only when told."""

    def __init__(self, now: int = NOON) -> None:
        self.now = now

    def now_ms(self) -> int:
        return self.now


class Seeded:
    """The same bytes in every run."""

    def __init__(self, seed: int = 1) -> None:
        self._dice = Dice(seed)

    def bytes(self, count: int) -> bytes:
        return self._dice.randbytes(count)


def profile(role: str = "reviewer") -> tuple[Profile, Secrets]:
    return new_profile(
        "rev-7", PASSPHRASE, NOON, os.urandom, role=role, memory_kib=64, iterations=1, lanes=1
    )


def make(folder: Path, clock: Clock | None = None, role: str = "reviewer") -> Workspace:
    made, secrets = profile(role)
    return Workspace.create(folder, made, secrets, clock=clock or Clock(), random=Seeded())


def reopen(folder: Path, *, read_only: bool = False, clock: Clock | None = None) -> Workspace:
    return Workspace.open(
        folder, PASSPHRASE, read_only, clock=clock or Clock(), random=Seeded(seed=2)
    )


def decision(ident: str = "1", outcome: str = "suspend", **more: Any) -> dict[str, Any]:
    subject = {"kind": "account", "id": f"twitter:{ident}"}
    return {"type": "decision", "case": f"case-{ident}", "subject": subject, "outcome": outcome} | (
        more
    )


def bytes_of(folder: Path) -> dict[str, str]:
    """SHA-256 of every file under a folder, by its name in it."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
