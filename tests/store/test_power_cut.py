from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from reviewer.domain.errors import Damaged
from tests.store.cutting import ACKS, Op, acknowledged, after_cut, read_log
from tests.store.kit import make, reopen

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("cc") is None,
    reason="needs Linux and a C compiler for the shim",
)


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = tmp_path_factory.mktemp("shim") / "disklog.so"
    source = HERE / "disklog.c"
    subprocess.run(
        ["cc", "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"], check=True
    )
    return library


def logged_run(folder: Path, shim: Path, level: str) -> tuple[dict[str, bytes], list[Op]]:
    """A run of many commits and at least one checkpoint: files before it, and its log."""
    make(folder).close()
    base = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    log = folder.parent / "log"
    env = {**os.environ, "LD_PRELOAD": str(shim), "DISKLOG": str(log), "PYTHONPATH": str(ROOT)}
    env["DISKLOG_ROOT"] = str(folder)
    command = [sys.executable, str(HERE / "cutting.py"), str(folder), "150", level]
    subprocess.run(command, env=env, check=True)
    return base, read_log(log, folder)


def cuts(
    folder: Path, base: dict[str, bytes], ops: list[Op], count: int, seed: int
) -> tuple[int, int]:
    """(cuts with a loss, cuts after which the workspace did not open)."""
    lossy = shut = 0
    dice = Random(seed)
    for _ in range(count):
        done = ops[: dice.randrange(1, len(ops) + 1)]
        told = acknowledged(done)
        for name, data in after_cut(base, done, dice).items():
            if name != ACKS and not name.endswith("-shm"):
                (folder / name).parent.mkdir(exist_ok=True, parents=True)
                (folder / name).write_bytes(data)
        try:
            with reopen(folder) as workspace:
                lossy += workspace.ledger.head()[1] < told
                assert workspace.ledger.check() is None
        except Damaged:
            shut += 1
        shutil.rmtree(folder)
    return lossy, shut


def test_a_power_cut_loses_nothing_that_was_acknowledged(
    tmp_path: Path, shim: Path, request: pytest.FixtureRequest
) -> None:
    count = 10_000 if request.config.getoption("--full", default=False) else 40
    base, ops = logged_run(tmp_path / "w", shim, "FULL")
    assert {op.name for op in ops} >= {"ledger.db", "ledger.db-wal", "head"}
    assert cuts(tmp_path / "cut", base, ops, count, seed=1) == (0, 0)


def test_the_same_test_fails_for_normal(tmp_path: Path, shim: Path) -> None:
    base, ops = logged_run(tmp_path / "w", shim, "NORMAL")
    lossy, shut = cuts(tmp_path / "cut", base, ops, 20, seed=1)
    assert lossy + shut > 5
