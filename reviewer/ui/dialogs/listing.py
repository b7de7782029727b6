"""A dialog with lines at the left and all about the chosen one at the right, by keyboard alone.

Where there are no lines, the words that say so have the whole width.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QListView,
    QSplitter,
    QWidget,
)

from reviewer.ui.dialogs.framed import Framed
from reviewer.ui.lettering.plain import label, safe_field
from reviewer.ui.lettering.plain_views import untrusted_text_view
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.buttons import Button

SIZE, LEAST = (960, 560), 88
Line = tuple[str, str]
"""What stands in the list, and all about it."""


class Listing(Framed):
    """Arrow keys choose, the right side follows; Esc closes."""

    def __init__(self, parent: QWidget, title: str, sentence: str, empty: str) -> None:
        super().__init__(parent, title, SIZE)
        self._empty = empty
        self._lines: list[Line] = []
        self._fields: QGridLayout | None = None
        self._model = QStringListModel(self)
        self.list = QListView(self)
        self.list.setModel(self._model)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName(title)
        self.detail = untrusted_text_view(self)
        self.detail.setAccessibleName("All about the chosen line")
        self.list.selectionModel().currentChanged.connect(self._choose)
        column = self.middle
        self.sentence = label(sentence, Role.BODY, self, wrap=True)
        column.addWidget(self.sentence)
        for part in (self.list, self.detail):
            part.setMinimumHeight(LEAST)
        halves = QSplitter(self)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.list)
        halves.addWidget(self.detail)
        halves.setSizes([SIZE[0] // 2, SIZE[0] // 2])
        column.addWidget(halves, 1)
        self.close_button = Button("Close", self, key="Esc")
        self.close_button.clicked.connect(self.reject)
        self.foot.addWidget(self.close_button)
        self.list.setFocus()
        self.show_lines([])

    def insert_line(self, part: QWidget) -> None:
        """Something between the list and the buttons."""
        self.bar.addWidget(part)

    def insert_field(self, words: str, part: QWidget) -> None:
        """A field between the list and the buttons, its name before it; the fields align."""
        if self._fields is None:
            self._fields = QGridLayout()
            self._fields.setHorizontalSpacing(16)
            self._fields.setColumnStretch(1, 1)
            self.bar.addLayout(self._fields)
        row = self._fields.rowCount()
        self._fields.addWidget(label(words, Role.SUPPORT, self), row, 0)
        self._fields.addWidget(part, row, 1)

    def say_empty(self, words: str) -> None:
        """Empty the list; what stands in its place."""
        self._empty = words
        self.show_lines([])

    def add_act(self, verb: str) -> Button:
        """A button at the right."""
        made = Button(verb, self)
        self.foot.addWidget(made)
        return made

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Fill the list; the first line is chosen."""
        self._lines = list(lines)
        self._model.setStringList([safe_field(words) for words, _ in lines])
        if lines:
            self.list.setCurrentIndex(self._model.index(0))
        else:
            self.detail.setPlainText(self._empty)
        self.list.setVisible(bool(lines))

    @property
    def chosen(self) -> int:
        """The row of the chosen line, or -1."""
        return self.list.currentIndex().row()

    @Slot(QModelIndex, QModelIndex)
    def _choose(self, now: QModelIndex, _before: QModelIndex) -> None:
        if 0 <= now.row() < len(self._lines):
            self.detail.setPlainText(self._lines[now.row()][1])
