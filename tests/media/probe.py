"""Locks itself as the decoding child does and then tries what a broken-into decoder would try.

Run by ``test_sandbox.py``: ``python probe.py ROOT layer,layer [MODULE]``, with a module loaded
before the lock. Prints one JSON object: the state of the layers, and for each probe ``allowed`` or
the name of the error. Not part of the
program: the real child has no request for any of this.
"""

from __future__ import annotations

import ctypes
import errno
import importlib
import json
import mmap
import os
import signal
import socket
import sys
from collections.abc import Callable

sys.path.insert(0, sys.argv[1])

from reviewer.media import sandbox

LIBC = ctypes.CDLL(None, use_errno=True)
PARENT = os.getppid()
SYSCALLS = {"x86_64": (425, 321, 323, 101), "aarch64": (425, 280, 282, 117)}[os.uname().machine]
MPTCP = 262


def raw(number: int, *args: int) -> None:
    if LIBC.syscall(ctypes.c_long(number), *(ctypes.c_long(a) for a in args)) < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def connect(family: int, kind: int, address: object, protocol: int = 0) -> None:
    with socket.socket(family, kind, protocol) as probe:
        try:
            probe.connect(address)  # type: ignore[arg-type]
        except OSError as error:
            if error.errno not in (errno.ECONNREFUSED, errno.ENOENT):
                raise


def send_udp() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.sendto(b"x", ("127.0.0.1", 9))


def fork() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def raise_limit() -> None:
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (soft, soft))


def executable_memory() -> None:
    mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC).close()


def much_memory() -> None:
    mmap.mmap(-1, 4 * 1024**3).close()


PROBES: dict[str, Callable[[], object]] = {
    "open": lambda: os.close(os.open("/etc/hosts", os.O_RDONLY)),
    "own source": lambda: os.close(os.open(__file__, os.O_RDONLY)),
    "write": lambda: os.close(os.open("/dev/shm", os.O_RDWR | os.O_TMPFILE)),
    "list": lambda: os.listdir("/"),
    "stat": lambda: os.stat("/etc/hosts"),
    "tcp": lambda: connect(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 9)),
    "mptcp": lambda: connect(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 9), MPTCP),
    "udp": send_udp,
    "unix": lambda: connect(socket.AF_UNIX, socket.SOCK_STREAM, "/nonexistent/socket"),
    "abstract unix": lambda: connect(socket.AF_UNIX, socket.SOCK_STREAM, "\0nobody-listens"),
    "fork": fork,
    "signal the parent": lambda: os.kill(PARENT, 0),
    "signal itself": lambda: os.kill(os.getpid(), signal.SIGCONT),
    "ptrace": lambda: raw(SYSCALLS[3], 0, 0, 0, 0),
    "io_uring": lambda: raw(SYSCALLS[0], 0, 0),
    "bpf": lambda: raw(SYSCALLS[1], 0xFFFF, 0, 0),
    "userfaultfd": lambda: raw(SYSCALLS[2], 1),
    "limits": raise_limit,
    "executable memory": executable_memory,
    "much memory": much_memory,
    "exec": lambda: os.execv("/bin/true", ["true"]),  # last: where it is allowed, we are gone
}


def attempt(probe: Callable[[], object]) -> str:
    try:
        probe()
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, "?")
    return "allowed"


def main() -> None:
    import resource  # noqa: F401 - loaded before the lock

    for name in sys.argv[3:]:
        importlib.import_module(name)

    chosen = sys.argv[2].split(",")
    wanted = [n for n in PROBES if n != "exec" or chosen != ["rlimit"]]
    state = sandbox.lock(chosen)
    results = {name: attempt(PROBES[name]) for name in wanted}
    os.write(1, json.dumps({"layers": state, "probes": results}).encode())


main()
