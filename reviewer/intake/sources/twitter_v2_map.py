"""Field by field from Twitter API v2 objects to records. Every function is pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeGuard
from urllib.parse import urlsplit

from reviewer.domain.records import Account, Entity, Media, Post
from reviewer.intake.text import Unescaped, clean, flag, ident, whole
from reviewer.intake.times import from_iso

PLATFORM = "twitter"
SOURCE = "twitter_v2"

_COUNTS = {
    "like_count": "like",
    "reply_count": "reply",
    "retweet_count": "repost",
    "quote_count": "quote",
    "impression_count": "view",
    "bookmark_count": "bookmark",
}
_MEDIA_KINDS = {"photo": "photo", "video": "video", "animated_gif": "gif"}
_ENTITY_KINDS = {
    "hashtags": ("hashtag", "tag"),
    "cashtags": ("cashtag", "tag"),
    "mentions": ("mention", "username"),
    "urls": ("url", "url"),
}


def inner(value: Any, key: str) -> dict[str, Any]:
    """The object under a key, or an empty one."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def objects(value: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """The objects of the list under a key; anything else counts as empty objects."""
    found = value.get(key)
    if not isinstance(found, list):
        return []
    return [one if isinstance(one, dict) else {} for one in found]


def is_user(value: Any) -> TypeGuard[dict[str, Any]]:
    """Whether an object is a user, rather than a post or a mention of one (which lacks a name)."""
    return isinstance(value, dict) and all(key in value for key in ("id", "username", "name"))


def raw_of(value: Any) -> str:
    """A stable text of a parsed value, for its digest."""
    return json.dumps(value, sort_keys=True, ensure_ascii=True)


def account(value: dict[str, Any], captured: str) -> Account:
    """A user object as an account. Raises ValueError where it has no id."""
    account_id = ident(value.get("id"))
    if not account_id:
        raise ValueError("The account has no id.")
    metrics = inner(value, "public_metrics")
    labels = [clean(value.get("verified_type"))]
    return Account(
        account_id=account_id,
        platform=PLATFORM,
        captured_at=captured,
        source=SOURCE,
        handles=[name for name in [clean(value.get("username"))] if name],
        display_names=[name for name in [clean(value.get("name"))] if name],
        bio=clean(value.get("description")),
        location=clean(value.get("location")),
        url=_profile_url(value),
        created_at=from_iso(value.get("created_at")),
        followers=whole(metrics.get("followers_count")),
        followees=whole(metrics.get("following_count")),
        posts_count=whole(metrics.get("tweet_count")),
        avatar=clean(value.get("profile_image_url")),
        verified=flag(value.get("verified")),
        protected=flag(value.get("protected")),
        labels=[label for label in labels if label and label != "none"],
    )


def _profile_url(value: dict[str, Any]) -> str:
    """The address in the profile, spelt out where the source does so."""
    for url in objects(inner(inner(value, "entities"), "url"), "urls"):
        expanded = clean(url.get("expanded_url"))
        if expanded:
            return expanded
    return clean(value.get("url"))


def medium(value: dict[str, Any]) -> Media:
    """A media object. Raises ValueError where it has no key."""
    key = ident(value.get("media_key"))
    if not key:
        raise ValueError("The medium has no key.")
    kind = clean(value.get("type"))
    return Media(
        key=key,
        platform=PLATFORM,
        kind=_MEDIA_KINDS.get(kind, kind),
        width=whole(value.get("width")),
        height=whole(value.get("height")),
        duration_ms=whole(value.get("duration_ms")),
        alt_text=clean(value.get("alt_text")),
        remote_url=_address(value),
        state="external",
    )


def _address(value: dict[str, Any]) -> str:
    """The address of the medium itself, of its best copy, or of its preview."""
    if clean(value.get("url")):
        return clean(value.get("url"))
    best, rate = "", -1
    for variant in objects(value, "variants"):
        found = whole(variant.get("bit_rate"))
        if found is not None and found > rate and clean(variant.get("url")):
            best, rate = clean(variant.get("url")), found
    return best or clean(value.get("preview_image_url"))


def post(value: dict[str, Any], *, referenced: bool, ids: Mapping[str, str]) -> Post:
    """A post object. ``ids`` is lower-case user name to id, as far as the page explains them.

    Raises:
        ValueError: it has no id, no author or no text.
    """
    post_id, account_id = ident(value.get("id")), ident(value.get("author_id"))
    account_id = account_id or ident(inner(value, "author").get("id"))
    for name, found in (("id", post_id), ("author", account_id)):
        if not found:
            raise ValueError(f"The post has no {name}.")
    if not isinstance(value.get("text"), str):
        raise ValueError("The post has no text.")
    unescaped = Unescaped(clean(value["text"]))
    refers = _references(value)
    published = from_iso(value.get("created_at"))
    history = value.get("edit_history_tweet_ids")
    return Post(
        post_id=post_id,
        account_id=account_id,
        platform=PLATFORM,
        published_at=published,
        tz="utc" if published else "",
        precision=_precision(published),
        text=unescaped.text,
        lang=clean(value.get("lang")),
        media=_media_keys(value),
        entities=_entities(value, unescaped, ids),
        reply_to=refers.get("replied_to", ""),
        repost_of=refers.get("retweeted", ""),
        quote_of=refers.get("quoted", ""),
        conversation=ident(value.get("conversation_id")),
        counts=_counts(value),
        edited=isinstance(history, list) and len(history) > 1,
        sensitive=flag(value.get("possibly_sensitive")),
        withheld=withheld(value),
        referenced=referenced,
    )


def _precision(published: str) -> Literal["", "s", "ms"]:
    if not published:
        return ""
    return "s" if published.endswith(".000Z") else "ms"


def _references(value: dict[str, Any]) -> dict[str, str]:
    """Kind of reference to id; the first of each kind."""
    found: dict[str, str] = {}
    for one in objects(value, "referenced_tweets"):
        kind, other = clean(one.get("type")), ident(one.get("id"))
        if other:
            found.setdefault(kind, other)
    return found


def _media_keys(value: dict[str, Any]) -> list[str]:
    keys = inner(value, "attachments").get("media_keys")
    found = [ident(key) for key in keys] if isinstance(keys, list) else []
    return [key for key in dict.fromkeys(found) if key]


def _counts(value: dict[str, Any]) -> dict[str, int]:
    counts = {}
    for name, ours in _COUNTS.items():
        number = whole(inner(value, "public_metrics").get(name))
        if number is not None:
            counts[ours] = number
    return counts


def _entities(value: dict[str, Any], text: Unescaped, ids: Mapping[str, str]) -> list[Entity]:
    """Hashtags, cashtags, mentions and addresses with offsets in the unescaped text."""
    found = []
    entities = inner(value, "entities")
    for key, (kind, name) in _ENTITY_KINDS.items():
        for one in objects(entities, key):
            start, end = whole(one.get("start")), whole(one.get("end"))
            if start is None or end is None or not start < end:
                continue
            start, end = text.at(start), text.at(end)
            if not start < end <= len(text.text):
                continue
            target = _target(kind, one, clean(one.get(name)), ids)
            found.append(
                Entity(kind=kind, start=start, end=end, text=text.text[start:end], target=target)
            )
    return sorted(found, key=_entity_place)


def _entity_place(entity: Entity) -> tuple[int, int, str]:
    return entity.start, entity.end, entity.kind


def _target(kind: str, one: dict[str, Any], name: str, ids: Mapping[str, str]) -> str:
    if kind == "mention":
        return ident(one.get("id")) or ids.get(name.casefold(), "") or f"@{name}"
    if kind == "url":
        for key in ("unwound_url", "expanded_url", "url"):
            address = clean(one.get(key))
            if address and is_address(address):
                return address
        return ""
    return name


def is_address(text: str) -> bool:
    """Whether a text has the form of an address."""
    try:
        return bool(urlsplit(text).scheme)
    except ValueError:
        return False


def withheld(value: dict[str, Any]) -> list[str]:
    """Country codes in which something is withheld, and ``copyright`` where that is the ground."""
    held = inner(value, "withheld")
    codes = held.get("country_codes")
    found = [clean(code) for code in codes] if isinstance(codes, list) else []
    if held.get("copyright") is True:
        found.append("copyright")
    return [code for code in dict.fromkeys(found) if code]


def contacts(value: dict[str, Any], ids: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """(account id, kind, basis) of the accounts that a post answers or mentions by a known id."""
    answered = ident(value.get("in_reply_to_user_id"))
    if answered:
        yield answered, "reply", "in_reply_to_user_id"
    for one in objects(inner(value, "entities"), "mentions"):
        name = clean(one.get("username")).casefold()
        mentioned = ident(one.get("id")) or ids.get(name, "")
        if mentioned:
            yield mentioned, "mention", "entities.mentions"


def account_of_error(error: dict[str, Any]) -> str:
    """The account an error is about: its id, or ``@name`` where only the user name is known."""
    named = ident(error.get("resource_id")) or ident(error.get("value"))
    if not named:
        return ""
    by_name = "username" in clean(error.get("parameter"))
    return f"@{named.removeprefix('@').casefold()}" if by_name else named


def status_of_error(
    error: dict[str, Any],
) -> Literal["suspended", "protected", "unknown"]:
    """What an error says of an account; *not found* leaves open why."""
    detail = clean(error.get("detail")).casefold()
    if "suspended" in detail:
        return "suspended"
    if "not authorized" in detail or "authorization" in clean(error.get("title")).casefold():
        return "protected"
    return "unknown"
