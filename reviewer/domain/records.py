"""The records of a bundle, each defined once. The JSON Schemas are generated from here.

All ids from outside are text. Times are RFC 3339 UTC with milliseconds and ``Z``; the source's
own zone stands in ``tz``. ``platform`` may be left out where the account named has one.
Long form: formats.md 1.
"""

from __future__ import annotations

from typing import Literal

import msgspec

SubjectKind = Literal["account", "post", "media"]


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of all records; defaults are left out when written."""


class Subject(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A reference to an account, post or medium by its id in the bundle."""

    kind: SubjectKind
    id: str
    platform: str = ""


class Legal(Record, frozen=True, kw_only=True, omit_defaults=True):
    """The legal frame of a case: a removal order, for instance."""

    regime: str
    order_ref: str = ""
    received_at: str = ""


class Case(Record, frozen=True, kw_only=True, omit_defaults=True):
    """One sitting about one or more subjects; the first is primary."""

    case_id: str
    subjects: list[Subject]
    opened_at: str
    queue: str = ""
    reports: list[str] = []
    priority: int = 0
    due_at: str = ""
    sensitivity: int = 0
    legal: Legal | None = None
    why: list[str] = []


class Account(Record, frozen=True, kw_only=True, omit_defaults=True):
    """An account as the source showed it at ``captured_at``."""

    account_id: str
    platform: str
    captured_at: str
    source: str
    handles: list[str] = []
    display_names: list[str] = []
    bio: str = ""
    location: str = ""
    url: str = ""
    created_at: str = ""
    followers: int | None = None
    followees: int | None = None
    posts_count: int | None = None
    avatar: str = ""
    verified: bool | None = None
    protected: bool | None = None
    kind: str = "person"
    labels: list[str] = []


class Entity(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A marked part of a text; offsets in Unicode code points, half-open."""

    kind: str
    start: int
    end: int
    text: str = ""
    target: str = ""


class Translation(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A translation carried by the source; ``by`` says who or what made it."""

    text: str
    by: str


class Post(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A post. ``media`` holds SHA-256 or media keys in their order."""

    post_id: str
    account_id: str
    platform: str = ""
    published_at: str = ""
    tz: str = ""
    precision: Literal["", "ms", "s", "min", "day"] = ""
    text: str = ""
    lang: str = ""
    media: list[str] = []
    entities: list[Entity] = []
    reply_to: str = ""
    repost_of: str = ""
    quote_of: str = ""
    conversation: str = ""
    counts: dict[str, int] = {}
    edited: bool = False
    deleted_at_source: bool = False
    sensitive: bool | None = None
    withheld: list[str] = []
    referenced: bool = False
    translation: Translation | None = None


class MediaHash(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A perceptual or other hash that the source brought: algorithm and lower-case hex."""

    alg: str
    value: str
    quality: int | None = None


class Media(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A medium. Without bytes, ``sha256`` is empty, ``key`` names it and ``state`` says why."""

    sha256: str = ""
    bytes: int = 0
    mime: str = ""
    key: str = ""
    platform: str = ""
    kind: str = ""
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None
    hashes: list[MediaHash] = []
    sensitivity: str = ""
    descriptor: str = ""
    alt_text: str = ""
    audio: bool | None = None
    remote_url: str = ""
    state: Literal["present", "missing", "external", "placeholder", "zero_bytes", "too_large"] = (
        "present"
    )


class Report(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A report about a subject; never the reporter's identity."""

    report_id: str
    subject: Subject
    at: str
    kind: Literal["user", "trusted_flagger", "article_16", "state", "media", "internal"]
    policy_claimed: str = ""
    statement: str = ""
    count: int = 1


class Link(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A link between two accounts (``from`` and ``to`` in JSON)."""

    source: str = msgspec.field(name="from")
    target: str = msgspec.field(name="to")
    kind: str
    platform: str = ""
    basis: str = ""
    strength: int | None = None


class History(Record, frozen=True, kw_only=True, omit_defaults=True):
    """An earlier enforcement on an account."""

    account_id: str
    at: str
    action: str
    platform: str = ""
    source: str = ""
    basis: str = ""
    until: str = ""


class Status(Record, frozen=True, kw_only=True, omit_defaults=True):
    """What the platform said of an account at a time."""

    account_id: str
    at: str
    value: Literal["active", "suspended", "deleted", "withheld", "protected", "unknown"]
    platform: str = ""
    source: str = ""


class WorldEvent(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Something in the world outside that moved the queue."""

    event_id: str
    at: str
    kind: Literal["press", "attack", "policy", "wave"]
    title: str
    source: str = ""


class Assignment(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A case dealt to a pseudonym or a pool. The newest ``at`` holds; without it, that of the
    bundle it came in."""

    case_id: str
    to: str
    at: str = ""


class WatchEntry(Record, frozen=True, kw_only=True, omit_defaults=True):
    """An account on a list, by id, or by handle where no id is known: one line of
    ``watchlists.json``, which groups them by ``entity``. It stands in no ``.jsonl`` file."""

    entity: str
    platform: str
    account_id: str = ""
    handle: str = ""
    tier: str = ""
    source: str = ""
    added: str = ""
    status: str = ""


RECORD_FILES: dict[str, type[Record]] = {
    "cases": Case,
    "accounts": Account,
    "posts": Post,
    "media": Media,
    "reports": Report,
    "links": Link,
    "history": History,
    "status": Status,
    "events": WorldEvent,
    "assignments": Assignment,
}
"""File stem in ``data/`` (``.jsonl``) to record type, in the order of writing."""
