"""A second reader of the ledger, for a job's thread: it sees what was saved when it was made."""

from __future__ import annotations

from types import TracebackType

from reviewer.store.disk import shape
from reviewer.store.disk.compose import Tip
from reviewer.store.disk.engine import connect
from reviewer.store.ledger.base import Chains
from reviewer.store.workspace import Workspace


class Second(Chains):
    """Made on the ledger's thread, which lends the ledger for that time; used, as a context
    manager, on one other. It has no state and no log: only what is asked by chain."""

    def __init__(self, workspace: Workspace) -> None:
        ledger = workspace.ledger
        self._path = workspace.folder / shape.LEDGER
        self._key = workspace.keys.database(shape.LEDGER)
        self.earlier = ledger.earlier
        self._device, self._others = ledger.devices()
        _, seq, head = ledger.head()
        self._tip = Tip(seq, head, None)

    def __enter__(self) -> Second:
        self._conn = connect(self._path, self._key, durable=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._conn.close()
