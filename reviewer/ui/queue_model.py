"""The queue as one column of rows: a header for each group, then its cases."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reviewer.session.views import QueueRow, QueueView
from reviewer.ui.counting import counted

Index = QModelIndex | QPersistentModelIndex

GROUP_WORDS = {
    "left": "Left",
    "again": "Review again",
    "later": "Later",
    "asked": "Asked lead",
    "done": "Done",
}


class Role(IntEnum):
    """Where the row itself is found."""

    ROW = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class GroupHeader:
    """The line above a group."""

    group: str
    words: str
    count: int


Line = GroupHeader | QueueRow


def lines_of(view: QueueView) -> list[Line]:
    """The rows with a header before each group that has any."""
    found: list[Line] = []
    group = ""
    counts: dict[str, int] = {}
    for row in view.rows:
        counts[row.group] = counts.get(row.group, 0) + 1
    for row in view.rows:
        if row.group != group:
            group = row.group
            found.append(GroupHeader(group, GROUP_WORDS.get(group, group), counts[group]))
        found.append(row)
    return found


def spoken(line: Line) -> str:
    """A row in words, for a screen reader."""
    if isinstance(line, GroupHeader):
        return f"{line.words}, {counted(line.count, 'case')}"
    parts = [f"@{line.untrusted_handle}", line.state_word, line.why]
    parts += [counted(line.posts, "post"), f"{line.media} media"]
    parts += [counted(line.hits, "hit")] if line.hits else []
    parts += ["hold: preserve"] if line.hold else []
    parts += ["marked"] if line.marked else []
    return ", ".join(part for part in parts if part)


class QueueModel(QAbstractTableModel):
    """One column; ``Role.ROW`` gives a ``GroupHeader`` or a ``QueueRow``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []
        self._at: dict[str, int] = {}

    def show(self, view: QueueView) -> bool:
        """Take a new view. True if the rows themselves changed, not only what they say."""
        lines = lines_of(view)
        if [_identity(x) for x in lines] == [_identity(x) for x in self._lines]:
            old, self._lines = self._lines, lines
            for row, (was, now) in enumerate(zip(old, lines, strict=True)):
                if was != now:
                    self.dataChanged.emit(self.index(row, 0), self.index(row, 0))
            return False
        self.beginResetModel()
        self._lines = lines
        self._at = {x.case_id: n for n, x in enumerate(lines) if isinstance(x, QueueRow)}
        self.endResetModel()
        return True

    def line(self, row: int) -> Line:
        """The row at a place."""
        return self._lines[row]

    def row_of(self, case_id: str) -> int:
        """Where a case stands, or -1."""
        return self._at.get(case_id, -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """Rows, headers counted."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """One."""
        return 0 if parent.isValid() else 1

    def headerData(  # noqa: N802 - Qt's name
        self,
        _section: int,
        _orientation: Qt.Orientation,
        _role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """None: rows and columns have no names of their own, also for a screen reader."""
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headers are not chosen."""
        if isinstance(self._lines[index.row()], GroupHeader):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row itself, or its words."""
        if role == Role.ROW:
            return self._lines[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(self._lines[index.row()])
        return None


def _identity(line: Line) -> str:
    return line.case_id if isinstance(line, QueueRow) else f"group {line.group}"
