"""A file ``watchlists.json`` outside a bundle: which accounts stand on which list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from reviewer.bundle.header import WATCH_FORMAT, parse_watchlists
from reviewer.intake.sources.base import Bad, Item, Row

_MOST = 64 * 1024 * 1024
"""Bytes of the largest file that is read."""


class WatchlistsFile:
    """The source ``watchlists``: the document that stands in a bundle as data/watchlists.json."""

    name = "watchlists"
    title = "Watchlists (watchlists.json)"

    def sniff(self, head: bytes, path: Path) -> bool:
        """A JSON object that names its format."""
        return head.lstrip()[:1] == b"{" and f'"{WATCH_FORMAT}"'.encode() in head[:4096]

    def read(self, path: Path, stream: BinaryIO) -> Iterator[Item]:
        """Every account on the lists."""
        raw = stream.read(_MOST + 1)
        if len(raw) > _MOST:
            yield Bad.of(0, "", "The file is larger than a list may be.", raw[:4096])
            return
        lists, wrong = parse_watchlists(raw)
        if lists is None:
            yield Bad.of(0, "", wrong[0].detail, raw)
            return
        for pointer, entry in lists.entries():
            yield Row(entry, 0, pointer)
