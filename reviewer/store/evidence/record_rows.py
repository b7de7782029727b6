"""From the read shapes of single rows to records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from reviewer.domain.ids import SHA256_RE, UNDATED
from reviewer.domain.records import Account, Link, Media, Post, Subject
from reviewer.domain.views import AccountRow, LinkRow, MediaRow, PostRow
from reviewer.store.evidence.schema_evidence import NO_DUE

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def time_text(at: int) -> str:
    """RFC 3339 of a stored time in ms; empty where there is none."""
    if at in (UNDATED, NO_DUE):
        return ""
    try:
        m = _EPOCH + timedelta(milliseconds=at)
    except OverflowError:
        return ""
    day = f"{m.year:04d}-{m.month:02d}-{m.day:02d}"
    return f"{day}T{m.hour:02d}:{m.minute:02d}:{m.second:02d}.{m.microsecond // 1000:03d}Z"


def subject_record(key: str) -> Subject:
    """A subject from ``SubjectRef.key``."""
    kind, _, rest = key.partition(":")
    if kind == "media" and SHA256_RE.match(rest):
        return Subject(kind="media", id=rest)
    platform, _, native = rest.partition(":")
    return msgspec.convert({"kind": kind, "id": native, "platform": platform}, Subject)


def account_record(row: AccountRow) -> Account:
    """The capture that stands."""
    return Account(
        account_id=row.ext_id,
        platform=row.platform,
        captured_at=time_text(row.captured_at),
        source=row.source,
        handles=list(row.handles),
        display_names=list(row.display_names),
        bio=row.bio,
        location=row.location,
        url=row.url,
        created_at=time_text(row.created_at),
        followers=row.followers,
        followees=row.followees,
        posts_count=row.posts_count,
        avatar=row.avatar,
        verified=row.verified,
        protected=row.protected,
        kind=row.kind,
        labels=list(row.labels),
    )


def snapshot_record(row: AccountRow, at: int, raw: dict[str, Any]) -> Account:
    """An older capture, as far as it was kept; the rest is that of the one that stands."""
    base = msgspec.to_builtins(account_record(row))
    kept = {name: value for name, value in raw.items() if name != "handle"}
    return msgspec.convert({**base, **kept, "captured_at": time_text(at)}, Account)


def post_record(post: PostRow, media: list[str], *, referenced: bool) -> Post:
    """A post; ``media`` are the names by which it shows its media."""
    platform, _, native = post.key.partition(":")
    return msgspec.convert(
        {
            "post_id": native,
            "account_id": post.account.partition(":")[2],
            "platform": platform,
            "published_at": time_text(post.at),
            "tz": post.tz,
            "precision": post.precision,
            "text": post.text,
            "lang": post.lang,
            "media": media,
            "entities": msgspec.to_builtins(post.entities),
            "reply_to": _native(post.reply_to),
            "repost_of": _native(post.repost_of),
            "quote_of": _native(post.quote_of),
            "conversation": post.conversation,
            "counts": post.counts,
            "edited": post.edited,
            "deleted_at_source": post.deleted,
            "sensitive": post.sensitive,
            "withheld": list(post.withheld),
            "referenced": post.referenced or referenced,
            "translation": msgspec.to_builtins(post.translation),
        },
        Post,
    )


def _native(key: str) -> str:
    return key.partition(":")[2]


def media_name(key: str, post_key: str) -> str:
    """How a post names a medium: by its hash, or as its own platform names it."""
    if SHA256_RE.match(key):
        return key
    platform = post_key.partition(":")[0]
    return key.removeprefix(f"{platform}:")


def media_records(row: MediaRow, *, stored: bool) -> Iterator[Media]:
    """A medium, once for each name that a platform gives it."""
    state = row.state if stored or row.state != "present" else "missing"
    for alias in row.source_keys or ("",):
        platform, _, native = alias.partition(":")
        body = {
            "sha256": row.sha256,
            "bytes": row.bytes,
            "mime": row.mime,
            "key": native,
            "platform": platform,
            "kind": row.kind,
            "width": row.width,
            "height": row.height,
            "duration_ms": row.duration_ms,
            "hashes": msgspec.to_builtins(row.hashes),
            "sensitivity": row.sensitivity,
            "descriptor": row.descriptor,
            "alt_text": row.alt_text,
            "audio": row.audio,
            "remote_url": row.remote_url,
            "state": state,
        }
        yield msgspec.convert(body, Media)


def link_record(row: LinkRow) -> Link:
    """A link; its platform only where both ends share it."""
    source, target = row.source.partition(":"), row.target.partition(":")
    return Link(
        source=source[2],
        target=target[2],
        kind=row.kind,
        platform=source[0] if source[0] == target[0] else "",
        basis=row.basis,
        strength=row.strength,
    )
