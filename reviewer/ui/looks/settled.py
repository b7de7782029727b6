"""What the settings change in the window: its colours, the size of its text, the keys it shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from reviewer.domain.changes import Changes
from reviewer.ui.bridge import Bridge
from reviewer.ui.looks import theme as themes

if TYPE_CHECKING:
    from reviewer.session.session import Session

STARTED_WITH = "reviewer-theme"
"""The property of the application that holds the theme it was started with."""


class Settled(QObject):
    """Dresses the application as the settings say, at once and after every change; follows the
    system where they say so. ``then`` shows the keys and reads everything anew."""

    def __init__(
        self, session: Session, bridge: Bridge, then: Callable[[], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._then = then
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._app = app
        self._worn = (self._started_with(), 100)
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        bridge.changed.connect(self._hear)
        self.wear()

    def wear(self) -> None:
        """Take theme and size of text from the settings."""
        settings = self._session.settings
        theme, size = settings.word("look.theme"), settings.number("look.text")
        if theme == "system":
            theme = self._started_with()
        if (theme, size) == self._worn:
            return
        self._worn = (theme, size)
        themes.apply(self._app, theme, size / 100)

    def _started_with(self) -> str:
        """The theme that the application was dressed in when it started."""
        return str(self._app.property(STARTED_WITH) or "system")

    @Slot()
    def _system_changed(self) -> None:
        if self._worn[0] == "system":
            self._worn = ("", 0)
            self.wear()

    @Slot(object)
    def _hear(self, changes: Changes) -> None:
        if changes.touches("settings"):
            self.wear()
            self._then()
