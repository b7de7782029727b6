"""The timeline: overview, lanes, what is left out, and the list of events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Slot
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from reviewer.domain.changes import Changes
from reviewer.session.views.timeline_views import TimelineHead
from reviewer.ui.attempt import attempt
from reviewer.ui.bridge import Bridge
from reviewer.ui.charts.axis import axis_of
from reviewer.ui.lettering.counting import noun
from reviewer.ui.looks.look import Look
from reviewer.ui.pane import Pane
from reviewer.ui.pane_header import Piece
from reviewer.ui.state_panel import StatePanel
from reviewer.ui.timeline.lanes import Lanes
from reviewer.ui.timeline.model import TimelineModel
from reviewer.ui.timeline.overview import Overview
from reviewer.ui.timeline.range_line import COMMAND, RangeLine
from reviewer.ui.timeline.view import TimelineView
from reviewer.ui.widgets.buttons import Button, Segments

if TYPE_CHECKING:
    from reviewer.session.session import Session

CONTENT = ("import", "cursor", "queue")
MARKS = ("pin", "flag", "seen")
ZONES = {"UTC": "utc", "Local": "local"}
ONLY = {"media": "media", "report": "reported"}
"""Lanes that narrow the list instead of leaving a kind out of it."""


class TimelinePane(Pane):
    """The event list of the open account; the selected event is followed by its key."""

    watches = (*CONTENT, *MARKS, "selection", "range", "settings")

    def __init__(self, session: Session, look: Look, bridge: Bridge) -> None:
        super().__init__(look, bridge, "Timeline", "Ctrl 2")
        self._session = session
        self._bridge = bridge
        self._undrawn = False
        self._moving = False
        self._account = ""
        self._rows = -1
        self._left_out = ""
        self._any = False
        self.model = TimelineModel(session, self)
        self.overview = Overview(look, self)
        self.lanes = Lanes(look, self)
        self.range_line = RangeLine(look, self)
        self.view = TimelineView(look, self.model, self)
        self.view.setAccessibleName("Events")
        self.nothing = StatePanel(look, self)
        self.list = QStackedLayout()
        self.list.addWidget(self.view)
        self.list.addWidget(self.nothing)
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.overview, self.lanes, self.range_line):
            column.addWidget(widget)
        column.addLayout(self.list, 1)
        self._add_controls()
        self._connect()

    def _add_controls(self) -> None:
        self.zone = Segments(tuple(ZONES), self.header)
        self.zone.setAccessibleName("Times shown in")
        self.table = Button("As table", self.header, small=True)
        for control in (self.zone, self.table):
            self.header.add_control(control)
        self.table.setVisible(self.look.measures.layout != "single")

    def _connect(self) -> None:
        self.view.shown.connect(self._shown)
        self.view.focus_moved.connect(self._focus_moved)
        self.view.selectionModel().currentChanged.connect(self._current_moved)
        self.overview.ready.connect(self.lanes.make_chart)
        for chart in (self.overview, self.lanes):
            chart.chosen.connect(self._near)
        self.overview.ranged.connect(self._ranged)
        self.lanes.toggled.connect(self._toggled)
        self.range_line.wants.connect(self.wants)
        self.nothing.wants.connect(self.wants)
        self.zone.chosen.connect(self._zone_chosen)
        self.table.clicked.connect(self._as_table)
        self.look.changed.connect(self._relook)
        self._bridge.rested.connect(self._draw_charts)

    def focus_widget(self) -> QWidget:
        """The list of events, or the way back to one."""
        return self.view if self.list.currentWidget() is self.view else self.nothing.button

    @property
    def idle(self) -> bool:
        """Whether all that was painted was told, and the charts are made."""
        return self.view.idle and self.overview.idle and not self._undrawn

    # -- reading --------------------------------------------------------------------------

    def refresh(self, changes: Changes | None) -> None:
        """Read what moved: other rows, other marks, or only another selection."""
        desk = self._session.desk
        if not desk.case_id:
            self._account = ""
            self.is_empty("No case is open. Choose one in the queue.")
            return
        self._session.sound("timeline")
        rows = self._session.timeline_len()
        moved = changes is None or changes.touches("range", "import")
        fresh = moved or desk.account != self._account or rows != self._rows
        if fresh or changes is None or changes.touches(*MARKS):
            waits = self._bridge.delivering and desk.account != self._account
            head = self._session.timeline_head(charts=not waits)
            self._head(head)
            if fresh:
                self._charts(head, waits=waits)
                self._account, self._rows = desk.account, rows
                self.model.reset()
                self.view.scrollToTop()
                self._rows_or_words(rows)
            else:
                self.model.reload()
        if not self._any:
            self.is_empty("Nothing of this account is in the workspace: no posts, no events.")
            return
        self.is_well()
        if fresh or changes is None or changes.touches("selection", "cursor"):
            self._follow()

    def _rows_or_words(self, rows: int) -> None:
        """The list, or in its place the way back to one."""
        self.list.setCurrentWidget(self.view if rows else self.nothing)
        self.nothing.show_empty(
            "No event is in this range and of these kinds.", "Show all", COMMAND
        )

    def _head(self, head: TimelineHead) -> None:
        counts = [
            Piece(f"{head.events:,}", "t1", strong=True),
            Piece(f"{noun(head.events, 'event')} ·"),
        ]
        if head.range is not None:
            counts += [Piece(f"{head.inside:,}", "t1", strong=True), Piece("in range ·")]
        counts += [Piece(f"{head.seen:,}", "t1", strong=True), Piece("seen")]
        if head.undated:
            counts += [Piece("·"), Piece(f"{head.undated:,}", "t1", strong=True), Piece("undated")]
        zone = "" if head.zone == "UTC" else f" · {head.zone}"
        self.header.show_pieces(tuple(counts), (Piece(f"oldest first{zone}"),))
        self.zone.choose("UTC" if head.zone == "UTC" else "Local")
        self.overview.setVisible(bool(head.days))
        self.lanes.show_lanes(head.lanes)
        if not self._undrawn and self._account == self._session.desk.account:
            self.overview.show_head(head)
        self._left_out, self._any = head.left_out, head.events > 0

    def _charts(self, head: TimelineHead, *, waits: bool) -> None:
        """Bars and ticks: those of another account follow the frame that shows its events; until
        then there are none."""
        self._undrawn = waits
        if waits:
            self.overview.clear()
            self.lanes.clear()
        else:
            self._draw(head)

    @Slot()
    def _draw_charts(self) -> None:
        if self._undrawn:
            self._undrawn = False
            attempt(self._session, self._read_charts)

    def _read_charts(self) -> None:
        self._draw(self._session.timeline_head())

    def _draw(self, head: TimelineHead) -> None:
        self.overview.show_head(head)
        if head.days:
            self.lanes.show_ticks(self._session.timeline_ticks(), axis_of(head.days))

    def _say_left_out(self, row: int) -> None:
        """What the list leaves out, and whether the selected event is among it."""
        words = self._left_out
        if words and row < 0 and self._session.desk.event:
            words += " · the selected event is left out"
        self.range_line.show_words(words)

    def settle(self) -> None:
        """Bring the selected event into view."""
        row = self.view.currentIndex().row()
        if row >= 0:
            self.view.reveal(row)

    def _follow(self) -> None:
        """Select and show the event that is selected on the desk, here and in the charts."""
        key = self._session.desk.event
        row = self._session.timeline_index_of(key) if key else -1
        place = self._session.timeline_place(key) if key else None
        self._say_left_out(row)
        self.overview.show_place(place[0] if place else None)
        self.lanes.show_place(place)
        self._moving = True
        try:
            if row < 0:
                self.view.clearSelection()
                self.view.setCurrentIndex(QModelIndex())
            elif self.view.currentIndex().row() != row:
                self.view.setCurrentIndex(self.model.index(row, 0))
        finally:
            self._moving = False
        if row >= 0:
            self.view.reveal(row)
        self.view.viewport().update()

    # -- what is done here ----------------------------------------------------------------

    @Slot()
    def _relook(self) -> None:
        self.table.setVisible(self.look.measures.layout != "single")
        self.view.forget_heights()
        row = self.view.currentIndex().row()
        if row >= 0:
            self.view.reveal(row)

    @Slot(object)
    def _shown(self, keys: set[str]) -> None:
        if self._account != self._session.desk.account:
            return  # painted of the case before; the rows of this one are still to come
        attempt(self._session, self._session.mark_shown, sorted(keys))

    @Slot(bool)
    def _focus_moved(self, focused: bool) -> None:
        if focused:
            attempt(self._session, self._session.set_pane, "timeline")

    @Slot(QModelIndex, QModelIndex)
    def _current_moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if self._moving or not now.isValid():
            return
        row = self.model.row(now.row())
        if row.kind == "event" and row.key and row.key != self._session.desk.event:
            attempt(self._session, self._session.select_event, row.key, "timeline")

    @Slot(float, str)
    def _near(self, place: float, lane: str) -> None:
        attempt(self._session, self._session.select_near, place, lane)

    @Slot(int, int)
    def _ranged(self, first: int, last: int) -> None:
        attempt(self._session, self._session.range.set_days, first, last)

    @Slot(str)
    def _toggled(self, lane: str) -> None:
        act = self._session.range
        if lane in ONLY:
            attempt(self._session, act.toggle_only, ONLY[lane])
        else:
            attempt(self._session, act.toggle_lane, lane)

    @Slot(str)
    def _zone_chosen(self, words: str) -> None:
        attempt(self._session, self._session.settings.set, "time.zone", ZONES[words])
        self.zone.choose("UTC" if self._session.timeline_head().zone == "UTC" else "Local")

    @Slot()
    def _as_table(self) -> None:
        self.wants.emit("timeline.table")
