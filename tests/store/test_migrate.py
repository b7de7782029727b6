from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.domain.errors import Damaged, Refused
from reviewer.store.disk.engine import Connection, connect, transaction
from reviewer.store.disk.migrate import Migration, migrate, statements, version_of
from tests.store.kit import bytes_of

KEY = bytes(32)
ONE = Migration(1, statements("CREATE TABLE t (a TEXT)"))
TWO = Migration(2, statements("ALTER TABLE t ADD COLUMN b TEXT", "UPDATE t SET b = 'new'"))


def opened(path: Path, *, read_only: bool = False) -> Connection:
    return connect(path, KEY, durable=True, read_only=read_only)


def at_version_one(path: Path) -> None:
    conn = opened(path)
    assert migrate(conn, [ONE]) == 1
    with transaction(conn):
        conn.execute("INSERT INTO t VALUES ('kept')")
    conn.close()


def test_steps_run_once_and_in_order(tmp_path: Path) -> None:
    at_version_one(tmp_path / "x.db")
    conn = opened(tmp_path / "x.db")
    assert migrate(conn, [ONE, TWO]) == 2
    assert migrate(conn, [ONE, TWO]) == 2
    assert conn.execute("SELECT a, b FROM t").fetchall() == [("kept", "new")]
    conn.close()


def test_the_copy_before_opens_with_the_old_schema(tmp_path: Path) -> None:
    at_version_one(tmp_path / "x.db")
    conn = opened(tmp_path / "x.db")
    migrate(conn, [ONE, TWO])
    conn.close()
    old = opened(tmp_path / "x.db.before-v2", read_only=True)
    assert version_of(old) == 1
    assert old.execute("SELECT * FROM t").fetchall() == [("kept",)]
    old.close()


def test_a_newer_file_is_refused_and_not_touched(tmp_path: Path) -> None:
    conn = opened(tmp_path / "x.db")
    migrate(conn, [ONE, TWO])
    conn.close()
    before = bytes_of(tmp_path)
    conn = opened(tmp_path / "x.db", read_only=True)
    with pytest.raises(Refused) as caught:
        migrate(conn, [ONE])
    assert caught.value.code == "newer"
    conn.close()
    assert bytes_of(tmp_path) == before


def test_an_older_file_is_not_changed_by_reading(tmp_path: Path) -> None:
    at_version_one(tmp_path / "x.db")
    before = bytes_of(tmp_path)
    conn = opened(tmp_path / "x.db", read_only=True)
    with pytest.raises(Refused) as caught:
        migrate(conn, [ONE, TWO])
    assert caught.value.code == "needs_migration"
    conn.close()
    assert bytes_of(tmp_path) == before


SQL = (
    "CREATE TABLE u (a TEXT)",
    "INSERT INTO u SELECT a FROM t",
    "ALTER TABLE t ADD COLUMN b TEXT",
    "UPDATE t SET b = 'new'",
    "DROP TABLE u",
)


@pytest.mark.parametrize("fails_at", range(len(SQL) + 1))
def test_a_failing_step_leaves_the_file_as_it_was(tmp_path: Path, fails_at: int) -> None:
    at_version_one(tmp_path / "x.db")
    failing = Migration(2, statements(*SQL[:fails_at], "SELECT no FROM nothing", *SQL[fails_at:]))
    conn = opened(tmp_path / "x.db")
    with pytest.raises(Damaged) as caught:
        migrate(conn, [ONE, failing])
    assert caught.value.code == "migration"
    assert version_of(conn) == 1
    conn.close()
    conn = opened(tmp_path / "x.db")
    assert migrate(conn, [ONE]) == 1
    tables = conn.execute("SELECT name, sql FROM sqlite_master").fetchall()
    assert tables == [("t", "CREATE TABLE t (a TEXT)")]
    assert conn.execute("SELECT * FROM t").fetchall() == [("kept",)]
    conn.close()
