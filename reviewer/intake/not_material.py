"""Packages that look like bundles and are no material: said with what takes them in."""

from __future__ import annotations

import zipfile
from pathlib import Path

from reviewer.domain.errors import Refused

OTHERS = {
    "data/export.json": (
        "This is an export package: it holds decisions, and no material to review.",
        "Take the decisions in with: reviewer merge FILE (in the window: File, Merge packages).",
    ),
    "data/feedback.json": (
        "This is what a lead sent back, and no material to review.",
        "Take it with: reviewer feedback apply FILE (in the window: File, Apply feedback).",
    ),
    "data/referral.json": (
        "This is a referral packet for an authority, and no material to review.",
        "Nothing takes it in. See that it is whole with: reviewer verify FILE.",
    ),
}
"""The header by which a package is known, what it is, and what to do with it."""


def refuse_other(path: Path, shown: str) -> None:
    """Refuse a package of another kind by what it is.

    Args:
        path: a folder or a zip file, of which only the names of its files are read.
        shown: the name that the reader knows it by.

    Raises:
        Refused: ``not_material``.
    """
    names = _names(path)
    if "data/bundle.json" in names:
        return
    for header, (words, next_step) in OTHERS.items():
        if header in names:
            raise Refused(words, code="not_material", file=shown, next_step=next_step)


def _names(path: Path) -> frozenset[str]:
    every = ("data/bundle.json", *OTHERS)
    if path.is_dir():
        return frozenset(name for name in every if (path / name).is_file())
    try:
        with zipfile.ZipFile(path) as found:
            there = found.namelist()
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return frozenset()
    return frozenset(name for name in every if any(n == name or _below(n) == name for n in there))


def _below(name: str) -> str:
    """A name without its first folder."""
    return name.partition("/")[2]
