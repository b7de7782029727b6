"""SHA-256 of many files, on a few threads: hashlib lets the interpreter go while it works."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import BinaryIO

from reviewer.domain.errors import Refused

CHUNK = 1024 * 1024
WORKERS = 4
_BATCH = 256

Opener = Callable[[str], BinaryIO]


def sha256_stream(stream: BinaryIO) -> tuple[str, int]:
    """(SHA-256 as hex, length in bytes) of all that is left in a stream."""
    digest = hashlib.sha256()
    size = 0
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


def sha256_many(
    names: Iterable[str], opener: Opener, workers: int = WORKERS
) -> Iterator[tuple[str, str, int, Refused | None]]:
    """(name, SHA-256, size, why not) of each file, in the order given.

    A file that cannot be read gives ("", 0) and the refusal; the others go on.
    """

    def one(name: str) -> tuple[str, str, int, Refused | None]:
        try:
            with opener(name) as stream:
                digest, size = sha256_stream(stream)
            return name, digest, size, None
        except Refused as refused:
            return name, "", 0, refused
        except OSError as error:
            words = error.strerror or str(error)
            return name, "", 0, Refused(words, code="unreadable", file=name)

    waiting: list[str] = []
    with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="hash") as pool:
        for name in names:
            waiting.append(name)
            if len(waiting) == _BATCH:
                yield from pool.map(one, waiting)
                waiting = []
        yield from pool.map(one, waiting)
