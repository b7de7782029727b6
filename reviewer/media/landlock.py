"""Landlock for the decoding child: no files, no TCP, no signals outward (Linux 5.13 and later).

Raw system calls through ctypes, so that no library is needed. The ruleset handles all rights
the running kernel knows and allows none of them.
"""

from __future__ import annotations

import ctypes
import os
import sys

_CREATE, _RESTRICT = 444, 446  # the same numbers on x86_64 and aarch64
_VERSION_FLAG = 1
_PR_SET_NO_NEW_PRIVS = 38
_FULL_ABI = 6

# (first ABI, file-system rights it knows): see the kernel's userspace-api/landlock page.
_FS_BITS = ((1, 13), (2, 14), (3, 15), (5, 16))


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


def handled(abi: int) -> tuple[int, int, int, int]:
    """Rights handled under an ABI: file system, network and scope masks, and the struct size."""
    bits = max(count for first, count in _FS_BITS if abi >= first)
    net = 0b11 if abi >= 4 else 0
    scope = 0b11 if abi >= 6 else 0
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    return (1 << bits) - 1, net, scope, size


def restrict() -> str:
    """Forbid this thread all of it, for good. Returns ``on`` (perhaps with less) or why not."""
    if not sys.platform.startswith("linux"):
        return "off: Landlock exists on Linux only"
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    abi = int(libc.syscall(ctypes.c_long(_CREATE), None, ctypes.c_size_t(0), _VERSION_FLAG))
    if abi < 1:
        return f"off: this kernel has no Landlock ({os.strerror(ctypes.get_errno())})"
    fs, net, scope, size = handled(abi)
    rules = _Ruleset(fs, net, scope)
    create = libc.syscall(ctypes.c_long(_CREATE), ctypes.byref(rules), ctypes.c_size_t(size), 0)
    if create < 0:
        return f"off: the ruleset was refused ({os.strerror(ctypes.get_errno())})"
    try:
        if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
            return f"off: no_new_privs was refused ({os.strerror(ctypes.get_errno())})"
        if libc.syscall(ctypes.c_long(_RESTRICT), ctypes.c_int(create), ctypes.c_uint32(0)):
            return f"off: the lock was refused ({os.strerror(ctypes.get_errno())})"
    finally:
        os.close(create)
    return _proved(abi)


def _proved(abi: int) -> str:
    try:
        os.close(os.open("/", os.O_RDONLY))
    except PermissionError:
        less = "on: this kernel's Landlock covers files but not all of network and signals"
        return "on" if abi >= _FULL_ABI else less
    except OSError as error:
        return f"off: the lock answered {error.errno} to the test call"
    return "off: the lock was taken but does not hold"
