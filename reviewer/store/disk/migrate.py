"""Versioned migrations by ``user_version``: each one transaction, a copy of the file before."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewer.domain.errors import Damaged, Refused, ReviewerError
from reviewer.store.disk.engine import Connection, guard, transaction

Step = Callable[[Connection], None]


@dataclass(frozen=True, slots=True)
class Migration:
    """From ``version - 1`` to ``version``. ``run`` uses single ``execute`` calls only:
    ``executescript`` would commit the open transaction."""

    version: int
    run: Step


def statements(*sql: str) -> Step:
    """A step that executes these statements one by one."""

    def run(conn: Connection) -> None:
        for one in sql:
            conn.execute(one)

    return run


def version_of(conn: Connection) -> int:
    """The schema version of the open database; 0 for a new one."""
    with guard(conn.path.name):
        return int(conn.execute("PRAGMA user_version").fetchone()[0])


def migrate(conn: Connection, migrations: Sequence[Migration]) -> int:
    """Bring a database to the last version in ``migrations`` (numbered 1, 2, 3 …).

    A file that already held something is copied beside itself first, still encrypted, as
    ``NAME.before-vN``; a failing migration is rolled back, and the file is as it was. A
    read-only connection is never changed: an older schema is refused.

    Returns:
        The version now.

    Raises:
        Refused: ``newer`` when a newer program wrote the file, ``needs_migration`` when it is
            older and only being read.
        Damaged: ``migration`` naming the step, or the disk in words.
    """
    target = migrations[-1].version
    current = version_of(conn)
    name = conn.path.name
    if current > target:
        raise Refused(
            f"A newer version of Reviewer wrote this file (schema {current}, known {target}).",
            code="newer",
            file=name,
            next_step="Open the workspace with the newer version.",
        )
    if current == target:
        return current
    if conn.read_only:
        raise Refused(
            f"The file has an older schema ({current}, now {target}) and is only being read.",
            code="needs_migration",
            file=name,
            next_step="Open the workspace normally once; a copy is kept.",
        )
    if current > 0:
        backup(conn, current)
    for migration in migrations:
        if migration.version > current:
            _apply(conn, migration)
    return target


def backup(conn: Connection, version: int) -> Path:
    """Copy the database file beside itself, byte for byte (encrypted), and sync it.

    Raises:
        Damaged: ``backup`` when the copy cannot be made; nothing changed.
    """
    path = conn.path
    target = path.with_name(f"{path.name}.before-v{version + 1}")
    partial = target.with_name(target.name + ".part")
    with guard(path.name):
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    try:
        shutil.copyfile(path, partial)
        with open(partial, "rb+") as file:
            os.fsync(file.fileno())
        os.replace(partial, target)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise Damaged(
            "The copy before the change of schema could not be made; nothing was changed.",
            code="backup",
            file=path.name,
            next_step="Make room on the disk and open the workspace again.",
        ) from error
    return target


def _apply(conn: Connection, migration: Migration) -> None:
    try:
        with transaction(conn):
            migration.run(conn)
            conn.execute(f"PRAGMA user_version = {migration.version:d}")
    except ReviewerError as error:
        raise Damaged(
            f"The change to schema {migration.version} failed and was undone: {error.message}",
            code="migration",
            file=conn.path.name,
            next_step="Go on with the older version of Reviewer; the file is as it was.",
        ) from error
