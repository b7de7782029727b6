"""The keys that work here, in their places on the board, with why a blocked one is blocked."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from reviewer.commands.command import Command
from reviewer.commands.registry import Registry
from reviewer.session.session import Session
from reviewer.ui.fonts import BODY, HANDLE, META
from reviewer.ui.ink import Ink
from reviewer.ui.look import Look
from reviewer.ui.plain import label
from reviewer.ui.roles import Role
from reviewer.ui.sheet import Sheet

BOARD = (("Q", "W", "E", "R", "T"), ("A", "S", "D", "F", "G"), ("Z", "X", "C", "V", "B"))
DIGITS = ("1", "2", "3", "4", "5")
RIGHT_HAND = ("P", "0", "?")
KEY_W, GAP = 104, 6
LETTER = 21
REST_W = 500
TITLE_AT = 150
LINE = 20
SHIFT = 8


BAR = 12
PAGE = 1000
"""Lines that stand for a whole page."""
END = 1_000_000
SCROLLS = {
    Qt.Key.Key_Up: (0, -2),
    Qt.Key.Key_Down: (0, 2),
    Qt.Key.Key_Left: (-2, 0),
    Qt.Key.Key_Right: (2, 0),
    Qt.Key.Key_PageUp: (0, -PAGE),
    Qt.Key.Key_PageDown: (0, PAGE),
    Qt.Key.Key_Home: (0, -END),
    Qt.Key.Key_End: (0, END),
}


class Board(QWidget):
    """The painted board; the same words are its accessible description."""

    left = Signal()
    scrolled = Signal(int, int)
    """Arrow and page keys: lines across and down."""

    def __init__(self, look: Look, session: Session, registry: Registry, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._session = session
        self._registry = registry
        self._narrow = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Keys that work here")

    def refresh(self, room: int) -> None:
        """Read again what is blocked. ``room``: px across; where both halves do not fit side by
        side, the second stands below the first."""
        self.setAccessibleDescription("; ".join(self._spoken()))
        self._narrow = self._left() + self._look.px(REST_W) > room
        self.setFixedSize(self.sizeHint())
        self.update()

    def _left(self) -> int:
        """The width of the half with the board."""
        return 5 * (self._look.px(KEY_W) + GAP) + 24

    def _key_height(self) -> int:
        """So high that the longest caption is whole."""
        metrics, room = self._look.metrics(META), self._look.px(KEY_W) - 12
        most = QRect(0, 0, room, 1000)
        flags = int(Qt.TextFlag.TextWordWrap)
        keys = (k for row in (DIGITS, *BOARD, RIGHT_HAND) for k in row)
        found = [c for k in keys if (c := self._registry.by_key(k, "desk")) is not None]
        high = max(metrics.boundingRect(most, flags, self._title(c)).height() for c in found)
        return self._look.px(LETTER) + high + 5

    def _board_height(self) -> int:
        rows = len(BOARD) + 2
        return rows * (self._key_height() + GAP) + 12 + len(self._blocked()) * self._line()

    def _line(self) -> int:
        return self._look.px(LINE)

    def _spoken(self) -> list[str]:
        return [f"{self._registry.key_text(c.id)}: {c.title}" for c in self._keyed()]

    def _keyed(self) -> list[Command]:
        return [c for c in self._registry.commands if c.keys]

    def _blocked(self) -> list[tuple[Command, str]]:
        found = [(c, c.why_not(self._session)) for c in self._keyed()]
        return [(c, reason) for c, reason in found if reason and len(c.keys[0]) == 1]

    def _rest(self) -> dict[str, list[Command]]:
        """What is not on the board, by purpose."""
        groups: dict[str, list[Command]] = {}
        for command in self._keyed():
            if len(command.keys[0]) > 1:
                groups.setdefault(command.group, []).append(command)
        return groups

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Wide enough for the board and the rest, high enough for both."""
        rest = self._rest()
        rows = (sum(len(c) for c in rest.values()) + len(rest)) * self._line() + 8
        board, rest_width = self._board_height(), self._look.px(REST_W)
        if self._narrow:
            return QSize(max(self._left(), rest_width), board + 8 + rows)
        return QSize(self._left() + rest_width, max(rows, board))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc, F1 and ? close; nothing goes through to the desk."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_Question):
            self.left.emit()
        elif event.key() in SCROLLS:
            self.scrolled.emit(*SCROLLS[Qt.Key(event.key())])
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The board at the left, the rest at the right."""
        painter = QPainter(self)
        ink = Ink(painter, self._look)
        y, wide, high = 0, self._look.px(KEY_W), self._key_height()
        for shift, row in enumerate((DIGITS, *BOARD, RIGHT_HAND)):
            indent = (shift - 1) * SHIFT if 0 < shift <= len(BOARD) else 0
            for n, key in enumerate(row):
                self._key(ink, QRect(n * (wide + GAP) + indent, y, wide, high), key)
            y += high + GAP
        self._reasons(ink, y + 8)
        if self._narrow:
            self._others(ink, 0, self._board_height() + 8)
        else:
            self._others(ink, self._left(), 0)
        painter.end()

    def _key(self, ink: Ink, box: QRect, key: str) -> None:
        """One key: letter over act; washed when staged, dashed in danger when blocked."""
        command = self._registry.by_key(key, "desk")
        reason = command.why_not(self._session) if command else ""
        staged = self._session.desk.staged
        on = command is not None and staged is not None and command.id == f"stage.{staged.slot}"
        edge = "danger" if reason else "staged" if on else "edge" if command else "line"
        fill = "wash_staged" if on else "s2" if command else "s1"
        x, y, w, h = box.x(), box.y(), box.width(), box.height()
        ink.box(x, y, w, h, fill=fill, edge=edge, dashed=bool(reason))
        if command is None:
            return
        ink.words(
            box.x() + 8, box.y() + 2, self._look.px(20), key, HANDLE, "t3" if reason else "t1"
        )
        painter, look = ink.painter, self._look
        painter.setFont(look.font(META))
        painter.setPen(look.colour("t3" if reason else "t1"))
        top = look.px(LETTER)
        area = QRectF(box.x() + 8, box.y() + top, box.width() - 12, box.height() - top)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
        painter.drawText(area, int(flags), self._title(command))

    def _title(self, command: Command) -> str:
        """The act on a key; a label key says which label it sets."""
        labels = self._session.media().labels
        number = command.id.removeprefix("label.")
        if number.isdigit() and 0 < int(number) <= len(labels):
            return f"Label: {labels[int(number) - 1].title}"
        return command.title

    def _reasons(self, ink: Ink, y: int) -> None:
        for command, reason in self._blocked():
            key = self._registry.key_text(command.id)
            line = self._line()
            used = ink.keycap(0, y, line, key)
            sentence = f"{command.title}: {reason}"
            ink.words(used + 10, y, line, sentence, META, "danger", self._left() - used - 30)
            y += line

    def _others(self, ink: Ink, left: int, y: int) -> None:
        line, at = self._line(), left + self._look.px(TITLE_AT)
        right = left + self._look.px(REST_W)
        for group, commands in self._rest().items():
            ink.words(left, y, line, group, META.strong, "t2")
            y += line
            for command in commands:
                keys = self._registry.key_text(command.id)
                ink.keycap(left, y, line, keys)
                reason = command.why_not(self._session)
                token = "t3" if reason else "t1"
                used = ink.words(at, y, line, command.title, BODY, token, right - at)
                if reason:
                    ink.words(at + used + 10, y, line, reason, META, "t3", right - at - used - 10)
                y += line


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
    """F1 or ?: what each key does here; any key of the desk is dead while it is shown."""

    def __init__(self, look: Look, session: Session, registry: Registry, window: QWidget) -> None:
        super().__init__(look, window)
        self._head = label("", Role.DIALOG_TITLE, self.card)
        self.column.addWidget(self._head)
        self._session = session
        self._board = Board(look, session, registry, self.card)
        self._board.left.connect(self.dismiss)
        self._board.scrolled.connect(self._scroll)
        self.scroller = Scroller(self.card)
        self.scroller.setWidget(self._board)
        self.column.addWidget(self.scroller)

    def open(self) -> None:
        """Show the keys as they stand now."""
        pane = self._session.desk.pane
        self._head.setText(f"Keys that work here: {pane}. Esc closes.")
        for bar in (self.scroller.horizontalScrollBar(), self.scroller.verticalScrollBar()):
            bar.setValue(0)
        super().open()

    def place(self) -> None:
        """Side by side where there is room, else one below the other; bars only when needed."""
        margins = self.column.contentsMargins()
        self._board.refresh(self.width() - margins.left() - margins.right() - BAR)
        self.scroller.updateGeometry()
        self.column.activate()
        super().place()

    @Slot(int, int)
    def _scroll(self, across: int, down: int) -> None:
        for bar, lines in (
            (self.scroller.horizontalScrollBar(), across),
            (self.scroller.verticalScrollBar(), down),
        ):
            page = abs(lines) == PAGE
            step = bar.pageStep() if page else LINE
            bar.setValue(bar.value() + step * (lines // PAGE if page else lines))

    def first_focus(self) -> QWidget:
        """The board hears Esc."""
        return self._board
