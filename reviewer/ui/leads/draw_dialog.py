"""Draw a spot-check: choose a plan, see what it costs and tells, then draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QWidget

from reviewer.domain.errors import ReviewerError
from reviewer.domain.qa_plan import Plan
from reviewer.session.leads.drawing import CURVE, PLANS, STRATA
from reviewer.ui.charts.figures import WordsTable
from reviewer.ui.charts.rates_chart import CurveChart
from reviewer.ui.dialogs.flow import Flow
from reviewer.ui.dialogs.framed import Framed
from reviewer.ui.lettering.plain import label, safe_field
from reviewer.ui.looks.look import look_of
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.buttons import Button, ComboButton, Segments

if TYPE_CHECKING:
    from reviewer.session.session import Session

SIZE, LEAST = (1000, 660), 110
CALIBRATION = "Calibration round: the same cases to all"
EVERY, SINCE = "All periods", "Since the last draw"


class DrawDialog(Framed):
    """Nothing is drawn before its verb is pressed; the draw is an event and can be made again."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent, "Draw a spot-check", SIZE)
        self._session = session
        self._every = True
        column = self.middle
        column.addLayout(self._choices())
        self.sentence = label("", Role.STRONG, self, wrap=True)
        self.counted = label("", Role.BODY, self, wrap=True)
        column.addWidget(self.sentence)
        column.addWidget(self.counted)
        column.addLayout(self._figures(), 1)
        self.problem = label("", Role.DANGER, self, wrap=True)
        self.problem.hide()
        self.bar.addWidget(self.problem)
        self._acts()
        self._read()
        self.plans.setFocus()

    def _choices(self) -> Flow:
        row = Flow()
        self.plans = ComboButton(self)
        self.plans.setAccessibleName("Plan")
        for words, _ in PLANS.values():
            self.plans.addItem(words)
        self.plans.addItem(CALIBRATION)
        self.plans.currentIndexChanged.connect(self._read)
        self.number = QLineEdit(self)
        self.number.setValidator(QIntValidator(0, 5000, self))
        self.number.setPlaceholderText("how many: as the plan says")
        self.number.setAccessibleName("How many of those that need not be seen")
        self.number.setMinimumWidth(look_of().px(190))
        self.number.textEdited.connect(self._read)
        self.period = Segments((EVERY, SINCE), self)
        self.period.chosen.connect(self._period)
        self.raters = QLineEdit(", ".join(self._session.rounds.reviewers()), self)
        self.raters.setPlaceholderText("who answers: pseudonyms, or all")
        self.raters.setAccessibleName("Who answers, pseudonyms with commas between")
        self.raters.textEdited.connect(self._read)
        self.raters.hide()
        for part in (self.plans, self.number, self.raters, self.period):
            row.addWidget(part)
        return row

    @property
    def is_round(self) -> bool:
        """Whether a calibration round is chosen."""
        return self.plans.currentIndex() == len(PLANS)

    def _names(self) -> list[str]:
        """Who answers a round."""
        return [name for part in self.raters.text().split(",") if (name := part.strip())]

    def _figures(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        self.strata = WordsTable("Strata: how many, how many drawn, margin", STRATA, self)
        self.curve = WordsTable("Error curve as a table", CURVE, self)
        self.chart = CurveChart(look_of(), self)
        self.chart.setMinimumHeight(look_of().px(120))
        for table in (self.strata, self.curve):
            table.setMinimumHeight(look_of().px(LEAST))
        for part in (self.strata, self.curve, self.chart):
            part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.strata_head = label("Strata", Role.STRONG, self)
        self.curve_head = label("How sure, by size of the draw", Role.STRONG, self)
        grid.addWidget(self.strata_head, 0, 0)
        grid.addWidget(self.curve_head, 0, 1)
        grid.addWidget(self.strata, 1, 0, 2, 1)
        grid.addWidget(self.chart, 1, 1)
        grid.addWidget(self.curve, 2, 1)
        for at in (0, 1):
            grid.setColumnStretch(at, 1)
        grid.setRowStretch(1, 3)
        grid.setRowStretch(2, 2)
        return grid

    def _acts(self) -> None:
        self.cancel = Button("Cancel", self, key="Esc")
        self.cancel.clicked.connect(self.reject)
        self.act = Button("Draw", self)
        self.act.clicked.connect(self._draw)
        self.act.refused.connect(self._say)
        self.foot.addWidget(self.cancel)
        self.foot.addWidget(self.act)

    def plan(self) -> Plan:
        """What is chosen."""
        name = list(PLANS)[max(0, self.plans.currentIndex())]
        return self._session.drawing.plan(name, size=self._size(), every=self._every)

    def _size(self) -> int:
        return min(int(self.number.text() or 0), 5000)

    @Slot(str)
    def _period(self, words: str) -> None:
        self._every = words == EVERY
        self._read()

    @Slot()
    def _read(self) -> None:
        self.raters.setVisible(self.is_round)
        self.period.setVisible(not self.is_round)
        try:
            if self.is_round:
                view = self._session.rounds.view(self._names(), self._size())
            else:
                view = self._session.drawing.view(self.plan())
        except ReviewerError as error:
            self._say(str(error))
            return
        self.problem.hide()
        self.sentence.setText(view.sentence)
        self.counted.setText(view.counted)
        for part in (self.curve_head, self.chart, self.curve):
            part.setVisible(bool(view.points))
        for part in (self.strata_head, self.strata):
            part.setVisible(bool(view.strata))
        self.counted.setVisible(bool(view.counted))
        self.strata.show_rows(view.strata)
        self.curve.show_rows(view.curve)
        self.chart.show_points(view.points)
        self.chart.setAccessibleName("Error curve; its figures stand in the table below")
        self.act.set_blocked(view.blocked)
        if view.blocked:
            self._say(f"{view.blocked[:1].upper()}{view.blocked[1:]}")

    @Slot(str)
    def _say(self, words: str) -> None:
        self.problem.setText(safe_field(words, 400))
        self.problem.show()

    @Slot()
    def _draw(self) -> None:
        if self.is_round:
            self._draw_round()
            return
        try:
            ident = self._session.spotchecks.draw(self.plan())
            wrong = self._session.spotchecks.check(ident)
        except ReviewerError as error:
            self._say(str(error))
            return
        items = len(self._session.looking.items(ident))
        again = f"; drawn again it differs: {wrong[0]}" if wrong else ", drawn again it is the same"
        name = next((words for one, words in self._session.quality.draws() if one == ident), "")
        self._session.say(f"{name}: {items:,} items{again}", "saved")
        self.accept()

    def _draw_round(self) -> None:
        try:
            self._session.rounds.make(self._names(), self._size())
        except ReviewerError as error:
            self._say(str(error))
            return
        self._session.say("Calibration round drawn; the next feedback takes it along", "saved")
        self.accept()
