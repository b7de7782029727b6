"""What keeps the program off every network, and what can be said about it while it runs.

Standard library only: it does its work before Qt is loaded.
"""

from __future__ import annotations

import json
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
_LIBRARY = re.compile(
    r"(Qt6?Network|(lib)?ssl[-.]|libnss_dns|(lib)?curl[-.]|(lib)?gnutls|(lib)?avformat|librtmp"
    r"|(lib)?srt[-.]|librist|libzmq)[\w.-]*"
)
_STEM = re.compile(r"(?:lib)?([A-Za-z_]+)")

FOR_VIDEO = {
    "avformat": "FFmpeg's reader of containers; protocols for networks are built into it",
    "gnutls": "TLS for those protocols; FFmpeg's reader is linked with it",
}
"""The libraries for networks that the program with the decoder of video holds, and no other, by the
stems of their names. The wheel of PyAV links all of its modules with them: they cannot be left out
without changing its binaries."""

BECAUSE = "linked by FFmpeg, opened in the locked decode child only, whose sockets are denied"
DECODER = "av"
"""The package that brings them; its libraries stand in one folder."""
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


def keep_out() -> None:
    """Refuse the decoder of video to this process for good: importing it fails from now on.

    Called by every start of the program but that of the decoding child.
    """
    sys.modules[DECODER] = None  # type: ignore[assignment]


def network_libraries() -> list[str]:
    """Libraries for networks that must not be: those in the frozen program's folder without the
    closed exception for video, and all that are loaded in this process (Linux)."""
    inside = {path.name for path in _inside() if not _is_for_video(path)}
    return sorted(inside.union(_loaded()))


def excepted_libraries() -> dict[str, str]:
    """The libraries for networks that the program with video holds, each with the reason; empty
    in every other program."""
    names = sorted({path.name for path in _inside() if _is_for_video(path)})
    return {name: f"{FOR_VIDEO[_stem(name)]}; {BECAUSE}" for name in names}


def _loaded() -> set[str]:
    """The libraries for networks that are in this process now (Linux)."""
    maps = Path("/proc/self/maps")
    if not maps.exists():
        return set()
    lines = maps.read_text("utf-8", "replace").splitlines()
    names = (line.rpartition("/")[2] for line in lines)
    return {name for name in names if _LIBRARY.match(name)}


def _program() -> Path | None:
    """The folder of the frozen program; None from source."""
    return Path(sys.executable).resolve().parent if getattr(sys, "frozen", False) else None


def _inside() -> list[Path]:
    """The libraries for networks in the frozen program's folder, by their names."""
    program = _program()
    if program is None:
        return []
    return [p for p in (program / "_internal").rglob("*") if _LIBRARY.match(p.name)]


def _is_for_video(path: Path) -> bool:
    """Whether the exception holds for a file: this is the program with video, its name stands in
    the table, and the file itself lies with the decoder's own libraries."""
    program = _program()
    if program is None or _stem(path.name) not in FOR_VIDEO or not has_video():
        return False
    real = path.resolve()
    home = (program / "_internal").resolve()
    return real.is_relative_to(home / f"{DECODER}.libs") or real.is_relative_to(home / DECODER)


def _stem(name: str) -> str:
    found = _STEM.match(name)
    return found[1] if found else ""


def has_video() -> bool:
    """Whether this is the frozen program that was built with the decoder of video."""
    program = _program()
    if program is None:
        return False
    try:
        said = json.loads((program / "build-info.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(said, dict) and said.get("video") is True


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
