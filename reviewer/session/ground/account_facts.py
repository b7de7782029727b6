"""What the evidence says of the accounts that are open or come next, read once until an import."""

from __future__ import annotations

from reviewer.domain.views import AccountRow, ReportRow
from reviewer.store.evidence.evidence import Evidence

KEPT = 64
"""Accounts at most; then all are forgotten."""


class AccountFacts:
    """Every part of the desk asks for the account that is open; the database is asked once.

    Evidence only changes by an import, after which ``clear`` is called.
    """

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._accounts: dict[str, AccountRow | None] = {}
        self._reports: dict[str, list[ReportRow]] = {}

    def clear(self) -> None:
        """Forget all."""
        self._accounts.clear()
        self._reports.clear()

    def account(self, key: str) -> AccountRow | None:
        """An account by ``platform:id``, or None."""
        if key not in self._accounts:
            if len(self._accounts) >= KEPT:
                self._accounts.clear()
            self._accounts[key] = self._evidence.account(key)
        return self._accounts[key]

    def reports(self, key: str) -> list[ReportRow]:
        """Reports about an account and about its posts, oldest first."""
        if key not in self._reports:
            if len(self._reports) >= KEPT:
                self._reports.clear()
            self._reports[key] = self._evidence.reports_of_account(key)
        return self._reports[key]
