"""Twitter API v1.1: search results, timelines, streams, single posts and lists of users.

An own post becomes a post, its author an account, what it carries media; the post it reposts or
quotes becomes a referenced post of its own. Replies, mentions, reposts and quotes become links.
Ids are taken from ``id_str``; a number is only trusted where it is a whole one. ``geo``,
``coordinates`` and ``place`` are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from reviewer.domain.records import Link, Record, Status
from reviewer.intake.sources import twitter_v1_map as mapping
from reviewer.intake.sources.base import Bad, Item, Note, Row
from reviewer.intake.sources.jsondocs import Document, documents
from reviewer.intake.sources.twitter_v2_map import inner, objects, raw_of

_START = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{")
_OTHERS = (b'"author_id"', b'"post_id"', b"window.YTD", b'"@context"')
_MESSAGES = ("limit", "scrub_geo", "warning", "disconnect", "friends", "event", "control")
_LISTS = ("statuses", "users")
_DEPTH = 3
"""How deep posts inside posts are read: a repost of a quote of a quote."""


class TwitterV1:
    """The source ``twitter_v1``."""

    name = "twitter_v1"
    title = "Twitter API v1.1 (JSON or JSON Lines)"

    def sniff(self, head: bytes, path: Path) -> bool:
        """JSON objects with ``id_str`` and the keys of v1.1 posts, users or stream messages."""
        if not _START.match(head) or any(mark in head for mark in _OTHERS):
            return False
        if b'"id_str"' not in head:
            return b'"statuses"' in head and b'"search_metadata"' in head
        posts = b'"created_at"' in head and b'"user"' in head
        posts = posts and (b'"text"' in head or b'"full_text"' in head)
        users = b'"screen_name"' in head and b'"followers_count"' in head
        return posts or users or (b'"delete"' in head and b'"user_id_str"' in head)

    def read(self, path: Path, stream: BinaryIO) -> Iterator[Item]:
        """All records of the file in their order."""
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
    """What is remembered while one file is read: what was given already, what was counted."""

    def __init__(self) -> None:
        self._accounts: dict[str, Record] = {}
        self._media: set[str] = set()
        self._links: set[tuple[str, str, str]] = set()
        self._cut = self._messages = 0

    def document(self, document: Document) -> Iterator[Item]:
        """A search result, a page of users, or one object on its own."""
        value: dict[str, Any] = document.value
        listed = False
        for key in _LISTS:
            if isinstance(value.get(key), list):
                listed = True
                for index, one in enumerate(value[key]):
                    yield from self._one(one, document.line, f"{document.pointer}/{key}/{index}")
        if not listed:
            yield from self._one(value, document.line, document.pointer)

    def notes(self) -> Iterator[Note]:
        """What was met and is no record."""
        if self._cut:
            yield Note(f"{self._cut} posts are given cut off by the platform.")
        if self._messages:
            yield Note(f"{self._messages} messages of the stream are no posts.")

    def _one(self, value: Any, line: int, pointer: str) -> Iterator[Item]:
        """A post, a user or a message of the stream; what is none of them is bad."""
        if not isinstance(value, dict):
            yield Bad.of(line, pointer, "It is not an object.", raw_of(value))
            return
        try:
            if mapping.is_user(value):
                yield from self._user(value, line, pointer)
            elif "user" in value:
                yield from self._post(value, line, pointer, depth=0)
            elif any(key in value for key in _MESSAGES):
                self._messages += 1
            else:
                yield Row(_message(value), line, pointer)
        except ValueError as error:
            yield Bad.of(line, pointer, str(error), raw_of(value))

    def _post(
        self, value: dict[str, Any], line: int, pointer: str, *, depth: int
    ) -> Iterator[Item]:
        """A post with all it brings; the posts inside it count as referenced (depth over 0)."""
        post = mapping.post(value, referenced=depth > 0)
        yield from self._user(inner(value, "user"), line, f"{pointer}/user")
        for key in ("retweeted_status", "quoted_status"):
            if isinstance(value.get(key), dict) and depth < _DEPTH:
                yield from self._nested(value[key], line, f"{pointer}/{key}", depth + 1)
        for medium in mapping.media(value):
            if medium.key not in self._media:
                self._media.add(medium.key)
                yield Row(medium, line, pointer)
        self._cut += depth == 0 and mapping.is_cut(value)
        yield Row(post, line, pointer)
        for target, kind, basis in mapping.contacts(value):
            ends = (post.account_id, target, kind)
            if target and target != post.account_id and ends not in self._links:
                self._links.add(ends)
                link = Link(
                    source=post.account_id,
                    target=target,
                    kind=kind,
                    basis=basis,
                    platform=mapping.PLATFORM,
                )
                yield Row(link, line, pointer)

    def _nested(self, value: dict[str, Any], line: int, pointer: str, depth: int) -> Iterator[Item]:
        """A post inside another one; a bad one leaves the outer one whole."""
        try:
            yield from self._post(value, line, pointer, depth=depth)
        except ValueError as error:
            yield Bad.of(line, pointer, str(error), raw_of(value))

    def _user(self, value: dict[str, Any], line: int, pointer: str) -> Iterator[Item]:
        """An account, once for each state in which it is shown, and where it is withheld."""
        account = mapping.account(value)
        if self._accounts.get(account.account_id) == account:
            return
        self._accounts[account.account_id] = account
        if account.handles:
            yield Row(account, line, pointer)
        codes = mapping.withheld(value)
        if codes:
            yield Row(_withheld_account(account.account_id, codes), line, pointer)


def _withheld_account(account_id: str, codes: list[str]) -> Status:
    return Status(
        account_id=account_id,
        platform=mapping.PLATFORM,
        at="",
        value="withheld",
        source=f"withheld in {', '.join(codes)}",
    )


def _message(value: dict[str, Any]) -> Record:
    """A message of the stream that says something of a post or an account.

    Raises:
        ValueError: it says nothing that is known; in plain words.
    """
    deleted = inner(inner(value, "delete"), "status")
    if deleted:
        return mapping.gone(deleted, deleted=True, codes=[])
    held = inner(value, "status_withheld")
    if held:
        return mapping.gone(held, deleted=False, codes=mapping.withheld(held))
    account = inner(value, "user_withheld")
    if account:
        account_id = mapping.native(account, "id")
        if not account_id:
            raise ValueError("The message names no account.")
        return _withheld_account(account_id, mapping.withheld(account))
    for error in objects(value, "errors"):
        raise ValueError(f"The platform answered with an error: {error.get('message')!s:.200}")
    raise ValueError("It is neither a post nor a user.")
