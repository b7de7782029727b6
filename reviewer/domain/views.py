"""The shapes that are read from the evidence: one frozen row per fact, pure, without a database.

Panes, the session, exports and insight all read these. Keys are texts: an account or a post is
``platform:native id``, a medium is its SHA-256 or, where the bytes are absent,
``platform:media key``. Times are int ms UTC; ``ids.UNDATED`` stands where the source gave none.
Lists are tuples. Texts are untrusted: they come from the material.
"""

from __future__ import annotations

import msgspec

from reviewer.domain.fact_views import (
    DayCount,
    EvidenceCounts,
    HistoryRow,
    HitKind,
    ImportRow,
    LinkRow,
    OriginRow,
    PostKind,
    QuarantineRow,
    ReportRow,
    SearchHit,
    SearchResult,
    StatusRow,
    View,
    WatchRow,
    WorldEventRow,
)
from reviewer.domain.ids import UNDATED
from reviewer.domain.records import Entity, MediaHash, Translation

__all__ = [
    "AccountRow",
    "CaseRow",
    "DayCount",
    "EvidenceCounts",
    "HistoryRow",
    "HitKind",
    "ImportRow",
    "LinkRow",
    "MediaRow",
    "OriginRow",
    "PostKind",
    "PostRow",
    "QuarantineRow",
    "ReportRow",
    "SearchHit",
    "SearchResult",
    "StatusRow",
    "TargetRow",
    "View",
    "WatchRow",
    "WorldEventRow",
]


class AccountRow(View, frozen=True, kw_only=True):
    """An account as last captured. ``stub``: only named by others, never shown by a source.

    ``handle`` is the latest handle ("" where unknown); ``posts_count`` is what the platform said,
    ``posts_stored``, ``media_stored`` and ``reports`` are what stands in the workspace (own and
    referenced posts, distinct media, report rows about the account, its posts or their media).
    """

    key: str
    platform: str
    ext_id: str
    handle: str = ""
    handles: tuple[str, ...] = ()
    display_names: tuple[str, ...] = ()
    bio: str = ""
    location: str = ""
    url: str = ""
    avatar: str = ""
    labels: tuple[str, ...] = ()
    kind: str = "person"
    created_at: int = UNDATED
    captured_at: int = UNDATED
    followers: int | None = None
    followees: int | None = None
    posts_count: int | None = None
    verified: bool | None = None
    protected: bool | None = None
    source: str = ""
    status: str = ""
    stub: bool = False
    posts_stored: int = 0
    media_stored: int = 0
    reports: int = 0
    snapshots: int = 0
    origin: OriginRow = OriginRow()

    @property
    def display_name(self) -> str:
        """The latest display name, or ""."""
        return self.display_names[-1] if self.display_names else ""


class CaseRow(View, frozen=True, kw_only=True):
    """A case in the queue. ``derived``: made by the program where the source had no cases.

    ``account`` is the key of the primary subject's account ("" for a medium), ``subjects`` holds
    the keys of all subjects as ``SubjectRef.key`` texts, the primary first. ``posts``, ``media``
    and ``reports`` are the counts of the primary account. ``why`` are short reasons. ``import_n``
    and ``import_id`` name the last import that touched one of its subjects.
    """

    case_id: str
    account: str = ""
    handle: str = ""
    display_name: str = ""
    platform: str = ""
    queue: str = ""
    priority: int = 0
    due_at: int = UNDATED
    opened_at: int = UNDATED
    sensitivity: int = 0
    legal: str = ""
    why: tuple[str, ...] = ()
    posts: int = 0
    media: int = 0
    reports: int = 0
    import_n: int = 0
    import_id: str = ""
    derived: bool = False
    subjects: tuple[str, ...] = ()
    assigned_to: str = ""


class TargetRow(View, frozen=True, kw_only=True):
    """The post that another one replies to, reposts or quotes, as far as it is known.

    ``known`` is False where only its id is known; then the texts are empty.
    """

    key: str
    known: bool = False
    account: str = ""
    handle: str = ""
    display_name: str = ""
    at: int = UNDATED
    text: str = ""
    lang: str = ""


class PostRow(View, frozen=True, kw_only=True):
    """One post. ``(at, n)`` is its place in the timeline and the cursor of the pages.

    ``kind`` is quote before repost before reply where several hold. ``target`` is the post
    quoted, reposted or replied to, in the same order. ``media`` are media keys in their order.
    ``reports`` counts report rows about this post.
    """

    key: str
    n: int
    account: str
    at: int = UNDATED
    precision: str = ""
    tz: str = ""
    kind: PostKind = "original"
    text: str = ""
    lang: str = ""
    counts: dict[str, int] = msgspec.field(default_factory=dict)
    media: tuple[str, ...] = ()
    entities: tuple[Entity, ...] = ()
    reports: int = 0
    referenced: bool = False
    edited: bool = False
    deleted: bool = False
    sensitive: bool | None = None
    withheld: tuple[str, ...] = ()
    conversation: str = ""
    reply_to: str = ""
    repost_of: str = ""
    quote_of: str = ""
    target: TargetRow | None = None
    translation: Translation | None = None
    handle: str = ""
    display_name: str = ""
    origin: OriginRow = OriginRow()

    @property
    def undated(self) -> bool:
        """Whether the source gave no time."""
        return self.at == UNDATED


class MediaRow(View, frozen=True, kw_only=True):
    """One distinct medium. ``copies``: how many posts hold it (of the account asked, or all).

    ``post_keys`` are these posts, oldest first; ``first_at`` the time of the first dated one.
    ``source_keys`` are the platforms' own names of it. ``state`` is "present" only where the
    bytes are stored.
    """

    key: str
    sha256: str = ""
    source_keys: tuple[str, ...] = ()
    mime: str = ""
    kind: str = ""
    bytes: int = 0
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None
    audio: bool | None = None
    state: str = "missing"
    sensitivity: str = ""
    descriptor: str = ""
    alt_text: str = ""
    remote_url: str = ""
    hashes: tuple[MediaHash, ...] = ()
    copies: int = 0
    post_keys: tuple[str, ...] = ()
    first_at: int = UNDATED
    reports: int = 0
    origin: OriginRow = OriginRow()
