"""What a window holds in words: shown, read aloud, said when pointed at."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QWidget

ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)
TEXTS = ("text", "toPlainText", "placeholderText", "currentText", "title")


def model_words(model: QAbstractItemModel) -> Iterator[str]:
    """Every cell, as shown and as read aloud."""
    for row in range(model.rowCount()):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount()):
            for role in ROLES:
                if isinstance(said := model.index(row, column).data(role), str):
                    yield said


def window_words(top: QWidget) -> Iterator[str]:
    """Texts, names, descriptions, tool tips and titles of all widgets and actions."""
    for part in (top, *top.findChildren(QWidget)):
        yield from (part.windowTitle(), part.accessibleName(), part.accessibleDescription())
        yield from (part.toolTip(), part.statusTip(), part.whatsThis())
        for name in TEXTS:
            said = getattr(part, name, None)
            if callable(said) and isinstance(words := said(), str):
                yield words
        if isinstance(part, QAbstractItemView) and part.model() is not None:
            yield from model_words(part.model())
    for action in top.findChildren(QAction):
        yield from (action.text(), action.toolTip(), action.statusTip())
