"""Files swapped or put back to an older state, a second program, a clock that jumps."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reviewer.domain.errors import Damaged, Refused
from reviewer.store.ledger.ledger import Ledger
from reviewer.store.workspace import Workspace
from tests.faults.conftest import ROOT
from tests.store.kit import NOON, PASSPHRASE, Clock, decision, make, reopen
from tests.watch import Tally

SNAPSHOT = "ledger.snapshot"
PARTS = ("ledger.db", "head", "evidence.db", "desk.db", "profile.json", SNAPSHOT)
DAY = 86_400_000


@pytest.fixture(autouse=True)
def with_snapshots(monkeypatch: pytest.MonkeyPatch) -> None:
    """A snapshot of the ledger lies beside it, of the newest state."""
    monkeypatch.setattr(Ledger, "snapshot_after", 1)


@pytest.fixture
def two_states(tmp_path: Path) -> tuple[Path, Path, Path]:
    """The workspace, a copy of it from before two decisions, and somebody else's."""
    folder, older, other = tmp_path / "w", tmp_path / "older", tmp_path / "other"
    with make(folder) as workspace:
        workspace.ledger.append([decision("1")])
    shutil.copytree(folder, older)
    with reopen(folder) as workspace:
        workspace.ledger.append([decision("2"), decision("3")])
    with make(other) as workspace:
        workspace.ledger.append([decision("9")])
    return folder, older, other


def told(folder: Path) -> str:
    """How opening ends: a code, or empty where all is well and every decision there."""
    try:
        with Workspace.open(folder, PASSPHRASE) as workspace:
            assert workspace.ledger.check() is None
            return "" if workspace.ledger.head()[1] == 3 else "lost"
    except (Damaged, Refused) as error:
        return error.code


@pytest.mark.parametrize("names", [c for n in (1, 2) for c in itertools.combinations(PARTS, n)])
@pytest.mark.parametrize("whose", ["older", "other"])
def test_swapped_files_are_told(
    two_states: tuple[Path, Path, Path], names: tuple[str, ...], whose: str, tally: Tally
) -> None:
    folder, older, other = two_states
    for name in names:
        shutil.copyfile((older if whose == "older" else other) / name, folder / name)
    code = told(folder)
    whole = whose == "older" and set(names) >= {"ledger.db", "head"}
    tally.add("swapped and rolled-back files", swaps=1, whole_older_copies=int(whole))
    tally.add("swapped and rolled-back files", unseen=int(code == "lost" and not whole))
    if set(names) == {SNAPSHOT}:
        assert code == "", "it is passed over, or the tail is folded"
    elif whose == "other":
        assert code not in ("", "lost")
    elif set(names) >= {"ledger.db", "head"}:
        # Both together are a whole older workspace: only others (backup, lead) can tell.
        assert code == "lost"
    elif "ledger.db" in names:
        assert code == "rollback"
    else:
        assert code in ("", "head")


def test_a_second_program_is_refused_and_named(tmp_path: Path, tally: Tally) -> None:
    with make(tmp_path / "w") as workspace:
        workspace.ledger.append([decision("1")])
        code = (
            "import sys; from pathlib import Path; from reviewer.store.workspace import Workspace\n"
            "from reviewer.domain.errors import Refused\n"
            "try: Workspace.open(Path(sys.argv[1]), sys.argv[2])\n"
            "except Refused as error: print(error.code, error.message)"
        )
        command = [sys.executable, "-c", code, str(tmp_path / "w"), PASSPHRASE]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
        assert done.stdout.startswith("in_use ") and str(os.getpid()) in done.stdout
        workspace.ledger.append([decision("2")])
        assert workspace.ledger.check() is None
    tally.add("second program", tries=1, let_in=0)


@pytest.mark.parametrize("jump", [-400 * DAY, -DAY, -400_000, -60_000, 60_000, DAY, 4000 * DAY])
def test_a_clock_that_jumps_changes_no_order(tmp_path: Path, jump: int, tally: Tally) -> None:
    clock = Clock()
    folder = tmp_path / "w"
    with make(folder, clock) as workspace:
        for n in range(6):
            clock.now = NOON + n * 60_000 + (jump if n >= 3 else 0)
            workspace.ledger.append([decision("1", "warn" if n % 2 else "restrict")])
        live = workspace.ledger.state.digest()
    with reopen(folder, clock=clock) as workspace:
        events = [one.event for one in workspace.ledger.events()]
        suspects = [n for n, event in enumerate(events) if event.get("clock_suspect")]
        assert workspace.ledger.state.digest() == live
        assert workspace.ledger.check() is None
    assert [event["seq"] for event in events] == [1, 2, 3, 4, 5, 6]
    assert suspects == ([3] if jump < -300_000 else [])
    tally.add("clock jumps", jumps=1, marked=len(suspects))
