"""Checking a workspace that may be damaged: a fault instead of an error, no byte changed."""

from __future__ import annotations

from pathlib import Path

from reviewer.domain.errors import Damaged
from reviewer.store.disk import shape
from reviewer.store.disk.ports import Clock
from reviewer.store.ledger.chain import Fault
from reviewer.store.workspace import Workspace


def inspect(
    folder: Path, passphrase: str | None = None, *, clock: Clock | None = None
) -> tuple[int, str, Fault | None]:
    """Check the whole ledger of a workspace that nobody has open.

    Returns:
        How many events it has, the hash of the last one, and the first fault or None. Where the
        ledger cannot even be opened: 0, an empty text, and why.

    Raises:
        Refused: not a workspace, in use, or the passphrase is wrong.
    """
    try:
        with Workspace.open(folder, passphrase, read_only=True, clock=clock) as workspace:
            _, seq, head = workspace.ledger.head()
            return seq, head, workspace.ledger.check()
    except Damaged as error:
        device = shape.read_profile(folder).device
        return 0, "", Fault(device, error.line or 0, error.code, error.message)
