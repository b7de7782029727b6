"""The smaller records of an import: reports, links, history, status, world events, assignments."""

from __future__ import annotations

from typing import Any

from reviewer.domain.ids import SHA256_RE, SubjectRef, qualified
from reviewer.domain.records import (
    Assignment,
    History,
    Link,
    Report,
    Status,
    Subject,
    WorldEvent,
)
from reviewer.store.evidence.media import MediaStore
from reviewer.store.evidence.names import Names, Work
from reviewer.store.evidence.parse import ms_of, named, whole
from reviewer.store.evidence.posts import Posts
from reviewer.store.evidence.types import BadRecordError, Origin, Outcome


class Subjects:
    """Turns a subject as a record names it into the key that everything else uses."""

    def __init__(self, names: Names, posts: Posts, media: MediaStore) -> None:
        self._names = names
        self._posts = posts
        self._media = media
        self._known = {
            "account": names.in_import,
            "post": posts.in_import,
            "media": media.in_import,
        }

    def key(self, subject: Subject, origin: Origin) -> tuple[str, int | None]:
        """(``SubjectRef.key``, number of the account where it is one).

        An account or a medium that was never shown becomes a stub; a post stays a mere key.
        """
        named(subject.id, "the subject's id")
        if subject.kind == "media":
            return f"media:{self._medium(subject, origin)}", None
        platform = self.platform(subject.kind, subject.id, subject.platform)
        qualified_id = qualified(platform, subject.id)
        account_n = None
        if subject.kind == "account":
            account_n = self._names.number(platform, subject.id, origin)
        return SubjectRef(subject.kind, qualified_id).key, account_n

    def platform(self, kind: str, ext_id: str, given: str) -> str:
        """The platform given, or the one that the import's records tell."""
        if given:
            return self._names.platform(given)
        return self._names.resolve(kind, ext_id, self._known[kind])

    def _medium(self, subject: Subject, origin: Origin) -> str:
        alias = subject.id
        if not SHA256_RE.match(alias):
            alias = qualified(self.platform("media", subject.id, subject.platform), subject.id)
        return self._media.key_of(self._media.number(alias, origin))


class Facts:
    """Takes the smaller records in. Each is a fact of its own: the first reading stands."""

    def __init__(self, work: Work, names: Names, subjects: Subjects) -> None:
        self._work = work
        self._names = names
        self._subjects = subjects

    def report(self, record: Report, origin: Origin) -> Outcome:
        """A report about a subject; the same one with a larger count or a statement is changed."""
        named(record.report_id, "report_id")
        at, count = ms_of(record.at, "at"), whole(record.count, "count")
        subject, account_n = self._subjects.key(record.subject, origin)
        old = self._work.one(
            "SELECT report_n, count, policy_claimed, statement FROM report"
            " WHERE subject = ? AND report_id = ?",
            subject,
            record.report_id,
        )
        if old is None:
            outcome: Outcome = "new"
            self._insert(
                "report (report_id, subject, account_n, at, kind, policy_claimed, statement,"
                " count, file_n, line, pointer)",
                (record.report_id, subject, account_n, at, record.kind, record.policy_claimed,
                 record.statement, count),
                origin,
            )  # fmt: skip
        else:
            both = (max(old[1], count or 0), old[2] or record.policy_claimed,
                    old[3] or record.statement)  # fmt: skip
            if both == tuple(old[1:]):
                return "known"
            outcome = "changed"
            self._work.conn.execute(
                "UPDATE report SET count = ?, policy_claimed = ?, statement = ? WHERE report_n = ?",
                (*both, old[0]),
            )
        self._work.reported.add(subject)
        return outcome

    def link(self, record: Link, origin: Origin) -> Outcome:
        """A link between two accounts."""
        source_p, target_p = self._link_platforms(record)
        strength = whole(record.strength, "strength")
        source = self._names.number(source_p, named(record.source, "from"), origin)
        target = self._names.number(target_p, named(record.target, "to"), origin)
        outcome = self._fact(
            "link (source_n, target_n, kind, basis, strength, file_n, line, pointer)",
            (source, target, record.kind, record.basis, strength),
            origin,
        )
        if outcome == "new":
            self._work.touched.update((source, target))
        return outcome

    def _link_platforms(self, record: Link) -> tuple[str, str]:
        """Both ends: the platform given, else each end's own, else that of the other end."""
        if record.platform:
            platform = self._names.platform(record.platform)
            return platform, platform
        found: list[str | None] = []
        for end in (record.source, record.target):
            try:
                found.append(self._names.platform_of_account(end))
            except BadRecordError:
                found.append(None)
        source, target = found[0] or found[1], found[1] or found[0]
        if source is None or target is None:
            raise BadRecordError(
                f"names no platform, and neither {record.source[:80]!r} nor"
                f" {record.target[:80]!r} tells it"
            )
        return source, target

    def history(self, record: History, origin: Origin) -> Outcome:
        """An earlier enforcement."""
        at, until = ms_of(record.at, "at"), ms_of(record.until, "until")
        account_n = self._account(record.account_id, record.platform, origin)
        return self._about(
            account_n,
            "history (account_n, at, action, source, basis, until, file_n, line, pointer)",
            (account_n, at, record.action, record.source, record.basis, until),
            origin,
        )

    def status(self, record: Status, origin: Origin) -> Outcome:
        """What the platform said of an account."""
        at = ms_of(record.at, "at")
        account_n = self._account(record.account_id, record.platform, origin)
        return self._about(
            account_n,
            "status (account_n, at, value, source, file_n, line, pointer)",
            (account_n, at, record.value, record.source),
            origin,
        )

    def world_event(self, record: WorldEvent, origin: Origin) -> Outcome:
        """Something in the world outside."""
        named(record.event_id, "event_id")
        return self._fact(
            "world_event (event_id, at, kind, title, source, file_n, line, pointer)",
            (record.event_id, ms_of(record.at, "at"), record.kind, record.title, record.source),
            origin,
        )

    def assignment(self, record: Assignment, origin: Origin) -> Outcome:
        """A case dealt to somebody. One that is newer than what stands there of the same person
        takes its place, so that a case can go back to who had it before; an equal one is no news.
        """
        key = named(record.case_id, "case_id"), named(record.to, "to")
        at = ms_of(record.at, "at") if record.at else 0
        there = self._work.one(
            "SELECT at, line FROM assignment WHERE case_id = ? AND assigned_to = ?", *key
        )
        if there is None:
            into = "assignment (case_id, assigned_to, at, file_n, line, pointer)"
            return self._fact(into, (*key, at), origin)
        if not at or (at, origin[1]) <= there:
            return "known"
        self._work.conn.execute(
            "UPDATE assignment SET at = ?, file_n = ?, line = ?, pointer = ?"
            " WHERE case_id = ? AND assigned_to = ?",
            (at, origin[0], origin[1], origin[2] or None, *key),
        )
        return "changed"

    def _account(self, ext_id: str, platform: str, origin: Origin) -> int:
        named(ext_id, "account_id")
        platform = self._subjects.platform("account", ext_id, platform)
        return self._names.number(platform, ext_id, origin)

    def _about(self, account_n: int, into: str, values: tuple[Any, ...], origin: Origin) -> Outcome:
        outcome = self._fact(into, values, origin)
        if outcome == "new":
            self._work.touched.add(account_n)
        return outcome

    def _fact(self, into: str, values: tuple[Any, ...], origin: Origin) -> Outcome:
        return "new" if self._insert(into, values, origin) else "known"

    def _insert(self, into: str, values: tuple[Any, ...], origin: Origin) -> bool:
        """Insert unless it is there; a unique index says what *there* means."""
        marks = ", ".join("?" * (len(values) + 3))
        cursor = self._work.conn.execute(
            f"INSERT INTO {into} VALUES ({marks}) ON CONFLICT DO NOTHING",
            (*values, origin[0], origin[1], origin[2] or None),
        )
        return bool(cursor.rowcount)
