"""The log on disk: what the program did not expect, and never a word of a case.

A record is written as its level, the place in our code, the fixed words of the call and what kind
its values were. Values that are text stay out unless our own code vouches for them with ``Safe``;
of an exception its type and the places it passed, not its message. Standard library only.
"""

from __future__ import annotations

import logging
import logging.handlers
import os
import traceback
from pathlib import Path

OWN = Path(__file__).resolve().parent
NAME = "reviewer.log"
LARGEST = 512 * 1024
KEPT = 4


class Safe(str):
    """Text that our own code made of names of types, places in the code and versions."""

    __slots__ = ()


class Discreet(logging.Formatter):
    """Writes a record without any text from outside."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and one for each place that an exception passed."""
        when = self.formatTime(record, "%Y-%m-%dT%H:%M:%S")
        line = f"{when} {record.levelname} {record.name} {_place(record.pathname, record.lineno)}"
        words = _words(record) if _ours(record.name) else ""
        lines = [f"{line} {words}".rstrip()]
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            lines.append(f"  {kind.__module__}.{kind.__name__}")
            frames = traceback.extract_tb(trace)
            lines += [f"  {_place(frame.filename, frame.lineno or 0)}" for frame in frames]
        return "\n".join(lines)


def _ours(name: str) -> bool:
    return name == "reviewer" or name.startswith("reviewer.")


def _words(record: logging.LogRecord) -> str:
    """The words of the call with its values made harmless; others' words stay out altogether."""
    if not isinstance(record.args, tuple):
        return str(record.msg) if not record.args else ""
    try:
        return str(record.msg) % tuple(map(_shown, record.args))
    except (TypeError, ValueError):
        return f"<{len(record.args)} values>"


def _shown(value: object) -> object:
    """A value for the words of a call: a number as it is."""
    return value if isinstance(value, int | float) else _Shown(harmless(value))


class _Shown(str):
    """Text whose ``repr`` is itself, so that ``%r`` adds nothing."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def harmless(value: object) -> str:
    """A value as the log may show it."""
    if isinstance(value, Safe):
        return str(value)
    if value is None or isinstance(value, bool | int | float):
        return str(value)
    if isinstance(value, BaseException):
        return type(value).__name__
    if isinstance(value, str | bytes):
        return f"<{len(value)} characters>"
    return f"<{type(value).__name__}>"


def _place(filename: str, line: int) -> str:
    path = Path(filename)
    inside = path.is_relative_to(OWN)
    return f"{path.relative_to(OWN).as_posix() if inside else path.name}:{line}"


class _Private(logging.handlers.RotatingFileHandler):
    """A file that only its owner reads, also after it was turned over."""

    def _open(self):  # type: ignore[no-untyped-def]
        file = super()._open()
        os.chmod(self.baseFilename, 0o600)
        return file


def start(folder: Path) -> logging.Handler | None:
    """Write warnings and worse into a folder of ours; None where that cannot be.

    The files turn over at half a megabyte, four old ones are kept; folder and files are private.
    """
    try:
        make_private(folder)
        handler = _Private(
            folder / NAME, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", delay=False
        )
    except OSError:
        return None
    handler.setLevel(logging.WARNING)
    handler.setFormatter(Discreet())
    logging.getLogger().addHandler(handler)
    return handler


def stop(handler: logging.Handler | None) -> None:
    """Let go of the file."""
    if handler is not None:
        logging.getLogger().removeHandler(handler)
        handler.close()


def make_private(folder: Path) -> None:
    """Make a folder and those above it that are missing, all for their owner alone (0700)."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for path in reversed(missing):
        path.mkdir(mode=0o700, exist_ok=True)


def looser(folder: Path) -> bool:
    """Whether others on the machine may look into a folder (POSIX)."""
    try:
        return os.name == "posix" and bool(folder.stat().st_mode & 0o077)
    except OSError:
        return False
