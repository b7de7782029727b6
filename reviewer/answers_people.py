"""What the commands about passphrases and the roster answer with ``--json``."""

from __future__ import annotations

from reviewer.answers import Count, Done


class PassphraseChanged(Done):
    """``profile passphrase``; older backups open with the passphrase before."""

    workspace: str
    older_backups: Count


class Recovered(Done):
    """``profile recover``."""

    workspace: str
    pseudonym: str
    older_backups: Count


class RecoveryKey(Done):
    """``profile recovery-key``: the recipient for the site file, and where the identity lies."""

    recipient: str
    path: str


class RosterAdopted(Done):
    """``roster adopt``; ``role``: in which this workspace's key counts; ``site``: whether a site
    file names the roots."""

    path: str
    version: Count
    entries: Count
    role: str | None
    site: bool
