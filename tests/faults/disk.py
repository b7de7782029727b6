"""What a disk may hold when the power goes, from a log of writes and syncs.

Everything synced is kept: the bytes of a file by a sync of the file, its name (made, renamed,
removed) by a sync of its folder. Of what is not synced, whole writes are kept, dropped, or torn at
sectors of 512 bytes, in one of four tempers: nothing, everything, a random half, torn.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from random import Random

SECTOR = 512
TEMPERS = ("nothing", "everything", "half", "torn")


@dataclass(frozen=True)
class Op:
    """One call: see ``faultdisk.c``; names are relative to the watched folder."""

    kind: str
    name: str
    place: int
    data: bytes


def read_log(log: Path, root: Path) -> list[Op]:
    """The calls of a run, in their order."""
    raw, at, found = log.read_bytes(), 0, []
    while at < len(raw):
        kind, path_length, place, length = struct.unpack_from("<cIqI", raw, at)
        at += 17
        path = raw[at : at + path_length].decode()
        at += path_length
        name = path.removeprefix(str(root)).removeprefix("/")
        found.append(Op(kind.decode(), name, place, raw[at : at + length]))
        at += length
    return [op for op in found if not op.name.endswith("-shm")]


@dataclass
class Disk:
    """Files by number, their durable bytes, what waits for a sync, and the names of both kinds."""

    root: str
    bytes_of: dict[int, bytearray] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    live: dict[str, int] = field(default_factory=dict)
    waiting: dict[int, list[Op]] = field(default_factory=dict)
    renamed: dict[str, list[Op]] = field(default_factory=dict)
    _next: int = 0

    def load(self, base: dict[str, bytes]) -> Disk:
        """Begin with these files."""
        for name, data in base.items():
            number = self._file(name)
            self.names[name] = number
            self.bytes_of[number] = bytearray(data)
        return self

    def take(self, op: Op) -> None:
        """One call."""
        if op.kind == "S":
            self._sync(op.name)
        elif op.kind in "WT":
            self.waiting.setdefault(self._file(op.name), []).append(op)
        else:
            self._name(op)

    def survivors(self, dice: Random) -> dict[str, bytes]:
        """The files as they may be found when the power goes now."""
        temper = dice.choice(TEMPERS)
        names = dict(self.names)
        for ops in self.renamed.values():
            for op in ops if temper != "torn" else ops[: dice.randrange(len(ops) + 1)]:
                if temper == "everything" or (temper != "nothing" and dice.random() < 0.5):
                    _rename(names, op, self.root)
        found = {}
        for name, number in names.items():
            data = bytearray(self.bytes_of.get(number, b""))
            for op in _kept(self.waiting.get(number, []), temper, dice):
                _apply(data, op)
            found[name] = bytes(data)
        return found

    def _file(self, name: str) -> int:
        if name not in self.live:
            self._next += 1
            self.live[name] = self._next
            self.bytes_of[self._next] = bytearray()
        return self.live[name]

    def _sync(self, name: str) -> None:
        if name in self.live:
            number = self.live[name]
            for op in self.waiting.pop(number, []):
                _apply(self.bytes_of[number], op)
        else:
            for op in self.renamed.pop(name or ".", []):
                _rename(self.names, op, self.root)

    def _name(self, op: Op) -> None:
        """A name is made, moved or removed: at once for the program, later for the disk. The op
        that waits carries the number of the file, which its name may not tell any more."""
        number = self.live.pop(op.name, 0) if op.kind != "C" else self._file(op.name)
        if op.kind == "R":
            self.live[_relative(op.data.decode(), self.root)] = number
        shelf = str(PurePosixPath(op.name).parent)
        self.renamed.setdefault(shelf, []).append(Op(op.kind, op.name, number, op.data))


def _relative(path: str, root: str) -> str:
    return path.removeprefix(root).removeprefix("/")


def _rename(names: dict[str, int], op: Op, root: str) -> None:
    if op.kind == "C":
        names[op.name] = op.place
        return
    names.pop(op.name, None)
    if op.kind == "R":
        names[_relative(op.data.decode(), root)] = op.place


def _apply(content: bytearray, op: Op) -> None:
    end = op.place + len(op.data)
    if op.kind == "T":
        del content[op.place :]
        content.extend(bytes(op.place - len(content)))
    else:
        content.extend(bytes(max(0, end - len(content))))
        content[op.place : end] = op.data


def _kept(pending: list[Op], temper: str, dice: Random) -> Iterator[Op]:
    for op in pending if temper != "nothing" else ():
        if temper == "everything":
            yield op
        elif temper == "torn" and op.kind == "W":
            yield from _torn(op, dice)
        elif dice.random() < 0.5:
            yield op


def _torn(op: Op, dice: Random) -> Iterator[Op]:
    """The sectors of a write that arrived."""
    at, end = op.place, op.place + len(op.data)
    while at < end:
        stop = min(end, (at // SECTOR + 1) * SECTOR)
        if dice.random() < 0.5:
            yield Op("W", op.name, at, op.data[at - op.place : stop - op.place])
        at = stop
