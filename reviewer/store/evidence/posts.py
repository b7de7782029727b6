"""Posts of an import: buffered as rows, merged with known ones, numbered and written at the end."""

from __future__ import annotations

from operator import itemgetter

from reviewer.domain.records import Post
from reviewer.store.evidence.media import Attachment, MediaStore
from reviewer.store.evidence.names import Names, Work
from reviewer.store.evidence.parse import named
from reviewer.store.evidence.post_rows import PostFields, PostTuple, merged, post_row
from reviewer.store.evidence.schema_evidence import POST_COLUMNS, POST_INDEXES, REFERENCED
from reviewer.store.evidence.types import Origin, Outcome

_LIST = ", ".join(POST_COLUMNS)
_INSERT = f"INSERT INTO post ({_LIST}) VALUES ({', '.join('?' * len(POST_COLUMNS))})"
_SELECT = f"SELECT {_LIST} FROM post WHERE key = ?"
_CHANGE = (
    f"UPDATE post SET {', '.join(f'{c} = ?' for c in POST_COLUMNS[3:])}"
    " WHERE account_n = ? AND at = ? AND n = ?"
)
_FLAGS, _SEQ = POST_COLUMNS.index("flags"), POST_COLUMNS.index("n")


class Posts:
    """Takes post records in."""

    def __init__(self, work: Work, names: Names, media: MediaStore) -> None:
        self._work = work
        self._names = names
        self._media = media
        self._rows: list[PostTuple] = []
        self._places: dict[str, int] = {}
        self._carried: dict[int, list[str]] = {}
        self._moved: dict[int, int] = {}
        self._old_texts: list[tuple[int, str, str | None]] = []
        self._late: dict[int, Attachment] = {}
        self._seen: set[str] = set()
        self._first_load = work.one("SELECT 1 FROM post LIMIT 1") is None
        self.n_lo = self.n_hi = 0

    def add(self, record: Post, platform: str, origin: Origin) -> Outcome:
        """Take a post in, or merge it with the version known.

        Raises:
            BadRecordError: no id, no account, or a time or count that cannot be read.
        """
        key = f"{platform}:{record.post_id}"
        place = self._places.get(key)
        stored = None
        if place is None and not self._first_load:
            stored = self._work.one(_SELECT, key)
        if place is not None:
            return self._merge_buffered(record, key, place, origin)
        if stored is not None:
            return self._merge_stored(record, PostFields(*stored), origin)
        return self._append(record, key, platform, origin)

    def _append(self, record: Post, key: str, platform: str, origin: Origin) -> Outcome:
        row = post_row(record, key, 0, len(self._rows), origin)
        account_n = self._account(record, platform, origin)
        self._places[key] = len(self._rows)
        if record.media:
            self._carried[len(self._rows)] = record.media
        self._rows.append((account_n, *row[1:]))
        return "new"

    def in_import(self, key: str) -> bool:
        """Whether this import shows the post."""
        return key in self._places or key in self._seen

    def _account(self, record: Post, platform: str, origin: Origin) -> int:
        named(record.account_id, "account_id")
        number = self._names.number(platform, record.account_id, origin)
        self._work.touched.add(number)
        if not record.referenced:
            self._work.own.add(number)
        return number

    def _merge_buffered(self, record: Post, key: str, place: int, origin: Origin) -> Outcome:
        old = PostFields(*self._rows[place])
        new = PostFields(*post_row(record, key, old.account_n, place, origin))
        both = merged(old, new)
        carried = self._carried.get(place, [])
        takes_media = bool(record.media) and (
            not carried or (_gets_full(old, new) and record.media != carried)
        )
        if both == old and not takes_media:
            return "known"
        if takes_media:
            self._carried[place] = record.media
        if both.text != old.text and old.text:
            self._old_texts.append((place, old.text, old.extra))
        self._rows[place] = tuple(both)
        if not both.flags & REFERENCED:
            self._work.own.add(both.account_n)
        return "changed"

    def _merge_stored(self, record: Post, old: PostFields, origin: Origin) -> Outcome:
        self._seen.add(old.key)
        new = PostFields(*post_row(record, old.key, old.account_n, old.n, origin))
        both = merged(old, new)
        takes_media = bool(record.media) and (not old.media_count or _gets_full(old, new))
        if both == old:
            return "known"
        self._work.touched.add(old.account_n)
        if not both.flags & REFERENCED:
            self._work.own.add(old.account_n)
        if both.at != old.at:
            self._move(old, both, record.media if takes_media else None)
            return "changed"
        if both.text != old.text and old.text:
            self._keep_text(old.n, old.text, old.extra)
        self._work.conn.execute(_CHANGE, (*both[3:], old.account_n, old.at, old.n))
        self._work.todo.add(("p", old.n))
        if takes_media:
            platform = old.key.partition(":")[0]
            self._late[old.n] = (
                old.account_n, old.at, old.n, platform, record.media, origin
            )  # fmt: skip
        return "changed"

    def _move(self, old: PostFields, both: PostFields, media: list[str] | None) -> None:
        """A post that got its time: it leaves its place and is numbered anew."""
        place = len(self._rows)
        where = (old.account_n, old.at, old.n)
        if media is None:
            media = self._media.keys_at(*where)
        self._work.conn.execute("DELETE FROM post WHERE account_n = ? AND at = ? AND n = ?", where)
        self._media.detach(*where)
        self._places[both.key] = place
        self._rows.append(tuple(both._replace(n=place)))
        if media:
            self._carried[place] = media
        if both.text != old.text and old.text:
            self._old_texts.append((place, old.text, old.extra))
        self._moved[place] = old.n
        self._work.reported.add(f"post:{both.key}")
        self._work.todo.add(("d", old.n))

    def _keep_text(self, n: int, text: str, extra: str | None) -> None:
        self._work.conn.execute(
            "INSERT OR IGNORE INTO post_snapshot VALUES (?, ?, ?, ?)",
            (n, self._work.import_n, text, extra),
        )

    def flush(self) -> None:
        """Number the posts in time order, equal times in source order, and write them in
        (account, time) order; then their media."""
        top = self._work.one("SELECT max(n) FROM post")[0]
        carried_over = self._work.one("SELECT max(n_hi) FROM import_")[0]
        first = max(top or 0, carried_over or 0) + 1
        self._rows.sort(key=itemgetter(1))
        rows = [(row[0], row[1], n, *row[3:]) for n, row in enumerate(self._rows, first)]
        media = [
            (*row[:3], row[3].partition(":")[0], self._carried[old[_SEQ]],
             Origin(row[-3], row[-2], row[-1] or ""))
            for row, old in zip(rows, self._rows, strict=True) if old[_SEQ] in self._carried
        ]  # fmt: skip
        wanted = {*self._moved, *(place for place, _, _ in self._old_texts)}
        numbers = {}
        if wanted:
            numbers = {
                row[_SEQ]: n for n, row in enumerate(self._rows, first) if row[_SEQ] in wanted
            }
        self._rows = []
        self.n_lo, self.n_hi = (first, first + len(rows) - 1) if rows else (0, 0)
        rows.sort(key=itemgetter(0))
        self._write(rows)
        self._follow(numbers)
        self._attach(media)

    def _write(self, rows: list[PostTuple]) -> None:
        conn = self._work.conn
        if self._first_load:
            for name in POST_INDEXES:
                conn.execute(f"DROP INDEX {name}")
        conn.executemany(_INSERT, rows)
        if self._first_load:
            for sql in POST_INDEXES.values():
                conn.execute(sql)

    def _follow(self, numbers: dict[int, int]) -> None:
        """Kept texts follow the posts to their numbers."""
        for place, old_n in self._moved.items():
            self._work.conn.execute(
                "UPDATE post_snapshot SET post_n = ? WHERE post_n = ?", (numbers[place], old_n)
            )
        for place, text, extra in self._old_texts:
            self._keep_text(numbers[place], text, extra)

    def _attach(self, media: list[Attachment]) -> None:
        for late in self._late.values():
            self._media.detach(*late[:3])
        self._media.attach([*media, *self._late.values()])


def _gets_full(old: PostFields, new: PostFields) -> bool:
    return bool(old.flags & REFERENCED) and not new.flags & REFERENCED
