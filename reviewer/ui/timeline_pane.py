"""The timeline: overview, counts by kind, and the list of events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from reviewer.domain.changes import Changes
from reviewer.session.views import TimelineHead
from reviewer.ui.attempt import attempt
from reviewer.ui.bridge import Bridge
from reviewer.ui.counting import noun
from reviewer.ui.ink import Ink
from reviewer.ui.look import Look
from reviewer.ui.overview import Overview
from reviewer.ui.pane import Pane
from reviewer.ui.pane_header import Piece, paint_pieces
from reviewer.ui.timeline_model import TimelineModel
from reviewer.ui.timeline_view import TimelineView

if TYPE_CHECKING:
    from reviewer.session.session import Session

CONTENT = ("import", "cursor", "queue")
MARKS = ("pin", "flag", "seen")


class Kinds(QWidget):
    """One line: each kind of event with its count."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._lanes: list[tuple[str, str, int]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_lanes(self, lanes: list[tuple[str, str, int]]) -> None:
        """Take (glyph, word, count)."""
        if lanes != self._lanes:
            self._lanes = lanes
            self.setAccessibleName(", ".join(f"{word} {count}" for _, word, count in lanes))
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The height of the folded line."""
        return QSize(100, self._look.measures.lanes_folded)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Glyph, word, figure; a line above and below."""
        painter = QPainter(self)
        ink = Ink(painter, self._look)
        w, h = self.width(), self.height()
        ink.rule(0, 0, w)
        ink.rule(0, h - 1, w)
        x: float = self._look.measures.pad
        for glyph, word, count in self._lanes:
            pieces = (Piece(word, glyph=glyph), Piece(f"{count:,}", "t1", strong=True))
            x = paint_pieces(ink, pieces, x, h, w) + 12


class TimelinePane(Pane):
    """The event list of the open account; the selected event is followed by its key."""

    watches = (*CONTENT, *MARKS, "selection")

    def __init__(self, session: Session, look: Look, bridge: Bridge) -> None:
        super().__init__(look, bridge, "Timeline", "Ctrl 2")
        self._session = session
        self._moving = False
        self._account = ""
        self._rows = -1
        self.model = TimelineModel(session, self)
        self.overview = Overview(look, self)
        self.kinds = Kinds(look, self)
        self.view = TimelineView(look, self.model, self)
        self.view.setAccessibleName("Events")
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.overview, self.kinds):
            column.addWidget(widget)
        column.addWidget(self.view, 1)
        self.view.shown.connect(self._shown)
        self.view.focus_moved.connect(self._focus_moved)
        self.view.selectionModel().currentChanged.connect(self._current_moved)
        look.changed.connect(self._relook)

    def focus_widget(self) -> QWidget:
        """The list of events."""
        return self.view

    @property
    def idle(self) -> bool:
        """Whether all that was painted was told."""
        return self.view.idle

    def refresh(self, changes: Changes | None) -> None:
        """Read what moved: other rows, other marks, or only another selection."""
        desk = self._session.desk
        if not desk.case_id:
            self._account = ""
            self.is_empty("No case is open. Choose one in the queue.")
            return
        self._session.sound("timeline")
        rows = self._session.timeline_len()
        fresh = changes is None or desk.account != self._account or rows != self._rows
        if fresh or changes is None or changes.touches("import", *MARKS):
            self._head(self._session.timeline_head())
        if fresh:
            self._account, self._rows = desk.account, rows
            self.model.reset()
            self.view.scrollToTop()
        elif changes is not None and changes.touches(*MARKS):
            self.model.reload()
        if not rows:
            self.is_empty("Nothing of this account is in the workspace: no posts, no events.")
            return
        self.is_well()
        if changes is None or changes.touches("selection", "cursor"):
            self._follow()

    def _head(self, head: TimelineHead) -> None:
        counts = [
            Piece(f"{head.events:,}", "t1", strong=True),
            Piece(f"{noun(head.events, 'event')} ·"),
        ]
        counts += [Piece(f"{head.seen:,}", "t1", strong=True), Piece("seen")]
        if head.undated:
            counts += [Piece("·"), Piece(f"{head.undated:,}", "t1", strong=True), Piece("undated")]
        self.header.show_pieces(tuple(counts), (Piece("oldest first · UTC"),))
        self.overview.show_days(head.days)
        self.overview.setVisible(bool(head.days))
        self.kinds.show_lanes(head.lanes)

    def settle(self) -> None:
        """Bring the selected event into view."""
        row = self.view.currentIndex().row()
        if row >= 0:
            self.view.reveal(row)

    def _follow(self) -> None:
        """Select and show the event that is selected on the desk."""
        key = self._session.desk.event
        row = self._session.timeline_index_of(key) if key else -1
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

    @Slot()
    def _relook(self) -> None:
        self.overview.updateGeometry()
        self.kinds.updateGeometry()
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
