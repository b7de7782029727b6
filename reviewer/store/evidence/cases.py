"""Cases: those that a source brings, and those made where it brings none."""

from __future__ import annotations

from reviewer.domain.ids import UNDATED
from reviewer.domain.records import Case
from reviewer.store.evidence.facts import Subjects
from reviewer.store.evidence.names import Work
from reviewer.store.evidence.parse import digest_of, ms_of, named, pack, whole
from reviewer.store.evidence.schema_evidence import NO_DUE
from reviewer.store.evidence.types import BadRecordError, Origin, Outcome


class Cases:
    """Takes case records in; the record read last stands."""

    def __init__(self, work: Work, subjects: Subjects) -> None:
        self._work = work
        self._subjects = subjects
        self.brought = False
        self.numbers: set[int] = set()

    def add(self, record: Case, origin: Origin) -> Outcome:
        """Store a case or a newer version of it. A version seen before changes nothing.

        Raises:
            BadRecordError: no id, no subject, or a time or subject that cannot be read.
        """
        named(record.case_id, "case_id")
        if not record.subjects:
            raise BadRecordError("a case without a subject")
        columns = _columns(record)
        keys = [self._subjects.key(subject, origin) for subject in record.subjects]
        if record.case_id.startswith("account:") and record.case_id != keys[0][0]:
            raise BadRecordError("its case_id is the one of the case about another account")
        self.brought = True
        digest = digest_of(record)
        conn = self._work.conn
        seen = conn.execute("INSERT OR IGNORE INTO case_seen VALUES (?)", (digest,))
        if not seen.rowcount:
            return "known"
        old = self._work.one("SELECT case_n FROM case_ WHERE case_id = ?", record.case_id)
        if old is not None:
            conn.execute("DELETE FROM case_subject WHERE case_n = ?", old)
            conn.execute(
                "UPDATE case_ SET hidden = 0, neg_priority = ?, due_sort = ?, opened_at = ?,"
                " queue = ?, sensitivity = ?, legal = ?, why = ?, reports = ?, derived = 0,"
                " account_n = ?, import_n = ? WHERE case_n = ?",
                (*columns, keys[0][1], self._work.import_n, old[0]),
            )
            number = int(old[0])
        else:
            cursor = conn.execute(
                "INSERT INTO case_ (case_id, hidden, neg_priority, due_sort, opened_at, queue,"
                " sensitivity, legal, why, reports, derived, account_n, import_n, file_n, line,"
                " pointer) VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?)",
                (record.case_id, *columns, keys[0][1], self._work.import_n, origin[0], origin[1],
                 origin[2] or None),
            )  # fmt: skip
            number = int(cursor.lastrowid or 0)
        conn.executemany(
            "INSERT INTO case_subject VALUES (?, ?, ?, ?)",
            [(number, place, key, account_n) for place, (key, account_n) in enumerate(keys)],
        )
        self.numbers.add(number)
        return "new" if old is None else "changed"

    def settle(self) -> None:
        """At the end: who owns the posts that cases are about, and which derived cases these
        cases stand in for."""
        conn = self._work.conn
        conn.execute(
            "UPDATE case_subject SET account_n = (SELECT account_n FROM post"
            " WHERE post.key = substr(case_subject.subject, 6))"
            " WHERE account_n IS NULL AND subject >= 'post:' AND subject < 'post;'"
        )
        conn.executemany(
            "UPDATE case_ SET account_n = (SELECT account_n FROM case_subject AS s"
            " WHERE s.case_n = case_.case_n AND s.position = 0) WHERE case_n = ?",
            [(number,) for number in self.numbers],
        )
        conn.executemany(
            "UPDATE case_ SET hidden = 1 WHERE derived = 1 AND case_n IN ("
            " SELECT d.case_n FROM case_subject AS mine"
            " JOIN case_subject AS d ON d.account_n = mine.account_n WHERE mine.case_n = ?"
            " AND mine.subject LIKE 'account:%')",
            [(number,) for number in self.numbers],
        )

    def derive(self, at: int) -> int:
        """A case for each account with own posts or reports that stands in none; how many."""
        made = 0
        if self.brought:
            return made
        conn = self._work.conn
        for account_n in sorted(self._work.own):
            key, file_n, line, pointer, cased = conn.execute(
                "SELECT key, file_n, line, pointer, EXISTS (SELECT 1 FROM case_subject AS s"
                " WHERE s.subject = 'account:' || account.key) FROM account WHERE account_n = ?",
                (account_n,),
            ).fetchone()
            if cased:
                continue
            subject = f"account:{key}"
            cursor = conn.execute(
                "INSERT INTO case_ (case_id, hidden, neg_priority, due_sort, opened_at, queue,"
                " sensitivity, legal, why, reports, derived, account_n, import_n, file_n, line,"
                " pointer) VALUES (?, 0, 0, ?, ?, '', 0, '', '[]', '[]', 1, ?, ?, ?, ?, ?)",
                (subject, NO_DUE, at, account_n, self._work.import_n, file_n, line, pointer),
            )
            row = (cursor.lastrowid, 0, subject, account_n)
            conn.execute("INSERT INTO case_subject VALUES (?, ?, ?, ?)", row)
            made += 1
        return made


def _columns(record: Case) -> tuple[int, int, int, str, int, str, str, str]:
    """neg_priority, due_sort, opened_at, queue, sensitivity, legal, why, reports."""
    due = ms_of(record.due_at, "due_at")
    if not -(2**53) < record.priority < 2**53:
        raise BadRecordError("priority is too large")
    return (
        -record.priority,
        NO_DUE if due == UNDATED else due,
        ms_of(record.opened_at, "opened_at"),
        record.queue,
        whole(record.sensitivity, "sensitivity") or 0,
        pack(record.legal) if record.legal is not None else "",
        pack(record.why),
        pack(record.reports),
    )
