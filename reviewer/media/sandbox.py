"""The layers that a decoding child puts on itself once it is warm and before it reads a byte.

``lock()`` takes away, for good: files, network, other processes, more memory than it needs.
Each layer reports ``on`` or why not; nothing is silently left off. On systems other than
Linux the kernel layers say so.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Collection

from reviewer.media import landlock, seccomp

if sys.platform != "win32":  # here, because nothing can be loaded once the lock is on
    import resource

LAYERS = ("rlimit", "landlock", "seccomp")

MEMORY_BYTES = 1536 * 1024 * 1024
"""Address space of the child: a 60-megapixel picture with its working copies fits."""
CPU_SECONDS = 600
"""Processor time of one child in all; it asks to be replaced at half of it."""

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4
_SIGKILL = 9


def tie_to_parent() -> None:
    """Die with the thread that started us, and let nobody read our memory (Linux)."""
    if not sys.platform.startswith("linux"):
        return
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def lock(layers: Collection[str] = LAYERS) -> dict[str, str]:
    """Put the layers on this process; there is no way back.

    Args:
        layers: which of ``LAYERS``; all but in tests.

    Returns:
        Every layer with ``on`` (perhaps with a remark) or ``off: why``.
    """
    why = _threads()
    state = dict.fromkeys(LAYERS, "off: not asked for")
    if "landlock" in layers:
        state["landlock"] = why or landlock.restrict()
    if "rlimit" in layers:
        state["rlimit"] = _limits()
    if "seccomp" in layers:
        state["seccomp"] = why or seccomp.restrict()
    return state


def _threads() -> str:
    """Both kernel layers bind one thread: with a second one they would promise too much."""
    if not sys.platform.startswith("linux"):
        return ""
    try:
        count = len(os.listdir("/proc/self/task"))
    except OSError:
        return ""
    return "" if count == 1 else f"off: {count} threads run already"


def _limits() -> str:
    if sys.platform == "win32":
        return "off: this system has no resource limits"
    wanted = {
        "RLIMIT_AS": MEMORY_BYTES,
        "RLIMIT_CPU": CPU_SECONDS,
        "RLIMIT_CORE": 0,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_NPROC": 0,
        "RLIMIT_MEMLOCK": 0,
        "RLIMIT_MSGQUEUE": 0,
        "RLIMIT_NOFILE": 0,
    }
    missing: list[str] = []
    for name, value in wanted.items():
        try:
            resource.setrlimit(getattr(resource, name), (value, value))
        except (AttributeError, ValueError, OSError):
            missing.append(name.removeprefix("RLIMIT_"))
    if "AS" in missing and not sys.platform.startswith("linux"):
        return "on: without a memory limit, which this system does not keep"
    return f"on: without {', '.join(missing)}" if missing else "on"
