"""What the commands for the bad day answer with ``--json``."""

from __future__ import annotations

import msgspec

from reviewer.answers.common import Count, Done, Part
from reviewer.answers.looking import Moment


class BackupFact(Part):
    """One backup: where it lies, when it was made, where its chain ends, and whether it opens with
    a passphrase from before the one in force."""

    path: str
    at: Moment
    events: Count
    head: str
    device: str
    earlier_passphrase: bool


class BackupAnswer(Done):
    """``backup``; ``made`` is null with --list."""

    folder: str
    made: BackupFact | None
    backups: list[BackupFact]


class RestoreAnswer(Done):
    """``restore``: the new device, and where the chain that was backed up ended."""

    workspace: str
    from_: str = msgspec.field(name="from")
    device: str
    from_device: str
    seq: Count
    head: str
    set_aside: str | None
