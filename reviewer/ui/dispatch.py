"""One way to run a command, whether a key, a menu, a button or the palette asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from reviewer.commands.dispatch import run
from reviewer.ui.attempt import attempt

if TYPE_CHECKING:
    from reviewer.commands.command import Command
    from reviewer.commands.registry import Registry
    from reviewer.session.session import Session


class Dispatcher(QObject):
    """Runs commands against the session, which itself says what was refused.

    Signals:
        asked(str): a command went through that needs a part of the window: its ``asks``.
        ran(str): the id of a command that went through.
    """

    asked = Signal(str)
    ran = Signal(str)

    def __init__(self, session: Session, registry: Registry, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._registry = registry

    @Slot(str)
    def run_id(self, ident: str) -> None:
        """Run the command with this id."""
        self.run(self._registry.get(ident))

    def run(self, command: Command) -> None:
        """Run a command, or let the session say why not. A bug rises from here."""
        self._session.active()
        if not run(self._session, command):
            return
        if command.asks:
            self.asked.emit(command.asks)
        self.ran.emit(command.id)

    def release(self, command: Command) -> None:
        """End a held command."""
        attempt(self._session, command.release, self._session)

    def unbound(self) -> None:
        """A key that means nothing still disarms a commit."""
        self._session.active()
        self._session.staging.disarm()
