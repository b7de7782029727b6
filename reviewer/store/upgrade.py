"""Before a change of schema the whole workspace is backed up, verified, once for all its files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reviewer.domain.errors import Damaged, Refused, ReviewerError
from reviewer.store import desk
from reviewer.store.disk import shape
from reviewer.store.disk.engine import connect
from reviewer.store.disk.migrate import Migration, version_of
from reviewer.store.disk.ports import Clock, MachineClock
from reviewer.store.disk.shape import Keys
from reviewer.store.evidence import evidence
from reviewer.store.ledger import ledger
from reviewer.store.safety.backup import Source, back_up, default_folder
from reviewer.store.safety.backup_list import Backup
from reviewer.trust.keys import Signer
from reviewer.trust.profile import Profile
from reviewer.trust.wrap import Secrets


def schemas() -> dict[str, Sequence[Migration]]:
    """The schema that each database has in this version of the program."""
    return {
        shape.LEDGER: ledger.MIGRATIONS,
        shape.EVIDENCE: evidence.MIGRATIONS,
        shape.DESK: desk.MIGRATIONS,
    }


def older(folder: Path, keys: Keys) -> list[str]:
    """The databases that opening would bring to a newer schema; what does not open is left to the
    opening, which says why."""
    found = []
    for name, migrations in schemas().items():
        path = folder / name
        try:
            if not path.is_file() or not path.stat().st_size:
                continue
            conn = connect(path, keys.database(name), durable=name != shape.DESK)
            try:
                if 0 < version_of(conn) < migrations[-1].version:
                    found.append(name)
            finally:
                conn.close()
        except (ReviewerError, OSError):
            continue
    return found


def back_up_before(
    folder: Path, profile: Profile, secrets: Secrets, into: Path | None, clock: Clock | None
) -> Backup | None:
    """Back the workspace up if opening it changes a schema; None where none changes.

    Raises:
        Damaged: ``backup``: it could not be backed up; nothing was changed and nothing opened.
    """
    keys = Keys(secrets.data_key)
    if not older(folder, keys):
        return None
    source = Source(folder, profile, Signer.from_private(secrets.signing), keys)
    try:
        return back_up(source, into or default_folder(folder), (clock or MachineClock()).now_ms())
    except (Damaged, Refused) as error:
        raise Damaged(
            "This version of the program changes how the workspace is stored, and the backup that"
            f" it makes before could not be made: {error.message}",
            code="backup",
            file=error.file,
            next_step="Nothing was changed. Make room or see to the folder of backups, and open"
            " the workspace again; the version before this one opens it as it is.",
        ) from error
