"""kill -9: what was acknowledged is there, whoever acknowledged it."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from reviewer.store.workspace import Workspace
from tests.faults.conftest import HERE, ROOT, Run
from tests.session.kit import demo
from tests.store.kit import make
from tests.watch import Tally

Amount = Callable[[int, int], int]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and kill")


def test_nothing_acknowledged_is_lost_by_kills(
    tmp_path: Path, run: Run, amount: Amount, tally: Tally
) -> None:
    make(tmp_path / "w").close()
    kills = amount(200, 1000)
    report = json.loads(run("killing.py", tmp_path / "w", kills, 7))
    tally.add(
        "kill -9 while deciding",
        kills=kills,
        acknowledged=report["acknowledged"],
        lost=report["lost"],
    )
    assert report["lost"] == 0
    assert report["faults"] == []
    assert report["acknowledged"] >= kills
    assert report["extra"] <= 3  # at most the group that was under way


def killed_desk(folder: Path, dice: Random) -> int:
    """Start the desk, kill it at some moment; the last seq that it called saved."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, str(HERE / "desk_killing.py"), str(folder)]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE) as desk:
        assert desk.stdout is not None
        told = b""
        while told.count(b"\n") < 2:  # open, and the first that is saved
            part = os.read(desk.stdout.fileno(), 4096)
            assert part, "the desk ended by itself"
            told += part
        select.select([], [], [], dice.random() * 0.6)
        desk.send_signal(signal.SIGKILL)
        told += desk.stdout.read()
    whole = told[: told.rfind(b"\n") + 1].split()
    return int(whole[-1])


def test_nothing_the_desk_called_saved_is_lost_by_kills(
    tmp_path: Path, amount: Amount, tally: Tally
) -> None:
    folder = demo(tmp_path / "w")
    dice = Random(3)
    for _ in range(amount(10, 40)):
        last = killed_desk(folder, dice)
        shutil.rmtree(folder.with_name("copy"), ignore_errors=True)
        shutil.copytree(folder, folder.with_name("copy"))
        with Workspace.open(folder.with_name("copy"), None) as workspace:
            seq = workspace.ledger.head()[1]
            assert workspace.ledger.check() is None
        tally.add("kill -9 of the desk", kills=1, told_saved=last, lost=max(0, last - seq))
        assert seq >= last
