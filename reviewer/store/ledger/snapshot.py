"""The snapshot: what a long ledger folds to, kept so that opening need not fold all of it again.

It is a file of its own, sealed under a key of the profile, made from the ledger and from nothing
else. It can be lost at any time: whatever is not exactly as it was written, was written by another
program or is about another ledger than the one that lies there is passed over, and the ledger is
folded from its first event.
"""

from __future__ import annotations

import logging
import types
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from reviewer.domain import (
    approvals,
    events,
    fold,
    lone,
    proposals,
    qa,
    qa_state,
    resolving,
    state,
    subject_state,
    wishes,
)
from reviewer.domain.errors import Damaged
from reviewer.store.disk.files import write_whole
from reviewer.store.ledger import held_event
from reviewer.store.ledger.held_event import Tables
from reviewer.trust.sealing import seal, unseal

FORM = "1"
PURPOSE = b"ledger snapshot"
_RULES = (
    approvals, events, fold, lone, proposals, qa, qa_state, resolving, state, subject_state, wishes,
    held_event,
)  # fmt: skip


class Chain(msgspec.Struct, array_like=True, frozen=True):
    """A chain of this workspace, or a merged one, up to where it was folded.

    Attributes:
        n, device, public: as in the ledger.
        seq, hash: its last event then.
        cut, uncounted: what of it did not count then; our own chains have none.
    """

    n: int
    device: str
    public: bytes
    seq: int
    hash: str
    cut: int = 0
    uncounted: list[int] = []

    def judged(self, seq: int) -> tuple[int, tuple[int, ...]]:
        """What counts of the events up to one: the last of them before a cut, and which single
        ones do not count."""
        end = min(seq, self.cut - 1) if self.cut else seq
        return end, tuple(sorted(x for x in self.uncounted if x <= seq))


class Sets(msgspec.Struct, array_like=True):
    """What was said of the facts of a holder, where anything was."""

    withdrawn: list[str] = []
    approvals: list[tuple[str, str, str]] = []
    answers: list[tuple[str, str]] = []


class Snapshot(msgspec.Struct, array_like=True):
    """Everything; events are named by their place in ``records``.

    Attributes:
        rules: ``fingerprint()`` of the program that wrote it.
        device, own: whose ledger; its own chains.
        chains, peers, received: up to where each was folded; (number, how many) of what leads sent.
        ids, records: one for each event, in the order in which they were folded.
        mine, kinds: the events of this device; events by type, decisions left out.
        subjects, wishes, sets, wish_sets: the facts of each, and what is said of them.
        lone: the decision of each subject of which nothing else bears on how its case stands; -1
            where there is none.
    """

    rules: str
    device: str
    own: list[str]
    chains: list[Chain]
    peers: list[Chain]
    received: tuple[int, int]
    tables: Tables
    ids: list[str]
    records: list[msgspec.Raw]
    mine: list[int]
    kinds: dict[str, list[int]]
    subjects: dict[str, list[int]]
    wishes: dict[str, list[int]]
    sets: dict[str, Sets]
    wish_sets: dict[str, Sets]
    lone: dict[str, int]
    in_custody: list[str]
    waiting: dict[str, list[int]]
    imports: list[int]
    exports: list[int]
    receipts: list[int]
    books: dict[str, list[int]]
    policy: int
    policy_texts: dict[str, str]
    qa: list[int]
    locked: list[str]
    told: dict[str, tuple[str, str]]


_DECODER = msgspec.msgpack.Decoder(Snapshot)


class SnapshotFile:
    """The file in the workspace folder.

    Args:
        path: the file; it need not be there.
        key: 32 bytes, only for this purpose.
        read_only: change no byte.
    """

    def __init__(self, path: Path, key: bytes, *, read_only: bool = False) -> None:
        self._path = path
        self._key = key
        self._read_only = read_only

    def read(self) -> Snapshot | None:
        """What is in it; None where there is none that this program wrote, whole and unchanged."""
        if not self._read_only:  # what a write that was cut off left
            for part in self._path.parent.glob(f".{self._path.name}.*.part"):
                part.unlink(missing_ok=True)
        with suppress(OSError, Damaged, msgspec.MsgspecError, ValueError, RecursionError):
            found = _DECODER.decode(unseal(self._key, self._path.read_bytes(), PURPOSE))
            if found.rules == fingerprint():
                return found
        return None

    def write(self, snapshot: Snapshot) -> None:
        """Replace it, whole or not at all; a disk that does not take it costs time at the next
        opening and nothing else."""
        if self._read_only:
            return
        try:
            write_whole(self._path, seal(self._key, msgspec.msgpack.encode(snapshot), PURPOSE))
        except OSError as error:
            logging.getLogger(__name__).info("The snapshot was not written: %s", error.strerror)

    def remove(self) -> None:
        """Forget it."""
        if not self._read_only:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)


@cache
def fingerprint() -> str:
    """What stands for the code that folds and the form of what it folds to: another code may fold
    the same events to another state, so that its snapshot is not taken."""
    forms = [FORM, *Snapshot.__struct_fields__, *Chain.__struct_fields__, *Sets.__struct_fields__]
    digest = sha256(" ".join(forms).encode())
    for module in _RULES:
        for name, value in sorted(vars(module).items()):
            if getattr(value, "__module__", module.__name__) != module.__name__:
                continue
            if isinstance(value, frozenset):
                digest.update(f"{name} {sorted(map(repr, value))}".encode())
            for code in _codes(value):
                digest.update(f"{name} {code.co_name} {code.co_names}".encode())
                digest.update(code.co_code)
                digest.update(" ".join(map(_const, code.co_consts)).encode())
    return digest.hexdigest()


def _const(const: object) -> str:
    if isinstance(const, frozenset):  # whose order differs from run to run
        return repr(sorted(map(repr, const)))
    return "" if isinstance(const, types.CodeType) else repr(const)


def _codes(value: Any) -> Iterator[types.CodeType]:
    if isinstance(value, types.FunctionType):
        yield from _nested(value.__code__)
    elif isinstance(value, property) and value.fget is not None:
        yield from _codes(value.fget)
    elif isinstance(value, type):
        for _, part in sorted(vars(value).items()):
            if isinstance(part, types.FunctionType | property):
                yield from _codes(part)


def _nested(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            yield from _nested(const)
