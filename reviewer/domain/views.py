"""The shapes that are read from the evidence: one frozen row per fact, pure, without a database.

Panes, the session, exports and insight all read these. Keys are texts: an account or a post is
``platform:native id``, a medium is its SHA-256 or, where the bytes are absent,
``platform:media key``. Times are int ms UTC; ``ids.UNDATED`` stands where the source gave none.
Lists are tuples. Texts are untrusted: they come from the material.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from reviewer.domain.ids import UNDATED, SubjectRef
from reviewer.domain.records import Entity, MediaHash, Translation

PostKind = Literal["original", "reply", "repost", "quote"]
HitKind = Literal["post", "account"]


class View(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all read shapes."""


class OriginRow(View, frozen=True, kw_only=True):
    """Where a row was first read.

    ``file`` is the path as the person knows it, ``line`` counts from 1 (0: none), ``pointer`` is
    a JSON pointer inside that line or file, ``import_n`` the number of the import.
    """

    file: str = ""
    line: int = 0
    pointer: str = ""
    import_n: int = 0


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

    @property
    def refs(self) -> tuple[SubjectRef, ...]:
        """The subjects as references, the primary first."""
        return tuple(SubjectRef.from_key(key) for key in self.subjects)


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
    counts: dict[str, int] = {}
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


class ReportRow(View, frozen=True, kw_only=True):
    """A report. ``subject`` is a ``SubjectRef.key``; ``count`` how many the source added up."""

    report_id: str
    subject: str
    at: int = UNDATED
    kind: str = ""
    policy_claimed: str = ""
    statement: str = ""
    count: int = 1
    origin: OriginRow = OriginRow()


class LinkRow(View, frozen=True, kw_only=True):
    """A link between two accounts, from ``source`` to ``target`` (account keys)."""

    source: str
    target: str
    kind: str
    source_handle: str = ""
    target_handle: str = ""
    basis: str = ""
    strength: int | None = None
    origin: OriginRow = OriginRow()


class HistoryRow(View, frozen=True, kw_only=True):
    """An earlier enforcement on an account."""

    account: str
    at: int = UNDATED
    action: str = ""
    source: str = ""
    basis: str = ""
    until: int = UNDATED
    origin: OriginRow = OriginRow()


class StatusRow(View, frozen=True, kw_only=True):
    """What a platform said of an account at a time."""

    account: str
    at: int = UNDATED
    value: str = "unknown"
    source: str = ""
    origin: OriginRow = OriginRow()


class WorldEventRow(View, frozen=True, kw_only=True):
    """Something in the world outside."""

    event_id: str
    at: int = UNDATED
    kind: str = ""
    title: str = ""
    source: str = ""
    origin: OriginRow = OriginRow()


class DayCount(View, frozen=True, kw_only=True):
    """How many posts of one kind an account made on one UTC day.

    ``day`` counts days since 1970-01-01; undated posts are not in it.
    """

    day: int
    kind: PostKind
    count: int


class ImportRow(View, frozen=True, kw_only=True):
    """One import that brought something. Counts are records: new, already known, changed, bad."""

    n: int
    import_id: str
    name: str = ""
    kind: str = ""
    at: int = UNDATED
    sha256: str = ""
    signed: bool = False
    signer: str = ""
    read: int = 0
    new: int = 0
    known: int = 0
    changed: int = 0
    quarantined: int = 0
    files: tuple[str, ...] = ()


class QuarantineRow(View, frozen=True, kw_only=True):
    """A record that was not taken in, and why. ``raw_sha256`` is of its bytes, "" if unknown."""

    n: int
    reason: str
    raw_sha256: str = ""
    origin: OriginRow = OriginRow()


class EvidenceCounts(View, frozen=True, kw_only=True):
    """The counts of the command line.

    posts: distinct (platform, id), referenced ones included; posts_referenced: those known only
    as referenced; accounts include stubs; media: distinct SHA-256, or source key without bytes.
    """

    cases: int = 0
    accounts: int = 0
    accounts_stub: int = 0
    posts: int = 0
    posts_referenced: int = 0
    media: int = 0
    media_present: int = 0
    reports: int = 0
    quarantined: int = 0


class SearchHit(View, frozen=True, kw_only=True):
    """One hit. ``spans`` are half-open offsets in code points of ``text``, in order, no overlap.

    ``id`` is a post key or an account key, ``case`` the case that holds the account ("" if none),
    ``exact`` whether every word stands in the text as it was typed, letter case aside.
    """

    kind: HitKind
    id: str
    account: str
    at: int
    text: str
    spans: tuple[tuple[int, int], ...] = ()
    case: str = ""
    handle: str = ""
    exact: bool = False
    n: int = 0


class SearchResult(View, frozen=True, kw_only=True):
    """The first hits of a query: exact ones first, each group newest first.

    ``capped``: the totals stopped counting at a bound and the true ones are not smaller.
    ``indexed``: False while some imported material is not in the index yet. ``notes`` say what
    of the query was not understood.
    """

    query: str
    total: int = 0
    total_exact: int = 0
    hits: tuple[SearchHit, ...] = ()
    capped: bool = False
    indexed: bool = True
    notes: tuple[str, ...] = ()
