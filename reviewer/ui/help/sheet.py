"""The pages of help over the desk: all pages and the headings of one at the left, the page, back
and forward, find in page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from reviewer.commands.help_pages import INDEX, page_names, pages, target_of
from reviewer.ui.help.page import HelpPage
from reviewer.ui.lettering.plain import escape_mnemonic, label
from reviewer.ui.looks.roles import Role
from reviewer.ui.sheet import Sheet
from reviewer.ui.widgets.base import rule
from reviewer.ui.widgets.buttons import Button
from reviewer.ui.widgets.search import SearchField

if TYPE_CHECKING:
    from reviewer.ui.looks.look import Look

WIDEST = 1140
SIDE = 230
"""Px of the lists at the left."""
ROOM_FOR_SIDE = 760
"""Where the card is narrower, at the present size of text, the lists give way to the page."""
MARGIN = 16


class Names(QListWidget):
    """Short names of ours, one a line. ``taken`` carries the row of Return or a click."""

    taken = Signal(int)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setProperty("surface", "s1")
        self.clicked.connect(self._clicked)

    @Slot(object)
    def _clicked(self, _index: object) -> None:
        self.taken.emit(self.currentRow())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Return takes a line; letters do nothing."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit(self.currentRow())
            event.accept()
        elif event.modifiers() or (event.text().isprintable() and event.text()):
            event.ignore()
        else:
            super().keyPressEvent(event)


class HelpSheet(Sheet):
    """Shows the pages of ``resources/help``. ``shown`` carries the name of each page shown."""

    shown = Signal(str)

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(look, window)
        self._past: list[str] = []
        self._next: list[str] = []
        self._titles = {page.name: page.title for page in pages()}
        self._make()
        self._build()
        self.page.followed.connect(self._follow)
        self.names.taken.connect(self._page_taken)
        self.heads.taken.connect(self._head_taken)
        self.back.clicked.connect(self.go_back)
        self.forward.clicked.connect(self.go_forward)
        self.done.clicked.connect(self.dismiss)
        self.field.submitted.connect(self._find)
        look.changed.connect(self._restyle)

    def _make(self) -> None:
        self.title = label("", Role.DIALOG_TITLE, self.card)
        self.back = Button("Back", self.card, key="Alt+Left")
        self.forward = Button("Forward", self.card, key="Alt+Right")
        self.field = SearchField("Find in this page", "Ctrl F", self.card)
        self.said = label("", Role.META, self.card)
        self.done = Button("Close", self.card, key="Esc")
        self.side = QWidget(self.card)
        self.names = Names("Pages of help", self.side)
        self.names.addItems(list(self._titles.values()))
        self.heads = Names("On this page", self.side)
        self.page = HelpPage(self._look, self.card)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        for part in (self.title, self.back, self.forward, self.said, self.field, self.done):
            head.addWidget(part)
        head.insertStretch(1, 1)
        self.column.addLayout(head)
        self.column.addWidget(rule(self.card))
        side = QVBoxLayout(self.side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(6)
        side.addWidget(label("Pages", Role.STRONG, self.side))
        side.addWidget(self.names, 3)
        side.addWidget(label("On this page", Role.STRONG, self.side))
        side.addWidget(self.heads, 2)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.side)
        row.addWidget(self.page, 1)
        self.column.addLayout(row, 1)
        self.field.edit.installEventFilter(self)

    # -- pages ----------------------------------------------------------------------------

    def open_at(self, name: str) -> None:
        """Open at a page; the index where there is none of that name."""
        self.go_to(name if name in page_names() else INDEX)
        if not self.isVisible():
            self.open()

    def go_to(self, name: str) -> None:
        """Show another page, and remember this one for *back*."""
        if name == self.page.name:
            return
        if self.page.name:
            self._past.append(self.page.name)
            self._next.clear()
        self._show(name)

    @Slot()
    def go_back(self) -> None:
        """The page before."""
        if self._past:
            self._next.append(self.page.name)
            self._show(self._past.pop())

    @Slot()
    def go_forward(self) -> None:
        """The page from which one went back."""
        if self._next:
            self._past.append(self.page.name)
            self._show(self._next.pop())

    def _show(self, name: str) -> None:
        self.page.show_page(name)
        self.title.setText(self._titles[name])
        self.back.set_blocked("" if self._past else "no page before this one")
        self.forward.set_blocked("" if self._next else "nowhere to go forward")
        self.names.setCurrentRow(list(self._titles).index(name))
        self.said.setText("")
        self._headings = self.page.headings()
        self.heads.clear()
        self.heads.addItems(
            [f"{'   ' * (level - 1)}{escape_mnemonic(words)}" for level, words, _ in self._headings]
        )
        self.shown.emit(name)

    @Slot(str)
    def _follow(self, link: str) -> None:
        target = target_of(link, self.page.name)
        if target is None:
            return
        self.go_to(target[0])
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)
        if target[1]:
            self.page.to_heading(target[1])

    @Slot(int)
    def _page_taken(self, row: int) -> None:
        names = list(self._titles)
        if 0 <= row < len(names):
            self.go_to(names[row])
            self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(int)
    def _head_taken(self, row: int) -> None:
        if 0 <= row < len(self._headings):
            self.page.to_block(self._headings[row][2])
            self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _find(self, words: str, *, back: bool = False) -> None:
        found = bool(words) and self.page.find_next(words, back=back)
        self.said.setText("" if found or not words else "not on this page")

    # -- sheet ----------------------------------------------------------------------------

    def place(self) -> None:
        """As high as the window allows; the lists where there is room for them."""
        width = min(self._look.px(WIDEST), self.width() - 2 * MARGIN)
        self.card.setGeometry(
            (self.width() - width) // 2, MARGIN, width, self.height() - 2 * MARGIN
        )
        narrow = width < self._look.px(ROOM_FOR_SIDE)
        self.side.setVisible(not narrow)
        self.side.setFixedWidth(self._look.px(SIDE))
        self.title.setVisible(width > self._look.px(ROOM_FOR_SIDE + 100))
        self.field.setFixedWidth(self._look.px(150 if narrow else 240))

    def first_focus(self) -> QWidget:
        """The page."""
        return self.page

    @Slot()
    def _restyle(self) -> None:
        """Other colours or sizes."""
        self.page.relook()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Alt and arrows go back and forward, Ctrl+F and F3 find, Esc closes."""
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if alt and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            (self.go_back if key == Qt.Key.Key_Left else self.go_forward)()
        elif ctrl and key == Qt.Key.Key_F:
            self.field.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.field.edit.selectAll()
        elif key == Qt.Key.Key_F3:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._find(self.field.text(), back=shift)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def eventFilter(self, watched: QObject, event: object) -> bool:  # noqa: N802 - Qt's name
        """In the field Esc goes back to the page, not to the desk."""
        if watched is self.field.edit and isinstance(event, QKeyEvent):
            pressed = event.type() == QKeyEvent.Type.KeyPress
            if pressed and event.key() == Qt.Key.Key_Escape:
                self.page.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]
