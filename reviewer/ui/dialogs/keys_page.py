"""Changing keys: choose a command, press a key; a clash is refused with both names."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QVBoxLayout, QWidget

from reviewer.commands.command import Command
from reviewer.commands.keymap import KeyMap
from reviewer.domain.errors import ReviewerError
from reviewer.ui.keys.key_catcher import KeyCatcher
from reviewer.ui.keys.keys_list import KeysDelegate, KeysModel
from reviewer.ui.lettering.plain import label
from reviewer.ui.looks.look import Look
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.base import RETURN, key_words
from reviewer.ui.widgets.buttons import Button

HOW = (
    "Return or “New key” changes the key of a command. Return, Space, Backspace, Delete and Tab"
    " stay with the field or list in use; no decision goes on Ctrl; a commit is always two taps."
)


class Rows(QListView):
    """The commands; Return asks for a new key."""

    def __init__(self, parent: QWidget, chosen: Callable[[], None]) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName("Commands and their keys")
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Return asks for a key; the rest moves."""
        if event.key() in RETURN and not event.isAutoRepeat():
            event.accept()
            self._chosen()
            return
        super().keyPressEvent(event)


class KeysPage(QWidget):
    """The list, the place where a key is pressed, what came of it, and the way back."""

    def __init__(self, look: Look, keymap: KeyMap, parent: QWidget) -> None:
        super().__init__(parent)
        self._keymap = keymap
        self._wanted = ""
        self.list = Rows(self, self._ask)
        self._model = KeysModel(keymap, self)
        self.list.setModel(self._model)
        self.list.setItemDelegate(KeysDelegate(look, self._model, self))
        self.list.setCurrentIndex(self._model.index(0))
        self.list.doubleClicked.connect(self._ask)
        self.list.selectionModel().currentChanged.connect(self._moved)
        self.catcher = KeyCatcher(look, self)
        self.catcher.caught.connect(self._caught)
        self.catcher.left.connect(self._rest)
        self.said = label("", Role.DANGER, self, wrap=True)
        self._make_buttons()
        self._build()
        self.read()

    def _make_buttons(self) -> None:
        self.new = Button("New key…", self)
        self.none = Button("No key", self)
        self.back = Button("Reset", self)
        self.take = Button("", self)
        self.all_back = Button("Reset all keys", self)
        self.take.hide()
        for button, act in (
            (self.new, self._ask),
            (self.none, self._clear),
            (self.back, self._reset),
            (self.take, self._take),
            (self.all_back, self._reset_all),
        ):
            button.clicked.connect(act)
            button.refused.connect(self._say)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(HOW, Role.SUPPORT, self, wrap=True))
        column.addWidget(self.list, 1)
        column.addWidget(self.catcher)
        column.addWidget(self.said)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.new, self.none, self.back, self.take):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.all_back)
        column.addLayout(row)

    def read(self) -> None:
        """Show the keys in force."""
        self._model.tell()
        command = self._command()
        fixed = "" if self._keymap.can_change(command.id) else "this key stays: it is the way out"
        changed = self._keymap.is_changed(command.id)
        self.new.set_blocked(fixed)
        self.none.set_blocked(fixed or ("" if command.keys else "it has no key"))
        self.back.set_blocked("" if changed else "it has the key of the set")
        some = any(self._keymap.is_changed(c.id) for c in self._keymap.commands)
        self.all_back.set_blocked("" if some else "no key was changed")

    def first_focus(self) -> QWidget:
        """The list."""
        return self.list

    def _command(self) -> Command:
        return self._model.at(max(0, self.list.currentIndex().row()))

    @Slot(QModelIndex)
    def _moved(self, _index: QModelIndex) -> None:
        self._say("")
        self.read()

    @Slot()
    def _ask(self) -> None:
        command = self._command()
        if not self._keymap.can_change(command.id):
            self._say(f"{command.title} keeps its key: it is the way out.")
            return
        self._say("")
        self.catcher.wait_for(command.title)

    @Slot(str)
    def _caught(self, key: str) -> None:
        command = self._command()
        self._wanted = key
        self._rest()
        self._try(self._set, command, key)
        holder = self._keymap.holder(command.id, key) if self.said.text() else None
        if holder is not None and self._keymap.can_change(holder.id):
            self.take.set_words(f"Take {key_words(key)} from “{holder.title}”")
            self.take.show()

    def _set(self, command: Command, key: str) -> None:
        self._keymap.set_keys(command.id, (key,))

    @Slot()
    def _rest(self) -> None:
        self.catcher.rest()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _take(self) -> None:
        self._try(self._keymap.take_over, self._command().id, self._wanted)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _clear(self) -> None:
        self._try(self._keymap.set_keys, self._command().id, ())

    @Slot()
    def _reset(self) -> None:
        self._try(self._keymap.reset, self._command().id)

    @Slot()
    def _reset_all(self) -> None:
        self._try(self._keymap.reset_all)

    def _try(self, act: Callable[..., object], *given: object) -> None:
        """Do it, or say in place why not."""
        self._say("")
        try:
            act(*given)
        except ReviewerError as error:
            self._say(str(error))
        self.read()

    @Slot(str)
    def _say(self, words: str) -> None:
        self.take.hide()
        self.said.setText(words)
        self.said.setVisible(bool(words))
