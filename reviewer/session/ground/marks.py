"""Cases marked for a batch: a list on the reviewer's own desk, kept over a restart."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.domain.changes import Changes
from reviewer.session.ground.core import Core

STORED = "marks"


class Marks:
    """Case ids in the order of marking; each with whether it was included by name."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._kept: dict[str, bool] | None = None

    def all(self) -> dict[str, bool]:
        """Case id to *included by name*: also where its subject is decided, held or contested."""
        if self._kept is None:
            raw = self._core.workspace.desk.value(STORED) or {}
            self._kept = {str(k): bool(v) for k, v in raw.items()} if isinstance(raw, dict) else {}
        return self._kept

    def __len__(self) -> int:
        return len(self.all())

    def __contains__(self, case_id: object) -> bool:
        return case_id in self.all()

    def add(self, cases: Iterable[str], *, included: bool = False) -> int:
        """Mark cases; how many were not marked before."""
        before = self.all()
        wanted = {case: included or before.get(case, False) for case in cases}
        new = sum(1 for case in wanted if case not in before)
        self._keep({**before, **wanted}, set(wanted))
        return new

    def drop(self, cases: Iterable[str]) -> int:
        """Take marks off; how many there were."""
        before = self.all()
        gone = {case for case in cases if case in before}
        self._keep({k: v for k, v in before.items() if k not in gone}, gone)
        return len(gone)

    def _keep(self, marks: dict[str, bool], moved: set[str]) -> None:
        if not moved:
            return
        self._core.workspace.desk.set_value(STORED, marks or None)
        self._kept = marks
        desk = frozenset({"marks", "staged"})
        self._core.bus.publish(Changes(cases=frozenset(moved), desk=desk))
