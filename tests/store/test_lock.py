from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reviewer.domain.errors import Refused
from reviewer.store.disk.lock import WorkspaceLock
from tests.store.kit import Clock, bytes_of

ROOT = Path(__file__).resolve().parents[2]
HOLD = """
import sys
from pathlib import Path
from reviewer.store.disk.lock import WorkspaceLock
lock = WorkspaceLock(Path(sys.argv[1]))
lock.acquire(read_only=sys.argv[2] == "reader")
print("held", flush=True)
sys.stdin.read()
lock.release()
"""


def holding(folder: Path, kind: str) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder), kind],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    return child


def end(child: subprocess.Popen[str], *, kill: bool = False) -> None:
    if kill:
        child.kill()
    child.communicate()


def test_the_second_program_is_told_who_holds_the_workspace(tmp_path: Path) -> None:
    child = holding(tmp_path, "writer")
    for read_only in (False, True):
        with pytest.raises(Refused) as caught:
            WorkspaceLock(tmp_path).acquire(read_only=read_only)
        assert caught.value.code == "in_use"
        assert f"process {child.pid}" in caught.value.message
        assert "since 20" in caught.value.message
    end(child)
    assert WorkspaceLock(tmp_path).holder() is None
    with WorkspaceLock(tmp_path):
        pass


def test_a_killed_program_leaves_nothing_to_clean_up(tmp_path: Path) -> None:
    end(holding(tmp_path, "writer"), kill=True)
    lock = WorkspaceLock(tmp_path, clock=Clock())
    lock.acquire()
    holder = lock.holder()
    assert holder is not None
    assert holder.pid == os.getpid()
    lock.release()


def test_readers_share_and_keep_writers_out(tmp_path: Path) -> None:
    with WorkspaceLock(tmp_path):
        pass
    child = holding(tmp_path, "reader")
    before = bytes_of(tmp_path)
    reader = WorkspaceLock(tmp_path)
    reader.acquire(read_only=True)
    with pytest.raises(Refused) as caught:
        WorkspaceLock(tmp_path).acquire()
    assert "only reading" in caught.value.message
    assert bytes_of(tmp_path) == before
    reader.release()
    end(child)


def test_a_dead_name_is_not_blamed(tmp_path: Path) -> None:
    dead = holding(tmp_path, "writer")
    end(dead, kill=True)
    reader = WorkspaceLock(tmp_path)
    reader.acquire(read_only=True)
    with pytest.raises(Refused) as caught:
        WorkspaceLock(tmp_path).acquire()
    assert str(dead.pid) not in caught.value.message
    reader.release()
