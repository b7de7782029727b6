"""Field by field from Twitter API v1.1 objects to records. Every function is pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeGuard

import msgspec

from reviewer.domain.records import Account, Entity, Media, Post
from reviewer.intake.sources.twitter_v2_map import inner, is_address, objects
from reviewer.intake.text import Unescaped, clean, flag, ident, whole
from reviewer.intake.times import from_twitter

PLATFORM = "twitter"
SOURCE = "twitter_v1"

_COUNTS = {
    "favorite_count": "like",
    "reply_count": "reply",
    "retweet_count": "repost",
    "quote_count": "quote",
}
_MEDIA_KINDS = {"photo": "photo", "video": "video", "animated_gif": "gif"}
_ENTITY_KINDS = {
    "hashtags": ("hashtag", "text"),
    "symbols": ("cashtag", "text"),
    "user_mentions": ("mention", "screen_name"),
    "urls": ("url", "expanded_url"),
    "media": ("url", "expanded_url"),
}


def is_user(value: dict[str, Any]) -> TypeGuard[dict[str, Any]]:
    """Whether an object is a user rather than a post."""
    return "screen_name" in value and "user" not in value


def native(value: dict[str, Any], key: str) -> str:
    """An id: ``<key>_str`` where it is there, else the whole number under the key; "" for none."""
    return ident(value.get(f"{key}_str")) or ident(value.get(key))


def _needed(value: dict[str, Any], what: str) -> str:
    """The id of an object. Raises ValueError where there is none, or only a rounded one."""
    found = native(value, "id")
    if not found and isinstance(value.get("id"), float):
        raise ValueError(f"The {what}'s id is a rounded number and there is no id_str.")
    if not found:
        raise ValueError(f"The {what} has no id.")
    return found


def account(value: dict[str, Any]) -> Account:
    """A user object as an account; one that is only an id has no handle.

    Raises:
        ValueError: it has no id.
    """
    return Account(
        account_id=_needed(value, "account"),
        platform=PLATFORM,
        captured_at="",
        source=SOURCE,
        handles=[name for name in [clean(value.get("screen_name"))] if name],
        display_names=[name for name in [clean(value.get("name"))] if name],
        bio=clean(value.get("description")),
        location=clean(value.get("location")),
        url=_profile_url(value),
        created_at=from_twitter(value.get("created_at"))[0],
        followers=whole(value.get("followers_count")),
        followees=whole(value.get("friends_count")),
        posts_count=whole(value.get("statuses_count")),
        avatar=clean(value.get("profile_image_url_https")) or clean(value.get("profile_image_url")),
        verified=flag(value.get("verified")),
        protected=flag(value.get("protected")),
    )


def _profile_url(value: dict[str, Any]) -> str:
    for url in objects(inner(inner(value, "entities"), "url"), "urls"):
        expanded = clean(url.get("expanded_url"))
        if expanded:
            return expanded
    return clean(value.get("url"))


def _spoken(value: dict[str, Any]) -> dict[str, Any]:
    """Where the full text and its entities stand: a stream puts them into an object of its own."""
    extended = inner(value, "extended_tweet")
    return extended if isinstance(extended.get("full_text"), str) else value


def _has_text(value: dict[str, Any]) -> bool:
    return any(isinstance(_spoken(value).get(key), str) for key in ("full_text", "text"))


def _raw_text(value: dict[str, Any]) -> str:
    spoken = _spoken(value)
    for key in ("full_text", "text"):
        if isinstance(spoken.get(key), str):
            return clean(spoken[key])
    raise ValueError("The post has no text.")


def is_cut(value: dict[str, Any]) -> bool:
    """Whether only the beginning of the post's own text is there."""
    own = value.get("truncated") is True and _spoken(value) is value
    return own and not isinstance(value.get("retweeted_status"), dict)


def post(value: dict[str, Any], *, referenced: bool) -> Post:
    """A post object; a repost that was cut has the text of what it reposts.

    Raises:
        ValueError: it has no exact id, no author or no text.
    """
    post_id = _needed(value, "post")
    account_id = _needed(inner(value, "user"), "author")
    text, entities = _text(value)
    published, tz = from_twitter(value.get("created_at"))
    repost = native(inner(value, "retweeted_status"), "id")
    quote = native(inner(value, "quoted_status"), "id") or native(value, "quoted_status_id")
    return Post(
        post_id=post_id,
        account_id=account_id,
        platform=PLATFORM,
        published_at=published,
        tz=tz,
        precision="s" if published else "",
        text=text,
        lang=clean(value.get("lang")),
        media=[medium.key for medium in media(value)],
        entities=entities,
        reply_to=native(value, "in_reply_to_status_id"),
        repost_of=repost,
        quote_of="" if repost else quote,
        counts=_counts(value),
        sensitive=flag(value.get("possibly_sensitive")),
        withheld=withheld(value),
        referenced=referenced,
    )


def _text(value: dict[str, Any]) -> tuple[str, list[Entity]]:
    """The text, unescaped once, and its entities. A repost's text ends at 140 characters: it is
    made whole from what it reposts."""
    raw = _raw_text(value)
    original = inner(value, "retweeted_status")
    handle = clean(inner(original, "user").get("screen_name"))
    if handle and _has_text(original) and (value.get("truncated") is True or raw.endswith("…")):
        prefix = f"RT @{handle}: "
        text, entities = _own_text(original)
        moved = [
            msgspec.structs.replace(e, start=e.start + len(prefix), end=e.end + len(prefix))
            for e in entities
        ]
        author = Entity(
            kind="mention",
            start=3,
            end=4 + len(handle),
            text=f"@{handle}",
            target=native(inner(original, "user"), "id") or f"@{handle}",
        )
        return prefix + text, [author, *moved]
    return _own_text(value)


def _own_text(value: dict[str, Any]) -> tuple[str, list[Entity]]:
    unescaped = Unescaped(_raw_text(value))
    return unescaped.text, _entities(inner(_spoken(value), "entities"), unescaped)


def _entities(entities: dict[str, Any], text: Unescaped) -> list[Entity]:
    """Hashtags, cashtags, mentions and addresses; offsets of the source are code points."""
    found: dict[tuple[int, int, str], Entity] = {}
    for key, (kind, name) in _ENTITY_KINDS.items():
        for one in objects(entities, key):
            place = one.get("indices")
            if not isinstance(place, list) or len(place) != 2:
                continue
            start, end = whole(place[0]), whole(place[1])
            if start is None or end is None or not start < end:
                continue
            start, end = text.at(start), text.at(end)
            if not start < end <= len(text.text):
                continue
            target = _target(kind, one, clean(one.get(name)))
            made = Entity(kind=kind, start=start, end=end, text=text.text[start:end], target=target)
            found.setdefault((start, end, kind), made)
    return [found[place] for place in sorted(found)]


def _target(kind: str, one: dict[str, Any], name: str) -> str:
    if kind == "mention":
        return native(one, "id") or f"@{name}"
    if kind == "url":
        return next((a for a in (name, clean(one.get("url"))) if a and is_address(a)), "")
    return name


def _counts(value: dict[str, Any]) -> dict[str, int]:
    numbers = {ours: whole(value.get(name)) for name, ours in _COUNTS.items()}
    return {ours: number for ours, number in numbers.items() if number is not None}


def media(value: dict[str, Any]) -> list[Media]:
    """The media of a post in their order, each once: all of them stand in ``extended_entities``,
    where the source has that, and the first in ``entities``."""
    spoken = _spoken(value)
    listed = objects(inner(spoken, "extended_entities"), "media")
    listed = listed or objects(inner(spoken, "entities"), "media")
    found: dict[str, Media] = {}
    for one in listed:
        key = ident(one.get("media_key")) or native(one, "id")
        if key:
            found.setdefault(key, _medium(one, key))
    return list(found.values())


def _medium(value: dict[str, Any], key: str) -> Media:
    kind = clean(value.get("type"))
    video = inner(value, "video_info")
    width, height = _size(value)
    return Media(
        key=key,
        platform=PLATFORM,
        kind=_MEDIA_KINDS.get(kind, kind),
        width=width,
        height=height,
        duration_ms=whole(video.get("duration_millis")),
        alt_text=clean(value.get("ext_alt_text")),
        remote_url=_best(video)
        or clean(value.get("media_url_https"))
        or clean(value.get("media_url")),
        state="external",
    )


def _size(value: dict[str, Any]) -> tuple[int | None, int | None]:
    original = inner(value, "original_info")
    large = inner(inner(value, "sizes"), "large")
    width, height = whole(original.get("width")), whole(original.get("height"))
    return (width, height) if width and height else (whole(large.get("w")), whole(large.get("h")))


def _best(video: dict[str, Any]) -> str:
    """The address of the copy with the highest bit rate that is a file of its own."""
    best, rate = "", -1
    for variant in objects(video, "variants"):
        found = whole(variant.get("bitrate"))
        if found is not None and found > rate and clean(variant.get("url")):
            best, rate = clean(variant.get("url")), found
    return best


def withheld(value: dict[str, Any]) -> list[str]:
    """Country codes in which something is withheld, and ``copyright`` where that is the ground."""
    codes = value.get("withheld_in_countries")
    listed = codes if isinstance(codes, list) else clean(codes).split(",")
    found = [clean(code).strip() for code in listed]
    if value.get("withheld_copyright") is True:
        found.append("copyright")
    return [code for code in dict.fromkeys(found) if code]


def contacts(value: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(account id, kind, basis) of the accounts a post answers, reposts, quotes or mentions."""
    yield native(value, "in_reply_to_user_id"), "reply", "in_reply_to_user_id_str"
    for key, kind in (("retweeted_status", "repost"), ("quoted_status", "quote")):
        yield native(inner(inner(value, key), "user"), "id"), kind, key
    for one in objects(inner(_spoken(value), "entities"), "user_mentions"):
        yield native(one, "id"), "mention", "entities.user_mentions"


def gone(value: dict[str, Any], *, deleted: bool, codes: list[str]) -> Post:
    """A post of which only ids are said: deleted by its author, or withheld.

    Raises:
        ValueError: the ids are not there.
    """
    post_id, account_id = native(value, "id"), native(value, "user_id")
    if not post_id or not account_id:
        raise ValueError("The message names no post and account.")
    return Post(
        post_id=post_id,
        account_id=account_id,
        platform=PLATFORM,
        deleted_at_source=deleted,
        withheld=codes,
        referenced=True,
    )
