"""A fence for a command where the machine gives no empty network namespace: the system call that
makes a socket refuses the internet families, for the command and all its children.

``python3 -m reviewer.packaging.fence [--kill] COMMAND…``   with ``--kill`` who tries it ends
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys

REFUSED = (2, 10, 17)
"""AF_INET, AF_INET6, AF_PACKET, by the kernel's numbers."""

_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _KILL, _ERRNO_EACCES = 0x7FFF0000, 0x80000000, 0x00050000 | 13
_NUMBER_AT, _ARCH_AT, _ARG0_AT = 0, 4, 16
_PR_SET_SECCOMP, _MODE_FILTER, _PR_SET_NO_NEW_PRIVS = 22, 2, 38


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def program(machine: str, *, kill: bool) -> bytes:
    """The filter for a machine (``x86_64`` or ``aarch64``), 8 bytes a step.

    Raises:
        KeyError: no numbers are known for this machine.
    """
    arch, socket = _MACHINES[machine]

    def step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
        return struct.pack("=HBBI", code, if_true, if_false, value)

    count = len(REFUSED)
    steps = [
        step(_LOAD, _ARCH_AT),
        step(_EQUAL, arch, 1, 0),
        step(_RETURN, _KILL),
        step(_LOAD, _NUMBER_AT),
        step(_EQUAL, socket, 0, count + 1),
        step(_LOAD, _ARG0_AT),
        *(step(_EQUAL, family, count - n, 0) for n, family in enumerate(REFUSED)),
        step(_RETURN, _ALLOW),
        step(_RETURN, _KILL if kill else _ERRNO_EACCES),
    ]
    return b"".join(steps)


def put_up(*, kill: bool) -> None:
    """Put the fence around this process, for good.

    Raises:
        OSError: the kernel refuses, or this is no Linux that we know.
    """
    machine = platform.machine()
    if not sys.platform.startswith("linux") or machine not in _MACHINES:
        raise OSError(f"there is no such fence on {sys.platform} {machine}")
    libc = ctypes.CDLL(None, use_errno=True)
    code = program(machine, kill=kill)
    buffer = ctypes.create_string_buffer(code, len(code))
    filter_ = _Program(len(code) // 8, ctypes.addressof(buffer))
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "no_new_privs was refused")
    if libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(filter_), 0, 0):
        raise OSError(ctypes.get_errno(), "the kernel refused the filter")


def main(arguments: list[str]) -> int:
    """Become the command, behind the fence."""
    kill = arguments[:1] == ["--kill"]
    command = arguments[1:] if kill else arguments
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        put_up(kill=kill)
        os.execvp(command[0], command)
    except OSError as error:
        print(f"fence: {error}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
