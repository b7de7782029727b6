"""Reports joined to what they are about: by id or handle, never by a guess."""

from __future__ import annotations

from collections import defaultdict
from typing import Protocol

import msgspec

from reviewer.domain.ids import SubjectRef, qualified
from reviewer.domain.records import Account, Media, Post, Record, Report, Subject
from reviewer.intake.sources.base import Bad, Loose, Row


class Directory(Protocol):
    """Who and what is known, in this import and before it."""

    def platforms(self, kind: str, ext_id: str, /) -> list[str]:
        """The platforms on which an account, a post or a medium of this id is known."""
        ...

    def accounts_with_handle(self, handle: str, /) -> list[tuple[str, str]]:
        """(platform, id) of the accounts that bear or bore a handle."""
        ...

    def has_report(self, subject: str, report_id: str, /) -> bool:
        """Whether a report of this id about this subject (its key) is known."""
        ...


def join(loose: Loose, directory: Directory) -> Row | Bad:
    """A report with its subject found, or the reason why it cannot be."""
    report = loose.report
    subject = report.subject
    if loose.handle:
        found = directory.accounts_with_handle(subject.id)
        if subject.platform:
            found = [one for one in found if one[0] == subject.platform]
        what = f"the handle {subject.id[:80]!r}"
    else:
        found = [(name, subject.id) for name in directory.platforms(subject.kind, subject.id)]
        what = f"{subject.kind} {subject.id[:80]!r}"
    if len(found) > 1:
        found = _reported(found, report, directory) or found
    if len(found) == 1:
        platform, ext_id = found[0]
        whole = Subject(kind=subject.kind, id=ext_id, platform=platform)
        return Row(msgspec.structs.replace(report, subject=whole), loose.line, loose.pointer)
    if found:
        names = ", ".join(sorted(qualified(*one)[:80] for one in found[:4]))
        reason = f"{what} means {len(found)} things: {names}; name the platform and the id."
    else:
        reason = f"{what} is neither in this import nor in what was imported before."
    raw = msgspec.json.encode(report)
    return Bad.of(loose.line, loose.pointer, f"The report's subject: {reason}", raw)


def _reported(
    found: list[tuple[str, str]], report: Report, directory: Directory
) -> list[tuple[str, str]]:
    """The one of several about which this very report is known already: a second import of the
    same list means the same."""
    known = [
        one
        for one in found
        if directory.has_report(
            SubjectRef(report.subject.kind, qualified(*one)).key, report.report_id
        )
    ]
    return known if len(known) == 1 else []


class Index:
    """A directory of the records that went by, where there is no workspace."""

    def __init__(self) -> None:
        self._platforms: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        self._handles: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)

    def add(self, record: Record) -> None:
        """Take a record into account."""
        if isinstance(record, Account):
            self._platforms["account", record.account_id][record.platform] = None
            for handle in record.handles:
                whole = (record.platform, record.account_id)
                self._handles[handle.casefold()][whole] = None
        elif isinstance(record, Post):
            self._platforms["post", record.post_id][record.platform] = None
            self._platforms["account", record.account_id][record.platform] = None
        elif isinstance(record, Media):
            for name in filter(None, (record.key, record.sha256)):
                self._platforms["media", name][record.platform] = None

    def platforms(self, kind: str, ext_id: str) -> list[str]:
        """As ``Directory``."""
        return list(self._platforms.get((kind, ext_id), {}))

    def accounts_with_handle(self, handle: str) -> list[tuple[str, str]]:
        """As ``Directory``."""
        return list(self._handles.get(handle.casefold(), {}))

    def has_report(self, subject: str, report_id: str) -> bool:
        """None is known."""
        return False
