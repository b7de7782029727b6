"""A post as a row: made from a record, and merged with another version of itself."""

from __future__ import annotations

from typing import Any, NamedTuple

from reviewer.domain.ids import UNDATED
from reviewer.domain.records import Post
from reviewer.store.evidence.parse import ms_of, named, pack, unpack
from reviewer.store.evidence.schema_evidence import (
    DELETED,
    EDITED,
    POST_COLUMNS,
    REFERENCED,
    SENSITIVE,
    SENSITIVITY_KNOWN,
)
from reviewer.store.evidence.types import BadRecordError, Origin

PostTuple = tuple[Any, ...]
"""The values of ``POST_COLUMNS``; ``n`` is the place in the buffer until the import ends."""


class PostFields(NamedTuple):
    """A row with names, in the order of ``POST_COLUMNS``."""

    account_n: int
    at: int
    n: int
    key: str
    kind: int
    flags: int
    text: str
    lang: str
    tz: str
    precision: str
    conversation: str
    reply_to: str
    repost_of: str
    quote_of: str
    counts: str | None
    extra: str | None
    media_count: int
    file_n: int
    line: int
    pointer: str | None


assert PostFields._fields == POST_COLUMNS


def kind_of(reply_to: str, repost_of: str, quote_of: str) -> int:
    """The index in ``KINDS``: a quote before a repost before a reply."""
    return 3 if quote_of else 2 if repost_of else 1 if reply_to else 0


def post_row(post: Post, key: str, account_n: int, n: int, origin: Origin) -> PostTuple:
    """The row of a record.

    Raises:
        BadRecordError: an id that is missing or too long, or a time that cannot be read.
    """
    if not 0 < len(post.post_id) <= 512:
        named(post.post_id, "post_id")
    for name in post.media:
        named(name, "a medium's id")
    at = ms_of(post.published_at, "published_at") if post.published_at else UNDATED
    flags = 0
    if post.referenced or post.edited or post.deleted_at_source or post.sensitive is not None:
        flags = _flags(post)
    counts = _counts(post.counts) if post.counts else None
    extra = None
    if post.entities or post.withheld or post.translation is not None:
        extra = _extra(post)
    return (
        account_n, at, n, key, kind_of(post.reply_to, post.repost_of, post.quote_of), flags,
        post.text, post.lang, post.tz, post.precision, post.conversation, post.reply_to,
        post.repost_of, post.quote_of, counts, extra, len(post.media),
        origin[0], origin[1], origin[2] or None,
    )  # fmt: skip


def _flags(post: Post) -> int:
    return (
        (REFERENCED if post.referenced else 0)
        | (EDITED if post.edited else 0)
        | (DELETED if post.deleted_at_source else 0)
        | (SENSITIVITY_KNOWN if post.sensitive is not None else 0)
        | (SENSITIVE if post.sensitive else 0)
    )


def _counts(counts: dict[str, int]) -> str:
    """In the order of their names, as a bundle has them: the same post has the same digest."""
    values = counts.values()
    if values and not (min(values) >= -(2**63) and max(values) < 2**63):
        raise BadRecordError("a count is too large")
    return pack(dict(sorted(counts.items())))


def _extra(post: Post) -> str:
    """What few posts have: entities, withheld countries, a translation."""
    parts: dict[str, Any] = {}
    if post.entities:
        parts["entities"] = post.entities
    if post.withheld:
        parts["withheld"] = post.withheld
    if post.translation is not None:
        parts["translation"] = post.translation
    return pack(parts)


def merged(old: PostFields, new: PostFields) -> PostFields:
    """The stored version with what a further one adds.

    The first version stands; flags are added; what was empty is filled. A full version replaces
    a referenced one, and a first edited text replaces the unedited one. Merging either of the
    two again changes nothing. ``account_n`` and ``n`` stay.
    """
    fuller = bool(old.flags & REFERENCED) and not new.flags & REFERENCED
    edited = bool(new.flags & ~old.flags & EDITED) and bool(new.text)
    base, other = (new, old) if fuller else (old, new)
    spoken = new if edited or (fuller and new.text) else old if old.text else new
    links = {
        name: getattr(base, name) or getattr(other, name)
        for name in ("conversation", "reply_to", "repost_of", "quote_of")
    }
    timed = old if old.at != UNDATED else new
    return base._replace(
        account_n=old.account_n,
        n=old.n,
        at=timed.at,
        tz=timed.tz or old.tz or new.tz,
        precision=timed.precision or old.precision or new.precision,
        kind=kind_of(links["reply_to"], links["repost_of"], links["quote_of"]),
        flags=_merged_flags(base.flags, other.flags),
        text=spoken.text,
        lang=spoken.lang or base.lang or other.lang,
        counts=base.counts or other.counts,
        extra=_merged_extra(spoken, base, other),
        media_count=base.media_count or other.media_count,
        **links,
    )


def _merged_flags(base: int, other: int) -> int:
    flags = (base | other) & (EDITED | DELETED) | base & other & REFERENCED
    source = base if base & SENSITIVITY_KNOWN else other
    return flags | source & (SENSITIVITY_KNOWN | SENSITIVE)


def _merged_extra(spoken: PostFields, base: PostFields, other: PostFields) -> str | None:
    """Entities and a translation go with their text; the rest is filled."""
    parts: dict[str, Any] = {}
    for version in (spoken, base, other):
        for name, value in (unpack(version.extra) if version.extra else {}).items():
            if name == "withheld" or version.text == spoken.text:
                parts.setdefault(name, value)
    ordered = {
        name: parts[name] for name in ("entities", "withheld", "translation") if name in parts
    }
    return pack(ordered) if ordered else None
