"""What an import adds up at its end: owners of reports, counters, activity per day, cases."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import structs

from reviewer.domain.ids import UNDATED
from reviewer.store.disk.engine import Connection
from reviewer.store.evidence.cases import Cases
from reviewer.store.evidence.names import Work
from reviewer.store.evidence.schema_evidence import UNDATED_DAY
from reviewer.store.evidence.types import Counts, ImportInfo

_DAY = (
    f"CASE WHEN at = {UNDATED} THEN {UNDATED_DAY}"
    " WHEN at < 0 THEN (at - 86399999) / 86400000 ELSE at / 86400000 END"
)
_DAYS = (
    f"INSERT INTO day_count SELECT account_n, {_DAY} AS day, kind, count(*) FROM post"
    "{where} GROUP BY account_n, day, kind"
)


def settle(work: Work, cases: Cases, *, first_load: bool, at: int) -> int:
    """Bring everything derived up to date with the rows of this import.

    Args:
        work: the import's shared state.
        cases: its cases.
        first_load: whether there were no posts before.
        at: the time of the import, ms UTC.

    Returns:
        How many cases were derived.
    """
    _settle_reports(work)
    _count_posts(work, first_load)
    _count_media(work)
    _count_reports(work)
    cases.settle()
    made = cases.derive(at)
    _mark_cases(work)
    _mark_index(work)
    return made


def _settle_reports(work: Work) -> None:
    """Whose posts the reports are about; counters of posts and media."""
    conn = work.conn
    late = conn.execute(
        "SELECT report_n, subject FROM report"
        " WHERE account_n IS NULL AND subject >= 'post:' AND subject < 'post;'"
    ).fetchall()
    for report_n, subject in late:
        owner = work.one("SELECT account_n FROM post WHERE key = ?", subject[5:])
        if owner is not None:
            work.reported.add(subject)
            conn.execute("UPDATE report SET account_n = ? WHERE report_n = ?", (*owner, report_n))
    about = sorted(work.reported)
    for kind, table in (("post:", "post"), ("media:", "media")):
        conn.executemany(
            f"UPDATE {table} SET reports = (SELECT count(*) FROM report WHERE subject = ?)"
            " WHERE key = ?",
            [(subject, subject[len(kind) :]) for subject in about if subject.startswith(kind)],
        )
    for subject in about:
        _touch_owners(work, subject)


def _touch_owners(work: Work, subject: str) -> None:
    """A report concerns the account, the author of the post, or all who show the medium."""
    kind, _, key = subject.partition(":")
    if kind == "account":
        sql = "SELECT account_n FROM account WHERE key = ?"
    elif kind == "post":
        sql = "SELECT account_n FROM post WHERE key = ?"
    else:
        sql = (
            "SELECT DISTINCT p.account_n FROM media AS m"
            " JOIN post_media AS p ON p.media_n = m.media_n WHERE m.key = ?"
        )
    owners = {n for (n,) in work.conn.execute(sql, (key,))}
    work.touched |= owners
    work.own |= owners


def _count_posts(work: Work, first_load: bool) -> None:
    """Activity per UTC day, and from it how many posts each account has."""
    conn = work.conn
    touched = [(n,) for n in sorted(work.touched)]
    if first_load:
        conn.execute(_DAYS.format(where=""))
    else:
        conn.executemany("DELETE FROM day_count WHERE account_n = ?", touched)
        conn.executemany(_DAYS.format(where=" WHERE account_n = ?"), touched)
    conn.executemany(
        "UPDATE account SET posts_stored = (SELECT coalesce(sum(count), 0) FROM day_count AS d"
        " WHERE d.account_n = account.account_n) WHERE account_n = ?",
        touched,
    )


def _count_media(work: Work) -> None:
    work.conn.executemany(
        "UPDATE account SET media_stored = (SELECT count(DISTINCT media_n) FROM post_media AS p"
        " WHERE p.account_n = account.account_n) WHERE account_n = ?",
        [(n,) for n in sorted(work.touched)],
    )


def _count_reports(work: Work) -> None:
    """Reports about the account, its posts, or media that it shows."""
    work.conn.executemany(
        "UPDATE account SET reports ="
        " (SELECT count(*) FROM report AS r WHERE r.account_n = account.account_n)"
        " + (SELECT coalesce(sum(m.reports), 0) FROM media AS m WHERE m.media_n IN"
        " (SELECT media_n FROM post_media AS p WHERE p.account_n = account.account_n))"
        " WHERE account_n = ?",
        [(n,) for n in sorted(work.touched)],
    )


def _mark_cases(work: Work) -> None:
    """The last import that touched a case."""
    conn = work.conn
    conn.executemany(
        "UPDATE case_ SET import_n = ? WHERE case_n IN"
        " (SELECT case_n FROM case_subject WHERE account_n = ?)",
        [(work.import_n, n) for n in sorted(work.touched)],
    )
    conn.executemany(
        "UPDATE case_ SET import_n = ? WHERE case_n IN (SELECT s.case_n FROM media AS m"
        " JOIN case_subject AS s ON s.subject = 'media:' || m.key WHERE m.media_n = ?)",
        [(work.import_n, n) for n in sorted(work.media_touched)],
    )


def _mark_index(work: Work) -> None:
    """What the search index has to read again beside the import's new posts."""
    work.conn.executemany(
        "INSERT OR IGNORE INTO index_todo VALUES (?, ?, ?)",
        [(work.import_n, kind, n) for kind, n in sorted(work.todo)],
    )


def earlier_import(work: Work, hashes: list[str]) -> tuple[int, str]:
    """(import_n, import_id) of the latest import that read one of these files; (0, "") if none."""
    found = (0, "")
    for sha256 in hashes:
        row = work.one(
            "SELECT i.import_n, i.import_id FROM source_file AS f"
            " JOIN import_ AS i ON i.import_n = f.import_n"
            " WHERE f.sha256 = ? ORDER BY i.import_n DESC LIMIT 1",
            sha256,
        )
        found = max(found, row or found)
    return found


def keep_bytes(conn: Connection, import_n: int, hashes: Iterable[str]) -> None:
    """Remember which bytes are here, whatever import brought what is in them.

    Args:
        import_n: the import that took them in; 0 where every record of them was known before.
        hashes: SHA-256 of bundles and files as they were handed over. What is known stays.
    """
    conn.executemany(
        "INSERT OR IGNORE INTO meta VALUES (?, ?)", [(f"bytes:{one}", import_n) for one in hashes]
    )


def write_totals(
    work: Work,
    info: ImportInfo,
    by_file: dict[int, Counts],
    totals: Counts,
    numbers: tuple[int, int],
) -> None:
    """The rows of the import and its files; ``numbers`` are its first and last post."""
    work.conn.executemany(
        "UPDATE source_file SET read = ?, new = ?, known = ?, changed = ?, quarantined = ?"
        " WHERE file_n = ?",
        [(*structs.astuple(counts), file_n) for file_n, counts in by_file.items()],
    )
    work.conn.execute(
        f"INSERT INTO import_ VALUES ({', '.join('?' * 15)})",
        (work.import_n, info.import_id, info.name, info.kind, info.at, info.sha256,
         int(info.signed), info.signer, *structs.astuple(totals), *numbers),
    )  # fmt: skip
