"""Twitter API v2: pages with ``data`` and ``includes``, flattened posts, users files.

A page becomes accounts (``includes.users``), media, own posts (``data``) and referenced posts
(``includes.tweets``), statuses (``errors``) and links (replies, mentions of known ids). Offsets of
the source are code points of the escaped text (measured on 2,257 hashtags and mentions) and are
moved when the text is unescaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from reviewer.domain.records import Account, Link, Record, Status
from reviewer.intake.sources import twitter_v2_map as mapping
from reviewer.intake.sources.base import Bad, Declared, Item, Note, Row
from reviewer.intake.sources.jsondocs import Document, documents
from reviewer.intake.text import clean, ident
from reviewer.intake.times import from_iso

_POST_MARKS = (
    b'"conversation_id"',
    b'"public_metrics"',
    b'"reply_settings"',
    b'"referenced_tweets"',
    b'"edit_history_tweet_ids"',
    b'"possibly_sensitive"',
)
_OTHERS = (b'"id_str"', b'"post_id"', b'"window.YTD', b'"@context"')
_START = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{")


class TwitterV2:
    """The source ``twitter_v2``."""

    name = "twitter_v2"
    title = "Twitter API v2 (JSON or JSON Lines)"

    def sniff(self, head: bytes, path: Path) -> bool:
        """JSON objects with the keys of v2 posts or users and none of v1.1."""
        if not _START.match(head) or any(mark in head for mark in _OTHERS):
            return False
        posts = b'"text"' in head and (
            (b'"author_id"' in head and any(mark in head for mark in _POST_MARKS))
            or b'"edit_history_tweet_ids"' in head
        )
        users = b'"username"' in head and (b'"followers_count"' in head or b'"data"' in head)
        return posts or users or (b'"data"' in head and b'"includes"' in head)

    def read(self, path: Path, stream: BinaryIO) -> Iterator[Item]:
        """All records of the file; the same record is given once for each place it stands at."""
        reading = _Reading()
        for document in documents(stream):
            if isinstance(document, Bad):
                yield document
            elif not isinstance(document.value, dict):
                yield Bad.of(document.line, document.pointer, "It is not an object.", "")
            else:
                yield from reading.document(document)
        yield from reading.notes()


class _Reading:
    """What is remembered while one file is read: links given already, errors counted."""

    def __init__(self) -> None:
        self._links: set[tuple[str, str, str]] = set()
        self._gone = 0

    def document(self, document: Document) -> Iterator[Item]:
        """A page, or one post or user on its own."""
        value: dict[str, Any] = document.value
        captured = from_iso(mapping.inner(value, "__twarc").get("retrieved_at"))
        if "data" in value or "includes" in value or "errors" in value:
            page = _Page(self, document, captured)
            yield from page.items()
        else:
            page = _Page(self, document, captured)
            yield from page.one(value, document.pointer, own=True)

    def notes(self) -> Iterator[Note]:
        """What the errors said of posts."""
        if self._gone:
            yield Note(f"{self._gone} posts that are named could not be had from the platform.")

    def link(self, source: str, target: str, kind: str, basis: str) -> Link | None:
        """A link, once for each pair of accounts and kind; none to oneself."""
        key = (source, target, kind)
        if not source or not target or source == target or key in self._links:
            return None
        self._links.add(key)
        return Link(source=source, target=target, kind=kind, basis=basis, platform="twitter")

    def gone(self) -> None:
        """Counts a post that an error names."""
        self._gone += 1


class _Page:
    """One document and the ids by user name that it explains."""

    def __init__(self, reading: _Reading, document: Document, captured: str) -> None:
        self._reading = reading
        self._line = document.line
        self._value: dict[str, Any] = document.value
        self._pointer = document.pointer
        self._captured = captured
        self._ids: dict[str, str] = {}

    def items(self) -> Iterator[Item]:
        """Accounts, media, own posts, referenced posts, statuses: in this order."""
        data = self._value.get("data")
        listed = data if isinstance(data, list) else [] if data is None else [data]
        count = mapping.inner(self._value, "meta").get("result_count")
        if isinstance(count, int) and not isinstance(count, bool):
            yield Declared(count)
        includes = mapping.inner(self._value, "includes")
        users = mapping.objects(includes, "users")
        for user in [*users, *(one for one in listed if mapping.is_user(one))]:
            self._ids[clean(user.get("username")).casefold()] = ident(user.get("id"))
        own = {ident(one.get("id")) for one in listed if isinstance(one, dict)}
        base = f"{self._pointer}/includes"
        for index, user in enumerate(users):
            yield from self.user(user, f"{base}/users/{index}")
        for index, medium in enumerate(mapping.objects(includes, "media")):
            yield from self.medium(medium, f"{base}/media/{index}")
        for index, one in enumerate(listed):
            pointer = f"{self._pointer}/data/{index}" if listed is data else f"{self._pointer}/data"
            yield from self.one(one, pointer, own=True)
        for index, tweet in enumerate(mapping.objects(includes, "tweets")):
            if ident(tweet.get("id")) not in own:
                yield from self.one(tweet, f"{base}/tweets/{index}", own=False)
        for index, error in enumerate(mapping.objects(self._value, "errors")):
            yield from self._error(error, f"{self._pointer}/errors/{index}")

    def _row(self, record: Record, pointer: str) -> Row:
        return Row(record, self._line, pointer)

    def one(self, value: Any, pointer: str, *, own: bool) -> Iterator[Item]:
        """A user or a post, flattened or not."""
        if mapping.is_user(value):
            yield from self.user(value, pointer)
            return
        try:
            if not isinstance(value, dict):
                raise ValueError("It is not an object.")
            yield from self._nested(value, pointer)
            post = mapping.post(value, referenced=not own, ids=self._ids)
        except ValueError as error:
            yield self._bad(pointer, str(error), value)
            return
        yield self._row(post, pointer)
        for target, kind, basis in mapping.contacts(value, self._ids):
            link = self._reading.link(post.account_id, target, kind, basis)
            if link:
                yield self._row(link, pointer)

    def _nested(self, value: dict[str, Any], pointer: str) -> Iterator[Item]:
        """What a flattened post carries inside: users, media and whole referenced posts."""
        for key in ("author", "in_reply_to_user"):
            user = value.get(key)
            if mapping.is_user(user):
                self._ids[clean(user.get("username")).casefold()] = ident(user.get("id"))
                yield from self.user(user, f"{pointer}/{key}")
        mentions = mapping.objects(mapping.inner(value, "entities"), "mentions")
        for index, mention in enumerate(mentions):
            if mapping.is_user(mention):
                yield from self.user(mention, f"{pointer}/entities/mentions/{index}")
        media = mapping.objects(mapping.inner(value, "attachments"), "media")
        for index, medium in enumerate(media):
            if medium:
                yield from self.medium(medium, f"{pointer}/attachments/media/{index}")
        for index, other in enumerate(mapping.objects(value, "referenced_tweets")):
            if "author_id" in other and "text" in other:
                yield from self.one(other, f"{pointer}/referenced_tweets/{index}", own=False)

    def user(self, value: dict[str, Any], pointer: str) -> Iterator[Item]:
        """An account, and its status where it is withheld."""
        try:
            account = mapping.account(value, self._captured)
        except ValueError as error:
            yield self._bad(pointer, str(error), value)
            return
        yield self._row(account, pointer)
        codes = mapping.withheld(value)
        if codes:
            words = f"withheld in {', '.join(codes)}"
            yield self._row(self._status(account, "withheld", words), pointer)

    def _status(self, account: Account, value: Any, source: str) -> Status:
        return Status(
            account_id=account.account_id,
            platform="twitter",
            at=self._captured,
            value=value,
            source=source,
        )

    def medium(self, value: dict[str, Any], pointer: str) -> Iterator[Item]:
        """A medium of which only the address is known."""
        try:
            yield self._row(mapping.medium(value), pointer)
        except ValueError as error:
            yield self._bad(pointer, str(error), value)

    def _error(self, error: dict[str, Any], pointer: str) -> Iterator[Item]:
        """An account that could not be had becomes a status; a post is only counted."""
        kind = clean(error.get("resource_type"))
        if kind == "tweet":
            self._reading.gone()
        if kind != "user":
            return
        account_id = mapping.account_of_error(error)
        if not account_id:
            yield self._bad(pointer, "The error names no account.", error)
            return
        status = Status(
            account_id=account_id,
            platform="twitter",
            at=self._captured,
            value=mapping.status_of_error(error),
            source=clean(error.get("detail"))[:500],
        )
        yield self._row(status, pointer)

    def _bad(self, pointer: str, reason: str, value: Any) -> Bad:
        return Bad.of(self._line, pointer, reason, mapping.raw_of(value))
