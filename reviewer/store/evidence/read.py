"""Reading accounts, reports, links, imports and the counts of the command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reviewer.domain.views import (
    AccountRow,
    EvidenceCounts,
    HistoryRow,
    ImportRow,
    LinkRow,
    QuarantineRow,
    ReportRow,
    StatusRow,
    WorldEventRow,
)
from reviewer.store.evidence.base import Reader, in_chunks, marks
from reviewer.store.evidence.parse import unpack

_ACCOUNT = (
    "account_n", "key", "platform", "ext_id", "handle", "handles", "display_names", "bio",
    "location", "url", "avatar", "labels", "kind", "created_at", "captured_at", "followers",
    "followees", "posts_count", "verified", "protected", "source", "stub", "posts_stored",
    "media_stored", "reports", "snapshots", "file_n", "line", "pointer",
)  # fmt: skip
_STATUS_OF = (
    "(SELECT s.value FROM status AS s WHERE s.account_n = a.account_n"
    " ORDER BY s.at DESC, s.value DESC LIMIT 1)"
)
_ACCOUNTS = f"SELECT {', '.join('a.' + c for c in _ACCOUNT)}, {_STATUS_OF} FROM account AS a"
_LINKS = (
    "SELECT s.key, s.handle, t.key, t.handle, l.kind, l.basis, l.strength, l.file_n, l.line,"
    " l.pointer FROM link AS l JOIN account AS s ON s.account_n = l.source_n"
    " JOIN account AS t ON t.account_n = l.target_n WHERE l.{end} = ? ORDER BY l.link_n"
)
_COUNTS = (
    "SELECT (SELECT count(*) FROM case_ WHERE hidden = 0), count(*), total(stub),"
    " total(posts_stored) FROM account"
)


class FactReader(Reader):
    """Everything about accounts but their posts."""

    def account(self, key: str) -> AccountRow | None:
        """An account by ``platform:id``, or None."""
        found = self._accounts(" WHERE a.key = ?", key)
        return found[0] if found else None

    def accounts(self, keys: Sequence[str]) -> list[AccountRow]:
        """Accounts by their keys, in the order asked; absent ones are left out."""
        found: dict[str, AccountRow] = {}
        for part in in_chunks(keys):
            rows = self._accounts(f" WHERE a.key IN ({marks(part)})", *part)
            found |= {account.key: account for account in rows}
        return [found[key] for key in keys if key in found]

    def accounts_numbered(self, numbers: Sequence[int]) -> dict[int, AccountRow]:
        """Accounts by number, for the search."""
        found: dict[int, AccountRow] = {}
        for part in in_chunks(numbers):
            for row in self.rows(f"{_ACCOUNTS} WHERE a.account_n IN ({marks(part)})", *part):
                found[row[0]] = self._account(row)
        return found

    def accounts_with_handle(self, handle: str) -> list[AccountRow]:
        """Accounts whose latest handle is this one, letter case of ASCII aside."""
        return self._accounts(" WHERE a.handle = ? COLLATE NOCASE ORDER BY a.key", handle)

    def _accounts(self, where: str, *values: Any) -> list[AccountRow]:
        return [self._account(row) for row in self.rows(_ACCOUNTS + where, *values)]

    def _account(self, row: tuple[Any, ...]) -> AccountRow:
        values = dict(zip(_ACCOUNT, row, strict=False))
        del values["account_n"]
        origin = self.origin(values.pop("file_n"), values.pop("line"), values.pop("pointer"))
        for name in ("handles", "display_names", "labels"):
            values[name] = tuple(unpack(values[name]))
        for name in ("verified", "protected"):
            values[name] = None if values[name] is None else bool(values[name])
        values["stub"] = bool(values["stub"])
        return AccountRow(**values, status=row[-1] or "", origin=origin)

    def reports_for(self, subject_keys: Sequence[str]) -> list[ReportRow]:
        """Reports about subjects (``SubjectRef.key`` texts), oldest first."""
        raw: list[tuple[Any, ...]] = []
        for part in in_chunks(subject_keys):
            raw += self.rows(
                "SELECT report_id, subject, at, kind, policy_claimed, statement, count, file_n,"
                f" line, pointer FROM report WHERE subject IN ({marks(part)})",
                *part,
            )
        raw.sort(key=_by_time)
        return [self._report(row) for row in raw]

    def reports_of_account(self, account_key: str) -> list[ReportRow]:
        """Reports about an account and about its posts, oldest first."""
        rows = self.rows(
            "SELECT report_id, subject, at, kind, policy_claimed, statement, count, file_n, line,"
            " pointer FROM report WHERE account_n ="
            " (SELECT account_n FROM account WHERE key = ?) ORDER BY at, report_n",
            account_key,
        )
        return [self._report(row) for row in rows]

    def _report(self, row: tuple[Any, ...]) -> ReportRow:
        return ReportRow(
            report_id=row[0],
            subject=row[1],
            at=row[2],
            kind=row[3],
            policy_claimed=row[4],
            statement=row[5],
            count=row[6],
            origin=self.origin(*row[7:10]),
        )

    def links_of(self, account_key: str) -> list[LinkRow]:
        """Links from an account, then links to it."""
        account_n = self.account_number(account_key)
        raw = self.rows(_LINKS.format(end="source_n"), account_n)
        own = {account_key}
        raw += [r for r in self.rows(_LINKS.format(end="target_n"), account_n) if r[0] not in own]
        return [
            LinkRow(
                source=row[0],
                source_handle=row[1],
                target=row[2],
                target_handle=row[3],
                kind=row[4],
                basis=row[5],
                strength=row[6],
                origin=self.origin(*row[7:10]),
            )
            for row in raw
        ]

    def history_of(self, account_key: str) -> list[HistoryRow]:
        """Earlier enforcement on an account, oldest first."""
        rows = self.rows(
            "SELECT at, action, source, basis, until, file_n, line, pointer FROM history"
            " WHERE account_n = (SELECT account_n FROM account WHERE key = ?)"
            " ORDER BY at, history_n",
            account_key,
        )
        return [
            HistoryRow(
                account=account_key,
                at=row[0],
                action=row[1],
                source=row[2],
                basis=row[3],
                until=row[4],
                origin=self.origin(*row[5:8]),
            )
            for row in rows
        ]

    def status_of(self, account_key: str) -> list[StatusRow]:
        """What platforms said of an account, oldest first."""
        rows = self.rows(
            "SELECT at, value, source, file_n, line, pointer FROM status"
            " WHERE account_n = (SELECT account_n FROM account WHERE key = ?) ORDER BY at, value",
            account_key,
        )
        return [
            StatusRow(
                account=account_key,
                at=row[0],
                value=row[1],
                source=row[2],
                origin=self.origin(*row[3:6]),
            )
            for row in rows
        ]

    def world_events(self) -> list[WorldEventRow]:
        """Events of the world outside, oldest first."""
        rows = self.rows(
            "SELECT event_id, at, kind, title, source, file_n, line, pointer FROM world_event"
            " ORDER BY at, event_id"
        )
        return [
            WorldEventRow(
                event_id=row[0],
                at=row[1],
                kind=row[2],
                title=row[3],
                source=row[4],
                origin=self.origin(*row[5:8]),
            )
            for row in rows
        ]

    def imports(self) -> list[ImportRow]:
        """Imports in their order."""
        files: dict[int, list[str]] = {}
        for import_n, path in self.rows("SELECT import_n, path FROM source_file ORDER BY file_n"):
            files.setdefault(import_n, []).append(path)
        columns = "import_n, import_id, name, kind, at, sha256, signed, signer, read, new, known,"
        rows = self.rows(f"SELECT {columns} changed, quarantined FROM import_ ORDER BY import_n")
        names = ("n", "import_id", "name", "kind", "at", "sha256", "signed", "signer", "read",
                 "new", "known", "changed", "quarantined")  # fmt: skip
        found = []
        for row in rows:
            values: dict[str, Any] = dict(zip(names, row, strict=True))
            values["signed"] = bool(values["signed"])
            found.append(ImportRow(**values, files=tuple(files.get(row[0], ()))))
        return found

    def holds_bytes(self, sha256: str) -> int | None:
        """The number of the last import that took these very bytes in, a file or a bundle, alone or
        among others; 0 where all of it was known when they came; None where they never came."""
        if not sha256:
            return None
        found = self.row(
            "SELECT max(n) FROM (SELECT import_n AS n FROM import_ WHERE sha256 = ?"
            " UNION ALL SELECT import_n FROM source_file WHERE sha256 = ?"
            " UNION ALL SELECT value FROM meta WHERE name = ?)",
            sha256,
            sha256,
            f"bytes:{sha256}",
        )
        return None if found is None or found[0] is None else int(found[0])

    def quarantined(self, limit: int, after: int = 0) -> list[QuarantineRow]:
        """Records not taken in, oldest first, ``after`` the number of the last one read."""
        rows = self.rows(
            "SELECT quarantine_n, reason, raw_sha256, file_n, line, pointer FROM quarantine"
            " WHERE quarantine_n > ? ORDER BY quarantine_n LIMIT ?",
            after,
            limit,
        )
        return [
            QuarantineRow(n=row[0], reason=row[1], raw_sha256=row[2], origin=self.origin(*row[3:6]))
            for row in rows
        ]

    def counts(self) -> EvidenceCounts:
        """The counts of the command line."""
        cases, accounts, stubs, posts = self.rows(_COUNTS)[0]
        present = "SELECT count(*) FROM media WHERE state = 'present' AND sha256 != ''"
        referenced = "SELECT count(*) FROM post WHERE flags & 1"
        return EvidenceCounts(
            cases=cases,
            accounts=accounts,
            accounts_stub=int(stubs),
            posts=int(posts),
            posts_referenced=self.number(referenced),
            media=self.number("SELECT count(*) FROM media"),
            media_present=self.number(present),
            reports=self.number("SELECT count(*) FROM report"),
            quarantined=self.number("SELECT count(*) FROM quarantine"),
        )


def _by_time(row: tuple[Any, ...]) -> tuple[int, str]:
    return row[2], row[0]
