"""Events that are written and wait for the disk."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager

from reviewer.domain.changes import Changes
from reviewer.store.ledger.stored import StoredEvent


class Saving:
    """Made by ``Ledger.begin``: a transaction that has everything but its COMMIT.

    Attributes:
        prepared: the signed events.
        moved: what each of them moves.
    """

    def __init__(self, prepared: Sequence[StoredEvent]) -> None:
        self.prepared = prepared
        self.moved: list[Changes] = []
        self._open = contextlib.ExitStack()

    @contextlib.contextmanager
    def opening(self, transaction: AbstractContextManager[None]) -> Iterator[None]:
        """Begin; what fails inside rolls back, else the transaction stays open for ``flush``."""
        with contextlib.ExitStack() as attempt:
            attempt.enter_context(transaction)
            yield
            self._open = attempt.pop_all()

    def flush(self) -> None:
        """COMMIT, and wait until the disk has it. May run on another thread.

        Raises:
            Damaged: the disk, in words; everything of it was rolled back.
        """
        self._open.close()
