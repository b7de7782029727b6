"""A bundle as a source: recognised as a whole, folder or zip, and given out file by file."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from reviewer.bundle.header import WATCHLISTS
from reviewer.bundle.read import Bundle
from reviewer.bundle.rows import BadRow
from reviewer.domain.records import Assignment
from reviewer.intake.sources.base import Bad, Row

BUNDLE = "bundle"
ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")


def looks_like_bundle(path: Path) -> bool:
    """Whether a folder or a zip file means to be a bag: it has bagit.txt at its top.

    Nothing is read but names; what is not a sound bundle is refused later, with its reason.
    """
    if path.is_dir():
        return (path / "bagit.txt").exists() or (path / "manifest-sha256.txt").exists()
    try:
        with path.open("rb") as stream:
            if stream.read(4) not in ZIP_MAGIC:
                return False
            with zipfile.ZipFile(stream) as archive:
                names = archive.namelist()
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError):
        return False
    return any(
        name == "bagit.txt" or (name.count("/") == 1 and name.endswith("/bagit.txt"))
        for name in names
    )


def bundle_items(bundle: Bundle) -> Iterator[tuple[str, Row | Bad]]:
    """(file inside the bundle, row or bad row) of all of an opened bundle; watchlists come last.

    An assignment without a time has that of the bundle.
    """
    for name, line, record in bundle.records():
        if isinstance(record, BadRow):
            yield name, Bad(line, "", record.reason, record.raw_sha256)
        elif isinstance(record, Assignment) and not record.at:
            yield name, Row(replace(record, at=bundle.header.created_at), line)
        else:
            yield name, Row(record, line)
    lists = bundle.watchlists()
    if lists is not None:
        for pointer, entry in lists.entries():
            yield WATCHLISTS, Row(entry, 0, pointer)
