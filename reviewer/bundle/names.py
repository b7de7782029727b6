"""Which names a file in a bag may have, and how large a bag may be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reviewer.bundle.codes import Violation

MiB = 1024 * 1024
GiB = 1024 * MiB


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes, counts of files, levels of folders."""

    files: int = 200_000
    depth: int = 6
    tag_file: int = 64 * MiB
    total: int = 1024 * GiB
    ratio: int = 100
    line: int = 256 * 1024
    header: int = 4 * MiB


_NAME = re.compile(r"[A-Za-z0-9._-]{1,200}\Z")
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"]
    + [f"{port}{n}" for port in ("com", "lpt") for n in range(10)]
)


def check_name(name: str, limits: Limits) -> Violation | None:
    """What is wrong with a path inside a bag (slashes between parts), if anything."""
    parts = name.split("/")
    for part in parts:
        if not _NAME.match(part) or part.strip(".") == "" or part.endswith("."):
            return Violation("name", printable(name), detail=f"The part {printable(part)!r}.")
        if part.split(".", 1)[0].casefold() in _DEVICES:
            return Violation("device_name", name)
    if len(parts) > limits.depth:
        return Violation("depth", name, detail=f"{len(parts)} levels, {limits.depth} allowed.")
    return None


def check_names(names: Iterable[str], limits: Limits) -> list[Violation]:
    """All violations of a list of paths: each name, twins by case, too many."""
    found: list[Violation] = []
    folded: dict[str, str] = {}
    count = 0
    for name in names:
        count += 1
        wrong = check_name(name, limits)
        if wrong:
            found.append(wrong)
            continue
        found.extend(_twins(name, folded))
    if count > limits.files:
        detail = f"{count} files, {limits.files} allowed."
        found.append(Violation("too_many_files", detail=detail))
    return found


def _twins(name: str, folded: dict[str, str]) -> list[Violation]:
    """Notes every prefix of a path by its folded form; a different spelling is a twin."""
    found = []
    parts = name.split("/")
    for n in range(1, len(parts) + 1):
        prefix = "/".join(parts[:n])
        other = folded.setdefault(prefix.casefold(), prefix)
        if other != prefix:
            found.append(Violation("case_twin", name, detail=f"The twin of {other}."))
            break
    return found


def printable(text: str) -> str:
    """A name from outside as safe ASCII, at most 120 characters."""
    plain = text.encode("ascii", "backslashreplace").decode("ascii")
    plain = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in plain)
    return plain if len(plain) <= 120 else plain[:117] + "..."
