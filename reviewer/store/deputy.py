"""The ledger's deputy: takes packages on a job's thread while the desk goes on reading.

It has a connection and a state of its own. While it is out, the ledger itself writes nothing; what
the deputy committed is taken over, state and all, when it comes back.
"""

from __future__ import annotations

from types import TracebackType

from reviewer.domain import fold
from reviewer.store.disk import shape
from reviewer.store.disk.engine import connect
from reviewer.store.ledger.held import no_collection
from reviewer.store.ledger.merge import MergedChains
from reviewer.store.ledger.reviving import Log
from reviewer.store.workspace import Workspace


class Deputy(MergedChains):
    """Made on the ledger's thread; used, as a context manager, on one other.

    Attributes:
        state: what counts, with what was taken; nobody else holds any part of it.
    """

    def __init__(self, workspace: Workspace) -> None:
        ledger = workspace.ledger
        self._path = workspace.folder / shape.LEDGER
        self._key = workspace.keys.database(shape.LEDGER)
        self.earlier = ledger.earlier
        self._device, self._others = ledger.devices()
        self._log = Log(self._device.device)
        self._taken_from = ledger

    def __enter__(self) -> Deputy:
        self._conn = connect(self._path, self._key, durable=True)
        with no_collection():
            # lent out, the ledger appends nothing while its events are listed here
            self._log.replace(self._taken_from.held_events())
            self.state = fold.fold(self._log, self.lineage())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._conn.close()
