"""Ports: what the session needs from the world. Tests step the clock and fix the randomness."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial
from typing import Protocol

from reviewer.domain.errors import Refused


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


Tell = Callable[[str, int, int], None]
"""Called by a job with (words, done so far, all or 0 if unknown); raises Refused code
``cancelled`` once the job was cancelled, so that every item is a place to stop at."""


class Job(Protocol):
    """A running job, as the one who started it holds it."""

    def cancel(self) -> None:
        """Ask it to stop at the next item; it ends in ``failed`` with code ``cancelled``."""
        ...


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

    def job(
        self,
        work: Callable[[Tell], object],
        told: Tell,
        done: Callable[[object], None],
        failed: Callable[[Exception], None],
    ) -> Job:
        """Run ``work`` elsewhere, one job at a time; what it tells and its answer come here.

        Raises:
            Refused: ``busy``, another job runs.
        """
        ...

    def flush(
        self,
        work: Callable[[], object],
        done: Callable[[object], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Run ``work``, which waits for the disk, elsewhere; a short while is waited for it, so
        that a quick disk answers before this returns. A slow one answers later."""
        ...

    @property
    def idle(self) -> bool:
        """Whether nothing runs and nothing waits to be delivered."""
        ...


class Cancelling:
    """The part of a job that both runners share: a flag, and the ``tell`` that heeds it."""

    def __init__(self, told: Tell) -> None:
        self._told = told
        self.cancelled = False

    def cancel(self) -> None:
        """Stop at the next item."""
        self.cancelled = True

    def tell(self, words: str, done: int, total: int) -> None:
        """Pass on where the job is.

        Raises:
            Refused: ``cancelled``.
        """
        if self.cancelled:
            raise Refused(
                "Stopped; nothing of it was kept.",
                code="cancelled",
                next_step="Start it again when you like: the whole of it, or nothing, is taken in.",
            )
        self._told(words, done, total)


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

    def flush(
        self,
        work: Callable[[], object],
        done: Callable[[object], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Run ``work`` now, however long the disk takes."""
        self.query(work, done, failed)

    def job(
        self,
        work: Callable[[Tell], object],
        told: Tell,
        done: Callable[[object], None],
        failed: Callable[[Exception], None],
    ) -> Job:
        """Run ``work`` now, to its end."""
        made = Cancelling(told)
        self.query(partial(work, made.tell), done, failed)
        return made

    @property
    def idle(self) -> bool:
        """Always."""
        return True
