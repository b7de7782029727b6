"""The program's side of the decoder: one locked child, deadlines, restarts, poison memory.

Nothing from a file is interpreted here. A request goes out, a header comes back and is checked
against the question before its bytes are read; whatever does not fit ends the child.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Self

from reviewer.media import protocol
from reviewer.media.child_process import Child
from reviewer.media.launch import child_command
from reviewer.media.model import (
    DecodeFailed,
    FaultCount,
    Limits,
    Pixels,
    PoisonList,
    PoisonMemory,
    Spec,
    refusal,
    unfit,
)
from reviewer.media.pipe import GoneError, LateError
from reviewer.media.protocol import FrameError, Hello, Reply, Request

__all__ = ["DecodeFailed", "Decoder", "Limits", "Pixels", "Spec", "child_command"]


class Decoder:
    """Pictures out of untrusted bytes, through a locked child. Safe to call from any thread.

    Args:
        limits: deadlines in seconds and how many faults a minute are borne.
        memory: where files that stopped the child are remembered; by default for this run only.
        command: another child, for tests.
        clock: seconds that only grow; for counting faults.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        memory: PoisonMemory | None = None,
        command: Sequence[str] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limits = limits or Limits()
        self._memory: PoisonMemory = memory if memory is not None else PoisonList()
        self._command = list(command) if command is not None else child_command()
        self._lock = threading.Lock()
        # The child dies with the *thread* that started it, so one thread of ours starts all.
        self._keeper = ThreadPoolExecutor(1, thread_name_prefix="decoder-keeper")
        self._child: Child | None = None
        self._known: Hello | None = None
        self._faults = FaultCount(self._limits.faults_a_minute, clock)
        self._number = 0
        self._closed = False

    def decode(self, data: bytes, spec: Spec, sha256: str = "", *, again: bool = False) -> Pixels:
        """An upright picture that fits the box of ``spec``.

        Args:
            data: the whole file.
            spec: which kind, and the box in pixels.
            sha256: of ``data``, where the caller knows it already.
            again: try even a file that is remembered as poisonous.

        Raises:
            DecodeFailed: with a reason from ``protocol.REASONS``.
        """
        head, body = self._ask(protocol.DECODE, spec, data, sha256, again)
        animated = bool(head.flags & protocol.ANIMATED)
        source = head.source_width, head.source_height
        return Pixels(head.width, head.height, body, *source, head.format, animated)

    def thumbnail(
        self, data: bytes, width: int, height: int, sha256: str = "", *, again: bool = False
    ) -> bytes:
        """A small JPEG file for the cache; it is decoded in the child again when shown.

        Raises:
            DecodeFailed: as ``decode``.
        """
        return self._ask(protocol.ENCODE, Spec("thumb", width, height), data, sha256, again)[1]

    def decode_cached(self, jpeg: bytes) -> Pixels:
        """The pixels of a file that ``thumbnail`` gave, at its own size."""
        return self.decode(jpeg, Spec("thumb", protocol.MAX_SIDE, protocol.MAX_SIDE))

    def layers(self) -> dict[str, str]:
        """How the child is locked: rlimit, landlock, seccomp to ``on`` or ``off: why``."""
        with self._lock:
            return dict(self._ready().hello.layers)

    def known_layers(self) -> dict[str, str]:
        """As ``layers``, of the child that was started last: without waiting for a picture, or for
        the next child. Where none was started yet, or none may be, as ``layers``."""
        known = self._known
        return self.layers() if known is None or self.disabled else dict(known.layers)

    def formats(self) -> tuple[str, ...]:
        """The formats that the child opens here."""
        with self._lock:
            return self._ready().hello.formats

    @property
    def disabled(self) -> bool:
        """Whether too many faults in the last minute keep the decoder from starting."""
        return self._faults.too_many()

    @property
    def child_pid(self) -> int | None:
        """The process id of the child that waits now, if one does."""
        child = self._child
        return child.pid if child is not None else None

    def renew(self) -> None:
        """A fresh child before the next picture: between cases, so that a file of one cannot
        touch what is shown of another."""
        with self._lock:
            self._drop()

    def close(self) -> None:
        """End the child; a picture that is being decoded fails as ``closed``."""
        self._closed = True
        child = self._child
        if child is not None:
            child.kill()
        with self._lock:
            self._drop()
        self._keeper.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(
        self, op: int, spec: Spec, data: bytes, sha256: str, again: bool
    ) -> tuple[Reply, bytes]:
        if len(data) > protocol.MAX_BYTES:
            raise DecodeFailed("too_many_bytes")
        sha256 = sha256 or hashlib.sha256(data).hexdigest()
        with self._lock:
            if not again and self._memory.poisoned(sha256):
                raise DecodeFailed("poisoned", True)
            self._number = self._number % 0xFFFFFFFF + 1
            request = Request(op, spec.kind, spec.width, spec.height, self._number, len(data))
            try:
                head, body = self._exchange(request, data)
            except DecodeFailed as error:
                if error.poisonous:
                    self._memory.poison(sha256, error.reason)
                raise
            if head.flags & protocol.RETIRE:
                self._drop()
            return head, body

    def _exchange(self, request: Request, data: bytes) -> tuple[Reply, bytes]:
        """One question and its answer; a fault ends the child."""
        child = self._deliver(request, data)
        deadline = time.monotonic() + self._limits.deadline
        try:
            head = protocol.parse_reply(child.pipes.receive(protocol.REPLY_SIZE, deadline))
            protocol.check_reply(request, head)
            body = child.pipes.receive(head.length, deadline)
            protocol.check_body(head, body)
        except (GoneError, LateError, FrameError) as error:
            raise self._fault(error, blame=True) from error
        if head.status == protocol.FAILED:
            raise refusal(head)
        return head, body

    def _deliver(self, request: Request, data: bytes) -> Child:
        """Hand the request over. A child that ends before it has all of it never opened the
        file, so a second one is tried."""
        for last in (False, True):
            child = self._ready()
            deadline = time.monotonic() + self._limits.deadline
            try:
                child.pipes.send(request.pack(), deadline)
                child.pipes.send(data, deadline)
            except (GoneError, LateError) as error:
                failed = self._fault(error, blame=False)
                if last or self._closed or isinstance(error, LateError):
                    raise failed from error
            else:
                return child
        raise AssertionError("the second try returns or raises")

    def _fault(self, error: Exception, *, blame: bool) -> DecodeFailed:
        """End the child after a fault and say what it was."""
        self._drop()
        if self._closed:
            return DecodeFailed("closed")
        self._faults.add()
        names = {GoneError: "crash", LateError: "hang", FrameError: "garbage"}
        return DecodeFailed(names[type(error)], blame)

    def _ready(self) -> Child:
        """The child that waits, or a new one."""
        if self._closed:
            raise DecodeFailed("closed")
        if self._child is not None:
            if self._child.quiet():
                return self._child
            self._drop()
            self._faults.add()
        if self.disabled:
            raise DecodeFailed("disabled")
        self._child = self._start()
        return self._child

    def _start(self) -> Child:
        try:
            child = self._keeper.submit(Child, self._command, self._limits.start).result()
        except (OSError, GoneError, LateError, FrameError) as error:
            self._faults.add()
            raise DecodeFailed("start") from error
        problem = unfit(child.hello, self._limits)
        if problem is not None:
            child.end()
            raise problem
        self._known = child.hello
        return child

    def _drop(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.end()
