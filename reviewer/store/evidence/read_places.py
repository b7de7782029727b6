"""Reading where the events of an account lie on the axis of time: places and times, no texts.

A *place* is (at, n, kind, key) of a post. No query scans a table or sorts: plans are tested.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reviewer.domain.ids import UNDATED
from reviewer.domain.views import PostKind
from reviewer.store.evidence.base import Reader, in_chunks, marks
from reviewer.store.evidence.schema_evidence import KINDS, UNDATED_DAY

Place = tuple[int, int, PostKind, str]
"""(at, n, kind, key) of a post."""
Use = tuple[int, int, int, PostKind]
"""(at, n, number of the medium, kind): a post that shows a medium."""

UNDATED_KINDS = (
    "SELECT d.kind, d.count FROM day_count AS d WHERE d.account_n = ? AND d.day = ? ORDER BY d.kind"
)
TIMES = "SELECT at, kind FROM post WHERE account_n = ? AND (at, n) > (?, ?) ORDER BY at, n LIMIT ?"
WITHIN = (
    "SELECT count(*), coalesce(sum(kind = 1), 0), coalesce(sum(kind = 2), 0),"
    " coalesce(sum(kind = 3), 0) FROM post WHERE account_n = ? AND at >= ? AND at < ?"
)
USES = (
    "SELECT q.at, q.post_n, q.media_n, p.kind FROM post_media AS q JOIN post AS p"
    " ON p.account_n = q.account_n AND p.at = q.at AND p.n = q.post_n"
    " WHERE q.account_n = ? ORDER BY q.at, q.post_n, q.position"
)
REPORTED = (
    "SELECT p.at, p.n, p.kind, p.key FROM report AS r JOIN post AS p"
    " ON p.key = substr(r.subject, 6) WHERE r.account_n = ?"
    " AND r.subject >= 'post:' AND r.subject < 'post;'"
)
REPORT_TIMES = "SELECT at FROM report WHERE account_n = ? ORDER BY at"
REPORTED_MEDIA = (
    "SELECT m.key FROM post_media AS q JOIN media AS m ON m.media_n = q.media_n"
    " WHERE q.account_n = ? AND m.reports > 0"
)
_AFTER_UNDATED = 2**63 - 1


class PlaceReader(Reader):
    """Places and times of posts, media and reports of one account."""

    def undated_kinds(self, account_key: str) -> dict[PostKind, int]:
        """How many posts of each kind have no time."""
        rows = self.rows(UNDATED_KINDS, self.account_number(account_key), UNDATED_DAY)
        return {KINDS[kind]: count for kind, count in rows}

    def post_times(self, account_key: str, limit: int) -> list[tuple[int, PostKind]]:
        """(at, kind) of the dated posts, oldest first; ``limit`` at most."""
        account_n = self.account_number(account_key)
        rows = self.rows(TIMES, account_n, UNDATED, _AFTER_UNDATED, limit)
        return [(at, KINDS[kind]) for at, kind in rows]

    def kinds_within(
        self, account_key: str, spans: Sequence[tuple[int, int]]
    ) -> list[dict[PostKind, int]]:
        """How many posts of each kind lie in each span (from, until) of ms, until left out."""
        account_n = self.account_number(account_key)
        found: list[dict[PostKind, int]] = []
        for first, until in spans:
            total, *others = self.rows(WITHIN, account_n, first, until)[0]
            counts = dict(zip(KINDS, (total - sum(others), *others), strict=True))
            found.append({kind: count for kind, count in counts.items() if count})
        return found

    def media_uses(self, account_key: str) -> list[Use]:
        """Every post of the account that shows a medium, oldest first, once for each medium."""
        rows = self.rows(USES, self.account_number(account_key))
        return [(at, n, media_n, KINDS[kind]) for at, n, media_n, kind in rows]

    def reported_places(self, account_key: str) -> list[Place]:
        """The posts of the account that were reported, each once, in order."""
        rows = set(self.rows(REPORTED, self.account_number(account_key)))
        return sorted((at, n, KINDS[kind], key) for at, n, kind, key in rows)

    def report_times(self, account_key: str) -> list[int]:
        """The times of the reports about the account, its posts, or media that it shows."""
        account_n = self.account_number(account_key)
        times = [at for (at,) in self.rows(REPORT_TIMES, account_n)]
        keys = [f"media:{key}" for (key,) in {*self.rows(REPORTED_MEDIA, account_n)}]
        for part in in_chunks(keys):
            sql = f"SELECT at FROM report WHERE subject IN ({marks(part)})"
            times += [at for (at,) in self.rows(sql, *part)]
        return sorted(times)

    def places_of(self, keys: Iterable[str]) -> list[Place]:
        """The places of posts by their keys; absent ones are left out."""
        found: list[Place] = []
        for part in in_chunks(list(keys)):
            sql = f"SELECT at, n, kind, key FROM post WHERE key IN ({marks(part)})"
            found += [(at, n, KINDS[kind], key) for at, n, kind, key in self.rows(sql, *part)]
        return found
