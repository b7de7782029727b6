"""A guard for every window: nothing in it may read markup."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QTextBrowser,  # noqa: TID251 - looked for, not used
    QTextEdit,
    QWidget,
)

ROWS_LOOKED_AT = 200
OBJECT = "\ufffc"


def assert_plain(widget: QWidget) -> None:
    """Walk a widget and all below it; fails with a list of what would read markup."""
    wrong = [fault for w in (widget, *widget.findChildren(QWidget)) for fault in _faults(w)]
    assert wrong == [], "\n".join(wrong)


def _faults(widget: QWidget) -> list[str]:
    name = f"{type(widget).__name__} {widget.objectName()}".strip()
    found = []
    if isinstance(widget, QLabel):
        if widget.textFormat() != Qt.TextFormat.PlainText:
            found.append(f"{name}: reads {widget.textFormat().name}")
        if widget.openExternalLinks():
            found.append(f"{name}: opens links")
        if widget.buddy() is not None:
            found.append(f"{name}: has a buddy, so & makes a shortcut of its text")
    if isinstance(widget, QTextBrowser):
        found.append(f"{name}: a text browser")
    if isinstance(widget, QTextEdit | QPlainTextEdit):
        if OBJECT in widget.toPlainText():
            found.append(f"{name}: holds an object that is not text")
        if isinstance(widget, QTextEdit) and widget.acceptRichText():
            found.append(f"{name}: takes rich text")
    if isinstance(widget, QMessageBox) and widget.textFormat() != Qt.TextFormat.PlainText:
        found.append(f"{name}: a message box that reads {widget.textFormat().name}")
    hints = [("tool tip", widget.toolTip()), ("what's this", widget.whatsThis())]
    hints += [("tool tip of an action", action.toolTip()) for action in widget.actions()]
    found += [f"{name}: {what} is markup: {text!r}" for what, text in hints if rich(text)]
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        found += _model_faults(name, widget.model())
    return found


def _model_faults(name: str, model: QAbstractItemModel) -> list[str]:
    found = []
    for row in range(min(model.rowCount(QModelIndex()), ROWS_LOOKED_AT)):
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())
        for column in range(columns):
            tip = model.index(row, column).data(Qt.ItemDataRole.ToolTipRole)
            if isinstance(tip, str) and rich(tip):
                found.append(f"{name}: tool tip of row {row} is markup: {tip!r}")
    return found


def rich(text: str) -> bool:
    """True where Qt would take the text for markup."""
    return bool(GuiQt.mightBeRichText(text))
