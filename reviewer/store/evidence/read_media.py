"""Reading media: grouped by content, with the posts that show them."""

from __future__ import annotations

from typing import Any

import msgspec

from reviewer.domain.ids import UNDATED
from reviewer.domain.records import MediaHash
from reviewer.domain.views import MediaRow
from reviewer.store.evidence.base import Reader, in_chunks, marks

_MEDIA = (
    "m.media_n, m.key, m.sha256, m.mime, m.kind, m.bytes, m.width, m.height, m.duration_ms,"
    " m.audio, m.state, m.sensitivity, m.descriptor, m.alt_text, m.remote_url, m.hashes,"
    " m.reports, m.file_n, m.line, m.pointer"
)
_hashes = msgspec.json.Decoder(tuple[MediaHash, ...])


class MediaReader(Reader):
    """Media."""

    def media_of_account(self, account_key: str) -> list[MediaRow]:
        """The distinct media of an account's posts, the first shown first."""
        uses = self.rows(
            "SELECT q.media_n, q.at, p.key FROM post_media AS q JOIN post AS p"
            " ON p.account_n = q.account_n AND p.at = q.at AND p.n = q.post_n"
            " WHERE q.account_n = (SELECT account_n FROM account WHERE key = ?)"
            " ORDER BY q.at, q.post_n, q.position",
            account_key,
        )
        return self._media(uses)

    def media(self, key: str) -> MediaRow | None:
        """A medium by SHA-256 or ``platform:key``, with the posts of all accounts."""
        found = self.row("SELECT media_n FROM media_alias WHERE alias = ?", key)
        if found is None:
            return None
        uses = self.rows(
            "SELECT q.media_n, q.at, p.key FROM post_media AS q JOIN post AS p"
            " ON p.account_n = q.account_n AND p.at = q.at AND p.n = q.post_n"
            " WHERE q.media_n = ? ORDER BY q.at, q.post_n",
            found[0],
        )
        return self._media(uses or [(found[0], UNDATED, "")])[0]

    def _media(self, uses: list[tuple[Any, ...]]) -> list[MediaRow]:
        """Rows for (media_n, at, post key) in order; a post that shows one twice counts once."""
        posts: dict[int, dict[str, None]] = {}
        first: dict[int, int] = {}
        for media_n, at, key in uses:
            known = posts.setdefault(media_n, {})
            if key:
                known[key] = None
            if at != UNDATED:
                first.setdefault(media_n, at)
        found: dict[int, tuple[Any, ...]] = {}
        aliases: dict[int, list[str]] = {}
        for part in in_chunks(list(posts)):
            where = f"IN ({marks(part)})"
            for row in self.rows(f"SELECT {_MEDIA} FROM media AS m WHERE m.media_n {where}", *part):
                found[row[0]] = row
            sql = f"SELECT media_n, alias FROM media_alias WHERE media_n {where} ORDER BY alias"
            for media_n, alias in self.rows(sql, *part):
                aliases.setdefault(media_n, []).append(alias)
        return [
            self._medium(found[n], aliases.get(n, []), tuple(keys), first.get(n, UNDATED))
            for n, keys in posts.items()
        ]

    def _medium(
        self, row: tuple[Any, ...], aliases: list[str], posts: tuple[str, ...], first_at: int
    ) -> MediaRow:
        return MediaRow(
            key=row[1],
            sha256=row[2],
            source_keys=tuple(alias for alias in aliases if alias != row[2]),
            mime=row[3],
            kind=row[4],
            bytes=row[5],
            width=row[6],
            height=row[7],
            duration_ms=row[8],
            audio=None if row[9] is None else bool(row[9]),
            state=row[10],
            sensitivity=row[11],
            descriptor=row[12],
            alt_text=row[13],
            remote_url=row[14],
            hashes=_hashes.decode(row[15]),
            reports=row[16],
            copies=len(posts),
            post_keys=posts,
            first_at=first_at,
            origin=self.origin(*row[17:20]),
        )
