"""Fills in the platform where a record leaves it out and its account or post has one."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from reviewer.domain.records import (
    Account,
    Case,
    History,
    Link,
    Media,
    Post,
    Record,
    Report,
    Status,
    Subject,
)


class Platforms:
    """Which platform an account or a post of a bundle belongs to.

    Args:
        accounts: the accounts of the bundle.
        posts: its posts; looked at only where there is more than one platform.
    """

    def __init__(self, accounts: Iterable[Account], posts: Iterable[Post] = ()) -> None:
        self._accounts: dict[str, str] = {}
        self._posts: dict[str, str] = {}
        self._all: set[str] = set()
        for account in accounts:
            self._all.add(account.platform)
            _once(self._accounts, account.account_id, account.platform)
        if len(self._all) > 1:
            for post in posts:
                platform = post.platform or self._accounts.get(post.account_id, "")
                _once(self._posts, post.post_id, platform)

    def _sole(self) -> str:
        return next(iter(self._all)) if len(self._all) == 1 else ""

    def of_account(self, account_id: str) -> str:
        """The platform of an account; "" where it is unknown or more than one fits."""
        return self._accounts.get(account_id, "") or self._sole()

    def of_subject(self, kind: str, ident: str) -> str:
        """The platform of a subject; "" where it is unknown."""
        if kind == "account":
            return self.of_account(ident)
        if kind == "post":
            return self._posts.get(ident, "") or self._sole()
        return self._sole()

    def filled(self, record: Record) -> Record | None:
        """The record with its platforms; None where one is needed and cannot be told."""
        if isinstance(record, Post | History | Status):
            platform = record.platform or self.of_account(record.account_id)
        elif isinstance(record, Link):
            platform = record.platform or self.of_account(record.source)
        elif isinstance(record, Media):
            platform = record.platform or self._sole()
            if not platform:
                return record if record.sha256 else None
        elif isinstance(record, Case):
            subjects = [self._subject(subject) for subject in record.subjects]
            if None in subjects:
                return None
            return msgspec.structs.replace(record, subjects=subjects)
        elif isinstance(record, Report):
            subject = self._subject(record.subject)
            return msgspec.structs.replace(record, subject=subject) if subject else None
        else:
            return record
        if not platform:
            return None
        if record.platform == platform:
            return record
        return msgspec.structs.replace(record, platform=platform)

    def _subject(self, subject: Subject) -> Subject | None:
        if subject.platform:
            return subject
        platform = self.of_subject(subject.kind, subject.id)
        if not platform:
            return subject if subject.kind == "media" else None
        return Subject(kind=subject.kind, id=subject.id, platform=platform)


def _once(known: dict[str, str], ident: str, platform: str) -> None:
    """Notes a platform; two different ones make it unknown."""
    if known.setdefault(ident, platform) != platform:
        known[ident] = ""
