"""Stored rows as the records that they came from: taken in elsewhere, they give the same rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import msgspec

from reviewer.domain.records import (
    Account,
    Case,
    History,
    Legal,
    Record,
    Report,
    Status,
    WatchEntry,
    WorldEvent,
)
from reviewer.domain.views import PostRow, ReportRow
from reviewer.store.evidence.evidence import Evidence
from reviewer.store.evidence.parse import unpack
from reviewer.store.evidence.record_rows import (
    account_record,
    link_record,
    media_name,
    media_records,
    post_record,
    snapshot_record,
    subject_record,
    time_text,
)

PAGE = 500
NO_TIME = "1970-01-01T00:00:00.000Z"
_CASE = (
    "SELECT neg_priority, due_sort, opened_at, queue, sensitivity, legal, why, reports"
    " FROM case_ WHERE case_id = ?"
)
_WATCH = (
    "SELECT w.entity, w.platform, w.ext_id, w.handle, w.tier, w.source, w.added, w.status"
    " FROM watch AS w JOIN account AS a ON a.account_n = w.account_n WHERE a.key = ?"
    " ORDER BY w.watch_n"
)
_SNAPSHOTS = (
    "SELECT s.captured_at, s.record FROM account_snapshot AS s JOIN account AS a"
    " ON a.account_n = s.account_n WHERE a.key = ? ORDER BY s.captured_at, s.digest"
)
_LANGUAGE = (
    "SELECT lang FROM post WHERE account_n = (SELECT account_n FROM account WHERE key = ?)"
    " AND lang <> '' GROUP BY lang ORDER BY count(*) DESC, lang LIMIT 1"
)


def language_of(evidence: Evidence, account_key: str) -> str:
    """The language of most posts of an account; empty where none says."""
    found = evidence.row(_LANGUAGE, account_key)
    return str(found[0]) if found else ""


@dataclass
class Records:
    """Walks through the evidence of cases and gives every record of it once.

    Args:
        evidence: read with a connection of its own where another thread walks.
        has_blob: whether the bytes of a SHA-256 are stored.
        locked: media stopped for child safety: neither they nor what was said of them are given.

    Attributes:
        media: the SHA-256 of every medium whose bytes belong to what was given.
    """

    evidence: Evidence
    has_blob: Callable[[str], bool]
    locked: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.media: set[str] = set()
        self._accounts: set[str] = set()
        self._posts: set[str] = set()
        self._media: set[str] = set()
        self._named: set[str] = set()

    def of_cases(self, case_ids: list[str]) -> Iterator[Record]:
        """All records of these cases; watchlists are given by ``watched``."""
        subjects: dict[str, None] = {}
        for case_id in case_ids:
            record = self.case(case_id)
            if record is not None:
                subjects |= dict.fromkeys(self._subjects(case_id))
                yield record
        row_of = self.evidence.post
        posts = [key for key in subjects if key.startswith("post:")]
        authors = [row.account for key in posts if (row := row_of(key[5:])) is not None]
        accounts = [key[8:] for key in subjects if key.startswith("account:")]
        for key in dict.fromkeys((*accounts, *authors)):
            yield from self.account(key)
        for key in subjects:
            kind, _, ident = key.partition(":")
            if kind == "media":
                yield from self._medium(ident)
            elif kind == "post":
                yield from self._reports([key])
        yield from self._world()

    def watched(self) -> list[WatchEntry]:
        """The entries of watchlists about the accounts that were given."""
        found = []
        for key in sorted(self._accounts):
            for entity, platform, ident, handle, tier, source, added, status in self.evidence.rows(
                _WATCH, key
            ):
                found.append(
                    WatchEntry(
                        entity=entity,
                        platform=platform,
                        account_id=ident,
                        handle=handle,
                        tier=tier,
                        source=source,
                        added=time_text(added),
                        status=status,
                    )
                )
        return found

    def case(self, case_id: str) -> Case | None:
        """A case; None where there is none, or where nothing of it may be given."""
        row = self.evidence.row(_CASE, case_id)
        if row is None:
            return None
        subjects = [subject_record(key) for key in self._subjects(case_id)]
        if not subjects:
            return None
        return Case(
            case_id=case_id,
            subjects=subjects,
            opened_at=time_text(row[2]) or NO_TIME,
            queue=row[3],
            reports=unpack(row[7]),
            priority=-row[0],
            due_at=time_text(row[1]),
            sensitivity=row[4],
            legal=msgspec.convert(unpack(row[5]), Legal) if row[5] else None,
            why=unpack(row[6]),
        )

    def _subjects(self, case_id: str) -> list[str]:
        keys = self.evidence.rows(
            "SELECT s.subject FROM case_subject AS s JOIN case_ AS c ON c.case_n = s.case_n"
            " WHERE c.case_id = ? ORDER BY s.position",
            case_id,
        )
        return [key for (key,) in keys if not self._is_locked(key)]

    def account(self, key: str) -> Iterator[Record]:
        """An account with its captures, posts, media, reports, links, history and status."""
        if key in self._accounts:
            return
        self._accounts.add(key)
        yield from self._captures(key)
        page = self.evidence.timeline_page(key, None, PAGE)
        while page:
            for post in page:
                yield from self._post(post)
            page = self.evidence.timeline_page(key, (page[-1].at, page[-1].n), PAGE)
        for row in self.evidence.reports_of_account(key):
            yield from self._report(row)
        platform, _, ident = key.partition(":")
        for link in self.evidence.links_of(key):
            yield link_record(link)
        for fact in self.evidence.history_of(key):
            yield History(
                account_id=ident,
                platform=platform,
                at=time_text(fact.at),
                action=fact.action,
                source=fact.source,
                basis=fact.basis,
                until=time_text(fact.until),
            )
        for said in self.evidence.status_of(key):
            body = {"account_id": ident, "platform": platform, "at": time_text(said.at)}
            yield msgspec.convert({**body, "value": said.value, "source": said.source}, Status)

    def _captures(self, key: str) -> Iterator[Account]:
        """Older captures, the one that stands, then those that came in after a newer one."""
        row = self.evidence.account(key)
        if row is None or row.stub:
            return
        late = []
        for at, text in self.evidence.rows(_SNAPSHOTS, key):
            raw = unpack(text)
            if "account_id" in raw:
                late.append(msgspec.convert(raw, Account))
            else:
                yield snapshot_record(row, at, raw)
        yield account_record(row)
        yield from late

    def _post(self, post: PostRow, *, quoted: bool = False) -> Iterator[Record]:
        if post.key in self._posts:
            return
        if not quoted:
            self._posts.add(post.key)
        media = [key for key in post.media if not self._is_locked(f"media:{key}")]
        yield post_record(post, [media_name(key, post.key) for key in media], referenced=quoted)
        for key in media:
            yield from self._medium(key)
        target = post.target
        if not quoted and target is not None and target.known:
            yield from self._quoted(target.key)

    def _quoted(self, key: str) -> Iterator[Record]:
        """A post that another one answers or shows: known to the reader as referenced only."""
        found = self.evidence.post(key)
        if found is None or found.account in self._accounts:
            return
        if found.account not in self._named:
            self._named.add(found.account)
            row = self.evidence.account(found.account)
            if row is not None and not row.stub:
                yield account_record(row)
        yield from self._post(found, quoted=True)

    def _medium(self, key: str) -> Iterator[Record]:
        if key in self._media or self._is_locked(f"media:{key}"):
            return
        self._media.add(key)
        row = self.evidence.media(key)
        if row is None:
            return
        stored = bool(row.sha256) and self.has_blob(row.sha256)
        if stored:
            self.media.add(row.sha256)
        stub = self.evidence.number("SELECT stub FROM media WHERE key = ?", row.key)
        if not stub:
            yield from media_records(row, stored=stored)
        yield from self._reports([f"media:{row.key}"])

    def _reports(self, subjects: list[str]) -> Iterator[Record]:
        for row in self.evidence.reports_for(subjects):
            yield from self._report(row)

    def _report(self, row: ReportRow) -> Iterator[Record]:
        if self._is_locked(row.subject):
            return
        body = {
            "report_id": row.report_id,
            "subject": msgspec.to_builtins(subject_record(row.subject)),
            "at": time_text(row.at),
            "kind": row.kind,
            "policy_claimed": row.policy_claimed,
            "statement": row.statement,
            "count": row.count,
        }
        yield msgspec.convert(body, Report)

    def _world(self) -> Iterator[Record]:
        for one in self.evidence.world_events():
            body = {"event_id": one.event_id, "at": time_text(one.at) or NO_TIME}
            more = {"kind": one.kind, "title": one.title, "source": one.source}
            yield msgspec.convert(body | more, WorldEvent)

    def _is_locked(self, subject: str) -> bool:
        kind, _, ident = subject.partition(":")
        if kind != "media" or not self.locked:
            return False
        if ident in self.locked:
            return True
        row = self.evidence.media(ident)
        names = (row.key, *row.source_keys) if row is not None else ()
        return any(name in self.locked for name in names)
