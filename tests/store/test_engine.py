from __future__ import annotations

import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from reviewer.domain.errors import Bug, Damaged, Refused, ReviewerError
from reviewer.store.disk.engine import (
    Connection,
    assert_pragmas,
    connect,
    database,
    dbapi2,
    guard,
    transaction,
)
from reviewer.store.disk.sqlerrors import in_words
from tests.store.kit import bytes_of

KEY = bytes(range(32))
ROOT = Path(__file__).resolve().parents[2]


def opened(path: Path, **more: bool) -> Connection:
    conn = connect(path, KEY, durable=True, **more)
    if not more.get("read_only"):
        conn.execute("CREATE TABLE IF NOT EXISTS t (a TEXT)")
    return conn


def left_behind(folder: Path, statement: str) -> Path:
    """A database whose writer died with its log not emptied."""
    path = folder / "x.db"
    script = textwrap.dedent(f"""
        import os, sys
        from pathlib import Path
        from reviewer.store.disk.engine import connect
        conn = connect(Path(sys.argv[1]), bytes(range(32)), durable=True)
        conn.execute("CREATE TABLE t (a TEXT)")
        conn.execute("{statement}")
        os.kill(os.getpid(), 9)
    """)
    subprocess.run([sys.executable, "-c", script, str(path)], cwd=ROOT, check=False)
    assert path.with_name("x.db-wal").stat().st_size > 0
    return path


def test_durable_connections_are_full_and_the_others_normal(tmp_path: Path) -> None:
    for durable, level in ((True, 2), (False, 1)):
        conn = connect(tmp_path / f"{level}.db", KEY, durable=durable)
        assert conn.execute("PRAGMA synchronous").fetchone()[0] == level
        assert conn.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert conn.execute("PRAGMA secure_delete").fetchone()[0] == 1
        conn.close()


@pytest.mark.parametrize(
    "pragma",
    [
        "synchronous = NORMAL",
        "synchronous = OFF",
        "foreign_keys = OFF",
        "trusted_schema = ON",
        "cell_size_check = OFF",
        "journal_mode = DELETE",
        "temp_store = FILE",
        "recursive_triggers = OFF",
        "secure_delete = OFF",
    ],
)
def test_a_setting_that_does_not_hold_is_refused(tmp_path: Path, pragma: str) -> None:
    conn = opened(tmp_path / "x.db")
    assert_pragmas(conn, durable=True)
    conn.execute(f"PRAGMA {pragma}").fetchall()
    with pytest.raises(Damaged) as caught:
        assert_pragmas(conn, durable=True)
    assert caught.value.code == "not_durable"
    conn.close()


def flushes(folder: Path, durable: bool) -> int:
    """fsync and fdatasync calls of ten commits, counted by the system."""
    script = textwrap.dedent("""
        import sys
        from pathlib import Path
        from reviewer.store.disk.engine import connect, transaction
        conn = connect(Path(sys.argv[1]), bytes(32), durable=sys.argv[2] == "True")
        conn.execute("CREATE TABLE t (a)")
        for n in range(10):
            with transaction(conn):
                conn.execute("INSERT INTO t VALUES (?)", (n,))
        import os
        os.kill(os.getpid(), 9)
    """)
    log = folder / f"{durable}.txt"
    command = ["strace", "-f", "-e", "trace=fsync,fdatasync", "-o", str(log)]
    child = [sys.executable, "-c", script, str(folder / f"{durable}.db"), str(durable)]
    subprocess.run([*command, *child], cwd=ROOT, check=False, capture_output=True)
    return sum("sync(" in line for line in log.read_text().splitlines())


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_every_commit_of_a_durable_connection_is_flushed(tmp_path: Path) -> None:
    assert flushes(tmp_path, True) >= 10
    assert flushes(tmp_path, False) < 10  # the test has teeth: NORMAL does not pass it


def test_a_wrong_key_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    opened(tmp_path / "x.db").close()
    before = bytes_of(tmp_path)
    with pytest.raises(Refused) as caught:
        connect(tmp_path / "x.db", bytes(32), durable=True)
    assert caught.value.code == "wrong_key"
    assert bytes_of(tmp_path) == before


@pytest.mark.parametrize("key", [b"", b"short", bytes(33)])
def test_only_raw_keys_of_32_bytes_are_taken(tmp_path: Path, key: bytes) -> None:
    with pytest.raises(Bug):
        connect(tmp_path / "x.db", key, durable=True)


def test_nothing_readable_is_on_the_disk(tmp_path: Path) -> None:
    conn = opened(tmp_path / "x.db")
    with transaction(conn):
        conn.execute("INSERT INTO t VALUES ('a very secret sentence')")
    while_open = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    conn.close()
    closed = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for raw in (while_open, closed):
        assert b"secret sentence" not in raw
        assert b"SQLite format" not in raw
        assert KEY not in raw
    assert (tmp_path / "x.db").stat().st_mode & 0o077 == 0


def test_closing_leaves_one_file(tmp_path: Path) -> None:
    conn = opened(tmp_path / "x.db")
    with transaction(conn):
        conn.execute("INSERT INTO t VALUES ('a')")
    assert (tmp_path / "x.db-wal").exists()
    conn.close()
    conn.close()
    assert [path.name for path in tmp_path.iterdir()] == ["x.db"]


def test_reading_only_changes_no_byte_and_cannot_write(tmp_path: Path) -> None:
    opened(tmp_path / "x.db").close()
    before = bytes_of(tmp_path)
    conn = opened(tmp_path / "x.db", read_only=True)
    assert conn.execute("SELECT count(*) FROM t").fetchone() == (0,)
    assert bytes_of(tmp_path) == before
    with pytest.raises(Damaged), guard("x.db"):
        conn.execute("INSERT INTO t VALUES ('a')")
    conn.close()
    assert bytes_of(tmp_path) == before


def test_a_log_left_by_a_killed_writer_is_read_without_changing_a_byte(tmp_path: Path) -> None:
    path = left_behind(tmp_path, "INSERT INTO t VALUES ('last words')")
    before = bytes_of(tmp_path)
    conn = opened(path, read_only=True)
    assert conn.execute("SELECT a FROM t").fetchone() == ("last words",)
    scratch = conn.scratch
    assert scratch is not None and scratch.is_dir()
    conn.close()
    assert not scratch.exists()
    assert bytes_of(tmp_path) == before
    conn = opened(path)
    assert conn.execute("SELECT a FROM t").fetchone() == ("last words",)
    conn.close()


def test_a_missing_file_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        connect(tmp_path / "x.db", KEY, durable=True, read_only=True)
    assert not any(tmp_path.iterdir())


def test_a_failing_transaction_changes_nothing(tmp_path: Path) -> None:
    conn = opened(tmp_path / "x.db")
    with pytest.raises(ZeroDivisionError), transaction(conn):
        conn.execute("INSERT INTO t VALUES ('a')")
        raise ZeroDivisionError
    assert conn.execute("SELECT count(*) FROM t").fetchone() == (0,)
    with pytest.raises(Bug), transaction(conn), transaction(conn):
        pass
    with transaction(conn):
        conn.execute("INSERT INTO t VALUES ('b')")
    conn.close()


@pytest.mark.parametrize(
    ("code", "kind", "name"),
    [
        (13, Damaged, "disk_full"),
        (10, Damaged, "disk_io"),
        (10 | 12 << 8, Damaged, "disk_io"),
        (11, Damaged, "corrupt"),
        (26, Damaged, "not_a_database"),
        (8, Damaged, "read_only"),
        (5, Damaged, "busy"),
        (14, Damaged, "cannot_open"),
        (9, Refused, "interrupted"),
        (19, Bug, "constraint"),
        (1, Bug, "sql"),
        (0, Bug, "sql"),
    ],
)
def test_every_code_has_words(code: int, kind: type[ReviewerError], name: str) -> None:
    error = in_words(code, "text", "ledger.db")
    assert type(error) is kind
    assert (error.code, error.file) == (name, "ledger.db")
    assert error.message.endswith(".") or kind is Bug
    assert error.next_step


def test_errors_of_the_engine_cross_the_border_as_ours(tmp_path: Path) -> None:
    conn = opened(tmp_path / "x.db")
    with pytest.raises(Bug) as caught, guard("x.db"):
        conn.execute("SELECT no FROM nothing")
    assert caught.value.code == "sql"
    assert isinstance(caught.value.__cause__, dbapi2.Error)
    other = connect(tmp_path / "x.db", KEY, durable=True)
    other.execute("PRAGMA busy_timeout = 0").fetchall()
    with transaction(conn), pytest.raises(Damaged) as busy, transaction(other):
        pass
    assert busy.value.code == "busy"
    other.close()
    conn.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_told(tmp_path: Path) -> None:
    conn = opened(tmp_path / "x.db")
    pages = conn.execute("PRAGMA page_count").fetchone()[0]
    conn.execute(f"PRAGMA max_page_count = {pages + 2}").fetchall()
    with pytest.raises(Damaged) as caught, transaction(conn):
        conn.execute("INSERT INTO t VALUES (?)", ("x" * 100_000,))
    assert caught.value.code == "disk_full"
    with transaction(conn):
        conn.execute("INSERT INTO t VALUES ('small')")
    conn.close()


def test_a_changed_page_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    conn = opened(path)
    with transaction(conn):
        conn.executemany("INSERT INTO t VALUES (?)", [("row" * 50,)] * 400)
    conn.close()
    raw = bytearray(path.read_bytes())
    raw[4096 * 5 + 99] ^= 1
    path.write_bytes(raw)
    conn = opened(path, read_only=True)
    with pytest.raises(Damaged), guard("x.db"):
        conn.execute("SELECT sum(length(a)) FROM t").fetchone()
    conn.close()


def test_sqlite_utils_works_on_our_connection(tmp_path: Path) -> None:
    conn = opened(tmp_path / "x.db")
    db = database(conn)
    db["people"].insert_all([{"id": 1, "name": "a"}, {"id": 2, "name": "b"}], pk="id")
    assert [row["name"] for row in db["people"].rows] == ["a", "b"]
    assert conn.execute("SELECT count(*) FROM people").fetchone() == (2,)
    conn.close()
