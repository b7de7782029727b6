"""Reading and writing a child's pipes with a deadline: by ``poll``, or by an alarm (Windows)."""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Callable
from typing import BinaryIO

Alarm = Callable[[float, Callable[[], None]], Callable[[], None]]
"""Calls a function after so many seconds, from another thread; gives a function that cancels."""

_PIPE_BYTES = 1024 * 1024
_CHUNK = 1024 * 1024


class GoneError(Exception):
    """The other end closed the pipe."""


class LateError(Exception):
    """The deadline passed."""


class Pipes:
    """The two ends we hold of a child's standard input and output.

    Deadlines are moments of ``time.monotonic()``.
    """

    def __init__(self, to_child: BinaryIO, from_child: BinaryIO) -> None:
        self._to, self._from = to_child, from_child
        for stream in (to_child, from_child):
            os.set_blocking(stream.fileno(), False)
            _widen(stream.fileno())

    def send(self, data: bytes, deadline: float) -> None:
        """Write all of it.

        Raises:
            GoneError, LateError: with an unknown part written.
        """
        fd = self._to.fileno()
        view = memoryview(data)
        while view:
            _wait(fd, select.POLLOUT, deadline)
            try:
                view = view[os.write(fd, view[:_CHUNK]) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise GoneError from error

    def receive(self, size: int, deadline: float) -> bytes:
        """Read exactly so many bytes.

        Raises:
            GoneError, LateError: with an unknown part read.
        """
        fd = self._from.fileno()
        data = bytearray()
        while len(data) < size:
            _wait(fd, select.POLLIN, deadline)
            try:
                part = os.read(fd, min(_CHUNK, size - len(data)))
            except BlockingIOError:
                continue
            except OSError as error:
                raise GoneError from error
            if not part:
                raise GoneError
            data += part
        return bytes(data)

    def unasked(self) -> bool:
        """Whether something waits to be read (or the end) though nothing was asked."""
        poll = select.poll()
        poll.register(self._from.fileno(), select.POLLIN)
        return bool(poll.poll(0))

    def close(self) -> None:
        """Close both ends; twice does no harm."""
        for stream in (self._to, self._from):
            stream.close()


class WatchedPipes:
    """Pipes with a deadline where there is no ``poll`` (Windows): a timer ends the child, and
    the blocked read or write comes back. The methods are those of ``Pipes``."""

    def __init__(
        self, to_child: BinaryIO, from_child: BinaryIO, end: Callable[[], None], alarm: Alarm
    ) -> None:
        self._to, self._from, self._end, self._alarm = to_child, from_child, end, alarm

    def send(self, data: bytes, deadline: float) -> None:
        """Write all of it; ``GoneError`` or ``LateError`` as in ``Pipes``."""
        view = memoryview(data)

        def write(_: int) -> int:
            nonlocal view
            view = view[self._to.write(view) :]
            return len(view)

        self._timed(write, len(data), deadline)

    def receive(self, size: int, deadline: float) -> bytes:
        """Read exactly so many bytes; ``GoneError`` or ``LateError`` as in ``Pipes``."""
        data = bytearray()

        def read(left: int) -> int:
            part = self._from.read(left)
            if not part:
                raise GoneError
            data.extend(part)
            return size - len(data)

        self._timed(read, size, deadline)
        return bytes(data)

    def _timed(self, step: Callable[[int], int], left: int, deadline: float) -> None:
        expired: list[bool] = []

        def expire() -> None:
            expired.append(True)
            self._end()

        cancel = self._alarm(max(0.0, deadline - time.monotonic()), expire)
        try:
            while left > 0:
                left = step(left)
        except (OSError, GoneError) as error:
            raise (LateError if expired else GoneError) from error
        finally:
            cancel()

    def unasked(self) -> bool:
        """Not to be known without ``poll``."""
        return False

    def close(self) -> None:
        """Close both ends; twice does no harm."""
        for stream in (self._to, self._from):
            stream.close()


def _wait(fd: int, events: int, deadline: float) -> None:
    left = deadline - time.monotonic()
    poll = select.poll()
    poll.register(fd, events)
    if left <= 0 or not poll.poll(left * 1000):
        raise LateError


def _widen(fd: int) -> None:
    """A larger pipe saves turns; where it is refused, the usual size does."""
    if sys.platform.startswith("linux"):
        import fcntl

        try:
            fcntl.fcntl(fd, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        except OSError:
            return
