"""Reading cases: pages of the queue, single cases, and the digest of what a case rests on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from reviewer.domain.ids import UNDATED, SubjectRef
from reviewer.domain.views import CaseRow
from reviewer.store.evidence.base import Reader, in_chunks, marks
from reviewer.store.evidence.parse import unpack
from reviewer.store.evidence.schema_evidence import NO_DUE

_CASE = (
    "SELECT c.case_n, c.case_id, c.neg_priority, c.due_sort, c.opened_at, c.queue, c.sensitivity,"
    " c.legal, c.why, c.derived, c.import_n, i.import_id, a.key, a.handle,"
    " a.display_names ->> '$[#-1]', a.platform, a.posts_stored, a.media_stored, a.reports,"
    " (SELECT s.value FROM status AS s WHERE s.account_n = c.account_n"
    " ORDER BY s.at DESC, s.value DESC LIMIT 1)"
    " FROM case_ AS c LEFT JOIN account AS a ON a.account_n = c.account_n"
    " LEFT JOIN import_ AS i ON i.import_n = c.import_n"
)
QUEUE_PAGE = (
    f"{_CASE} WHERE c.hidden = 0"
    " AND (c.neg_priority, c.due_sort, c.opened_at, c.case_n) > (?, ?, ?, ?)"
    " ORDER BY c.neg_priority, c.due_sort, c.opened_at, c.case_n LIMIT ?"
)
_START = (-(2**63), 0, 0, 0)
_ACCOUNT_ROWS = (
    "SELECT 'account', platform, ext_id, stub, captured_at, created_at, handle, handles,"
    " display_names, bio, location, url, avatar, labels, kind, followers, followees, posts_count,"
    " verified, protected, source FROM account WHERE account_n = ?",
    "SELECT 'snapshot', captured_at, record FROM account_snapshot WHERE account_n = ?"
    " ORDER BY captured_at, digest",
    "SELECT key, at, kind, flags, text, lang, tz, precision, conversation, reply_to, repost_of,"
    " quote_of, counts, extra FROM post WHERE account_n = ? ORDER BY at, key",
    "SELECT 'media', p.key, q.position, m.key, m.state, m.mime, m.bytes, m.sensitivity,"
    " m.descriptor, m.alt_text, m.hashes FROM post_media AS q"
    " JOIN media AS m ON m.media_n = q.media_n JOIN post AS p ON p.account_n = q.account_n"
    " AND p.at = q.at AND p.n = q.post_n WHERE q.account_n = ? ORDER BY q.at, p.key, q.position",
    "SELECT 'report', report_id, subject, at, kind, policy_claimed, statement, count FROM report"
    " WHERE account_n = ? ORDER BY subject, report_id",
    "SELECT 'report', r.report_id, r.subject, r.at, r.kind, r.policy_claimed, r.statement,"
    " r.count FROM report AS r WHERE r.subject IN (SELECT 'media:' || m.key FROM post_media AS q"
    " JOIN media AS m ON m.media_n = q.media_n WHERE q.account_n = ?)"
    " ORDER BY r.subject, r.report_id",
    "SELECT 'link', s.key, t.key, l.kind, l.basis, l.strength FROM link AS l"
    " JOIN account AS s ON s.account_n = l.source_n JOIN account AS t ON t.account_n = l.target_n"
    " WHERE l.source_n = ? ORDER BY s.key, t.key, l.kind, l.basis",
    "SELECT 'link', s.key, t.key, l.kind, l.basis, l.strength FROM link AS l"
    " JOIN account AS s ON s.account_n = l.source_n JOIN account AS t ON t.account_n = l.target_n"
    " WHERE l.target_n = ? ORDER BY s.key, t.key, l.kind, l.basis",
    "SELECT 'history', at, action, source, basis, until FROM history WHERE account_n = ?"
    " ORDER BY at, action, source, basis, until",
    "SELECT 'status', at, value, source FROM status WHERE account_n = ? ORDER BY at, value, source",
    "SELECT 'watch', entity, tier, source, added, status FROM watch WHERE account_n = ?"
    " ORDER BY entity, platform, ext_id, handle",
)
_REPORTS = (
    "SELECT 'report', report_id, subject, at, kind, policy_claimed, statement, count FROM report"
    " WHERE subject = ? ORDER BY report_id"
)
_POST_ROWS = (
    "SELECT key, at, kind, flags, text, lang, tz, precision, conversation, reply_to, repost_of,"
    " quote_of, counts, extra FROM post WHERE key = ?",
    "SELECT 'media', q.position, m.key, m.state, m.mime, m.bytes, m.sensitivity, m.descriptor,"
    " m.alt_text, m.hashes FROM post AS p JOIN post_media AS q ON q.account_n = p.account_n"
    " AND q.at = p.at AND q.post_n = p.n JOIN media AS m ON m.media_n = q.media_n"
    " WHERE p.key = ? ORDER BY q.position",
)
_MEDIA_ROWS = (
    "SELECT 'media', m.key, m.state, m.mime, m.bytes, m.sensitivity, m.descriptor, m.alt_text,"
    " m.hashes FROM media AS m WHERE m.media_n ="
    " (SELECT media_n FROM media_alias WHERE alias = ?)",
)
_encode = msgspec.json.Encoder().encode

_NEWEST_LAST = "ORDER BY at, iif(at, 0, file_n), line, assigned_to"
"""The last assignment holds. Dated ones stand in an order that every workspace comes to, whichever
it took in first; those without a time stand before them, as they came."""


class CaseReader(Reader):
    """Cases."""

    def cases(self, after: CaseRow | str | None = None, limit: int = 100) -> list[CaseRow]:
        """A page of the queue: by priority, due time, opening time, order of arrival.

        Args:
            after: the row or case_id that the page follows; None for the first page. A case that
                is not known starts from the beginning.
            limit: how many at most.
        """
        place: tuple[Any, ...] | None = None
        if after is not None:
            place = self.row(
                "SELECT neg_priority, due_sort, opened_at, case_n FROM case_ WHERE case_id = ?",
                after.case_id if isinstance(after, CaseRow) else after,
            )
        return self._cases(self.rows(QUEUE_PAGE, *(place or _START), limit))

    def case(self, case_id: str) -> CaseRow | None:
        """A case, or None. Also a derived one that a case from a source has replaced."""
        found = self._cases(self.rows(f"{_CASE} WHERE c.case_id = ?", case_id))
        return found[0] if found else None

    def cases_of_subject(self, subject_key: str) -> list[str]:
        """The ids of the cases that hold a subject (``SubjectRef.key``)."""
        rows = self.rows(
            "SELECT c.case_id FROM case_subject AS s JOIN case_ AS c ON c.case_n = s.case_n"
            " WHERE s.subject = ? AND +c.hidden = 0 ORDER BY c.case_n",
            subject_key,
        )
        return [case_id for (case_id,) in rows]

    def cases_of_accounts(self, account_keys: Sequence[str]) -> dict[str, str]:
        """The first case of each account that stands in one."""
        found: dict[str, str] = {}
        for part in in_chunks(account_keys):
            rows = self.rows(
                "SELECT a.key, c.case_id FROM account AS a"
                " JOIN case_subject AS s ON s.account_n = a.account_n"
                " JOIN case_ AS c ON c.case_n = s.case_n"
                f" WHERE a.key IN ({marks(part)}) AND +c.hidden = 0 ORDER BY c.case_n DESC",
                *part,
            )
            found |= dict(rows)
        return found

    def last_import_of_case(self, case_id: str) -> str:
        """The import_id of the last import that touched a subject of the case; "" if unknown."""
        found = self.row(
            "SELECT i.import_id FROM case_ AS c JOIN import_ AS i ON i.import_n = c.import_n"
            " WHERE c.case_id = ?",
            case_id,
        )
        return str(found[0]) if found else ""

    def digest_of_case(self, case_id: str) -> str:
        """SHA-256, hex, over what the workspace holds about the subjects of a case.

        It covers accounts with their posts, media, reports, links, history, status and watchlists;
        single posts and media with their reports. Canonical description: for each subject in
        order its key, then each row as a compact JSON array, every one on its own line. It
        changes exactly when one of these rows does; where a row was read and its number are not in
        it. The answer is remembered until the next import.
        """
        stamp = self.number("SELECT max(import_n) FROM import_")
        known = self._digests.get(case_id)
        if known is None or known[0] != stamp:
            known = self._digests[case_id] = (stamp, self._digest(case_id))
        return known[1]

    def _digest(self, case_id: str) -> str:
        subjects = self.rows(
            "SELECT s.subject FROM case_subject AS s JOIN case_ AS c ON c.case_n = s.case_n"
            " WHERE c.case_id = ? ORDER BY s.position",
            case_id,
        )
        sha256 = hashlib.sha256()
        for (subject,) in subjects:
            for row in self._described(subject):
                sha256.update(_encode(row))
                sha256.update(b"\n")
        return sha256.hexdigest()

    def _described(self, subject: str) -> Iterator[Any]:
        ref = SubjectRef.from_key(subject)
        yield ["subject", subject]
        if ref.kind == "account":
            number = self.account_number(ref.id)
            for sql in _ACCOUNT_ROWS:
                yield from self.rows(sql, number)
            return
        for sql in _POST_ROWS if ref.kind == "post" else _MEDIA_ROWS:
            yield from self.rows(sql, ref.id)
        yield from self.rows(_REPORTS, subject)

    def _cases(self, raw: list[tuple[Any, ...]]) -> list[CaseRow]:
        subjects: dict[int, list[str]] = {}
        assigned: dict[str, str] = {}
        for part in in_chunks(raw):
            numbers = [row[0] for row in part]
            for case_n, subject in self.rows(
                f"SELECT case_n, subject FROM case_subject WHERE case_n IN ({marks(numbers)})"
                " ORDER BY case_n, position",
                *numbers,
            ):
                subjects.setdefault(case_n, []).append(subject)
            ids = [row[1] for row in part]
            sql = f"SELECT case_id, assigned_to FROM assignment WHERE case_id IN ({marks(ids)})"
            assigned |= dict(self.rows(f"{sql} {_NEWEST_LAST}", *ids))
        return [self._case(row, subjects.get(row[0], []), assigned) for row in raw]

    def _case(self, row: tuple[Any, ...], subjects: list[str], assigned: dict[str, str]) -> CaseRow:
        why = tuple(unpack(row[8]))
        return CaseRow(
            case_id=row[1],
            priority=-row[2],
            due_at=UNDATED if row[3] == NO_DUE else row[3],
            opened_at=row[4],
            queue=row[5],
            sensitivity=row[6],
            legal=unpack(row[7])["regime"] if row[7] else "",
            why=why or _reasons(row[18] or 0, row[19] or ""),
            derived=bool(row[9]),
            import_n=row[10],
            import_id=row[11] or "",
            account=row[12] or "",
            handle=row[13] or "",
            display_name=row[14] or "",
            platform=row[15] or "",
            posts=row[16] or 0,
            media=row[17] or 0,
            reports=row[18] or 0,
            subjects=tuple(subjects),
            assigned_to=assigned.get(row[1], ""),
        )


def _reasons(reports: int, status: str) -> tuple[str, ...]:
    """Why a case is here, where its source gave no reasons."""
    reasons = []
    if reports:
        reasons.append("1 report" if reports == 1 else f"{reports} reports")
    if status and status != "active":
        reasons.append(f"{status} at source")
    return tuple(reasons)
