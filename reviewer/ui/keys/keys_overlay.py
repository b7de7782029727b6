"""The keys that work here, with why a blocked one is blocked, over the desk."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from reviewer.commands.keymap import set_words
from reviewer.commands.registry import Registry
from reviewer.commands.sheet import sheet
from reviewer.session.session import Session
from reviewer.ui.keys.keys_board import BAR, PAGE, Board
from reviewer.ui.lettering.plain import label
from reviewer.ui.looks.look import Look
from reviewer.ui.looks.roles import Role
from reviewer.ui.sheet import Sheet
from reviewer.ui.widgets.base import rule
from reviewer.ui.widgets.buttons import Button

STEP = 20
"""Px of one line of scrolling."""


class Scroller(QScrollArea):
    """Shows all of its content where the window is large enough."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The content and room for a bar beside it."""
        content = self.widget()
        size = content.size() if content is not None else QSize()
        return size + QSize(BAR, 0)


class KeysOverlay(Sheet):
    """F1 or ?: what each key does here; any key of the desk is dead while it is shown. ``wants``
    carries the id of a command that a button asks for."""

    wants = Signal(str)

    def __init__(self, look: Look, session: Session, registry: Registry, window: QWidget) -> None:
        super().__init__(look, window)
        self._session = session
        self._registry = registry
        self._title = label("Keys that work here", Role.DIALOG_TITLE, self.card)
        self._where = label("", Role.META, self.card)
        self.help = Button("Help", self.card, key="Shift+F1")
        self.print = Button("Print the sheet", self.card)
        self.change = Button("Change keys", self.card)
        self.done = Button("Close", self.card, key="Esc")
        self.help.clicked.connect(self._help)
        self.print.clicked.connect(self._print)
        self.change.clicked.connect(self._change)
        self.done.clicked.connect(self.dismiss)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(self._where)
        head.addStretch(1)
        head.addWidget(self.help)
        head.addWidget(self.print)
        head.addWidget(self.change)
        head.addWidget(self.done)
        self.column.addLayout(head)
        self.column.addWidget(rule(self.card))
        self._board = Board(look, self.card)
        self._board.left.connect(self.dismiss)
        self._board.scrolled.connect(self._scroll)
        self.scroller = Scroller(self.card)
        self.scroller.setWidget(self._board)
        self.column.addWidget(self.scroller)
        chain = (self._board, self.help, self.print, self.change, self.done)
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    def open(self) -> None:
        """Show the keys as they stand now."""
        about = set_words(self._session.settings)
        self._where.setText(f"{self._session.desk.pane} focused · {about}")
        for bar in (self.scroller.horizontalScrollBar(), self.scroller.verticalScrollBar()):
            bar.setValue(0)
        super().open()

    def place(self) -> None:
        """Side by side where there is room, else one below the other; bars only when needed."""
        margins = self.column.contentsMargins()
        self._where.setVisible(self.width() > self._look.px(900))
        room = self.width() - margins.left() - margins.right() - BAR
        self._board.show_view(sheet(self._registry, self._session), room)
        self.scroller.updateGeometry()
        self.column.invalidate()
        self.column.activate()
        super().place()

    @Slot()
    def _change(self) -> None:
        self.dismiss()
        self.wants.emit("settings.keys")

    @Slot()
    def _help(self) -> None:
        self.dismiss()
        self.wants.emit("help.pane")

    @Slot()
    def _print(self) -> None:
        self.dismiss()
        self.wants.emit("keys.print")

    @Slot(int, int)
    def _scroll(self, across: int, down: int) -> None:
        for bar, lines in (
            (self.scroller.horizontalScrollBar(), across),
            (self.scroller.verticalScrollBar(), down),
        ):
            page = abs(lines) == PAGE
            step = bar.pageStep() if page else STEP
            bar.setValue(bar.value() + step * (lines // PAGE if page else lines))

    def first_focus(self) -> QWidget:
        """The board hears Esc."""
        return self._board
