"""The commands with the keys they have now, for the page on which keys are changed."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reviewer.commands.command import Command
from reviewer.commands.keymap import KeyMap
from reviewer.ui.lettering.ink import Ink
from reviewer.ui.looks.fonts import BODY, META
from reviewer.ui.looks.look import Look
from reviewer.ui.widgets.base import draw_caps, key_words

AnyIndex = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
ROW = 30


class KeysModel(QAbstractListModel):
    """All commands in the order of the registry."""

    def __init__(self, keymap: KeyMap, parent: QObject) -> None:
        super().__init__(parent)
        self._keymap = keymap

    def rowCount(self, parent: AnyIndex = NO_PARENT) -> int:  # noqa: N802 - Qt's name
        """How many commands there are."""
        return 0 if parent.isValid() else len(self._keymap.commands)

    def at(self, row: int) -> Command:
        """A command with its keys in force."""
        return self._keymap.commands[row]

    def changed(self, command: Command) -> bool:
        """Whether a person changed its keys."""
        return self._keymap.is_changed(command.id)

    def tell(self) -> None:
        """The keys may have changed."""
        self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The title; for readers also its keys."""
        if not index.isValid():
            return None
        command = self.at(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return command.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            keys = " or ".join(key_words(key) for key in command.keys) or "no key"
            return f"{command.title}, {keys}{', changed' if self.changed(command) else ''}"
        return None


class KeysDelegate(QStyledItemDelegate):
    """Title and purpose at the left; the keys, and whether they are one's own, at the right."""

    def __init__(self, look: Look, model: KeysModel, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look
        self._model = model

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, _index: AnyIndex
    ) -> QSize:
        """One line."""
        return QSize(option.rect.width(), self._look.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """One row."""
        command = self._model.at(index.row())
        ink, box = Ink(painter, self._look), option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            ink.fill(box.x(), box.y(), box.width(), box.height(), "s3")
            ink.fill(box.x(), box.y(), 3, box.height(), "accent")
        if option.state & QStyle.StateFlag.State_HasFocus:
            ink.ring(box.x(), box.y(), box.width(), box.height())
        y, h = box.y(), box.height()
        right = float(box.right() - 10)
        for key in reversed(command.keys):
            shown = " ".join([key] * command.taps)
            width = sum(ink.keycap_width(key_words(key)) + 4 for _ in range(command.taps)) - 4
            right -= width
            draw_caps(ink, right, y, h, shown)
            right -= 10
        if not command.keys:
            right -= self._look.width(META, "no key")
            ink.words(right, y, h, "no key", META, "t3")
            right -= 10
        if self._model.changed(command):
            right -= self._look.width(META.strong, "yours")
            ink.words(right, y, h, "yours", META.strong, "accent")
            right -= 10
        x = box.x() + 12.0
        x += ink.words(x, y, h, command.title, BODY, "t1", right - x) + 10
        if x < right:
            ink.words(x, y, h, command.group, META, "t3", right - x)
