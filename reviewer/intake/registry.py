"""Which sources there are, and which of them a file belongs to."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reviewer.bundle.names import printable
from reviewer.domain.errors import Refused
from reviewer.intake.sources.base import HEAD_BYTES, Source
from reviewer.intake.sources.bundle_source import BUNDLE, looks_like_bundle
from reviewer.intake.sources.reviewer_records import ReviewerRecords
from reviewer.intake.sources.twitter_v1 import TwitterV1
from reviewer.intake.sources.twitter_v2 import TwitterV2

SOURCES: tuple[Source, ...] = (ReviewerRecords(), TwitterV2(), TwitterV1())
"""In the order in which they are asked."""


@dataclass(frozen=True)
class Found:
    """A file or bundle that was met: its path, its name for people, and what it is.

    ``format`` is ``bundle``, the name of a source, or "" where it is left out for ``reason``.
    """

    path: Path
    name: str
    format: str = ""
    reason: str = ""

    @property
    def source(self) -> Source | None:
        """The source that reads it; None for a bundle and for what is left out."""
        return next((one for one in SOURCES if one.name == self.format), None)


def format_names() -> list[str]:
    """All that ``--format`` takes."""
    return [BUNDLE, *(source.name for source in SOURCES)]


def discover(paths: Sequence[Path], format_name: str | None = None) -> list[Found]:
    """Walks the paths, never following a link, and recognises every file by its content.

    Args:
        paths: files and folders.
        format_name: takes every file for this format instead of looking at it.

    Raises:
        Refused: ``not_found``, or ``format`` where there is no format of that name.
    """
    if format_name is not None and format_name not in format_names():
        raise Refused(
            f"There is no format {format_name!r}.",
            code="format",
            next_step=f"Choose one of: {', '.join(format_names())}.",
        )
    found: list[Found] = []
    seen: set[str] = set()
    for path in paths:
        if not path.exists():
            raise Refused("There is no such file or folder.", code="not_found", file=str(path))
        for one in _walk(path, _plain(path.name or str(path)), format_name):
            key = os.path.realpath(one.path)
            if key not in seen:
                seen.add(key)
                found.append(one)
    return _told_apart(found)


def _plain(name: str) -> str:
    """A name as it is, with what cannot be shown or stored written as its number."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def _told_apart(found: list[Found]) -> list[Found]:
    """Files of one name get their number after it: everything later goes by the name."""
    names = {one.name for one in found}
    used: set[str] = set()
    apart: list[Found] = []
    for one in found:
        name, number = one.name, 1
        while name in used or (number > 1 and name in names):
            number += 1
            name = f"{one.name} ({number})"
        used.add(name)
        apart.append(replace(one, name=name))
    return apart


def _walk(path: Path, name: str, format_name: str | None) -> Iterator[Found]:
    if path.is_dir():
        if looks_like_bundle(path):
            yield Found(path, name, BUNDLE)
        else:
            yield from _walk_folder(path, name, format_name)
    else:
        yield _file(path, name, format_name)


def _walk_folder(folder: Path, name: str, format_name: str | None) -> Iterator[Found]:
    try:
        entries = sorted(os.scandir(folder), key=_entry_name)
    except OSError as error:
        yield Found(folder, name, reason=f"It cannot be read: {error.strerror}.")
        return
    for entry in entries:
        inner = f"{name}/{printable(entry.name)}"
        path = Path(entry.path)
        try:
            mode = entry.stat(follow_symlinks=False).st_mode
        except OSError as error:
            yield Found(path, inner, reason=f"It cannot be read: {error.strerror}.")
            continue
        if stat.S_ISLNK(mode):
            yield Found(path, inner, reason="It is a link; links are not followed.")
        elif stat.S_ISDIR(mode):
            yield from _walk(path, inner, format_name)
        elif stat.S_ISREG(mode):
            yield _file(path, inner, format_name)
        else:
            yield Found(path, inner, reason="It is not a regular file.")


def _entry_name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _file(path: Path, name: str, format_name: str | None) -> Found:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return Found(path, name, reason="It is not a regular file.")
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
    except OSError as error:
        return Found(path, name, reason=f"It cannot be read: {error.strerror}.")
    if looks_like_bundle(path):
        return Found(path, name, BUNDLE)
    if format_name is not None:
        return Found(path, name, format_name)
    if not head:
        return Found(path, name, reason="It is empty.")
    for source in SOURCES:
        if source.sniff(head, path):
            return Found(path, name, source.name)
    if head.startswith(b"PK\x03\x04"):
        return Found(path, name, reason="It is a zip file that is not a bundle.")
    return Found(path, name, reason="It is of no format that is known.")
