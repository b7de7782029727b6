"""The watched disk, the counts, and how much of each fault a run gets."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import TALLY
from tests.watch import Tally

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shim that lies below sqlcipher3 and everything else that writes."""
    if not sys.platform.startswith("linux") or shutil.which("cc") is None:
        pytest.skip("needs Linux and a C compiler for the shim")
    library = tmp_path_factory.mktemp("shim") / "faultdisk.so"
    source = HERE / "faultdisk.c"
    command = ["cc", "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"]
    subprocess.run(command, check=True)
    return library


Run = Callable[..., str]


@pytest.fixture
def run() -> Run:
    """Run a program of this folder; what it printed."""

    def run(program: str, *args: object, **env: object) -> str:
        command = [sys.executable, str(HERE / program), *map(str, args)]
        given = {**os.environ, "PYTHONPATH": str(ROOT), **{k: str(v) for k, v in env.items()}}
        done = subprocess.run(command, env=given, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
        return done.stdout

    return run


@pytest.fixture
def tally(pytestconfig: pytest.Config) -> Tally:
    """Where a test leaves its counts."""
    return pytestconfig.stash[TALLY]


@pytest.fixture
def amount(pytestconfig: pytest.Config) -> Callable[[int, int], int]:
    """``amount(short, full)``: how many faults this run gets."""
    full = bool(pytestconfig.getoption("--full"))
    return lambda short, long: long if full else short
