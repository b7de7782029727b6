"""A real child that misbehaves when it meets certain bytes, after it has locked itself.

Run by ``test_faults.py``: ``python crafted.py ROOT [MEMORY]``. The locks, the frames and the
pictures are those of the program; only these four words make trouble.
"""

from __future__ import annotations

import os
import sys

sys.path.insert(0, sys.argv[1])

from reviewer.media import child, protocol, sandbox
from reviewer.media.protocol import Reply, Request

if len(sys.argv) > 2:
    sandbox.MEMORY_BYTES = int(sys.argv[2])

real = child.Worker.answer


def answer(self: child.Worker, request: Request, data: bytes) -> tuple[Reply, bytes]:
    if data.startswith(b"CRASH"):
        os._exit(139)
    while data.startswith(b"HANG"):
        pass
    if data.startswith(b"HUNGRY"):
        try:
            return real(self, request, bytes(8 * 1024**3))
        except MemoryError:
            return Reply(protocol.FAILED, number=request.number, reason="memory"), b""
    if data.startswith(b"RETIRE"):
        return Reply(protocol.PIXELS, request.number, "png", 2, "internal", 1, 1, 1, 1, 3), b"abc"
    return real(self, request, data)


child.Worker.answer = answer  # type: ignore[method-assign]
sys.exit(child.main())
