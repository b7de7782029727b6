"""What keeps the program off every network, and what can be said about it while it runs.

Standard library only: it does its work before Qt is loaded.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import MutableMapping
from pathlib import Path

PLATFORMS = ("offscreen", "minimal", "xcb", "wayland", "windows", "cocoa")
KEPT = ("QT_SCALE_FACTOR", "QT_QPA_FONTDIR", "QT_IM_MODULE", "QT_ACCESSIBILITY")
"""The ``QT_*`` variables that a person may set: size, fonts, input method, accessibility."""

CLEARED = "REVIEWER_CLEARED"
"""The variable in which the names of those taken away are handed on, for ``doctor``."""

_PREFIXES = ("QT_", "QML", "QSG_", "QTWEBENGINE")
_LIBRARY = re.compile(r"(Qt6?Network|libssl|libnss_dns|libcurl|libgnutls)[\w.-]*")
_TABLES = ("tcp", "tcp6", "udp", "udp6", "udplite", "udplite6", "raw", "raw6")


def scrub(environ: MutableMapping[str, str] | None = None) -> list[str]:
    """Take foreign ``QT_*`` variables away before Qt reads them.

    One of them could open a port (the VNC platform), load code (plugin paths) or write files. Of
    ``QT_QPA_PLATFORM`` only the name of a window system stays, without its arguments.

    Returns:
        The names taken away, in order; children are told them too.
    """
    environ = os.environ if environ is None else environ
    before = environ.get("QT_QPA_PLATFORM")
    names = {n for n in environ if n.startswith(_PREFIXES) and n not in KEPT}
    for name in names:
        del environ[name]
    if before is not None:
        known = [
            p for p in (part.partition(":")[0] for part in before.split(";")) if p in PLATFORMS
        ]
        if known:
            environ["QT_QPA_PLATFORM"] = known[0]
        if known and known[0] == before:
            names.discard("QT_QPA_PLATFORM")
    told = sorted(names | set(filter(None, environ.get(CLEARED, "").split(","))))
    if told:
        environ[CLEARED] = ",".join(told)
    return sorted(names)


def cleared() -> list[str]:
    """The names of the variables that were taken away from this process and its parents."""
    return [name for name in os.environ.get(CLEARED, "").split(",") if name]


def network_libraries() -> list[str]:
    """Libraries for networks: those in the frozen program's folder, those loaded now (Linux)."""
    found = set()
    if getattr(sys, "frozen", False):
        inside = Path(sys.executable).resolve().parent / "_internal"
        found = {p.name for p in inside.rglob("*") if _LIBRARY.search(p.name)}
    maps = Path("/proc/self/maps")
    if maps.exists():
        for line in maps.read_text("utf-8", "replace").splitlines():
            name = line.rpartition("/")[2]
            if _LIBRARY.search(name):
                found.add(name)
    return sorted(found)


def internet_sockets() -> int | None:
    """How many sockets of the internet families this process holds; None where nobody can say.

    Counted on Linux: the socket files of the process that stand in the kernel's tables.
    """
    mine = set()
    try:
        for name in os.listdir("/proc/self/fd"):
            try:
                target = os.readlink(f"/proc/self/fd/{name}")
            except OSError:  # the one that lists them
                continue
            if target.startswith("socket:["):
                mine.add(target[8:-1])
        theirs = set()
        for table in _TABLES:
            path = Path("/proc/self/net") / table
            if path.exists():
                theirs |= {line.split()[9] for line in path.read_text().splitlines()[1:]}
    except OSError:
        return None
    return len(mine & theirs)
