"""Reading posts: pages of a timeline, single posts, activity per day."""

from __future__ import annotations

from typing import Any

from reviewer.domain.views import DayCount, PostRow
from reviewer.store.evidence.base import Reader, in_chunks, marks
from reviewer.store.evidence.post_view import Names, post_view, target_key
from reviewer.store.evidence.schema_evidence import KINDS, POST_COLUMNS

Cursor = tuple[int, int]
"""A place in a timeline: (at, n) of a post."""

_POST = ", ".join(f"p.{name}" for name in (*POST_COLUMNS, "reports"))
PAGE_FORWARDS = (
    f"SELECT {_POST} FROM post AS p WHERE p.account_n = ? AND (p.at, p.n) > (?, ?)"
    " ORDER BY p.at, p.n LIMIT ?"
)
PAGE_BACKWARDS = (
    f"SELECT {_POST} FROM post AS p WHERE p.account_n = ? AND (p.at, p.n) < (?, ?)"
    " ORDER BY p.at DESC, p.n DESC LIMIT ?"
)
_BY_KEYS = f"SELECT {_POST} FROM post AS p WHERE p.key IN "
_MEDIA_OF = (
    "SELECT q.post_n, m.key FROM post_media AS q JOIN media AS m ON m.media_n = q.media_n"
    " WHERE q.account_n = ? AND q.at = ? AND q.post_n = ? ORDER BY q.position"
)
MEDIA_RANGE = (
    "SELECT q.post_n, m.key FROM post_media AS q JOIN media AS m ON m.media_n = q.media_n"
    " WHERE q.account_n = ? AND (q.at, q.post_n) >= (?, ?) AND (q.at, q.post_n) <= (?, ?)"
    " ORDER BY q.at, q.post_n, q.position"
)
_first, _last = (-(2**63), -(2**63)), (2**63 - 1, 2**63 - 1)


class PostReader(Reader):
    """Posts."""

    def timeline_count(self, account_key: str) -> int:
        """How many posts of the account are stored."""
        return self.number("SELECT posts_stored FROM account WHERE key = ?", account_key)

    def timeline_page(
        self, account_key: str, after: Cursor | None, limit: int, backwards: bool = False
    ) -> list[PostRow]:
        """Posts of an account in the order of time, undated ones first.

        Args:
            account_key: ``platform:id``.
            after: the (at, n) of the post before the page (with ``backwards``: after it); None
                starts at the first post (with ``backwards``: at the last).
            limit: how many at most.
            backwards: towards older posts. The page still comes oldest first.
        """
        account_n = self.account_number(account_key)
        if account_n is None:
            return []
        cursor = after or (_last if backwards else _first)
        raw = self.rows(PAGE_BACKWARDS if backwards else PAGE_FORWARDS, account_n, *cursor, limit)
        if backwards:
            raw.reverse()
        return self._posts(raw, one_account=True)

    def timeline_places(self, account_key: str) -> list[Cursor]:
        """The (at, n) of every post of the account, in order: for a scroll bar that jumps."""
        account_n = self.account_number(account_key)
        rows = self.rows("SELECT at, n FROM post WHERE account_n = ? ORDER BY at, n", account_n)
        return [(at, n) for at, n in rows]

    def posts_since(self, account_key: str, import_n: int, limit: int) -> tuple[int, list[PostRow]]:
        """How many posts of an account came with imports after a number, and the first of them."""
        rows = self.rows(
            "SELECT p.key FROM post AS p JOIN source_file AS f ON f.file_n = p.file_n WHERE"
            " p.account_n = ? AND f.import_n > ? ORDER BY p.at, p.n",
            self.account_number(account_key),
            import_n,
        )
        return len(rows), self.posts([str(key) for (key,) in rows[:limit]])

    def post(self, key: str) -> PostRow | None:
        """A post by key, or None."""
        found = self.posts([key])
        return found[0] if found else None

    def posts(self, keys: list[str]) -> list[PostRow]:
        """Posts by their keys, in the order asked; absent ones are left out."""
        raw: list[tuple[Any, ...]] = []
        for part in in_chunks(keys):
            raw += self.rows(f"{_BY_KEYS}({marks(part)})", *part)
        found = {post.key: post for post in self._posts(raw)}
        return [found[key] for key in keys if key in found]

    def day_counts(self, account_key: str) -> list[DayCount]:
        """Activity per UTC day and kind, oldest first; undated posts are left out."""
        rows = self.rows(
            "SELECT d.day, d.kind, d.count FROM day_count AS d WHERE d.account_n ="
            " (SELECT account_n FROM account WHERE key = ?) AND d.day > -1000000000"
            " ORDER BY d.day, d.kind",
            account_key,
        )
        return [DayCount(day=day, kind=KINDS[kind], count=count) for day, kind, count in rows]

    def _posts(self, raw: list[tuple[Any, ...]], one_account: bool = False) -> list[PostRow]:
        """Rows with their media, authors and targets, in three further queries at most."""
        targets = self._targets(raw)
        names = self._names({row[0] for row in raw} | {t[0] for t in targets.values()})
        media = self._page_media(raw, one_account)
        return [post_view(row, media.get(row[2], ()), names, targets, self.origin) for row in raw]

    def _page_media(
        self, raw: list[tuple[Any, ...]], one_account: bool
    ) -> dict[int, tuple[str, ...]]:
        shown = [row for row in raw if row[16]]
        found: dict[int, tuple[str, ...]] = {}
        if one_account and len(shown) > 1:
            ends = (shown[0][1], shown[0][2], shown[-1][1], shown[-1][2])
            rows = self.rows(MEDIA_RANGE, shown[0][0], *ends)
        else:
            rows = [row for post in shown for row in self.rows(_MEDIA_OF, *post[:3])]
        for n, key in rows:
            found[n] = (*found.get(n, ()), key)
        return found

    def _targets(self, raw: list[tuple[Any, ...]]) -> dict[str, tuple[Any, ...]]:
        keys = list({key for row in raw if (key := target_key(row))})
        found: dict[str, tuple[Any, ...]] = {}
        for part in in_chunks(keys):
            sql = f"SELECT account_n, key, at, text, lang FROM post WHERE key IN ({marks(part)})"
            found |= {row[1]: row for row in self.rows(sql, *part)}
        return found

    def _names(self, numbers: set[int]) -> Names:
        """(key, handle, display name) by account number."""
        found: Names = {}
        for part in in_chunks(list(numbers)):
            rows = self.rows(
                "SELECT account_n, key, handle, coalesce(display_names ->> '$[#-1]', '')"
                f" FROM account WHERE account_n IN ({marks(part)})",
                *part,
            )
            found |= {row[0]: (row[1], row[2], row[3]) for row in rows}
        return found
