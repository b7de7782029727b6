"""The queue: a filter, four counts, and the cases in their groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer.domain.changes import Changes
from reviewer.session.views.views import QueueRow, QueueView
from reviewer.ui.attempt import attempt
from reviewer.ui.bridge import Bridge
from reviewer.ui.column_view import ColumnView
from reviewer.ui.lettering.plain import label, show_identifier
from reviewer.ui.looks.icons import icon
from reviewer.ui.looks.look import Look
from reviewer.ui.looks.roles import Role
from reviewer.ui.pane import Pane
from reviewer.ui.pane_header import Piece
from reviewer.ui.queue.counts import Counts
from reviewer.ui.queue.delegate import QueueDelegate
from reviewer.ui.queue.filter_chips import FilterChips
from reviewer.ui.queue.model import QueueModel
from reviewer.ui.queue.notice import QueueNotice, done_words, is_done

if TYPE_CHECKING:
    from reviewer.session.session import Session


CLEAR, LEAVE = "filter.clear", "lead.leave_item"


class QueuePane(Pane):
    """Rows by rank under the present filter; the open case is selected."""

    watches = (
        *("decision", "escalate", "hold", "import", "flag", "label", "confirm", "review"),
        *("later", "queue", "cursor", "staged", "marks"),
    )
    filter_returned = Signal(str)
    """Return was pressed in the filter: search every post and account."""

    def __init__(self, session: Session, look: Look, bridge: Bridge) -> None:
        super().__init__(look, bridge, "Queue", "Ctrl 1")
        self._session = session
        self._moving = False
        self.model = QueueModel(self)
        self.view = ColumnView(self)
        self.view.setAccessibleName("Cases")
        self.view.setModel(self.model)
        self.view.fill_width()
        self.delegate = QueueDelegate(look, self.view)
        self.view.setItemDelegate(self.delegate)
        self.filter = QLineEdit(self)
        self.filter.setAccessibleName("Filter the queue")
        self.filter.setClearButtonEnabled(False)
        self._search_icon = QAction(self.filter)
        self.filter.addAction(self._search_icon, QLineEdit.ActionPosition.LeadingPosition)
        self._error = label("", Role.DANGER, self, wrap=True)
        self.chips = FilterChips(look, self)
        self.chips.without.connect(self._filter_edited)
        self._counts = Counts(look, self)
        self._counts.wants.connect(self.wants)
        self.notice = QueueNotice(look, self)
        self.notice.wants.connect(self.wants)
        self._build()
        self.filter.textEdited.connect(self._filter_edited)
        self.filter.returnPressed.connect(self._returned)
        self.filter.editingFinished.connect(self._left)
        self.view.resized.connect(self._resized)
        self.view.focus_moved.connect(self._focus_moved)
        self.view.selectionModel().currentChanged.connect(self._current_moved)
        look.changed.connect(self._relook)
        self._dress()

    def _build(self) -> None:
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._top = QHBoxLayout()
        self._top.addWidget(self.filter)
        column.addLayout(self._top)
        column.addWidget(self.chips)
        column.addWidget(self._error)
        column.addWidget(self._counts)
        column.addWidget(self.notice)
        column.addWidget(self.view, 1)
        self._error.hide()

    def _dress(self) -> None:
        pad = self.look.measures.pad
        self._show_filter(not self.filter.isHidden())
        self._error.setContentsMargins(pad, 0, pad, self.look.px(4))
        short = self.look.measures.short_words
        self.filter.setPlaceholderText(
            "Filter or search" if short else "Filter; Return searches all posts"
        )
        self.filter.setFixedHeight(self.look.measures.filter_height)
        self._search_icon.setIcon(icon("search", self.look.colour("t3"), 14))

    def focus_widget(self) -> QWidget:
        """The list."""
        return self.view

    def refresh(self, changes: Changes | None) -> None:
        """Read the queue again; the open case stays selected by its id."""
        view = self._session.queue()
        if not view.total:
            self.is_empty("No cases here yet. Import material first.", "Import…", "import")
            return
        self.is_well()
        self._counts.show_counts(view)
        self.chips.show_filter(view.filter)
        self._notice(view)
        self._error.setText(view.filter_error)
        self._error.setVisible(bool(view.filter_error))
        if self.filter.text().strip() != view.filter.strip():
            self.filter.setText(view.filter)
        self.header.set_title("Drawn" if view.blind else "Queue")
        self._show_filter(not view.blind)
        order = f"{view.with_others:,} with others" if view.with_others else "by rank"
        order = view.locked if view.blind else order
        far = f"{view.shown:,} of {view.total:,}" if view.filter else order
        self.header.show_pieces((), (Piece(far),))
        self._moving = True
        try:
            changed = self.model.show(view)
        finally:
            self._moving = False
        self._size_rows(changed)
        self._follow(scroll=changes is None or changes.touches("cursor", "decision", "queue"))

    def _show_filter(self, shown: bool) -> None:
        """The items of a draw are not filtered: the row goes, and its room with it."""
        self.filter.setVisible(shown)
        edge = self.look.px(5) if shown else 0
        pad = self.look.measures.pad
        self._top.setContentsMargins(pad, edge, pad, edge)

    def _notice(self, view: QueueView) -> None:
        """Say that nothing matches, or that the work is done, with the next step."""
        if view.filter and not view.rows:
            words = "" if view.filter_error else "No case matches this filter."
            self.notice.say(f"{words} {self._unlisted()}".strip(), "Clear the filter", CLEAR)
        elif words := self._unlisted():
            self.notice.say(words, "Clear the filter", CLEAR)
        elif view.blind:
            tight = self.look.measures.layout == "single"
            self.notice.say("" if tight else view.blind, "Leave the spot-check", LEAVE)
        elif is_done(view):
            waiting = self._session.status()["pending_export"]
            self.notice.say(done_words(view), f"Export {waiting:,}" if waiting else "", "export")
        else:
            self.notice.say("")

    def _unlisted(self) -> str:
        """Which case is open though the filter does not leave it; else empty."""
        if not self._session.open_unlisted():
            return ""
        handle = show_identifier(self._session.header().untrusted_handle, 40)
        return f"Open: @{handle}, not in the filter."

    def acted_on(self) -> list[QRect]:
        """The rows in view of the open case, which is the first, and of the marked ones; in px of
        the list."""
        first, last = self.view.rowAt(0), self.view.rowAt(self.view.viewport().height() - 1)
        end = (last if last >= 0 else self.model.rowCount() - 1) + 1
        shown = {n: self.model.line(n) for n in range(max(0, first), end)}
        cases = {n: line for n, line in shown.items() if isinstance(line, QueueRow)}
        here = self._session.desk.case_id
        rows = [n for n, case in cases.items() if case.case_id == here]
        rows += [n for n, case in cases.items() if case.marked]
        return [self.view.visualRect(self.model.index(n, 0)) for n in rows]

    def settle(self) -> None:
        """Bring the open case into view."""
        self._size_rows()
        self._follow(scroll=True)

    def _follow(self, *, scroll: bool) -> None:
        """Select the open case."""
        row = self.model.row_of(self._session.desk.case_id)
        self._moving = True
        try:
            if row < 0:
                self.view.clearSelection()
                self.view.setCurrentIndex(QModelIndex())
            elif self.view.currentIndex().row() != row:
                self.view.setCurrentIndex(self.model.index(row, 0))
        finally:
            self._moving = False
        if scroll and row >= 0:
            self._reveal(row)
        self.view.viewport().update()

    def _reveal(self, row: int) -> None:
        """Scroll so that the row and the one after it are in view."""
        after = min(row + 1, self.model.rowCount() - 1)
        self.view.scrollTo(self.model.index(after, 0))
        before = max(row - 1, 0)
        self.view.scrollTo(self.model.index(before, 0))
        self.view.scrollTo(self.model.index(row, 0))

    @Slot()
    def _resized(self) -> None:
        """A row that was in view stays in view."""
        row = self.view.currentIndex().row()
        self._size_rows()
        if row >= 0:
            self._reveal(row)

    def _size_rows(self, rows: Sequence[int] | None = None) -> None:
        """Set the heights, of all rows or of these: one for most, others for headers and long
        whys."""
        header = self.view.verticalHeader()
        width = self.view.viewport().width()
        usual = self.look.measures.queue_row
        if header.defaultSectionSize() != usual:
            header.setDefaultSectionSize(usual)
        height, line, size = self.delegate.height, self.model.line, header.sectionSize
        for row in range(self.model.rowCount()) if rows is None else rows:
            wanted = height(line(row), width)
            if size(row) != wanted:
                header.resizeSection(row, wanted)
        self.view.in_place()

    @Slot()
    def _relook(self) -> None:
        self._dress()
        self._size_rows()
        self._counts.updateGeometry()
        self.read(None)

    @Slot(bool)
    def _focus_moved(self, focused: bool) -> None:
        self.delegate.keyboard = focused
        if focused:
            attempt(self._session, self._session.set_pane, "queue")

    @Slot(QModelIndex, QModelIndex)
    def _current_moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if self._moving or not now.isValid():
            return
        line = self.model.line(now.row())
        if isinstance(line, QueueRow) and line.case_id != self._session.desk.case_id:
            attempt(self._session, self._session.select_case, line.case_id)

    @Slot()
    def _returned(self) -> None:
        self.filter_returned.emit(self.filter.text())

    @Slot()
    def _left(self) -> None:
        attempt(self._session, self._session.leave_filter)

    @Slot(str)
    def _filter_edited(self, text: str) -> None:
        attempt(self._session, self._session.set_filter, text)

    def keys_to_filter(self) -> None:
        """Put the keyboard into the filter."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()
