"""I/O errors and a full disk at every step of every act: told, nothing lost, the next try works."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.faults.conftest import Run
from tests.store.kit import decision, make
from tests.watch import Tally


def test_every_error_of_the_disk_is_told_and_loses_nothing(
    tmp_path: Path, run: Run, shim: Path, amount: Callable[[int, int], int], tally: Tally
) -> None:
    folder = tmp_path / "base"
    with make(folder) as workspace:
        workspace.ledger.append([decision("1")])
    report = json.loads(
        run("erring.py", folder, amount(150, 2400), 5, LD_PRELOAD=shim, FAULTDISK_ROOT=tmp_path)
    )
    problems = report.pop("problems")
    tally.add("disk errors and full disk", **report)
    assert problems == []
    assert report.get("lost", 0) == 0
    assert report["told"] > report["faults"] // 2
