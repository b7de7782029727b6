"""The figures of overview and lanes as a table: for those who do not see a chart, and for all who
want the number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from reviewer.session.views.timeline_views import DAY_COLUMNS, DayLine
from reviewer.ui.dialogs.framed import Framed
from reviewer.ui.lettering.counting import counted
from reviewer.ui.lettering.plain import label
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from reviewer.session.session import Session

Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("Day", "In range", *DAY_COLUMNS)


class FiguresModel(QAbstractTableModel):
    """A line for each day, a column for each figure."""

    def __init__(self, lines: list[DayLine], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines = lines

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """Days with anything."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """The columns of the head."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The figure; figures stand at the right."""
        line, column = self.lines[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return _cell(line, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{line.title}, {COLUMNS[column]}: {_cell(line, column)}"
        if role == Qt.ItemDataRole.TextAlignmentRole and column > 1:
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
        return COLUMNS[section]


def _cell(line: DayLine, column: int) -> str:
    if column == 0:
        return line.title
    if column == 1:
        return "yes" if line.inside else "no"
    return f"{line.figures[column - 2]:,}"


TITLE, SIZE, LEAST = "Timeline as table", (860, 640), 110


class FiguresDialog(Framed):
    """The table, read once when it opens."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent, TITLE, SIZE)
        head = session.timeline_head()
        lines = session.timeline_table()
        column = self.middle
        column.addWidget(label(sentence(head, len(lines)), Role.BODY, self, wrap=True))
        self.model = FiguresModel(lines, self)
        self.view = QTableView(self)
        self.view.setModel(self.model)
        self.view.setAccessibleName("Events for each day")
        self.view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.view.setTabKeyNavigation(False)
        self.view.setCornerButtonEnabled(False)
        self.view.verticalHeader().hide()
        across = self.view.horizontalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        across.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        across.setHighlightSections(False)
        self.view.setMinimumHeight(LEAST)
        column.addWidget(self.view, 1)
        close = Button("Close", self, key="Esc")
        close.clicked.connect(self.reject)
        self.foot.addWidget(close)
        if lines:
            self.view.setCurrentIndex(self.model.index(0, 0))
        self.view.setFocus()


def sentence(head: Any, days: int) -> str:
    """What the table counts."""
    undated = f"; {head.undated:,} without a time are in no line" if head.undated else ""
    left = f" {head.left_out}." if head.left_out else ""
    return (
        f"{counted(head.events, 'event')} on {counted(days, 'day')}, days in"
        f" {head.zone}{undated}.{left}"
    )
