"""The backups that lie in a folder, and which of them the rule keeps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reviewer.domain.errors import Refused
from reviewer.store.disk.compose import ms_of
from reviewer.trust.canonical import dumps, loads_strict, sha256_hex

FORMAT = "reviewer-backup"
NOTE = "backup.json"
DAYS, WEEKS, MONTHS = 12, 10, 9
"""How many daily, weekly and monthly ones are kept behind today's: the counts that Anki has."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup.

    Attributes:
        folder: where it lies.
        at_ms: when it was made.
        seq, head, device: where its chain ends.
        blobs: the names of the media files that belong to it.
    """

    folder: Path
    at_ms: int
    seq: int
    head: str
    device: str
    blobs: tuple[str, ...] = ()


def describe(
    folder: Path, at: str, facts: tuple[int, int, str, str, tuple[str, ...]], names: Iterable[str]
) -> bytes:
    """The text of ``backup.json``: the end of the chain and the SHA-256 of every file."""
    _, seq, head, device, blobs = facts
    files = {name: sha256_hex((folder / name).read_bytes()) for name in names}
    body = {
        "format": FORMAT,
        "format_version": "1.0",
        "must_understand": [],
        "created_at": at,
        "device": device,
        "seq": seq,
        "head": head,
        "files": files,
        "blobs": list(blobs),
    }
    return (dumps(body) + "\n").encode("utf-8")


def read_note(folder: Path) -> tuple[Backup, dict[str, str]]:
    """What a backup says of itself, and the SHA-256 of its files.

    Raises:
        Refused: ``not_a_backup``, or ``newer``.
    """
    try:
        document: dict[str, Any] = loads_strict((folder / NOTE).read_bytes(), file=NOTE)
        if document["format"] != FORMAT:
            raise ValueError("another format")
        backup = Backup(
            folder,
            ms_of(str(document["created_at"])),
            int(document["seq"]),
            str(document["head"]),
            str(document["device"]),
            tuple(str(name) for name in document["blobs"]),
        )
        files = {str(name): str(digest) for name, digest in document["files"].items()}
        version, demanded = str(document["format_version"]), document["must_understand"]
    except (OSError, KeyError, TypeError, ValueError, AttributeError, Refused) as error:
        raise Refused(
            f"{folder.name or folder} is not a backup.",
            code="not_a_backup",
            file=str(folder),
            next_step="Choose a folder inside the folder of backups; its name begins with a date.",
        ) from error
    if version.partition(".")[0] != "1" or demanded:
        raise Refused("A newer version of Reviewer made this backup.", code="newer", file=NOTE)
    return backup, files


def listed(into: Path) -> list[Backup]:
    """The backups in a folder, the newest first; what is none is passed over."""
    found = []
    for folder in into.iterdir() if into.is_dir() else ():
        if folder.is_dir() and not folder.name.endswith(".part") and (folder / NOTE).is_file():
            try:
                found.append(read_note(folder)[0])
            except Refused:
                continue
    return sorted(found, key=_time, reverse=True)


def _time(backup: Backup) -> int:
    return backup.at_ms


def thinned(times: Sequence[int], now_ms: int) -> set[int]:
    """Which of these times (Unix ms) are kept: all of the last two days, then the newest of each
    day, of each week, of each month, as many as ``DAYS``, ``WEEKS`` and ``MONTHS``. What lies in
    the future, where a clock went back, is kept."""
    recent = {at for at in times if at > now_ms - 2 * 86_400_000}
    kept, older = set(recent), sorted(set(times) - recent, reverse=True)
    for name, count in (("%Y-%j", DAYS), ("%G-%V", WEEKS), ("%Y-%m", MONTHS)):
        seen: set[str] = set()
        for at in older:
            period = datetime.fromtimestamp(at // 1000, UTC).strftime(name)
            if period not in seen and len(seen) < count:
                seen.add(period)
                kept.add(at)
    return kept
