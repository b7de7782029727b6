"""What the window remembers for a profile: where it stood, what was folded, which commands were
called last. Nothing here is a setting, nothing is exported, and nothing kept can break the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reviewer.domain.errors import Damaged, Refused
from reviewer.session.ground.settings import Shelf

PREFIX = "window."
RECENT = "recent"
MOST = 8
"""Commands that are remembered."""


class Kept:
    """Values by name.

    Args:
        shelf: desk.db.
        only_read: whether nothing may be written now.
    """

    def __init__(self, shelf: Shelf, only_read: Callable[[], bool]) -> None:
        self._shelf = shelf
        self._only_read = only_read

    def get(self, name: str) -> Any:
        """A kept JSON value, as damaged as it may be; None where there is none or it cannot be
        read."""
        try:
            return self._shelf.value(PREFIX + name)
        except Damaged:
            return None

    def set(self, name: str, value: Any) -> None:
        """Keep one; None forgets it. What cannot be kept is not missed."""
        if self._only_read() or value == self.get(name):
            return
        try:
            self._shelf.set_value(PREFIX + name, value)
        except (Damaged, Refused):
            return

    def recent(self) -> list[str]:
        """The commands called by name, the last first."""
        found = self.get(RECENT)
        if not isinstance(found, list):
            return []
        return [ident for ident in found if isinstance(ident, str)][:MOST]

    def remember(self, ident: str) -> None:
        """A command was called by name."""
        others = [other for other in self.recent() if other != ident]
        self.set(RECENT, [ident, *others][:MOST])
