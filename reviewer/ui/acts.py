"""What parts of the window tell the session without a command: each may be refused with words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from reviewer.ui.attempt import attempt

if TYPE_CHECKING:
    from reviewer.session.session import Session


class Acts(QObject):
    """Slots over one session."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session

    @Slot(str)
    def choose_pane(self, name: str) -> None:
        """A tab was clicked."""
        attempt(self._session, self._session.set_pane, name)

    @Slot(str)
    def search(self, text: str) -> None:
        """Return was pressed in the filter."""
        attempt(self._session, self._session.search_all, text)

    @Slot(str)
    def open_case(self, case_id: str) -> None:
        """One of the last decisions was clicked."""
        attempt(self._session, self._session.select_case, case_id)

    @Slot(str)
    def refused(self, reason: str) -> None:
        """A blocked button was pressed."""
        self._session.say(reason, "refused")

    @Slot()
    def uncover(self) -> None:
        """The cover was lifted."""
        attempt(self._session, self._session.exposure.cover, False)
