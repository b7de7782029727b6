"""The stock table that the timeline is measured against: one cell for each field, no delegate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QTableView

if TYPE_CHECKING:
    from reviewer.session.session import Session

Index = QModelIndex | QPersistentModelIndex


class Plain(QAbstractTableModel):
    """Rows of texts."""

    def __init__(self, rows: list[tuple[str, ...]]) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """All rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """All fields."""
        return 0 if parent.isValid() else len(self._rows[0])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._rows[index.row()][index.column()]
        return None


def table_rows(session: Session, count: int) -> list[tuple[str, ...]]:
    """The first rows of the open timeline as eight texts each, at most 20,000."""
    rows = (session.timeline_row(index) for index in range(min(count, 20_000)))
    return [
        (r.time, r.glyph, r.heading, r.untrusted_who, r.untrusted_text, r.lang, r.meta, r.title)
        for r in rows
    ]


def plain_table(rows: list[tuple[str, ...]]) -> QTableView:
    """A table as Qt gives it."""
    table = QTableView()
    model = Plain(rows)
    model.setParent(table)
    table.setModel(model)
    return table
