"""What spot-checks say: sections at the left, the table and its chart at the right."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QListView,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from reviewer.domain.errors import ReviewerError
from reviewer.session.leads.quality_page import Section
from reviewer.ui.charts.figures import WordsTable
from reviewer.ui.charts.rates_chart import RatesChart
from reviewer.ui.dialogs.framed import Framed
from reviewer.ui.dialogs.paper import write_sheet
from reviewer.ui.lettering.plain import label, safe_field
from reviewer.ui.looks.look import look_of
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.buttons import Button, ComboButton

if TYPE_CHECKING:
    from reviewer.ui.window import DeskWindow

SIZE, LEAST = (1120, 680), 96
TITLE = "Quality"
NOTHING = (
    "Nothing was drawn yet. A draw takes some decisions to be looked at again without sight of what"
    " was decided; then overturn rates and agreement stand here. What policies alone say stands"
    " below."
)
PRINTED_GREY = "#5A5A5A"
"""On white paper 6.9:1."""


class QualityDialog(Framed):
    """One draw at a time; people are never sorted by a rate, and no table sorts at all."""

    def __init__(self, parent: DeskWindow) -> None:
        super().__init__(parent, TITLE, SIZE)
        self._window = parent
        self._session = session = parent.session
        self._draws = session.quality.draws()
        self._sections: list[Section] = []
        self._kappa = False
        column = self.middle
        self.draws = ComboButton(self)
        self.draws.setAccessibleName("Draw")
        for _, words in self._draws:
            self.draws.addItem(safe_field(words, 90))
        self.draws.setCurrentIndex(len(self._draws) - 1)
        self.draws.setVisible(bool(self._draws))
        self.draws.currentIndexChanged.connect(self._read)
        column.addWidget(self.draws, 0, Qt.AlignmentFlag.AlignLeft)
        if not self._draws:
            column.addWidget(label(NOTHING, Role.STRONG, self, wrap=True))
        column.addWidget(self._halves(), 1)
        self._acts()
        self._read()
        self.list.setFocus()

    def _halves(self) -> QSplitter:
        self._model = QStringListModel(self)
        self.list = QListView(self)
        self.list.setModel(self._model)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setAccessibleName("Parts of the page")
        self.list.selectionModel().currentChanged.connect(self._choose)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(12, 0, 0, 0)
        self.sentence = label("", Role.BODY, right, wrap=True)
        column.addWidget(self.sentence)
        self.chart = RatesChart(look_of(), right)
        self.chart_room = QScrollArea(right)
        self.chart_room.setFrameShape(QScrollArea.Shape.NoFrame)
        self.chart_room.setWidgetResizable(True)
        self.chart_room.setWidget(self.chart)
        column.addWidget(self.chart_room, 1)
        self._tables = column
        self.table = WordsTable("Figures", ("",), right)
        column.addWidget(self.table, 1)
        column.addStretch()  # the sentence stays at the top where there is nothing below it
        halves = QSplitter(self)
        halves.setChildrenCollapsible(False)
        self.chart_room.setMinimumHeight(LEAST)
        self.table.setMinimumHeight(LEAST)
        halves.addWidget(self.list)
        halves.addWidget(right)
        halves.setSizes([SIZE[0] // 4, 3 * SIZE[0] // 4])
        return halves

    def _acts(self) -> None:
        self.close_button = Button("Close", self, key="Esc")
        self.close_button.clicked.connect(self.reject)
        self.kappa = Button("Show kappa", self)
        self.kappa.clicked.connect(self._with_kappa)
        self.save = Button("Save as HTML…", self)
        self.save.clicked.connect(self._ask)
        self.step = Button("", self)
        self.step.clicked.connect(self._next_step)
        self.foot.addWidget(self.close_button)
        self.foot.addWidget(self.step)
        self.foot.addWidget(self.kappa)
        self.foot.addWidget(self.save)

    @Slot()
    def _read(self) -> None:
        at = self.draws.currentIndex()
        draw = self._draws[at][0] if 0 <= at < len(self._draws) else ""
        try:
            self._sections = self._session.quality.sections(draw, with_kappa=self._kappa)
        except ReviewerError as error:
            self.sentence.setText(safe_field(str(error), 400))
            return
        self._offer()
        here = max(0, self.list.currentIndex().row())
        self._model.setStringList([safe_field(one.title, 90) for one in self._sections])
        if self._sections:
            row = min(here, len(self._sections) - 1)
            self.list.setCurrentIndex(self._model.index(row))

    def _offer(self) -> None:
        """The next step: to draw, or to answer what was drawn."""
        waits = bool(self._session.looking.open_items() or self._session.looking.unjudged())
        self._step = "lead.next_item" if waits else "" if self._draws else "lead.draw"
        self.step.setVisible(bool(self._step))
        if not self._step:
            return
        command = self._window.registry.get(self._step)
        self.step.set_words("Go on with what was drawn" if waits else command.title)
        self.step.set_blocked(command.why_not(self._session))

    @Slot()
    def _next_step(self) -> None:
        self.accept()
        self._window.dispatcher.run_id(self._step)

    @Slot()
    def _choose(self) -> None:
        at = self.list.currentIndex().row()
        if not 0 <= at < len(self._sections):
            return
        one = self._sections[at]
        empty = "" if one.rows else f" {one.empty}"
        self.sentence.setText(safe_field(one.sentence + empty, 900))
        self.chart_room.setVisible(any(bar.value is not None for bar in one.bars))
        self.chart.show_bars(one.bars)
        made = WordsTable(one.title, one.head, self)
        made.show_rows(one.rows, one.quiet)
        made.setMinimumHeight(LEAST)
        made.setVisible(bool(one.rows))
        self._tables.replaceWidget(self.table, made)
        self.table.deleteLater()
        self.table = made

    @Slot()
    def _with_kappa(self) -> None:
        self._kappa = not self._kappa
        self.kappa.set_words("Leave out kappa" if self._kappa else "Show kappa")
        self._read()

    @Slot()
    def _ask(self) -> None:
        dialog = QFileDialog(self, "Save the page")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setNameFilters(["HTML, one page (*.html)", "PDF, to print (*.pdf)"])
        dialog.setDefaultSuffix("html")
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    @Slot(str)
    def save_to(self, name: str) -> None:
        """Write the page as HTML, or as PDF by the suffix."""
        try:
            write_sheet(Path(name), page(self._sections), f"Reviewer: {TITLE}")
        except ReviewerError as error:
            self.sentence.setText(safe_field(str(error), 400))
            return
        self.sentence.setText(f"Written to {safe_field(Path(name).name, 90)}.")


def page(sections: list[Section]) -> str:
    """The sections as one page without scripts; every word is escaped."""
    parts = [
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>",
        f"<title>{TITLE}</title></head><body><h1>{TITLE}</h1>",
    ]
    for one in sections:
        head = "".join(f"<th align='left'>{escape(cell)}</th>" for cell in one.head)
        rows = "".join(
            "<tr>" + "".join(_cell(cell, at in one.quiet) for cell in row) + "</tr>"
            for at, row in enumerate(one.rows)
        )
        parts.append(
            f"<h2>{escape(one.title)}</h2><p>{escape(one.sentence)}</p>"
            f"<table border='1' cellspacing='0' cellpadding='4'><tr>{head}</tr>{rows}</table>"
        )
    return "".join([*parts, "</body></html>\n"])


def _cell(words: str, grey: bool) -> str:
    colour = f" style='color:{PRINTED_GREY}'" if grey else ""
    return f"<td{colour}>{escape(words)}</td>"
