"""Encrypted SQLite: the only module that names sqlcipher3.

Every connection is opened with a raw 32-byte key, in WAL mode, with the pragmas that make
it durable and strict; they are read back and asserted. Errors leave through ``guard``.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import sqlcipher3
from sqlcipher3 import dbapi2

from reviewer.domain.errors import Bug, Damaged, Refused
from reviewer.store.disk.scratch import private_copy
from reviewer.store.disk.sqlerrors import in_words

# sqlite-utils catches its own errors by the class of the driver it finds under this name.
sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)
if getattr(sys, "frozen", False):  # the standard library's is not in it; sqlite-utils names it
    sys.modules.setdefault("sqlite3", sqlcipher3)
    sys.modules.setdefault("sqlite3.dbapi2", dbapi2)

if TYPE_CHECKING:
    from sqlite_utils import Database

PAGE = 4096
"""Bytes in a page of all databases but the cache."""

CACHE_PAGE = 16384
"""Bytes in a page of cache.db, whose rows are small pictures."""

FULL, NORMAL = 2, 1
BUSY_SECONDS = 2.0

_HEX_KEY = re.compile(r"[0-9a-f]{64}\Z")
_NOTADB = 26


class Connection(dbapi2.Connection):  # type: ignore[misc]
    """A connection that leaves one clean file behind when it is closed.

    It may be handed from thread to thread, but only one may use it at a time.
    """

    path: Path = Path()
    read_only: bool = False
    scratch: Path | None = None

    def close(self) -> None:
        """Empty the write-ahead log into the file, then close; also removes a private copy."""
        try:
            if not self.read_only:
                with contextlib.suppress(dbapi2.Error):
                    self.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            super().close()
            if self.scratch is not None:
                shutil.rmtree(self.scratch, ignore_errors=True)
                self.scratch = None


@contextlib.contextmanager
def guard(file: str = "") -> Iterator[None]:
    """Turn every SQLite error into Damaged, Refused or Bug, with words.

    Args:
        file: the database's name for the message, such as ``ledger.db``.
    """
    try:
        yield
    except dbapi2.Error as error:
        result_code = int(getattr(error, "sqlite_errorcode", 0) or 0)
        raise in_words(result_code, str(error), file) from error


@contextlib.contextmanager
def transaction(conn: Connection) -> Iterator[None]:
    """BEGIN IMMEDIATE … COMMIT; any exception rolls back. Returns only after COMMIT.

    Raises:
        Bug: when a transaction is already open on this connection.
        Damaged: an SQLite error, mapped by ``guard``.
    """
    if conn.in_transaction:
        raise Bug("A transaction is already open.", code="nested_transaction")
    with guard(conn.path.name):
        conn.execute("BEGIN IMMEDIATE")
        try:
            yield
            conn.execute("COMMIT")
        except BaseException:
            # On a full disk SQLite has rolled back already; then ROLLBACK would raise.
            if conn.in_transaction:
                with contextlib.suppress(dbapi2.Error):
                    conn.execute("ROLLBACK")
            raise


def connect(
    path: Path,
    key: bytes,
    *,
    durable: bool,
    read_only: bool = False,
    page_size: int = PAGE,
) -> Connection:
    """Open or create an encrypted database, in autocommit (use ``transaction``).

    Args:
        path: the file.
        key: 32 raw bytes; no passphrase is ever given to SQLCipher.
        durable: synchronous=FULL (ledger, evidence) or NORMAL (desk, cache).
        read_only: change no byte, not even of a left-over write-ahead log. Works without
            permission to write the folder; after a crash it reads a private copy.
        page_size: bytes; must be the same at every opening of one file.

    Raises:
        Refused: ``wrong_key`` when the first page does not open with this key (another key, or
            a damaged beginning); ``sqlite_version``; ``missing`` when read-only and absent.
        Damaged: the disk or the file, in words.
    """
    _check_version()
    if read_only and not path.is_file():
        raise Refused("The file is not there.", code="missing", file=path.name)
    with guard(path.name):
        if read_only:
            conn = _open_read_only(path)
        else:
            conn = _open(path, f"file:{quote(str(path.absolute()))}?mode=rwc")
        try:
            _unlock(conn, key, page_size)
            _set_pragmas(conn, durable)
            assert_pragmas(conn, durable)
        except BaseException:
            dbapi2.Connection.close(conn)
            if conn.scratch is not None:
                shutil.rmtree(conn.scratch, ignore_errors=True)
            raise
    return conn


def empty_log(conn: Connection, file: str) -> bool:
    """Bring the write-ahead log into the file and cut it to nothing, so that no deleted page lies
    in it; whether it could be done now."""
    with guard(file):
        busy, _, _ = conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def database(conn: Connection) -> Database:
    """sqlite-utils over a connection of ours, without plugins."""
    from sqlite_utils import Database

    return Database(conn, execute_plugins=False)


def bad_pages(conn: Connection) -> list[str]:
    """Check the seal of every page of the file; what is wrong, or an empty list.

    SQLCipher looks at the file alone. After a power cut a page there may be torn whose whole form
    stands in the write-ahead log, so the log is brought into the file first.
    """
    with guard(conn.path.name):
        if not conn.read_only or conn.scratch is not None:
            conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        rows = conn.execute("PRAGMA cipher_integrity_check").fetchall()
    return [str(row[0]) for row in rows]


def assert_pragmas(conn: Connection, durable: bool) -> None:
    """Read the pragmas back and refuse to go on if one is not as asked.

    Raises:
        Damaged: code ``not_durable``, naming the pragma.
    """
    wanted = {
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "temp_store": 2,
    }
    if not conn.read_only:
        wanted |= {"synchronous": FULL if durable else NORMAL, "secure_delete": 1}
        if _pragma(conn, "journal_mode") != "wal":
            raise _not_durable(conn, "journal_mode")
    for name, value in wanted.items():
        if _pragma(conn, name) != value:
            raise _not_durable(conn, name)


def _not_durable(conn: Connection, name: str) -> Damaged:
    return Damaged(
        f"The database does not keep the setting {name}; nothing was written.",
        code="not_durable",
        file=conn.path.name,
        next_step="Move the workspace to a local disk: network drives cannot keep this promise.",
    )


def _pragma(conn: Connection, name: str) -> Any:
    row = conn.execute(f"PRAGMA {name}").fetchone()
    return row[0] if row else None


def _check_version() -> None:
    """Refuse an SQLite with the WAL-reset race (before 3.51.3)."""
    if dbapi2.sqlite_version_info < (3, 51, 3):
        raise Refused(
            f"SQLite {dbapi2.sqlite_version} can lose saved data.",
            code="sqlite_version",
            next_step="Install sqlcipher3 0.6.4 or newer.",
        )


def _open(path: Path, uri: str) -> Connection:
    if not path.exists():
        with contextlib.suppress(OSError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    conn: Connection = dbapi2.connect(
        uri,
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_SECONDS,
        factory=Connection,
    )
    conn.path = path
    return conn


def _open_read_only(path: Path) -> Connection:
    """Without a write-ahead log the file is immutable to us; with one, read a private copy."""
    log = path.with_name(path.name + "-wal")
    if not log.exists() or log.stat().st_size == 0:
        conn = _open(path, f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1")
        conn.read_only = True
        return conn
    scratch = private_copy(path, log)
    copy = scratch / path.name
    conn = _open(copy, f"file:{quote(str(copy))}?mode=rw")
    conn.path, conn.read_only, conn.scratch = path, True, scratch
    return conn


def _unlock(conn: Connection, key: bytes, page_size: int) -> None:
    """Give the key and prove it on the first page."""
    text = key.hex()
    if len(key) != 32 or not _HEX_KEY.match(text):
        raise Bug("A database key must be 32 raw bytes.", code="key")
    conn.execute("PRAGMA cipher_log_level = NONE").fetchall()
    conn.execute(f"PRAGMA key = \"x'{text}'\"").fetchall()
    conn.execute(f"PRAGMA cipher_page_size = {int(page_size)}").fetchall()
    try:
        conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except dbapi2.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF != _NOTADB:
            raise
        raise Refused(
            "The file does not open with this key.",
            code="wrong_key",
            file=conn.path.name,
            next_step="Open it with the profile it was made with, or restore it from a backup.",
        ) from error


def _set_pragmas(conn: Connection, durable: bool) -> None:
    conn.execute("PRAGMA foreign_keys = ON")
    conn.execute("PRAGMA recursive_triggers = ON")  # so that REPLACE fires the delete triggers
    conn.execute("PRAGMA trusted_schema = OFF")
    conn.execute("PRAGMA cell_size_check = ON")
    conn.execute("PRAGMA temp_store = MEMORY")
    conn.execute("PRAGMA mmap_size = 0").fetchall()
    if conn.read_only:
        conn.execute("PRAGMA query_only = ON")
        return
    conn.execute("PRAGMA journal_mode = WAL").fetchall()
    conn.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
    conn.execute("PRAGMA secure_delete = ON").fetchall()
    if durable:  # macOS: a flush that reaches the platter
        conn.execute("PRAGMA fullfsync = ON")
        conn.execute("PRAGMA checkpoint_fullfsync = ON")
