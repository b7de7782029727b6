"""The tables of ledger.db. Events are only ever added: triggers forbid anything else."""

from __future__ import annotations

from reviewer.store.migrate import Migration, statements

DEVICE_SHIFT = 40
"""``event.n`` is ``device.n << 40 | seq``: one range of row numbers for each chain."""

MIGRATIONS = (
    Migration(
        1,
        statements(
            "CREATE TABLE device (n INTEGER PRIMARY KEY, device TEXT NOT NULL UNIQUE,"
            " public BLOB NOT NULL)",
            "CREATE TABLE event (n INTEGER PRIMARY KEY, text TEXT NOT NULL, keyid TEXT NOT NULL,"
            " sig BLOB NOT NULL)",
            "CREATE TABLE event_subject (key TEXT NOT NULL, n INTEGER NOT NULL,"
            " PRIMARY KEY (key, n)) WITHOUT ROWID",
            "CREATE TABLE subject_state (key TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID",
            "CREATE TABLE mark (n INTEGER PRIMARY KEY CHECK (n = 1), device TEXT NOT NULL,"
            " seq INTEGER NOT NULL, hash TEXT NOT NULL)",
            "CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN"
            " SELECT RAISE(ABORT, 'an event is never changed'); END",
            "CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN"
            " SELECT RAISE(ABORT, 'an event is never deleted'); END",
        ),
    ),
    # What a subject is, is said by its events; here only what proves that both were saved as one.
    # A small row keeps a save within few pages. Opening fills it again.
    Migration(
        2,
        statements(
            "DROP TABLE subject_state",
            "CREATE TABLE subject_state (key TEXT PRIMARY KEY, digest BLOB NOT NULL) WITHOUT ROWID",
        ),
    ),
)
