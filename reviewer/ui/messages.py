"""What the session says in passing: a toast by kind, placed above the decision bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from reviewer.domain.changes import Changes
from reviewer.ui.bridge import Bridge
from reviewer.ui.widgets.notices import Toast

if TYPE_CHECKING:
    from reviewer.session.session import Session

KINDS = {
    "info": ("info", "t2"),
    "saved": ("seen", "decided"),
    "refused": ("danger", "danger"),
    "damaged": ("danger", "danger"),
}
"""Kind of message: (glyph, colour)."""


class Messages(QObject):
    """Shows the message of the desk while there is one. ``said`` asks for the toast's place."""

    said = Signal()

    def __init__(self, session: Session, bridge: Bridge, toast: Toast, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._toast = toast
        bridge.changed.connect(self._hear)

    @Slot(object)
    def _hear(self, changes: Changes) -> None:
        desk = self._session.desk
        if not changes.touches("message", "cover"):
            return
        if desk.message and not desk.covered:
            self.say(desk.message, desk.message_kind)
        else:
            self._toast.hide()

    def say(self, words: str, kind: str = "info") -> None:
        """Say a sentence in passing: shown at the bottom left and announced."""
        glyph, colour = KINDS.get(kind, KINDS["info"])
        self._toast.say(words, glyph=glyph, colour=colour)
        self.said.emit()
