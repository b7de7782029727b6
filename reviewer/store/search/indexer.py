"""Builds the full-text index from the evidence: after each import, and where one is missing.

The evidence is committed first. ``indexed`` notes each import whose material is in, in the same
transaction as the material, so the index never claims what the evidence does not have, and
opening after a crash completes what is missing. Another fold or another evidence builds it anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from reviewer.store.disk.engine import Connection, guard, transaction
from reviewer.store.evidence.base import Reader, in_chunks, marks
from reviewer.store.evidence.parse import unpack
from reviewer.store.search.fold_text import FOLD_VERSION, for_index
from reviewer.store.search.query import lang_word

FILE = "search.db"
VERSION = f"1.{FOLD_VERSION}"
Progress = Callable[[int, int], None]
"""Told (posts done, posts in all)."""

_HASH_BYTES = 64 * 1024 * 1024
_STEP = 4_000
_TABLES = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE indexed (import_n INTEGER PRIMARY KEY, n_lo INTEGER NOT NULL,"
    " n_hi INTEGER NOT NULL, at_hi INTEGER NOT NULL) STRICT",
    "CREATE VIRTUAL TABLE post_words USING fts5(folded, form, meta, content='',"
    " contentless_delete=1, tokenize='ascii')",
    f"INSERT INTO post_words(post_words, rank) VALUES ('hashsize', {_HASH_BYTES})",
    "CREATE VIRTUAL TABLE account_words USING fts5(folded, form, meta, content='',"
    " contentless_delete=1, tokenize='ascii')",
)
_NAMES = ("post_words", "account_words", "indexed", "meta")
_POSTS = "SELECT n, text, account_n, lang, media_count FROM post WHERE "


class CancelledError(Exception):
    """The caller asked to stop; what was complete stays."""


class Indexer:
    """Brings the index up to the evidence."""

    def __init__(self, conn: Connection, evidence: Reader) -> None:
        self._conn = conn
        self._evidence = evidence

    def missing(self) -> list[tuple[int, int, int]]:
        """(import_n, n_lo, n_hi) of the imports that are not in the index yet."""
        imports = self._evidence.rows("SELECT import_n, n_lo, n_hi FROM import_ ORDER BY import_n")
        if not self._fits({import_n for import_n, _, _ in imports}):
            return [(a, b, c) for a, b, c in imports]
        done = self._done()
        return [(a, b, c) for a, b, c in imports if a not in done]

    def complete(
        self, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None
    ) -> int:
        """Index what is missing, an import at a time.

        Returns:
            How many imports were indexed.

        Raises:
            CancelledError: ``cancelled`` said so; complete imports stay.
            Damaged: the disk.
        """
        imports = {n for (n,) in self._evidence.rows("SELECT import_n FROM import_")}
        if not self._fits(imports):
            self._start_anew()
        missing = self.missing()
        if missing:
            self._evidence.rows("PRAGMA cache_size = -65536")
        total = sum(hi - lo + 1 for _, lo, hi in missing if hi)
        done = 0
        for import_n, n_lo, n_hi in missing:
            with transaction(self._conn):
                for rows in self._posts(n_lo, n_hi):
                    if cancelled is not None and cancelled():
                        raise CancelledError
                    self._conn.executemany(_insert("post_words", "INSERT"), rows)
                    done += len(rows)
                    if progress is not None:
                        progress(done, total)
                self._todo(import_n)
                top = self._evidence.number(
                    "SELECT at FROM post WHERE n <= ? AND n >= ? ORDER BY n DESC LIMIT 1",
                    n_hi,
                    n_lo,
                )
                self._conn.execute(
                    "INSERT INTO indexed VALUES (?, ?, ?, ?)", (import_n, n_lo, n_hi, top)
                )
        return len(missing)

    def _exists(self) -> bool:
        sql = "SELECT 1 FROM sqlite_master WHERE name = 'indexed'"
        with guard(FILE):
            return self._conn.execute(sql).fetchone() is not None

    def _done(self) -> set[int]:
        with guard(FILE):
            return {n for (n,) in self._conn.execute("SELECT import_n FROM indexed")}

    def _fits(self, imports: set[int]) -> bool:
        """Whether the index is of this evidence, in this fold, and not ahead of it."""
        if not self._exists():
            return False
        with guard(FILE):
            meta = dict(self._conn.execute("SELECT name, value FROM meta").fetchall())
        return meta == self._meta() and self._done() <= imports

    def _meta(self) -> dict[str, str]:
        found = self._evidence.row("SELECT value FROM meta WHERE name = 'evidence_id'")
        return {"version": VERSION, "evidence_id": str(found[0]) if found else ""}

    def _start_anew(self) -> None:
        with transaction(self._conn):
            for name in _NAMES:
                self._conn.execute(f"DROP TABLE IF EXISTS {name}")
            for sql in _TABLES:
                self._conn.execute(sql)
            self._conn.executemany("INSERT INTO meta VALUES (?, ?)", list(self._meta().items()))

    def _posts(self, n_lo: int, n_hi: int) -> Iterator[list[tuple[Any, ...]]]:
        """The rows of the index for a range of numbers, ascending as FTS5 likes it."""
        for start in range(n_lo, n_hi + 1, _STEP) if n_hi else ():
            end = min(start + _STEP - 1, n_hi)
            rows = self._evidence.rows(f"{_POSTS} n BETWEEN ? AND ? ORDER BY n", start, end)
            yield [_post_words(row) for row in rows]

    def _todo(self, import_n: int) -> None:
        """Posts that changed or left their number, accounts that are new or changed."""
        sql = "SELECT kind, n FROM index_todo WHERE import_n = ? ORDER BY kind, n"
        todo: dict[str, list[int]] = {"p": [], "d": [], "a": []}
        for kind, n in self._evidence.rows(sql, import_n):
            todo[kind].append(n)
        for part in in_chunks(todo["p"]):
            rows = self._evidence.rows(f"{_POSTS} n IN ({marks(part)}) ORDER BY n", *part)
            self._conn.executemany(
                _insert("post_words", "INSERT OR REPLACE"), [_post_words(row) for row in rows]
            )
        self._conn.executemany("DELETE FROM post_words WHERE rowid = ?", [(n,) for n in todo["d"]])
        for part in in_chunks(todo["a"]):
            rows = self._evidence.rows(
                "SELECT account_n, handles, display_names, bio FROM account"
                f" WHERE account_n IN ({marks(part)}) ORDER BY account_n",
                *part,
            )
            self._conn.executemany(
                _insert("account_words", "INSERT OR REPLACE"), [_account_words(r) for r in rows]
            )


def _insert(table: str, verb: str) -> str:
    return f"{verb} INTO {table} (rowid, folded, form, meta) VALUES (?, ?, ?, ?)"


def _post_words(row: tuple[Any, ...]) -> tuple[int, str, str, str]:
    n, text, account_n, lang, media_count = row
    folded, form = for_index(text)
    meta = f"p a{account_n} m" if media_count else f"p a{account_n}"
    if lang and (word := lang_word(lang)):
        meta = f"{meta} l{word}"
    return n, folded, form, meta


def _account_words(row: tuple[Any, ...]) -> tuple[int, str, str, str]:
    account_n, handles, names, bio = row
    text = account_text(unpack(handles), unpack(names), bio)
    return account_n, *for_index(text), f"a{account_n}"


def account_text(handles: list[str], names: list[str], bio: str) -> str:
    """What is searched, and shown, of an account: names, handles, bio, each on its own line."""
    return "\n".join([*names, *(f"@{handle}" for handle in handles), *([bio] if bio else [])])
