"""One way to run a command, whether a key, a menu, a button or the palette asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from reviewer.domain.errors import Damaged, Refused

if TYPE_CHECKING:
    from reviewer.commands.registry import Command, Registry
    from reviewer.session.session import Session


class Dispatcher(QObject):
    """Runs commands against the session and says what stood in the way.

    Signals:
        refused(str): why a command is blocked or was refused, in words.
        damaged(object): a ``Damaged``: what is safe and the next step.
        asked(str): a command needs a part of the window: its ``asks``.
        ran(str): the id of a command that went through.
    """

    refused = Signal(str)
    damaged = Signal(object)
    asked = Signal(str)
    ran = Signal(str)

    def __init__(self, session: Session, registry: Registry, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._registry = registry

    def run_id(self, ident: str) -> None:
        """Run the command with this id."""
        self.run(self._registry.get(ident))

    def run(self, command: Command) -> None:
        """Run a command, or say why not. What is neither refused nor damaged is a bug and rises."""
        reason = command.blocked(self._session)
        if reason:
            self.refused.emit(f"{command.title}: {reason}")
            return
        try:
            if command.asks:
                self.asked.emit(command.asks)
            else:
                command.run(self._session)
        except Refused as error:
            self.refused.emit(str(error))
        except Damaged as error:
            self.damaged.emit(error)
        else:
            self.ran.emit(command.id)

    def release(self, command: Command) -> None:
        """End a held command."""
        try:
            command.release(self._session)
        except Refused as error:
            self.refused.emit(str(error))
        except Damaged as error:
            self.damaged.emit(error)
