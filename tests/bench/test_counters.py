"""Exact counters: statements of a key, plans of the ledger's reads, modules before first paint."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reviewer.session.session import Session
from reviewer.store.ledger import chain
from tests.session.kit import demo, opened

LATE = ("pyqtgraph", "numpy", "sqlite_utils", "av", "PIL", "pdqhash")
"""What only some features need: not to be imported before the first window is painted."""

COMMIT = ["BEGIN", "INSERT", "INSERT", "INSERT", "COMMIT"]
"""A decision: its event, the row of the index, the state of its subject."""


@contextmanager
def told(session: Session) -> Iterator[dict[str, list[str]]]:
    """The first words of the statements that the stores are given."""
    workspace = session.workspace
    conns = {
        "ledger": workspace.ledger._conn,
        "evidence": workspace.evidence.conn,
        "desk": workspace.desk._conn,
    }
    said: dict[str, list[str]] = {name: [] for name in conns}

    def listen(name: str) -> None:
        def take(sql: str) -> None:
            if not sql.startswith("--"):  # what a trigger does
                said[name].append(sql.split(None, 1)[0].rstrip(";"))

        conns[name].set_trace_callback(take)

    for name in conns:
        listen(name)
    try:
        yield said
    finally:
        for conn in conns.values():
            conn.set_trace_callback(None)


def test_a_decision_is_five_statements_whatever_came_before(tmp_path: Path) -> None:
    with opened(demo(tmp_path / "ws")) as keys:
        for _ in range(3):
            keys.press("Ctrl+2", "D", "Q", "F")
            with told(keys.session) as said:
                keys.press("F")
            assert said["ledger"] == COMMIT, keys.session.desk.message
            assert "SELECT" not in said["ledger"]


def test_keys_that_decide_nothing_reach_no_ledger(tmp_path: Path) -> None:
    with opened(demo(tmp_path / "ws")) as keys, told(keys.session) as said:
        keys.press("Q", "Esc", "D", "A", "Alt+Down")
    assert said["ledger"] == []
    assert Counter(said["evidence"])["INSERT"] == 0


def test_staging_reads_nothing(tmp_path: Path) -> None:
    with opened(demo(tmp_path / "ws")) as keys, told(keys.session) as said:
        keys.press("Q")
    assert said == {"ledger": [], "evidence": [], "desk": []}


LEDGER_READS = {
    "the events of a subject": (
        "SELECT n FROM event_subject WHERE key = ? AND n > 0 ORDER BY n",
        ("k",),
    ),
    "a stretch of a chain": (chain.ROWS, (0, 9, 9)),
}


@pytest.mark.parametrize("what", LEDGER_READS)
def test_the_ledger_reads_without_a_scan(tmp_path: Path, what: str) -> None:
    sql, values = LEDGER_READS[what]
    with opened(demo(tmp_path / "ws")) as keys:
        conn = keys.session.workspace.ledger._conn
        plan = [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
    assert plan and not [step for step in plan if "SCAN" in step or "TEMP B-TREE" in step], plan


def test_modules_before_the_first_paint(tmp_path: Path) -> None:
    arguments = ["-X", "importtime", "-m", "reviewer.bench.alone", "first-paint"]
    done = subprocess.run(
        [sys.executable, *arguments, str(tmp_path / "none")],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-400:]
    names = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "PySide6" in names and not names & set(LATE)


def test_painting_gives_back_the_references_it_takes() -> None:
    from PySide6.QtCore import QRect, Qt
    from PySide6.QtGui import QColor, QImage, QPainter

    image = QImage(40, 40, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    gc.collect()  # what earlier tests left is not let go in between
    before = [sys.getrefcount(thing) for thing in (None, True, False)]
    for _ in range(500):
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(QRect(0, 0, 9, 9), QColor(1, 2, 3))
        painter.translate(0, 0)
        painter.restore()
    after = [sys.getrefcount(thing) for thing in (None, True, False)]
    painter.end()
    assert all(abs(b - a) < 50 for a, b in zip(before, after, strict=True)), (before, after)
