"""The tables of ``evidence.db``: imported material, which could be rebuilt from its sources.

``post`` lies in (account, time) order, so that a timeline is one range; ``n`` is dense in time
order within each import and unique, so that newest first in the full-text index, whose rowid is
``n``, is a descending range of each import. Every row says where it was read: file, line,
pointer. Bits of ``post.flags`` and codes of ``post.kind`` are defined here.
"""

from __future__ import annotations

from reviewer.domain.views import PostKind
from reviewer.store.disk.migrate import Migration, statements

REFERENCED, EDITED, DELETED, SENSITIVITY_KNOWN, SENSITIVE = 1, 2, 4, 8, 16
"""Bits of ``post.flags``."""

KINDS: tuple[PostKind, ...] = ("original", "reply", "repost", "quote")
"""``post.kind`` is the index in here."""

UNDATED_DAY = -(2**40)
"""``day_count.day`` of undated posts; never handed out."""

NO_DUE = 2**62
"""``case_.due_sort`` where a case has no due time: after all that have one."""

_ORIGIN = "file_n INTEGER NOT NULL, line INTEGER NOT NULL, pointer TEXT"

POST_COLUMNS = (
    "account_n", "at", "n", "key", "kind", "flags", "text", "lang", "tz", "precision",
    "conversation", "reply_to", "repost_of", "quote_of", "counts", "extra", "media_count",
    "file_n", "line", "pointer",
)  # fmt: skip
"""The columns of a post that an import writes, in the order of its tuples."""

POST_INDEXES = {
    "post_n": "CREATE UNIQUE INDEX post_n ON post(n)",
    "post_key": "CREATE UNIQUE INDEX post_key ON post(key)",
    "post_referenced": "CREATE INDEX post_referenced ON post(n) WHERE flags & 1",
}
"""Dropped and made again around the first load, which is faster than keeping them up."""

_IMPORTS = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID",
    """CREATE TABLE import_ (
        import_n INTEGER PRIMARY KEY, import_id TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
        kind TEXT NOT NULL, at INTEGER NOT NULL, sha256 TEXT NOT NULL, signed INTEGER NOT NULL,
        signer TEXT NOT NULL, read INTEGER NOT NULL, new INTEGER NOT NULL,
        known INTEGER NOT NULL, changed INTEGER NOT NULL, quarantined INTEGER NOT NULL,
        n_lo INTEGER NOT NULL, n_hi INTEGER NOT NULL) STRICT""",
    """CREATE TABLE source_file (
        file_n INTEGER PRIMARY KEY, import_n INTEGER NOT NULL, path TEXT NOT NULL,
        sha256 TEXT NOT NULL, size INTEGER NOT NULL, format TEXT NOT NULL,
        read INTEGER NOT NULL DEFAULT 0, new INTEGER NOT NULL DEFAULT 0,
        known INTEGER NOT NULL DEFAULT 0, changed INTEGER NOT NULL DEFAULT 0,
        quarantined INTEGER NOT NULL DEFAULT 0) STRICT""",
    "CREATE INDEX source_file_import ON source_file(import_n)",
    "CREATE INDEX source_file_sha256 ON source_file(sha256)",
    f"""CREATE TABLE quarantine (
        quarantine_n INTEGER PRIMARY KEY, file_sha256 TEXT NOT NULL, reason TEXT NOT NULL,
        raw_sha256 TEXT NOT NULL, {_ORIGIN}) STRICT""",
    """CREATE UNIQUE INDEX quarantine_place
        ON quarantine(file_sha256, line, coalesce(pointer, ''), reason)""",
    """CREATE TABLE index_todo (
        import_n INTEGER NOT NULL, kind TEXT NOT NULL, n INTEGER NOT NULL,
        PRIMARY KEY (import_n, kind, n)) STRICT, WITHOUT ROWID""",
)

_ACCOUNTS = (
    f"""CREATE TABLE account (
        account_n INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, platform TEXT NOT NULL,
        ext_id TEXT NOT NULL, stub INTEGER NOT NULL, digest BLOB, captured_at INTEGER NOT NULL,
        created_at INTEGER NOT NULL, handle TEXT NOT NULL, handles TEXT NOT NULL,
        display_names TEXT NOT NULL, bio TEXT NOT NULL, location TEXT NOT NULL,
        url TEXT NOT NULL, avatar TEXT NOT NULL, labels TEXT NOT NULL, kind TEXT NOT NULL,
        followers INTEGER, followees INTEGER, posts_count INTEGER, verified INTEGER,
        protected INTEGER, source TEXT NOT NULL, posts_stored INTEGER NOT NULL DEFAULT 0,
        media_stored INTEGER NOT NULL DEFAULT 0, reports INTEGER NOT NULL DEFAULT 0,
        snapshots INTEGER NOT NULL DEFAULT 0, {_ORIGIN}) STRICT""",
    "CREATE INDEX account_handle ON account(handle COLLATE NOCASE)",
    f"""CREATE TABLE account_snapshot (
        account_n INTEGER NOT NULL, captured_at INTEGER NOT NULL, digest BLOB NOT NULL,
        record TEXT NOT NULL, {_ORIGIN},
        PRIMARY KEY (account_n, captured_at, digest)) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE link (
        link_n INTEGER PRIMARY KEY, source_n INTEGER NOT NULL, target_n INTEGER NOT NULL,
        kind TEXT NOT NULL, basis TEXT NOT NULL, strength INTEGER, {_ORIGIN}) STRICT""",
    "CREATE UNIQUE INDEX link_ends ON link(source_n, target_n, kind, basis)",
    "CREATE INDEX link_target ON link(target_n)",
    f"""CREATE TABLE history (
        history_n INTEGER PRIMARY KEY, account_n INTEGER NOT NULL, at INTEGER NOT NULL,
        action TEXT NOT NULL, source TEXT NOT NULL, basis TEXT NOT NULL,
        until INTEGER NOT NULL, {_ORIGIN}) STRICT""",
    "CREATE UNIQUE INDEX history_fact ON history(account_n, at, action, source, basis, until)",
    f"""CREATE TABLE status (
        status_n INTEGER PRIMARY KEY, account_n INTEGER NOT NULL, at INTEGER NOT NULL,
        value TEXT NOT NULL, source TEXT NOT NULL, {_ORIGIN}) STRICT""",
    "CREATE UNIQUE INDEX status_fact ON status(account_n, at, value, source)",
    """CREATE TABLE day_count (
        account_n INTEGER NOT NULL, day INTEGER NOT NULL, kind INTEGER NOT NULL,
        count INTEGER NOT NULL, PRIMARY KEY (account_n, day, kind)) STRICT, WITHOUT ROWID""",
)

_POSTS = (
    f"""CREATE TABLE post (
        account_n INTEGER NOT NULL, at INTEGER NOT NULL, n INTEGER NOT NULL,
        key TEXT NOT NULL, kind INTEGER NOT NULL, flags INTEGER NOT NULL, text TEXT NOT NULL,
        lang TEXT NOT NULL, tz TEXT NOT NULL, precision TEXT NOT NULL,
        conversation TEXT NOT NULL, reply_to TEXT NOT NULL, repost_of TEXT NOT NULL,
        quote_of TEXT NOT NULL, counts TEXT, extra TEXT, media_count INTEGER NOT NULL,
        {_ORIGIN}, reports INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (account_n, at, n)) STRICT, WITHOUT ROWID""",
    *POST_INDEXES.values(),
    """CREATE TABLE post_snapshot (
        post_n INTEGER NOT NULL, import_n INTEGER NOT NULL, text TEXT NOT NULL,
        extra TEXT, PRIMARY KEY (post_n, import_n)) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE media (
        media_n INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL,
        stub INTEGER NOT NULL, mime TEXT NOT NULL, kind TEXT NOT NULL, bytes INTEGER NOT NULL,
        width INTEGER, height INTEGER, duration_ms INTEGER, audio INTEGER,
        sensitivity TEXT NOT NULL, descriptor TEXT NOT NULL, alt_text TEXT NOT NULL,
        remote_url TEXT NOT NULL, hashes TEXT NOT NULL, state TEXT NOT NULL, {_ORIGIN},
        reports INTEGER NOT NULL DEFAULT 0) STRICT""",
    """CREATE TABLE media_alias (
        alias TEXT PRIMARY KEY, media_n INTEGER NOT NULL) STRICT, WITHOUT ROWID""",
    "CREATE INDEX media_alias_media ON media_alias(media_n)",
    """CREATE TABLE post_media (
        account_n INTEGER NOT NULL, at INTEGER NOT NULL, post_n INTEGER NOT NULL,
        position INTEGER NOT NULL, media_n INTEGER NOT NULL,
        PRIMARY KEY (account_n, at, post_n, position)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX post_media_media ON post_media(media_n, at, post_n)",
)

_CASES = (
    f"""CREATE TABLE report (
        report_n INTEGER PRIMARY KEY, report_id TEXT NOT NULL, subject TEXT NOT NULL,
        account_n INTEGER, at INTEGER NOT NULL, kind TEXT NOT NULL,
        policy_claimed TEXT NOT NULL, statement TEXT NOT NULL, count INTEGER NOT NULL,
        {_ORIGIN}) STRICT""",
    "CREATE UNIQUE INDEX report_subject ON report(subject, report_id)",
    "CREATE INDEX report_account ON report(account_n, at)",
    f"""CREATE TABLE world_event (
        event_id TEXT PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL,
        title TEXT NOT NULL, source TEXT NOT NULL, {_ORIGIN}) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE assignment (
        case_id TEXT NOT NULL, assigned_to TEXT NOT NULL, {_ORIGIN},
        PRIMARY KEY (case_id, assigned_to)) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE case_ (
        case_n INTEGER PRIMARY KEY, case_id TEXT NOT NULL UNIQUE, hidden INTEGER NOT NULL,
        neg_priority INTEGER NOT NULL, due_sort INTEGER NOT NULL, opened_at INTEGER NOT NULL,
        queue TEXT NOT NULL, sensitivity INTEGER NOT NULL, legal TEXT NOT NULL,
        why TEXT NOT NULL, reports TEXT NOT NULL, derived INTEGER NOT NULL,
        account_n INTEGER, import_n INTEGER NOT NULL, {_ORIGIN}) STRICT""",
    """CREATE INDEX case_queue
        ON case_(hidden, neg_priority, due_sort, opened_at, case_n)""",
    """CREATE TABLE case_subject (
        case_n INTEGER NOT NULL REFERENCES case_(case_n), position INTEGER NOT NULL,
        subject TEXT NOT NULL, account_n INTEGER,
        PRIMARY KEY (case_n, position)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX case_subject_account ON case_subject(account_n)",
    "CREATE INDEX case_subject_subject ON case_subject(subject)",
    "CREATE TABLE case_seen (digest BLOB PRIMARY KEY) STRICT, WITHOUT ROWID",
)

_WATCHLISTS = (
    f"""CREATE TABLE watch (
        watch_n INTEGER PRIMARY KEY, entity TEXT NOT NULL, platform TEXT NOT NULL,
        ext_id TEXT NOT NULL, handle TEXT NOT NULL, account_n INTEGER, tier TEXT NOT NULL,
        source TEXT NOT NULL, added INTEGER NOT NULL, status TEXT NOT NULL, {_ORIGIN}) STRICT""",
    "CREATE UNIQUE INDEX watch_entry ON watch(entity, platform, ext_id, handle)",
    "CREATE INDEX watch_account ON watch(account_n)",
)

MIGRATIONS = (
    Migration(
        1,
        statements(
            *_IMPORTS,
            *_ACCOUNTS,
            *_POSTS,
            *_CASES,
            "INSERT INTO meta VALUES ('evidence_id', hex(randomblob(16)))",
        ),
    ),
    Migration(2, statements(*_WATCHLISTS)),
    Migration(3, statements("ALTER TABLE assignment ADD COLUMN at INTEGER NOT NULL DEFAULT 0")),
)
"""One per schema version."""
