"""Filters that a reviewer keeps by name, in the desk's own store."""

from __future__ import annotations

from reviewer.domain.errors import Refused
from reviewer.session.ground.core import Core

STORED = "views"
LONGEST = 60


class KeptViews:
    """Name to filter, in the order of the names."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def all(self) -> dict[str, str]:
        """Every kept filter."""
        raw = self._core.workspace.desk.value(STORED)
        found = raw if isinstance(raw, dict) else {}
        return {str(name): str(found[name]) for name in sorted(found)}

    def keep(self, name: str, text: str) -> None:
        """Keep a filter; the same name again replaces it.

        Raises:
            Refused: no filter, no name, or one that is too long.
        """
        name = name.strip()
        if not text.strip():
            raise Refused("no filter is set", code="nothing", next_step="Type one first: Ctrl+F.")
        if not name or len(name) > LONGEST:
            raise Refused(f"a name has 1 to {LONGEST} characters", code="name")
        self._core.workspace.desk.set_value(STORED, {**self.all(), name: text.strip()})

    def forget(self, name: str) -> None:
        """Keep it no more."""
        left = {k: v for k, v in self.all().items() if k != name}
        self._core.workspace.desk.set_value(STORED, left or None)
