"""A medium as a row: made from a record, and filled from another reading of it."""

from __future__ import annotations

from typing import Any

from reviewer.domain.records import Media
from reviewer.store.evidence.parse import pack, whole
from reviewer.store.evidence.types import Origin

FILLED = (
    "mime", "kind", "bytes", "width", "height", "duration_ms", "audio", "sensitivity",
    "descriptor", "alt_text", "remote_url", "hashes",
)  # fmt: skip
COLUMNS = ("key", "sha256", "stub", *FILLED, "state", "file_n", "line", "pointer")
INSERT = f"INSERT INTO media ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
SELECT = f"SELECT {', '.join(COLUMNS)} FROM media WHERE media_n = ?"
UPDATE = f"UPDATE media SET {', '.join(f'{c} = ?' for c in COLUMNS)} WHERE media_n = ?"
RANK = {"present": 5, "too_large": 4, "zero_bytes": 3, "placeholder": 2, "external": 1}
STUB, STATE = 2, 3 + len(FILLED)
BYTES = COLUMNS.index("bytes")


def filled(old: list[Any], new: list[Any]) -> list[Any]:
    """What is known of a medium, with a further reading in its gaps. Key and hash stay.

    The first record of a stub gives it its origin; a merely named medium gives nothing.
    """
    both = list(old)
    for index in range(3, 3 + len(FILLED)):
        if old[index] in (None, "", "[]") or (index == BYTES and not old[index]):
            both[index] = new[index]
    if RANK.get(new[STATE], 0) > RANK.get(old[STATE], 0):
        both[STATE] = new[STATE]
    if old[STUB] and not new[STUB]:
        both[STUB] = 0
        both[STATE + 1 :] = new[STATE + 1 :]
    return both


def values_of(record: Media, key: str, stub: int, state: str, origin: Origin) -> list[Any]:
    """The columns of a medium in the order of ``COLUMNS``."""
    return [
        key,
        record.sha256,
        stub,
        record.mime,
        record.kind,
        whole(record.bytes, "bytes"),
        whole(record.width, "width"),
        whole(record.height, "height"),
        whole(record.duration_ms, "duration_ms"),
        None if record.audio is None else int(record.audio),
        record.sensitivity,
        record.descriptor,
        record.alt_text,
        record.remote_url,
        pack(record.hashes),
        state,
        origin[0],
        origin[1],
        origin[2] or None,
    ]
