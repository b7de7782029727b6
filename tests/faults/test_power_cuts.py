"""Simulated power cuts below the shipped engine: the ledger, the head file, and the evidence."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

from reviewer.domain.errors import Damaged
from reviewer.store.workspace import Workspace
from tests.faults.conftest import Run
from tests.faults.cutting import ACKS
from tests.faults.disk import Disk, Op, read_log
from tests.store.kit import PASSPHRASE, make
from tests.watch import Tally

Amount = Callable[[int, int], int]


def logged_run(
    folder: Path, run: Run, shim: Path, level: str, count: int = 75
) -> tuple[dict[str, bytes], list[Op]]:
    """A run of many commits and at least one checkpoint: files before it, and its log."""
    make(folder).close()
    base = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    log = folder.parent / "log"
    run("cutting.py", folder, count, level,
        LD_PRELOAD=shim, FAULTDISK_LOG=log, FAULTDISK_ROOT=folder)  # fmt: skip
    return base, read_log(log, folder)


def acknowledged(op: Op) -> tuple[int, int]:
    """The last seq and the number of imports that were told to somebody."""
    seq, imports = op.data.split()
    return int(seq), int(imports)


class Cuts:
    """How many cuts were lossy, left the workspace shut, or put an event before its evidence."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made = self.lossy = self.shut = self.out_of_order = 0

    def cut(self, files: dict[str, bytes], told: tuple[int, int]) -> None:
        """Open what the disk held and compare."""
        self.made += 1
        for name, data in files.items():
            path = self.folder / name
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_bytes(data)
        for name in ("blobs", "search"):
            (self.folder / name).mkdir(exist_ok=True)
        try:
            with Workspace.open(self.folder, PASSPHRASE) as workspace:
                self._compare(workspace, told)
        except Damaged:
            self.shut += 1
        shutil.rmtree(self.folder)

    def _compare(self, workspace: Workspace, told: tuple[int, int]) -> None:
        known = {str(event["import"]["id"]) for event in workspace.ledger.state.imports}
        held = workspace.evidence.imports()
        self.out_of_order += not known <= {row.import_id for row in held}
        self.lossy += workspace.ledger.head()[1] < told[0] or len(known) < told[1]
        if self.made % 10 == 0:
            assert workspace.ledger.check() is None


def cuts(
    folder: Path, base: dict[str, bytes], ops: list[Op], count: int, root: Path, seed: int = 1
) -> Cuts:
    dice, found, told = Random(seed), Cuts(folder), (0, 0)
    disk = Disk(str(root)).load(base)
    places = sorted(dice.randrange(1, len(ops) + 1) for _ in range(count))
    done = 0
    for place in places:
        for op in ops[done:place]:
            if op.name == ACKS:
                told = acknowledged(op) if op.kind == "W" else told
            else:
                disk.take(op)
        done = place
        found.cut(disk.survivors(dice), told)
    return found


def test_a_power_cut_loses_nothing_that_was_acknowledged(
    tmp_path: Path, run: Run, shim: Path, amount: Amount, tally: Tally
) -> None:
    base, ops = logged_run(tmp_path / "w", run, shim, "FULL")
    named = {op.name for op in ops}
    assert named >= {"ledger.db", "ledger.db-wal", "head", "evidence.db-wal"}
    found = cuts(tmp_path / "cut", base, ops, amount(500, 10_000), tmp_path / "w")
    tally.add("power cuts", cuts=found.made, lost=found.lossy, shut=found.shut)
    tally.add("power cuts", events_before_their_evidence=found.out_of_order)
    assert (found.lossy, found.shut, found.out_of_order) == (0, 0, 0)


def test_the_same_test_fails_for_normal(
    tmp_path: Path, run: Run, shim: Path, amount: Amount, tally: Tally
) -> None:
    base, ops = logged_run(tmp_path / "w", run, shim, "NORMAL", 60)
    found = cuts(tmp_path / "cut", base, ops, amount(20, 200), tmp_path / "w")
    tally.add("power cuts, synchronous=NORMAL", cuts=found.made, lost=found.lossy, shut=found.shut)
    assert found.lossy + found.shut > found.made // 4
