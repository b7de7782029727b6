"""A desk window on the fake session, and hands that type into it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from reviewer.commands.default import default_registry
from reviewer.ui.keys.typist import Typist
from reviewer.ui.looks.look import look_of
from reviewer.ui.window import DeskWindow
from tests.ui.fake_session import FakeSession

SIZES = {
    "full": (1920, 1080),
    "compact": (1366, 768),
    "tabs": (1100, 600),
    "single": (683, 384),
}


class Hands:
    """A window, its session, and keys."""

    def __init__(self, qtbot, session: FakeSession, layout: str = "compact", unlock=None) -> None:
        self.qtbot = qtbot
        self.session = session
        self.window = DeskWindow(session, default_registry(), look_of(), unlock)  # type: ignore[arg-type]
        qtbot.addWidget(self.window)
        self.window.resize(*SIZES[layout])
        self.window.show()
        self.window.activateWindow()
        self.typist = Typist(self.window)
        self.settle()

    def press(self, *keys: str) -> None:
        """Type keys, one after the other, each on a desk at rest."""
        for key in keys:
            self.typist.press(key)
            self.settle()

    def settle(self) -> None:
        """Wait until nothing is to come."""
        quiet = 0

        def idle() -> bool:
            nonlocal quiet
            quiet = quiet + 1 if self.window.idle else 0
            return quiet > 3

        self.qtbot.waitUntil(idle)

    def focused(self) -> QWidget | None:
        return self.window.focusWidget()

    def log(self, what: str) -> list[tuple[object, ...]]:
        """What the session was told of one kind."""
        return [entry for entry in self.session.log if entry[0] == what]
