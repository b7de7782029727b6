"""The bench itself: rows measure the real path, pairs alternate, figures say what they mean."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reviewer.bench.made import FEW, SMALL, Maker, Size
from reviewer.bench.pairs import Goal, Pair, figure, run
from reviewer.bench.run import ROWS, bench, chosen
from reviewer.bench.stock import Stock, take_in
from reviewer.domain.errors import Refused

TINY = Size(posts=400, imported=400, accounts=8, events=40, exported=10, pictures=2)


def test_pairs_alternate() -> None:
    order: list[str] = []

    def work(name: str, took: float) -> list[float]:
        order.append(name)
        return [took]

    rounds = run(Pair(lambda: work("a", 2.0), lambda: work("b", 1.0)), 3)
    assert "".join(order) == "ab" + "ab" + "ba" + "ab"
    found = figure(rounds, Goal("median", 2.5))
    assert (found.ratio, found.reached, found.samples) == (2.0, True, 3)
    assert not figure(rounds, Goal("p50", 1.9)).reached


def test_late_frames_are_a_share() -> None:
    rounds = [([0.001, 0.02], [0.001])] * 2
    assert figure(rounds, Goal("late", 0.01)).ratio == 0.5


def test_material_is_the_same_in_every_run(tmp_path: Path) -> None:
    one, two = (Maker(TINY).write(tmp_path / name) for name in ("one", "two"))
    for name in ("posts.jsonl", "accounts.jsonl"):
        assert (one / name).read_bytes() == (two / name).read_bytes()
    lines = (one / "posts.jsonl").read_text("utf-8").splitlines()
    posts = [json.loads(line) for line in lines]
    assert len(posts) == TINY.posts and len({p["post_id"] for p in posts}) == TINY.posts
    assert sum(p["account_id"] == SMALL for p in posts) == FEW


def test_material_is_taken_in_whole(tmp_path: Path) -> None:
    stock = Stock(tmp_path, TINY)
    with stock.empty() as workspace:
        take_in(workspace, stock.batch)
        counts = workspace.evidence.counts()
    assert (counts.posts, counts.quarantined) == (TINY.posts, 0)


ALL_ROWS = """
import json, sys
from tests.bench.test_bench import TINY
from reviewer.bench.run import bench, chosen
json.dump(bench(chosen([], peers=True), TINY, rounds=1), sys.stdout)
"""


def test_every_row_runs_through(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ALL_ROWS], capture_output=True, text=True, timeout=240,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-600:]
    found = json.loads(done.stdout)
    assert {entry["row"] for entry in found} == {row.name for row in ROWS}
    assert [entry for entry in found if entry["left_out"]] == []
    assert "Traceback" not in done.stderr


def test_a_goal_for_the_full_size_is_not_judged_in_a_quick_run() -> None:
    (entry,) = bench(chosen(["activity"], peers=False), TINY, rounds=1)
    assert entry["goal"] == 0.02 and entry["ratio"] > 0 and entry["reached"] is None


ROWS_WITHOUT_PROCESSES = "import-usable decision-saved open activity search timeline-page".split()


def test_rows_measure(tmp_path: Path) -> None:
    found = bench(chosen(ROWS_WITHOUT_PROCESSES, peers=False), TINY)
    assert {entry["row"] for entry in found} == set(ROWS_WITHOUT_PROCESSES)
    assert all(entry["ratio"] > 0 and entry["left_out"] is None for entry in found)


def test_names_are_unique_and_unknown_ones_are_refused() -> None:
    assert len({row.name for row in ROWS}) == len(ROWS)
    assert all(row.peer or all(goal.most < 100 for goal in row.goals) for row in ROWS)
    assert not [row for row in chosen([], peers=False) if row.peer]
    with pytest.raises(Refused, match="no row"):
        chosen(["nonsense"], peers=False)
