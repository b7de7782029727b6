"""What the store needs from the world: the time and randomness. Tests give their own."""

from __future__ import annotations

import os
import time
from typing import Protocol


class Clock(Protocol):
    """Wall time."""

    def now_ms(self) -> int:
        """Unix time in ms."""
        ...


class Random(Protocol):
    """Randomness for identifiers."""

    def bytes(self, count: int) -> bytes:
        """``count`` random bytes."""
        ...


class MachineClock:
    """The machine's clock."""

    def now_ms(self) -> int:
        """Unix time in ms."""
        return time.time_ns() // 1_000_000


class MachineRandom:
    """The machine's random source."""

    def bytes(self, count: int) -> bytes:
        """``count`` random bytes."""
        return os.urandom(count)
