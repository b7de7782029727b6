"""One import into the evidence: one transaction, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Self

from reviewer.domain.errors import Bug
from reviewer.domain.records import (
    Account,
    Assignment,
    Case,
    History,
    Link,
    Media,
    Post,
    Record,
    Report,
    Status,
    WatchEntry,
    WorldEvent,
)
from reviewer.store.disk.engine import Connection, guard
from reviewer.store.evidence.accounts import Accounts
from reviewer.store.evidence.cases import Cases
from reviewer.store.evidence.directory import Directory
from reviewer.store.evidence.facts import Facts, Subjects
from reviewer.store.evidence.finish import earlier_import, keep_bytes, settle, write_totals
from reviewer.store.evidence.media import MediaStore
from reviewer.store.evidence.names import Names, WaitingError, Work
from reviewer.store.evidence.posts import Posts
from reviewer.store.evidence.types import (
    BadRecordError,
    Counts,
    ImportInfo,
    ImportResult,
    Origin,
    Outcome,
)
from reviewer.store.evidence.watch import Watches

FILE = "evidence.db"
_ORDER = (Post, Media, Report, Link, History, Status, Case)


class ImportWriter:
    """Takes the records of one import; made by ``Evidence.begin_import``.

    Nothing is visible to others before ``finish``; ``abort``, an error or leaving the ``with``
    block without ``finish`` leaves the evidence as it was. Records may come in any order, but a
    record that names no platform is settled at once only when its account came before it.
    """

    def __init__(
        self, conn: Connection, info: ImportInfo, has_blob: Callable[[str], bool] | None
    ) -> None:
        self._conn = conn
        self._info = info
        self._open = True
        with guard(FILE):
            conn.execute("PRAGMA cache_size = -65536")
            conn.execute("BEGIN IMMEDIATE")
            self._start(has_blob)

    def _start(self, has_blob: Callable[[str], bool] | None) -> None:
        self._work = work = Work(self._conn, 0)
        work.import_n = (work.one("SELECT max(import_n) FROM import_")[0] or 0) + 1
        self._names = Names(work)
        self._media = MediaStore(work, has_blob)
        self._first_load = work.one("SELECT 1 FROM post LIMIT 1") is None
        self._posts = Posts(work, self._names, self._media)
        self._subjects = Subjects(self._names, self._posts, self._media)
        self.directory = Directory(work, self._names, self._posts)
        self._cases = Cases(work, self._subjects)
        facts = Facts(work, self._names, self._subjects)
        accounts = Accounts(work, self._names)
        self._watches = Watches(work, self._names)
        self._takers: dict[type[Record], Callable[..., Outcome]] = {
            Account: accounts.add,
            Post: self._post,
            Media: self._medium,
            Case: self._cases.add,
            Report: facts.report,
            Link: facts.link,
            History: facts.history,
            Status: facts.status,
            WorldEvent: facts.world_event,
            Assignment: facts.assignment,
            WatchEntry: self._watches.add,
        }
        self._waiting: list[tuple[Record, Origin]] = []
        self._files: dict[int, tuple[str, str]] = {}
        self._counts: dict[int, Counts] = {}
        self._new_quarantine = 0
        self._containers: list[str] = []

    @property
    def import_n(self) -> int:
        """The number this import has if it writes anything."""
        return self._work.import_n

    def source_file(self, path: str, sha256: str, size: int, format: str) -> int:  # noqa: A002
        """Register a file before its records; its number goes into their origins.

        Args:
            path: as the person knows it.
            sha256: of its bytes, hex.
            size: bytes.
            format: name of the source format.
        """
        self._alive()
        with guard(FILE):
            cursor = self._conn.execute(
                "INSERT INTO source_file (import_n, path, sha256, size, format)"
                " VALUES (?, ?, ?, ?, ?)",
                (self._work.import_n, path, sha256, size, format),
            )
        file_n = int(cursor.lastrowid or 0)
        self._files[file_n] = (path, sha256)
        self._counts[file_n] = Counts()
        return file_n

    def container(self, sha256: str) -> None:
        """Register a bundle by the SHA-256 of its bytes as they were handed over: also where all
        of it is known already, events that name these bytes find them here from now on."""
        self._containers.append(sha256)

    def add(self, record: Record, origin: Origin) -> Outcome:
        """Take a record in.

        Returns:
            new, known (nothing changed), changed (it added to what is known), quarantined, or
            waiting: it names no platform yet and is settled by ``finish``.

        Raises:
            Damaged: the disk; the import is aborted.
        """
        self._alive()
        try:
            outcome = self._takers[type(record)](record, origin)
        except WaitingError:
            self._waiting.append((record, origin))
            return "waiting"
        except BadRecordError as error:
            self.quarantine(origin, str(error))
            return "quarantined"
        except Exception:
            self.abort()
            with guard(FILE):
                raise
        self._counts[origin[0]].add(outcome)
        return outcome

    def quarantine(self, origin: Origin, reason: str, raw_sha256: str = "") -> None:
        """Keep the place and the reason of a record that cannot be taken in."""
        self._alive()
        with guard(FILE):
            cursor = self._conn.execute(
                "INSERT OR IGNORE INTO quarantine (file_sha256, reason, raw_sha256, file_n, line,"
                " pointer) VALUES (?, ?, ?, ?, ?, ?)",
                (self._files[origin[0]][1], reason, raw_sha256, origin[0], origin[1],
                 origin[2] or None),
            )  # fmt: skip
        self._new_quarantine += cursor.rowcount
        self._counts[origin[0]].add("quarantined")

    def finish(self) -> ImportResult:
        """Settle what waits, number the posts, count, and commit durably.

        Raises:
            Damaged: the disk; nothing was stored.
        """
        self._alive()
        try:
            with guard(FILE):
                return self._finish()
        except BaseException:
            self.abort()
            raise

    def rehearse(self) -> ImportResult:
        """Count as ``finish`` does, and leave the evidence as it was."""
        self._alive()
        try:
            with guard(FILE):
                totals = self._totals()
        finally:
            self.abort()
        return ImportResult(
            import_id="",
            import_n=self._work.import_n,
            wrote=False,
            totals=totals,
            by_file=self._counts,
            stubs=self._names.stubs,
        )

    def abort(self) -> None:
        """Leave the evidence as it was. May be called again."""
        if self._open:
            self._open = False
            try:
                if self._conn.in_transaction:
                    with guard(FILE):
                        self._conn.execute("ROLLBACK")
            finally:
                self._conn.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.abort()

    def _alive(self) -> None:
        if not self._open:
            raise Bug("This import has ended already.", code="import_ended")

    def _post(self, record: Post, origin: Origin) -> Outcome:
        if record.platform:
            platform = self._names.platform(record.platform)
        else:
            platform = self._names.platform_of_account(record.account_id)
        return self._posts.add(record, platform, origin)

    def _medium(self, record: Media, origin: Origin) -> Outcome:
        platform = ""
        if record.key and record.platform:
            platform = self._names.platform(record.platform)
        elif record.key:
            try:
                platform = self._subjects.platform("media", record.key, "")
            except BadRecordError:
                if not record.sha256:
                    raise
        return self._media.add(record, platform, origin)

    def _totals(self) -> Counts:
        """Settle what waits, and add up."""
        self._work.final = True
        waiting, self._waiting = self._waiting, []
        for kind in _ORDER:
            for record, origin in waiting:
                if type(record) is kind:
                    self.add(record, origin)
        totals = Counts()
        for counts in self._counts.values():
            for outcome in ("new", "known", "changed", "quarantined"):
                totals.add(outcome, getattr(counts, outcome))
        return totals

    def _finish(self) -> ImportResult:
        totals = self._totals()
        if not (totals.new or totals.changed or self._new_quarantine):
            hashes = [sha256 for _, sha256 in self._files.values()]
            earlier = earlier_import(self._work, hashes)
            self._conn.execute("ROLLBACK")
            keep_bytes(self._conn, earlier[0], [*self._containers, *hashes])
            self.abort()
            return ImportResult(
                import_id=earlier[1], import_n=earlier[0], wrote=False, totals=totals,
                by_file=self._counts,
            )  # fmt: skip
        self._posts.flush()
        self._watches.settle()
        made = settle(self._work, self._cases, first_load=self._first_load, at=self._info.at)
        write_totals(
            self._work, self._info, self._counts, totals, (self._posts.n_lo, self._posts.n_hi)
        )
        keep_bytes(self._conn, self._work.import_n, self._containers)
        self._conn.execute("COMMIT")
        self._open = False
        self._conn.close()
        return ImportResult(
            import_id=self._info.import_id,
            import_n=self._work.import_n,
            wrote=True,
            totals=totals,
            by_file=self._counts,
            stubs=self._names.stubs,
            cases_derived=made,
        )
