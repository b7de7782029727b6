"""The tables of ledger.db. Events are only ever added: triggers forbid anything else."""

from __future__ import annotations

from reviewer.store.disk.migrate import Migration, statements

DEVICE_SHIFT = 40
"""``event.n`` is ``device.n << 40 | seq``: one range of row numbers for each chain."""

PEER_BASE = 1 << 20
"""Chains of other workspaces are numbered from here, our own from 1."""

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
    Migration(
        3,
        statements(
            # A chain of another workspace: its pinned key, up to where its signatures are
            # verified, and from where on nothing of it counts (cut_seq 0: all of it does).
            "CREATE TABLE peer (n INTEGER PRIMARY KEY, device TEXT NOT NULL, public BLOB NOT NULL,"
            " pseudonym TEXT NOT NULL DEFAULT '', seq INTEGER NOT NULL DEFAULT 0,"
            " hash TEXT NOT NULL DEFAULT '', cut_seq INTEGER NOT NULL DEFAULT 0,"
            " cut_code TEXT NOT NULL DEFAULT '', cut_words TEXT NOT NULL DEFAULT '',"
            " UNIQUE (device, public))",
            # An event in its place in a chain that does not count for itself.
            "CREATE TABLE uncounted (n INTEGER PRIMARY KEY, code TEXT NOT NULL,"
            " words TEXT NOT NULL)",
            # What came and has no place in a chain: it waits for what is missing before it, or
            # it is quarantined. Kept byte for byte.
            "CREATE TABLE parked (device TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL,"
            " public BLOB NOT NULL, text TEXT NOT NULL, keyid TEXT NOT NULL, sig BLOB NOT NULL,"
            " package TEXT NOT NULL, code TEXT NOT NULL, words TEXT NOT NULL,"
            " PRIMARY KEY (device, seq, hash, public)) WITHOUT ROWID",
            # Ids under which two devices signed two different events.
            "CREATE TABLE twin (id TEXT PRIMARY KEY) WITHOUT ROWID",
            # The packages that were merged.
            "CREATE TABLE parcel (package TEXT NOT NULL, device TEXT NOT NULL,"
            " public BLOB NOT NULL, from_seq INTEGER NOT NULL, to_seq INTEGER NOT NULL,"
            " head TEXT NOT NULL, at TEXT NOT NULL,"
            " PRIMARY KEY (package, device, public)) WITHOUT ROWID",
        ),
    ),
    Migration(
        4,
        statements(
            # Events of a lead that came in a feedback package, and receipts: no chain is claimed.
            "CREATE TABLE received (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
            " subject TEXT NOT NULL, seq INTEGER NOT NULL, text TEXT NOT NULL,"
            " keyid TEXT NOT NULL, sig BLOB NOT NULL, public BLOB NOT NULL)",
            "CREATE INDEX received_subject ON received (subject)",
            "CREATE TABLE told (device TEXT NOT NULL, seq INTEGER NOT NULL, head TEXT NOT NULL,"
            " by TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (device, seq, head, by))"
            " WITHOUT ROWID",
        ),
    ),
    # The device whose event counts among several under one id; empty where none does.
    Migration(5, statements("ALTER TABLE twin ADD COLUMN keeper TEXT NOT NULL DEFAULT ''")),
    # The digest of a subject stands before the numbers of its events, as n = 0 (no chain has it):
    # both rows of a save are in one page, one less to seal and to write.
    Migration(
        6,
        statements(
            "ALTER TABLE event_subject ADD COLUMN digest BLOB",
            "INSERT INTO event_subject (key, n, digest) SELECT key, 0, digest FROM subject_state",
            "DROP TABLE subject_state",
        ),
    ),
)
