"""The decoding child: warms up, locks itself, then answers requests until its input ends.

Started as ``main()`` by ``client`` (or by the frozen program's ``--decode-worker``, before any
Qt import). Requests come on standard input, answers go to what was standard output; anything
a library prints goes nowhere. See ``protocol`` for the frames.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import struct
import sys
import time
import zlib
from types import ModuleType

from reviewer.media import protocol, sandbox
from reviewer.media.protocol import Reply, Request


def main(*, films: bool = False) -> int:
    """Run the child on this process's standard input and output. Returns the exit code.

    Args:
        films: be the child for videos. It alone loads FFmpeg, so that no picture meets it.
    """
    source, sink = _pipes()
    sandbox.tie_to_parent()
    name = "films" if films else "pictures"
    try:
        worker = Worker(importlib.import_module(f"reviewer.media.{name}"))
        formats = worker.warm_up()
    except ImportError as error:
        what = "The decoder of video" if films else "Pillow"
        _send_hello(sink, {"error": f"{what} is missing or broken ({type(error).__name__})"})
        return 1
    layers = sandbox.lock()
    _send_hello(sink, {"formats": formats, "layers": layers})
    while (request := _next(source)) is not None:
        data = _exactly(source, request.length)
        if data is None:
            break
        reply, body = worker.answer(request, data)
        del data
        _write(sink, reply.pack(), body)
    return 0


def _pipes() -> tuple[io.FileIO, io.FileIO]:
    """Our two pipes; file descriptors 1 and 2 are pointed at nothing."""
    sink = os.dup(1)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    os.close(nothing)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(0, os.O_BINARY)
        msvcrt.setmode(sink, os.O_BINARY)
    return io.FileIO(0, "r", closefd=False), io.FileIO(sink, "w")


class Worker:
    """Answers requests with the functions of ``pictures``."""

    def __init__(self, maker: ModuleType) -> None:
        self._pictures = maker

    def warm_up(self) -> list[str]:
        """Decode a sample of everything, so that nothing is loaded later, when it cannot be.

        Returns:
            The formats that can be opened here.
        """
        self._pictures.prepare()
        opened: set[str] = set()
        for name, data in self._pictures.samples():
            good = True
            for op, kind in [(1, kind) for kind in protocol.KINDS] + [(2, "thumb")]:
                request = Request(op, kind, 16, 12, 0, len(data))
                good = good and self.answer(request, data)[0].status != protocol.FAILED
            self.answer(Request(1, "full", 16, 12, 0, 0), data[: len(data) // 2])
            self.answer(Request(1, "thumb", 16, 12, 0, 0), data[:8])
            if good:
                opened.add(name)
        self._pictures.keep_only(opened)
        return sorted(opened)

    def answer(self, request: Request, data: bytes) -> tuple[Reply, bytes]:
        """The reply to one request and the bytes that follow it. Never raises an Exception."""
        try:
            made = self._pictures.make(data, request.kind, request.width, request.height)
            if request.op == protocol.ENCODE:
                status, body = protocol.JPEG, self._pictures.jpeg(made.image)
            else:
                status, body = protocol.PIXELS, made.image.tobytes()
        except Exception as error:  # noqa: BLE001 - the child outlives every file
            return self._failure(request, error), b""
        flags = _retire() | (protocol.ANIMATED if made.animated else 0)
        reply = Reply(
            status,
            number=request.number,
            format=made.format,
            flags=flags,
            width=made.image.width,
            height=made.image.height,
            source_width=made.source_width,
            source_height=made.source_height,
            length=len(body),
        )
        return reply, body

    def _failure(self, request: Request, error: Exception) -> Reply:
        width = height = 0
        if isinstance(error, self._pictures.UnfitError):
            reason, width, height = error.reason, error.width, error.height
        else:
            reason = _reason(error)
        return Reply(
            protocol.FAILED,
            number=request.number,
            reason=reason,
            flags=_retire(),
            source_width=width,
            source_height=height,
        )


_DAMAGE = (
    *(OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, RuntimeError),
    *(ArithmeticError, struct.error, zlib.error),
)


def _reason(error: Exception) -> str:
    """Which of the closed list an exception of Pillow is."""
    if isinstance(error, PermissionError | ImportError):
        return "blocked"
    if isinstance(error, MemoryError) or "out of memory" in str(error).lower():
        return "memory"
    if type(error).__name__.startswith("DecompressionBomb"):
        return "too_many_pixels"
    if isinstance(error, NotImplementedError):
        return "unsupported"
    return "broken" if isinstance(error, _DAMAGE) else "internal"


def _retire() -> int:
    """Ask to be replaced once half of the processor time is used."""
    return protocol.RETIRE if time.process_time() > sandbox.CPU_SECONDS / 2 else 0


def _next(source: io.FileIO) -> Request | None:
    """The next request; None at the end of input or when the frame cannot be trusted."""
    header = _exactly(source, protocol.REQUEST_SIZE)
    if header is None:
        return None
    try:
        return protocol.parse_request(header)
    except protocol.FrameError:
        return None


def _exactly(source: io.FileIO, size: int) -> bytes | None:
    parts = bytearray(size)
    view = memoryview(parts)
    while view:
        count = source.readinto(view)
        if not count:
            return None
        view = view[count:]
    return bytes(parts)


def _write(sink: io.FileIO, *parts: bytes) -> None:
    for part in parts:
        view = memoryview(part)
        while view:
            view = view[sink.write(view) :]


def _send_hello(sink: io.FileIO, words: dict[str, object]) -> None:
    body = json.dumps(words).encode()
    _write(sink, Reply(protocol.HELLO, length=len(body)).pack(), body)
