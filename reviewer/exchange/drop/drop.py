"""The drop folder, on a stick or a share: its places, what lies there, how a file is read.

Nothing in it is believed by its name. Links and special files are never opened, what is not ours is
left alone and named.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reviewer.domain.errors import Damaged, Refused
from reviewer.trust.canonical import sha256_hex

PACKAGES, BUNDLES, FEEDBACK = "packages", "bundles", "feedback"
PLACES = {PACKAGES: 0, BUNDLES: 1, FEEDBACK: 1}
"""The folders of a drop folder, and how many folders deep files lie below each."""
ENDINGS = (".zip", ".age")
MOST = 20_000
"""So many names are looked at."""
CHUNK = 1 << 20
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
_PORTS = [f"{name}{number}" for name in ("com", "lpt") for number in range(10)]
_DEVICES = frozenset(["con", "prn", "aux", "nul", *_PORTS])
"""Names that Windows keeps for devices (learn.microsoft.com, Naming Files, Paths)."""
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_FLAGS |= getattr(os, "O_NONBLOCK", 0)

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, order=True)
class Lying:
    """A file that may be ours: its place, its name in the folder, bytes."""

    place: str
    name: str
    path: Path
    size: int


@dataclass(frozen=True, order=True)
class Left:
    """Something that is left alone, and why."""

    name: str
    why: str


def safe_name(pseudonym: str) -> str:
    """A pseudonym as a name that every disk can hold; what no name may hold becomes a dash, and
    then six digits of its hash tell it from others."""
    plain = "".join(c if c in _PLAIN else "-" for c in pseudonym)
    if plain != pseudonym or plain.lower() in _DEVICES or plain.startswith("-"):
        plain = f"{plain.strip('-') or 'name'}-{sha256_hex(pseudonym)[:6]}"
    return plain


def name_of(pseudonym: str, package_id: str, *, sealed: bool) -> str:
    """``heron-0123456789abcdef.zip``: who wrote it, and which package it is."""
    return f"{safe_name(pseudonym)}-{package_id[:16]}.zip{'.age' if sealed else ''}"


def shown(name: str) -> str:
    """A file's name that can be printed and stored, whatever bytes it has."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def part_name(name: str, device: str) -> str:
    """The name under which a device writes a file until it is whole."""
    return f".{name}.{device[:8]}.part"


def is_part(name: str, device: str) -> bool:
    """Whether it is an unfinished file of this device."""
    return name.startswith(".") and name.endswith(f".{device[:8]}.part")


def survey(folder: Path, device: str) -> tuple[list[Lying], list[Left]]:
    """What lies in a drop folder, in the order of its names; nothing is opened.

    Args:
        device: whose unfinished files are not named: the next run takes them away.

    Raises:
        Refused: ``no_folder``; ``too_many`` files.
        Damaged: ``read``, the disk.
    """
    if not folder.is_dir():
        raise Refused(
            "There is no such folder.",
            code="no_folder",
            file=str(folder),
            next_step="Put the stick in, or connect the share, and try again.",
        )
    found: list[Lying] = []
    left: list[Left] = []
    try:
        for number, one in enumerate(_walk(folder, device)):
            if number == MOST:
                raise _too_many(folder)
            if isinstance(one, Lying):
                found.append(one)
            else:
                left.append(one)
    except OSError as error:
        raise Damaged(
            f"The folder cannot be read ({error.strerror or error}).",
            code="read",
            file=str(folder),
            next_step="Nothing was written. Look at the stick or the share, and try again.",
        ) from error
    return sorted(found), sorted(left)


def _too_many(folder: Path) -> Refused:
    return Refused(
        f"There are more than {MOST:,} files in it.",
        code="too_many",
        file=str(folder),
        next_step="Move old ones away, or choose another folder.",
    )


def _walk(folder: Path, device: str) -> Iterator[Lying | Left]:
    for entry in _entries(folder):
        if entry.name in PLACES and entry.is_dir(follow_symlinks=False):
            yield from _place(Path(entry.path), entry.name, entry.name, device)
        else:
            yield Left(shown(entry.name), _why(entry))


def _place(at: Path, place: str, name: str, device: str) -> Iterator[Lying | Left]:
    deeper = name.count("/") < PLACES[place]
    for entry in _entries(at):
        inside = f"{name}/{shown(entry.name)}"
        if is_part(entry.name, device):
            continue
        if entry.is_dir(follow_symlinks=False) and deeper:
            yield from _place(Path(entry.path), place, inside, device)
        elif entry.is_file(follow_symlinks=False) and _is_ours(entry.name):
            size = entry.stat(follow_symlinks=False).st_size
            yield Lying(place, inside, Path(entry.path), size)
        else:
            yield Left(inside, _why(entry))


def _entries(at: Path) -> list[os.DirEntry[str]]:
    """What is in a folder, by name; a folder that is too large is not read to its end."""
    found = []
    with os.scandir(at) as entries:
        for entry in entries:
            found.append(entry)
            if len(found) > MOST:
                raise _too_many(at)
    return sorted(found, key=_entry_name)


def _entry_name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _is_ours(name: str) -> bool:
    return name.lower().endswith(ENDINGS) and not name.startswith(".")


def _why(entry: os.DirEntry[str]) -> str:
    if entry.is_symlink():
        return "a link, which is never followed"
    if entry.is_dir(follow_symlinks=False):
        return "a folder that is none of ours"
    if not entry.is_file(follow_symlinks=False):
        return "a special file, which is never opened"
    if entry.name.startswith(".") and entry.name.endswith(".part"):
        return "somebody is still writing it, or was interrupted"
    return "a file that is none of ours"


def digest(one: Lying, tell: Tell) -> str:
    """SHA-256 of a file, read piece by piece so that a slow stick can be stopped.

    Raises:
        Refused: what ``tell`` raises.
        Damaged: ``read``, the disk; or it is a link or no ordinary file any more.
    """
    hashed = hashlib.sha256()
    try:
        with os.fdopen(os.open(one.path, _FLAGS), "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise OSError(errno.ELOOP, "it is no ordinary file any more")
            done = 0
            while piece := stream.read(CHUNK):
                hashed.update(piece)
                done += len(piece)
                tell(f"reading {one.name}", done, max(one.size, done))
    except OSError as error:
        raise Damaged(
            f"It cannot be read ({error.strerror or error}).",
            code="read",
            file=one.name,
            next_step="Look at the stick or the share, and try again.",
        ) from error
    return hashed.hexdigest()
