"""What the ledger's books say of cases: handed back, came back, purged."""

from __future__ import annotations

from reviewer.domain.dealt import handed_back
from reviewer.domain.purging import purged_cases
from reviewer.domain.views import CaseRow
from reviewer.session.ground.core import Core
from reviewer.session.known.sent import devices

HANDED = "handed back"


class Books:
    """Read anew when the queue works its rows out."""

    def __init__(self) -> None:
        self.handed: frozenset[str] = frozenset()
        self._returned: frozenset[str] = frozenset()
        self._purged: dict[str, str] = {}

    def read(self, core: Core) -> None:
        """Take what the ledger says now."""
        self.handed, self._returned = handed_back(core.state, frozenset(devices(core)))
        self._purged = purged_cases(core.state.books.get("purge", ()))

    def why(self, case: CaseRow, why: str) -> str:
        """Why a case is here, with what came back from others."""
        return f"Handed back; {why}" if case.case_id in self._returned else why

    def purged(self, case: CaseRow) -> str:
        """On which day its evidence was purged; empty where there is any."""
        bare = not (case.posts or case.handle)
        return self._purged.get(case.case_id, "") if bare else ""
