"""The event list as one column of rows, read from the session one by one as they are painted."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reviewer.session.views.timeline_views import TimelineRow
from reviewer.ui.lettering.counting import counted

if TYPE_CHECKING:
    from reviewer.session.session import Session

Index = QModelIndex | QPersistentModelIndex

KEPT = 2000


class Role(IntEnum):
    """Where the row itself is found."""

    ROW = Qt.ItemDataRole.UserRole + 1


def spoken(row: TimelineRow) -> str:
    """A row in words, for a screen reader."""
    if row.kind == "day":
        return f"{row.title}, {counted(row.count, 'event')}"
    if row.kind == "gap":
        return f"{row.heading or 'no events for'} {counted(row.count, 'day')}, {row.title}"
    if row.kind == "undated":
        return f"undated, {counted(row.count, 'event')}, not on the axis"
    parts = [row.time, row.heading, f"@{row.untrusted_who}" if row.untrusted_who else ""]
    parts += [row.untrusted_text, row.meta]
    parts += [f"with {row.media} media"] if row.media else []
    parts += [f"reported {counted(row.reports, 'time')}"] if row.reports else []
    parts += [f"pinned {row.pinned}"] if row.pinned else []
    parts += ["flagged"] if row.flagged else []
    parts += ["seen" if row.seen else "not seen"]
    return ", ".join(part for part in parts if part)


class TimelineModel(QAbstractTableModel):
    """One column; ``Role.ROW`` gives a ``TimelineRow``. Rows are kept until ``reload``."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows: dict[int, TimelineRow] = {}
        self._count = 0
        self.undated = 0
        """How many rows after the first belong to the undated block; 0 where there is none."""

    def reset(self) -> None:
        """Another account, or other events: read anew."""
        self.beginResetModel()
        self._rows.clear()
        self._count = self._session.timeline_len()
        first = self.row(0) if self._count else None
        undated = first is not None and first.kind == "undated"
        self.undated = min(first.count, self._count - 1) if first is not None and undated else 0
        self.endResetModel()

    def reload(self) -> None:
        """The same rows, with other marks: forget what was read."""
        if self._session.timeline_len() != self._count:
            self.reset()
            return
        self._rows.clear()
        if self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, 0))

    def row(self, row: int) -> TimelineRow:
        """The row at a place, read now if need be."""
        found = self._rows.get(row)
        if found is None:
            if len(self._rows) >= KEPT:
                self._rows.clear()
            found = self._rows[row] = self._session.timeline_row(row)
        return found

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """All rows of the list: headers, gaps and events."""
        return 0 if parent.isValid() else self._count

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

    def flags(self, _index: Index) -> Qt.ItemFlag:
        """Everything may be chosen; the pane passes over headers."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row itself, or its words."""
        if role == Role.ROW:
            return self.row(index.row())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(self.row(index.row()))
        return None
