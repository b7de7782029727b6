"""The read shapes of single facts: reports, links, imports, counts, hits. See ``views``."""

from __future__ import annotations

from typing import Literal

import msgspec

from reviewer.domain.ids import UNDATED

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


class WatchRow(View, frozen=True, kw_only=True):
    """An account on a watchlist.

    ``entity`` is the name of the list; ``account`` the key of the account where the workspace
    knows it, else "". ``handle`` is its present handle, else the one or the id that the list
    names. ``platform_says`` is the latest status that a source gave, "" where none did.
    """

    entity: str
    account: str = ""
    handle: str = ""
    tier: str = ""
    source: str = ""
    added: int = UNDATED
    status: str = ""
    platform_says: str = ""
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
