"""Walking over what a person named: every file and bundle, each once, and what it is."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from reviewer.bundle.names import printable
from reviewer.domain.errors import Refused
from reviewer.intake.recognise import SOURCES, Found, Recogniser, format_names
from reviewer.intake.sources.bundle_source import BUNDLE, looks_like_bundle

__all__ = ["SOURCES", "Found", "discover", "format_names"]


def discover(
    paths: Sequence[Path],
    format_name: str | None = None,
    maps: Sequence[str | Path] = (),
) -> list[Found]:
    """Walks the paths, never following a link, and recognises every file by its content.

    Args:
        paths: files and folders.
        format_name: takes every file for this format instead of looking at it.
        maps: column maps, built-in names or files, for tables that have their columns.

    Raises:
        Refused: ``not_found``; ``format`` where there is no format of that name; ``map``.
    """
    recogniser = Recogniser(format_name, maps)
    found: list[Found] = []
    seen: set[str] = set()
    for path in paths:
        if not path.exists():
            raise Refused("There is no such file or folder.", code="not_found", file=str(path))
        for one in _walk(path, _plain(path.name or str(path)), recogniser):
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


def _walk(path: Path, name: str, recogniser: Recogniser) -> Iterator[Found]:
    if path.is_dir():
        if looks_like_bundle(path):
            yield Found(path, name, BUNDLE)
        else:
            yield from _walk_folder(path, name, recogniser)
    else:
        yield recogniser.file(path, name)


def _walk_folder(folder: Path, name: str, recogniser: Recogniser) -> Iterator[Found]:
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
            yield from _walk(path, inner, recogniser)
        elif stat.S_ISREG(mode):
            yield recogniser.file(path, inner)
        else:
            yield Found(path, inner, reason="It is not a regular file.")


def _entry_name(entry: os.DirEntry[str]) -> str:
    return entry.name
