"""Exact counters: what each frequent key asks of the stores, and how SQLite goes about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reviewer.store.disk.engine import Connection
from tests.session.kit import Keys, demo, opened

Said = list[tuple[str, str]]

BOUNDS = (
    ("Ctrl+2", 0),
    ("D", 12),  # the list is looked at first: day, posts before and after, what was seen
    ("D", 12),
    ("A", 11),
    ("Shift+D", 11),
    ("Shift+A", 5),
    ("Q", 0),
    ("F", 10),  # the gate: account, reports, what was seen, note, answers
    ("F", 45),  # five to the ledger; digest of what was seen, the next case; one settles the desk
    ("R", 0),
    ("S", 18),
    ("Z", 18),
    ("J", 4),
    ("K", 3),
    ("Ctrl+1", 0),
    ("D", 11),
    ("A", 12),
    ("Ctrl+3", 0),
    ("D", 3),
)
"""Keys pressed one after another, and how many statements each may be, of all stores together."""

SMALL = {"later", "import_", "source_file"}
"""Read whole: a line for each case put off, each import and each of its files."""

SORTED = ("media_alias WHERE media_n", "account_n = ", "FROM link ")
"""What may be put in order after it was found: lines of one account, or of one page of media."""


@contextmanager
def listening(keys: Keys) -> Iterator[tuple[Said, dict[str, Connection]]]:
    """The statements that the stores are given, each with the store's name."""
    workspace = keys.session.workspace
    conns = {
        "ledger": workspace.ledger._conn,
        "evidence": workspace.evidence.conn,
        "desk": workspace.desk._conn,
    }
    said: Said = []

    def listen(name: str) -> None:
        def take(sql: str) -> None:
            if not sql.startswith("--"):  # what a trigger does
                said.append((name, sql))

        conns[name].set_trace_callback(take)

    for name in conns:
        listen(name)
    try:
        yield said, conns
    finally:
        for conn in conns.values():
            conn.set_trace_callback(None)


def test_no_key_is_more_statements_than_it_was(tmp_path: Path) -> None:
    with opened(demo(tmp_path / "ws")) as keys, listening(keys) as (said, _):
        for key, most in BOUNDS:
            said.clear()
            keys.press(key)
            assert len(said) <= most, (key, Counter(name for name, _ in said), said)


def test_a_commit_settles_the_desk_in_one_transaction(tmp_path: Path) -> None:
    with opened(demo(tmp_path / "ws")) as keys:
        keys.press("Ctrl+2", "D", "Q", "F")
        with listening(keys) as (said, _):
            keys.press("F")
    begun = [name for name, sql in said if sql.startswith("BEGIN")]
    assert begun == ["ledger", "desk", "desk"], begun  # saved; settled; where one stands now


def test_a_sentence_that_names_the_account_reads_no_strip(tmp_path: Path) -> None:
    with opened(demo(tmp_path / "ws")) as keys:
        handle = keys.session.header().untrusted_handle
        with listening(keys) as (said, _):
            assert keys.session.untrusted_handle == handle != ""
    assert said == []


def test_what_a_key_reads_is_found_by_key_not_by_going_through_all(tmp_path: Path) -> None:
    with opened(demo(tmp_path / "ws")) as keys:
        with listening(keys) as (said, conns):
            keys.press(*(key for key, _ in BOUNDS))
        plans = [
            (sql, str(row[3]))
            for name, sql in said
            if sql.startswith("SELECT")
            for row in conns[name].execute(f"EXPLAIN QUERY PLAN {sql}")
        ]
    assert len(plans) > 50
    scanned = {found[1] for _, step in plans if (found := re.match(r"SCAN (\w+)", step))}
    assert scanned <= SMALL
    ordered = {sql for sql, step in plans if "TEMP B-TREE" in step}
    assert not [sql for sql in ordered if not any(mark in sql for mark in SORTED)], ordered
