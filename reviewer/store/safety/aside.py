"""A second look at an open workspace: with connections of its own; no byte changes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from types import TracebackType

from reviewer.store.blobs import Blobs
from reviewer.store.disk import shape
from reviewer.store.disk.engine import Connection, connect
from reviewer.store.evidence.evidence import Evidence
from reviewer.store.ledger import peers
from reviewer.store.ledger.chain import Fault, devices, rows_of
from reviewer.store.ledger.check import check_all
from reviewer.store.ledger.head import Head, HeadFile
from reviewer.store.ledger.lineage import lineage
from reviewer.store.ledger.stored import GENESIS, StoredEvent
from reviewer.store.safety.backup import Source


class AsideLedger:
    """The ledger as it stands on the disk, read beside the one that writes it."""

    def __init__(self, conn: Connection, head_file: HeadFile, device: str) -> None:
        self._conn = conn
        self._head_file = head_file
        found = devices(conn)
        self._own = next(one for one in found if one.device == device)
        self._others = [one for one in found if one is not self._own]

    def check(self) -> Fault | None:
        """As ``Ledger.check``."""
        found = check_all(self._conn, (*self._others, self._own), peers.all_peers(self._conn))
        if found is not None:
            return found
        end = Head(self._own.device, 0, GENESIS)
        for one in rows_of(self._conn, self._own):
            end = Head(self._own.device, one.seq, one.hash)
        if self._head_file.read() == end:
            return None
        return Fault(self._own.device, 0, "rollback", "The head file names another event.")

    def all_events(self) -> Iterator[StoredEvent]:
        """As ``Ledger.all_events``."""
        known = {one.device: one for one in self._others}
        for earlier in lineage(self._conn, self._own, self._others):
            yield from rows_of(self._conn, known[earlier.device])
        yield from rows_of(self._conn, self._own)


class Aside:
    """The parts that ``check_whole`` looks at; a context manager."""

    def __init__(self, source: Source) -> None:
        self.folder, self.keys, self.signer = source.folder, source.keys, source.signer
        with contextlib.ExitStack() as stack:
            path = self.folder / shape.LEDGER
            conn = connect(path, self.keys.database(shape.LEDGER), durable=True)
            stack.callback(conn.close)
            head = HeadFile(self.folder / shape.HEAD, self.keys.head, read_only=True)
            self.ledger = AsideLedger(conn, head, source.profile.device)
            path = self.folder / shape.EVIDENCE
            self.evidence = Evidence(path, self.keys.database(shape.EVIDENCE))
            stack.callback(self.evidence.close)
            self.blobs = Blobs(self.folder / shape.BLOBS, self.keys.blobs, read_only=True)
            self._open = stack.pop_all()

    def __enter__(self) -> Aside:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()
