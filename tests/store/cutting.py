"""Simulated power cuts: what a disk may hold when the power goes, from a log of writes and syncs.

Everything synced is kept. Of what is not, whole writes are kept, dropped, or torn at sectors of
512 bytes, in one of four tempers: nothing, everything, a random half, torn.
"""

from __future__ import annotations

import os
import struct
import sys
from dataclasses import dataclass
from pathlib import Path
from random import Random

from reviewer.store.workspace import Workspace

SECTOR = 512
PASSPHRASE = "correct horse"
ACKS = "acks"


@dataclass(frozen=True)
class Op:
    kind: str
    name: str
    place: int
    data: bytes


def read_log(log: Path, root: Path) -> list[Op]:
    raw, at, found = log.read_bytes(), 0, []
    while at < len(raw):
        kind, path_length, place, length = struct.unpack_from("<cIqI", raw, at)
        at += 17
        path = raw[at : at + path_length].decode()
        at += path_length
        found.append(Op(kind.decode(), path.removeprefix(f"{root}/"), place, raw[at : at + length]))
        at += length
    return found


def acknowledged(ops: list[Op]) -> int:
    """The last seq that was told to somebody before the cut."""
    told = b"".join(op.data for op in ops if op.name == ACKS).split()
    return int(told[-1]) if told else 0


def _apply(content: bytearray, op: Op) -> None:
    end = op.place + len(op.data)
    if op.kind == "T":
        del content[op.place :]
        content.extend(bytes(op.place - len(content)))
    else:
        content.extend(bytes(max(0, end - len(content))))
        content[op.place : end] = op.data


def _torn(op: Op, dice: Random) -> list[Op]:
    """The sectors of a write that arrived."""
    if op.kind != "W":
        return [op] if dice.random() < 0.5 else []
    parts, at = [], op.place
    end = op.place + len(op.data)
    while at < end:
        stop = min(end, (at // SECTOR + 1) * SECTOR)
        if dice.random() < 0.5:
            parts.append(Op("W", op.name, at, op.data[at - op.place : stop - op.place]))
        at = stop
    return parts


def _survivors(pending: list[Op], temper: str, dice: Random) -> list[Op]:
    if temper == "nothing":
        return []
    if temper == "everything":
        return pending
    if temper == "half":
        return [op for op in pending if dice.random() < 0.5]
    return [part for op in pending for part in _torn(op, dice)]


def after_cut(base: dict[str, bytes], ops: list[Op], dice: Random) -> dict[str, bytes]:
    """The files as a disk may hold them when the power goes after ``ops``."""
    synced = {name: bytearray(data) for name, data in base.items()}
    pending: dict[str, list[Op]] = {}
    for op in ops:
        if op.kind == "S":
            for waiting in pending.pop(op.name, []):
                _apply(synced.setdefault(op.name, bytearray()), waiting)
        else:
            pending.setdefault(op.name, []).append(op)
    temper = dice.choice(["nothing", "everything", "half", "torn"])
    for name, waiting in pending.items():
        for op in _survivors(waiting, temper, dice):
            _apply(synced.setdefault(name, bytearray()), op)
    return {name: bytes(data) for name, data in synced.items()}


def main() -> None:
    """Append until the number is reached; tell each seq by a write to the file of acks."""
    folder, count, level = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    dice = Random(11)
    workspace = Workspace.open(folder, PASSPHRASE)
    workspace.ledger._conn.execute(f"PRAGMA synchronous = {level}")
    with open(folder / ACKS, "wb", buffering=0) as acks:
        for n in range(count):
            draft = {
                "type": "decision",
                "subject": {"kind": "account", "id": f"twitter:{n % 40}"},
                "outcome": "warn",
                "rationale": "x" * dice.choice([10, 300, 9_000, 40_000]),
            }
            stored = workspace.ledger.append([draft] * dice.choice([1, 1, 3]))
            acks.write(b"%d\n" % stored[-1].seq)
    os._exit(0)  # no closing: the power went


if __name__ == "__main__":
    main()
