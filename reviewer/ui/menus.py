"""Menus made from the registry: title, key, and why a command is blocked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from reviewer.ui.lettering.plain import escape_mnemonic

if TYPE_CHECKING:
    from reviewer.commands.registry import Registry
    from reviewer.session.session import Session


class Menus(QObject):
    """Fills menus; ``wants`` carries the id of a command. No entry has a shortcut of Qt's own."""

    wants = Signal(str)

    def __init__(self, session: Session, registry: Registry, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._registry = registry
        self._parent = parent

    def bar(self) -> QMenuBar:
        """The menu bar."""
        bar = QMenuBar(self._parent)
        bar.setNativeMenuBar(False)
        self._fill(bar)
        return bar

    def folded(self) -> QMenu:
        """One menu with all of them."""
        menu = QMenu(self._parent)
        self._fill(menu)
        return menu

    def _fill(self, into: QMenuBar | QMenu) -> None:
        for title, commands in self._registry.menus():
            menu = into.addMenu(title)
            group = ""
            for command in commands:
                if group and command.group != group:
                    menu.addSeparator()
                group = command.group
                action = QAction(menu)
                action.setData(command.id)
                action.triggered.connect(self._triggered)
                menu.addAction(action)
            menu.aboutToShow.connect(self._about_to_show)
            self._word(menu)

    def _word(self, menu: QMenu) -> None:
        """Say each command with its key; a blocked one stays and says why."""
        for action in menu.actions():
            ident = action.data()
            if not ident:
                continue
            command = self._registry.get(ident)
            reason = command.why_not(self._session)
            words = f"{command.title}: {reason}" if reason else command.title
            key = self._registry.key_text(ident)
            action.setText(escape_mnemonic(words) + (f"\t{key}" if key else ""))
            action.setStatusTip(command.help)

    @Slot()
    def _about_to_show(self) -> None:
        menu = self.sender()
        if isinstance(menu, QMenu):
            self._word(menu)

    @Slot()
    def _triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.wants.emit(str(action.data()))
