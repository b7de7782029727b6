"""Ports: what the session needs from the world. Tests step the clock and fix the randomness."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Protocol


class Clock(Protocol):
    """Wall time and a clock that never goes back."""

    def now_ms(self) -> int:
        """Unix time in ms."""
        ...

    def monotonic_ms(self) -> int:
        """A time in ms that only grows."""
        ...


class Random(Protocol):
    """Randomness for identifiers."""

    def bytes(self, count: int) -> bytes:
        """``count`` random bytes."""
        ...


class SystemClock:
    """The machine's clock."""

    def now_ms(self) -> int:
        """Unix time in ms."""
        return time.time_ns() // 1_000_000

    def monotonic_ms(self) -> int:
        """A time in ms that only grows."""
        return time.monotonic_ns() // 1_000_000


class SteppedClock:
    """A clock that moves only when told; for tests and ``play``."""

    def __init__(self, start_ms: int = 1_772_000_000_000) -> None:
        self._now = start_ms
        self._start = start_ms

    def now_ms(self) -> int:
        """Unix time in ms."""
        return self._now

    def monotonic_ms(self) -> int:
        """Ms since the start."""
        return self._now - self._start

    def step(self, ms: int) -> None:
        """Move on by ``ms``."""
        self._now += ms


class SystemRandom:
    """The machine's random source."""

    def bytes(self, count: int) -> bytes:
        """``count`` random bytes."""
        return os.urandom(count)


class Runner(Protocol):
    """Work off the window's thread: queries read, jobs write one at a time."""

    def query(
        self,
        work: Callable[[], object],
        done: Callable[[object], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Run ``work`` elsewhere and hand its answer back on the caller's thread."""
        ...

    @property
    def idle(self) -> bool:
        """Whether nothing runs and nothing waits to be delivered."""
        ...


class InlineRunner:
    """The runner of the front ends without Qt: everything at once, in place."""

    def query(
        self,
        work: Callable[[], object],
        done: Callable[[object], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Run ``work`` now."""
        try:
            answer = work()
        except Exception as error:  # noqa: BLE001 - handed to the caller, as the port promises
            failed(error)
            return
        done(answer)

    @property
    def idle(self) -> bool:
        """Always."""
        return True
