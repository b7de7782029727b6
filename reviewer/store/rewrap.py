"""Another passphrase, another recovery key: the same secrets in a new profile.json.

The file that stands is replaced only by one that was written, flushed, read back and opened.
"""

from __future__ import annotations

import os
from pathlib import Path

from reviewer.domain.errors import Damaged, Refused
from reviewer.store.disk import shape
from reviewer.store.disk.attempts import Attempts
from reviewer.store.disk.files import part_beside, sync_folder, write_whole
from reviewer.store.disk.lock import WorkspaceLock
from reviewer.store.disk.ports import Clock, MachineClock
from reviewer.store.disk.shape import Keys
from reviewer.store.safety.backup_list import Backup, listed
from reviewer.trust.canonical import loads_strict
from reviewer.trust.keys import Signer
from reviewer.trust.profile import Profile
from reviewer.trust.wrap import Secrets


def place(folder: Path, profile: Profile, secrets: Secrets, passphrase: str | None) -> None:
    """Put a profile in the place of the one that stands, once it is proven to open.

    Args:
        passphrase: that must open it; None where it was not changed and is not at hand.

    Raises:
        Damaged: the disk; the old profile stands as before.
    """
    _place(folder, profile, Keys(secrets.data_key), secrets, passphrase)


def assume(folder: Path, profile: Profile, signer: Signer, keys: Keys, role: str) -> Profile:
    """The profile in the role that the roster gives it, in its place.

    Raises:
        Damaged: the disk; nothing was changed.
    """
    found = profile.with_role(signer, role)
    _place(folder, found, keys, None, None)
    return found


def _place(
    folder: Path, profile: Profile, keys: Keys, secrets: Secrets | None, passphrase: str | None
) -> None:
    path, trial = folder / shape.PROFILE, part_beside(folder / shape.PROFILE)
    before: bytes | None = None
    try:
        write_whole(trial, shape.describe(profile, keys))
        written = Profile.from_text(trial.read_bytes())
        same = written == profile if passphrase is None else written.unlock(passphrase) == secrets
        if not same:
            raise OSError("what was written is not what was read")
        before = path.read_bytes()
        os.replace(trial, path)
        sync_folder(folder)
    except OSError as error:
        unchanged = before is None or _put_back(path, trial, before)
        raise Damaged(
            f"The profile could not be written: {error.strerror or error}.",
            code="disk_io",
            file=shape.PROFILE,
            next_step=UNCHANGED if unchanged else UNSURE,
        ) from error
    finally:
        trial.unlink(missing_ok=True)
    shape.check_seal(folder, keys)


UNCHANGED = "Nothing was changed: the passphrase is still the one before."
UNSURE = (
    "The disk did not say whether it keeps the change. No key is lost: either the new passphrase"
    " opens the workspace or the one before does. Keep both in mind, and change it again on a disk"
    " that answers."
)


def _put_back(path: Path, trial: Path, before: bytes) -> bool:
    """Whether the disk holds the profile from before again: its folder was not flushed after the
    new one had taken the place."""
    try:
        if path.read_bytes() != before:
            write_whole(trial, before)
            os.replace(trial, path)
        sync_folder(path.parent)
    except OSError:
        return False
    return True


def recoverable(folder: Path, profile: Profile, secrets: Secrets, recipient: str) -> Profile:
    """The profile, wrapped to the site's recovery key as well; an unprotected one needs none, and
    without a recipient it stays as it is."""
    if recipient in ("", profile.recovers) or not profile.protected:
        return profile
    found = profile.with_recovery(secrets, recipient)
    place(folder, found, secrets, None)
    return found


def change(folder: Path, profile: Profile, attempts: Attempts, old: str, new: str) -> Profile:
    """The profile under another passphrase, in its place.

    Raises:
        Refused: ``passphrase``, ``wait``.
        Damaged: the disk; nothing was changed.
    """
    refuse_empty(new)
    secrets = attempts.unlock(profile, old)
    found = profile.with_passphrase(secrets, new)
    place(folder, found, secrets, new)
    return found


def refuse_empty(passphrase: str) -> None:
    """A workspace that is protected never stops being so.

    Raises:
        Refused: code ``passphrase``.
    """
    if not passphrase.strip():
        raise Refused(
            "The passphrase was not changed: the new one is empty.",
            code="passphrase",
            next_step="Give one; several words are best.",
        )


def recover(folder: Path, identity: str, new: str, *, clock: Clock | None = None) -> Profile:
    """Open a profile with the site's recovery identity and give it a new passphrase.

    Raises:
        Refused: ``not_a_workspace``, ``in_use``, ``recovery``, ``passphrase`` (the new one).
        Damaged: ``profile``, or the disk; nothing was changed.
    """
    refuse_empty(new)
    clock = clock or MachineClock()
    profile = shape.read_profile(folder)
    lock = WorkspaceLock(folder, clock=clock)
    lock.acquire()
    try:
        secrets = profile.recover(identity)
        shape.check_seal(folder, Keys(secrets.data_key))
        renewed = profile.with_passphrase(secrets, new)
        place(folder, renewed, secrets, new)
    finally:
        lock.release()
    return renewed


def older_backups(into: Path, profile: Profile) -> list[Backup]:
    """The backups that still open with an earlier passphrase: their profile is wrapped otherwise
    than the one in force."""
    return [one for one in listed(into) if not same_passphrase(one, profile)]


def same_passphrase(backup: Backup, profile: Profile) -> bool:
    """Whether a backup was made under the passphrase in force; true where that cannot be told."""
    try:
        document = loads_strict((backup.folder / shape.PROFILE).read_bytes(), file=shape.PROFILE)
        return bool(document["wrapped"] == profile.wrapped)
    except (OSError, KeyError, TypeError, Refused):
        return True
