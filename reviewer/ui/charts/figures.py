"""Tables of words: what a chart shows, for those who do not see it and all who want the number."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from reviewer.ui.lettering.plain import escape_tooltip, safe_field
from reviewer.ui.looks.look import look_of

Index = QModelIndex | QPersistentModelIndex
Row = Sequence[str]
GREYED = "greyed"


class WordsModel(QAbstractTableModel):
    """Rows of words under a head; rows named in ``quiet`` are greyed, and say so aloud."""

    def __init__(self, head: Row, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.head = list(head)
        self.rows: list[list[str]] = []
        self.quiet: frozenset[int] = frozenset()

    def show_rows(self, rows: Sequence[Row], quiet: Collection[int] = ()) -> None:
        """Take other rows; those at the places in ``quiet`` are not to be gone by."""
        self.beginResetModel()
        self.quiet = frozenset(quiet)
        self.rows = [[safe_field(cell, 200) for cell in row] for row in rows]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """How many rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """How many columns."""
        return 0 if parent.isValid() else len(self.head)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words; all but the first column stand at the right."""
        words, column = self.rows[index.row()][index.column()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.ToolTipRole:
            return escape_tooltip(words)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            grey = f", {GREYED}" if index.row() in self.quiet else ""
            return f"{self.rows[index.row()][0]}, {self.head[column]}: {words}{grey}"
        if role == Qt.ItemDataRole.ForegroundRole and index.row() in self.quiet:
            return look_of().colour("t3")
        if role == Qt.ItemDataRole.TextAlignmentRole and column:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(  # noqa: N802 - Qt's name
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """The names of the columns."""
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return self.head[section]


class _Greyed(QStyledItemDelegate):
    """A greyed row stays grey while it is chosen."""

    def initStyleOption(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """The colour of the row, chosen or not."""
        super().initStyleOption(option, index)
        colour = index.data(Qt.ItemDataRole.ForegroundRole)
        if colour is not None:
            option.palette.setColor(QPalette.ColorRole.HighlightedText, colour)


class WordsTable(QTableView):
    """A table that is read, walked through with the arrow keys, and never sorted by a click."""

    def __init__(self, name: str, head: Row, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = WordsModel(head, self)
        self.setModel(self.words)
        self.setItemDelegate(_Greyed(self))
        self.setAccessibleName(name)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSortingEnabled(False)
        self.verticalHeader().hide()
        across = self.horizontalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        across.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        across.setHighlightSections(False)

    def show_rows(self, rows: Sequence[Row], quiet: Collection[int] = ()) -> None:
        """Take other rows, some of them greyed; the first is chosen."""
        self.words.show_rows(rows, quiet)
        if rows:
            self.setCurrentIndex(self.words.index(0, 0))
