"""The queue as one column of rows: a header for each group, then its cases."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import IntEnum
from itertools import compress, count
from operator import is_not, ne
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reviewer.session.queue.queue_words import GROUPS, group_order
from reviewer.session.views.views import QueueRow, QueueView
from reviewer.ui.lettering.counting import counted

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
    """The rows with a header before each group that has any; groups stand together."""
    found: list[Line] = []
    rows, start = view.rows, 0
    while start < len(rows):
        group = rows[start].group
        end = bisect_right(rows, GROUPS.index(group), start, key=group_order)
        found.append(GroupHeader(group, GROUP_WORDS.get(group, group), end - start))
        found += rows[start:end]
        start = end
    return found


def moved_line(old: list[str], new: list[str]) -> tuple[int, int] | None:
    """Where one line was taken out and where it stands now, if that makes ``new`` of ``old``."""
    if len(old) != len(new):
        return None
    first = next(compress(count(), map(ne, old, new)), 0)
    last = len(old) - 1 - next(compress(count(), map(ne, reversed(old), reversed(new))), 0)
    if old[first] == new[last] and old[first + 1 : last + 1] == new[first:last]:
        return first, last
    if old[last] == new[first] and old[first:last] == new[first + 1 : last + 1]:
        return last, first
    return None


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
        self._names: list[str] = []

    def show(self, view: QueueView) -> list[int] | None:
        """Take a new view. The rows that say something else now; None if all are others."""
        lines = lines_of(view)
        names = [x.case_id if type(x) is QueueRow else _identity(x) for x in lines]
        if names != self._names:
            move = moved_line(self._names, names)
            if move is None:
                self.beginResetModel()
                self._lines, self._names = lines, names
                self.endResetModel()
                return None
            self._move(*move)
            changed = [move[1]]
        else:
            changed = []
        old, self._lines = self._lines, lines
        others = compress(count(), map(is_not, old, lines))  # most rows are the very same
        changed += [row for row in others if old[row] != lines[row]]
        for row in changed:
            self.dataChanged.emit(self.index(row, 0), self.index(row, 0))
        return changed

    def _move(self, source: int, target: int) -> None:
        """Take one line out and put it in elsewhere; the others keep their heights."""
        self.beginRemoveRows(QModelIndex(), source, source)
        line, name = self._lines.pop(source), self._names.pop(source)
        self.endRemoveRows()
        self.beginInsertRows(QModelIndex(), target, target)
        self._lines.insert(target, line)
        self._names.insert(target, name)
        self.endInsertRows()

    def line(self, row: int) -> Line:
        """The row at a place."""
        return self._lines[row]

    def row_of(self, case_id: str) -> int:
        """Where a case stands, or -1."""
        try:
            return self._names.index(case_id)
        except ValueError:
            return -1

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
