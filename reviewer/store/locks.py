"""Media that are locked for ever: stopped for child safety. Known from the ledger, and from the
desk until the ledger has it."""

from __future__ import annotations

from contextlib import suppress

from reviewer.domain.errors import Damaged
from reviewer.store.desk import Desk
from reviewer.store.ledger.ledger import Ledger

STORED = "locks"


class Locks:
    """SHA-256 (or, without bytes, platform keys) of media that nothing may show, read or export.

    Args:
        ledger: asked each time.
        desk: keeps what was locked a moment before its event could be saved.
    """

    def __init__(self, ledger: Ledger, desk: Desk) -> None:
        self._ledger = ledger
        self._desk = desk
        raw = None
        with suppress(Damaged):  # the desk's file can be lost; what the ledger has stays locked
            raw = desk.value(STORED)
        self._own = frozenset(str(x) for x in raw) if isinstance(raw, list) else frozenset()

    def __contains__(self, ident: object) -> bool:
        return ident in self._own or ident in self._ledger.state.locked

    def all(self) -> frozenset[str]:
        """Every one."""
        return self._own | self._ledger.state.locked

    def unlogged(self) -> list[str]:
        """Those whose event is not in the ledger yet."""
        return sorted(self._own - self._ledger.state.locked)

    def add(self, ident: str) -> None:
        """Lock one, on the disk at return."""
        self._own = self._own | {ident}
        self._desk.set_value(STORED, sorted(self._own))
