"""Paints a row of the queue: glyph, handle, state; why now; counts, hold, hits."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from reviewer.session.views.views import QueueRow
from reviewer.ui.lettering.ink import Ink
from reviewer.ui.lettering.stamps import Stamps
from reviewer.ui.looks.fonts import BODY, META
from reviewer.ui.looks.look import Look
from reviewer.ui.queue.model import GroupHeader, Line, Role

Index = QModelIndex | QPersistentModelIndex

STATE_LOOK = {
    "undecided": ("undecided", "t2"),
    "staged": ("staged", "staged"),
    "decided": ("decided", "decided"),
    "later": ("later", "t2"),
    "escalated": ("escalated", "escalated"),
    "contested": ("contested", "contested"),
    "proposed": ("escalated", "escalated"),
    "again": ("decided", "contested"),
    "locked": ("locked", "t2"),
}
"""State: (glyph, colour of its word)."""
BAR = 3


class QueueDelegate(QStyledItemDelegate):
    """Reads the row from the model and paints it."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._wrapped: dict[tuple[int, int, str], int] = {}
        self.keyboard = False
        self.stamps = Stamps(look)

    def height(self, line: Line, width: int) -> int:
        """The height of a row; one more line where why-now is too long for the width."""
        measures = self._look.measures
        if isinstance(line, GroupHeader):
            return measures.group_header
        key = (self._look.generation, width, line.why)
        lines = self._wrapped.get(key)
        if lines is None:
            if len(self._wrapped) > 5000:
                self._wrapped.clear()
            room = max(40, width - self._text_x() - measures.pad)
            lines = self._wrapped[key] = 1 + int(self._look.width(META, line.why) > room)
        return measures.queue_row + (lines - 1) * self._look.line(META)

    def _text_x(self) -> int:
        return self._look.measures.pad + self._look.px(16) + 10

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row; one that says what it said before is only put in its place."""
        line: Line = index.data(Role.ROW)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = self.keyboard and selected
        draw = partial(self._line, line, selected, focused)
        self.stamps.paint(Ink(painter, self._look), option.rect, (line, selected, focused), draw)

    def _line(self, line: Line, selected: bool, focused: bool, ink: Ink, rect: QRect) -> None:
        if isinstance(line, GroupHeader):
            self._header(ink, rect, line)
            return
        self._row(ink, rect, line, selected)
        if focused:
            ink.ring(rect.x(), rect.y(), rect.width(), rect.height())

    def _header(self, ink: Ink, rect: QRect, line: GroupHeader) -> None:
        pad = self._look.measures.pad
        y, h = rect.y(), rect.height()
        ink.fill(rect.x(), y, rect.width(), h, "s2")
        x: float = rect.x() + pad
        x += ink.glyph(x, y, h, "chevron-down", "t2", 12) + 8
        ink.words(x, y, h, line.words, META.strong, "t1")
        ink.words_right(rect.right() - pad + 1, y, h, f"{line.count:,}", META, "t2")
        ink.rule(rect.x(), y + h - 1, rect.width())

    def _row(self, ink: Ink, rect: QRect, row: QueueRow, selected: bool) -> None:
        look, pad = self._look, self._look.measures.pad
        if selected:
            ink.fill(rect.x(), rect.y(), rect.width(), rect.height(), "s3")
            ink.fill(rect.x(), rect.y(), BAR, rect.height(), "accent")
            if look.theme.contrast:
                ink.box(rect.x(), rect.y(), rect.width(), rect.height(), edge="edge", radius=0)
        elif row.marked:
            ink.fill(rect.x(), rect.y(), BAR, rect.height(), "staged")
        ink.rule(rect.x(), rect.bottom(), rect.width())
        body, meta = look.line(BODY), look.line(META)
        full = look.measures.queue_lines > 2
        y = rect.y() + (8 if full else 6)
        right = rect.right() - pad + 1
        glyph, token = STATE_LOOK.get(row.state, ("undecided", "t2"))
        ink.glyph(rect.x() + pad - 2, y, body, glyph, _glyph_token(row), 16)
        word = "marked" if row.marked else row.state_word
        word_token = "staged" if row.marked else token
        state_width = look.width(META.strong, word)
        ink.words(right - state_width, y, body, word, META.strong, word_token)
        if row.hold and not full:
            state_width += look.px(12) + 6
            ink.glyph(right - state_width, y, body, "held", "held", 12)
        x = rect.x() + self._text_x()
        room = right - state_width - 10 - x
        ink.identifier(x, y, body, row.untrusted_handle, BODY.strong, "t1", room, sign="@")
        y += body + (1 if full else 0)
        y += self._why(ink, x, y, right - x, row.why)
        if full:
            self._counts(ink, x, y + 1, right, meta, row)

    def _why(self, ink: Ink, x: float, y: float, room: float, why: str) -> int:
        """Why this case is here now: never elided, wrapped if need be. Returns its height."""
        line = self._look.line(META)
        if self._look.width(META, why) <= room:
            ink.words(x, y, line, why, META, "t2")
            return line
        first, rest = split_words(self._look, why, int(room))
        ink.words(x, y, line, first, META, "t2")
        ink.words(x, y + line, line, rest, META, "t2", room)
        return 2 * line

    def _counts(self, ink: Ink, x: float, y: float, right: float, h: int, row: QueueRow) -> None:
        counts = f"{row.posts:,} {'post' if row.posts == 1 else 'posts'} · {row.media:,} media"
        at = right
        if row.hits:
            words = f"{row.hits:,}"
            at -= self._look.width(META.strong, words)
            ink.words(at, y, h, words, META.strong, "hit")
            at -= self._look.px(12) + 4
            ink.glyph(at, y, h, "hit", "hit", 12)
            at -= 10
        if row.hold:
            at -= self._look.width(META.strong, "hold")
            ink.words(at, y, h, "hold", META.strong, "held")
            at -= self._look.px(12) + 4
            ink.glyph(at, y, h, "held", "held", 12)
        ink.words(x, y, h, counts, META, "t3", at - x - 8)


def _glyph_token(row: QueueRow) -> str:
    named = {"proposed": "escalated", "again": "contested"}
    known = ("staged", "decided", "escalated", "contested")
    return named.get(row.state, row.state if row.state in known else "undecided")


def split_words(look: Look, text: str, room: int) -> tuple[str, str]:
    """Cut a sentence of the program into a first line that fits and the rest."""
    words = text.split(" ")
    taken = 1
    while taken < len(words) and look.width(META, " ".join(words[: taken + 1])) <= room:
        taken += 1
    return " ".join(words[:taken]), " ".join(words[taken:])
