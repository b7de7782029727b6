"""While the desk rests: the events that opening took from the snapshot are read again."""

from __future__ import annotations

from reviewer.domain.errors import Damaged
from reviewer.session.ground.core import Core

ROWS = 100
"""Events read in one step: two milliseconds or so."""


class Rereading:
    """Goes on while nothing is being saved or merged, and ends with the last event or the first
    fault; after a fault the desk is only read.

    Attributes:
        going: whether events are left to be read.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self._reread = core.workspace.ledger.reread()
        self.going = self._reread is not None

    @property
    def read(self) -> int:
        """How many events were read again and are what was saved."""
        return self._reread.read if self._reread is not None else 0

    def step(self) -> None:
        """Read a few events more, unless the ledger is in use."""
        saver, ledger = self._core.saver, self._core.workspace.ledger
        if self._reread is None or not self.going or saver.saving or ledger.lent:
            return
        if self._core.sight is not None:  # a lead looks again: no decision is read
            return
        try:
            self.going = self._reread.step(ROWS)
        except Damaged as error:
            self.going = False
            saver.found(error)
