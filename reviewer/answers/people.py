"""What the commands about passphrases and the roster answer with ``--json``."""

from __future__ import annotations

from msgspec import field

from reviewer.answers.common import Count, Done, Part, RosterAnswer


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


class RosterPerson(Part):
    """One key on a roster; ``counts``: now, and only where the roster does; ``sign``: the public
    key in base64, as ``roots`` of a site file takes it."""

    pseudonym: str
    role: str
    keyid: str
    fingerprint: str
    sign: str
    since: str = field(name="from")
    until: str | None
    revoked: str | None
    counts: bool


class RosterShown(RosterAnswer):
    """``roster show``: who stands on it; ``site``: whether a site file names the roots."""

    site: bool
    counts: bool
    says: str
    people: list[RosterPerson]
