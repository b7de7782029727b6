"""Paints the event list: day headers, gaps, the undated block, events and one-line events."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from reviewer.session.views.timeline_views import TimelineRow
from reviewer.ui.lettering.ink import Ink
from reviewer.ui.lettering.stamps import Stamps
from reviewer.ui.lettering.text import EVIDENCE_STYLE, TextBlocks
from reviewer.ui.looks.fonts import META, MONO_META
from reviewer.ui.looks.look import Look
from reviewer.ui.timeline.heads import BAR, Heads, badges_of
from reviewer.ui.timeline.model import Role, TimelineModel

Index = QModelIndex | QPersistentModelIndex

LINES = 3
BADGE = 18


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of a row begin, from its left edge."""

    tick: int
    time: int
    glyph: int
    content: int


def columns_of(look: Look) -> Columns:
    """Seen tick, time, kind, content, in px."""
    full = look.measures.layout == "full"
    gap, after = (8, 4) if full else (6, 0)
    time = 8 + look.px(18) + gap
    glyph = time + look.px(58) + after
    return Columns(8, time, glyph, glyph + look.px(20) + 8)


class TimelineDelegate(QStyledItemDelegate):
    """Reads the row from the model, lays its text out once, and paints it."""

    def __init__(self, look: Look, model: TimelineModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._model = model
        self.blocks = TextBlocks(look)
        self._heads = Heads(look, self.blocks)
        self.stamps = Stamps(look)
        self.keyboard = False
        self.painted: set[str] = set()

    # -- heights --------------------------------------------------------------------------

    def usual_height(self) -> int:
        """The height to expect of a row that was not read yet."""
        m = self._look.measures
        return (
            m.event_pad * 2 + self._look.line(META) * 2 + 2 * self._look.line(EVIDENCE_STYLE.latin)
        )

    def height(self, number: int, width: int) -> int:
        """The height of a row in px, from its text."""
        row, m = self._model.row(number), self._look.measures
        block = self._model.undated
        if block and number <= block:
            last = 6 if number == block else 0
            return (m.day_header + 6 if number == 0 else m.undated_row) + last
        return self._height(row, width)

    def _height(self, row: TimelineRow, width: int) -> int:
        m = self._look.measures
        fixed = {"day": m.day_header, "gap": m.gap_row, "undated": m.day_header}
        fixed["line"] = m.event_line
        if row.kind in fixed:
            return fixed[row.kind]
        return self._event_height(row, width)

    def _event_height(self, row: TimelineRow, width: int) -> int:
        m, look = self._look.measures, self._look
        text = 0
        if row.untrusted_text:
            room = self._text_room(row, width)
            text = self.blocks.height(
                row.untrusted_text, room, style=EVIDENCE_STYLE, max_lines=LINES
            )
        height = m.event_pad * 2 + look.px(18) + text + (look.px(17) if row.meta else 0)
        if m.layout == "full":
            badges = len(badges_of(row)) * look.px(BADGE + 3)
            height = max(height, m.event_pad * 2 + badges)
        return height + 1

    def _text_room(self, row: TimelineRow, width: int) -> int:
        room = width - columns_of(self._look).content - self._look.measures.pad
        if self._look.measures.layout == "full" and badges_of(row):
            room -= self._look.px(112)
        return max(80, min(room, self._look.measures.text_width))

    # -- painting -------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row: TimelineRow = index.data(Role.ROW)
        ink = Ink(painter, self._look)
        rect: QRect = option.rect
        number, block = index.row(), self._model.undated
        if block and number <= block:
            selected = bool(option.state & QStyle.StateFlag.State_Selected)
            ring = selected and self.keyboard
            self._heads.undated(ink, rect, row, number, block, selected=selected, ring=ring)
            if row.key and not row.seen:
                self.painted.add(row.key)
        else:
            self._dated(ink, rect, row, bool(option.state & QStyle.StateFlag.State_Selected))

    def expect(self, row: TimelineRow, width: int, dpr: float) -> int:
        """Lay out and paint ahead a row that will come; its height in px."""
        height = self._height(row, width)
        self.stamps.keep(QSize(width, height), dpr, row, partial(self._draw, row, False))
        return height

    def _dated(self, ink: Ink, rect: QRect, row: TimelineRow, selected: bool) -> None:
        """A row that was painted ahead is put in its place; it says all that the row says now, or
        it is another row."""
        if selected or not self.stamps.put(ink, rect, row):
            self._draw(row, selected, ink, rect)
        if row.key and not row.seen:
            self.painted.add(row.key)

    def _draw(self, row: TimelineRow, selected: bool, ink: Ink, rect: QRect) -> None:
        if row.kind == "day":
            self._heads.day(ink, rect, row)
        elif row.kind == "gap":
            self._heads.gap(ink, rect, row)
        else:
            self._item(ink, rect, row, selected)

    def _item(self, ink: Ink, rect: QRect, row: TimelineRow, selected: bool) -> None:
        if selected:
            ink.fill(rect.x(), rect.y(), rect.width(), rect.height(), "s3")
            ink.fill(rect.x(), rect.y(), BAR, rect.height(), "accent")
            if self._look.theme.contrast:
                ink.box(rect.x(), rect.y(), rect.width(), rect.height(), edge="edge", radius=0)
        ink.rule(rect.x(), rect.bottom(), rect.width())
        if row.kind == "line":
            self._line(ink, rect, row)
        else:
            self._event(ink, rect, row, "s1" if selected else "s2")
        if selected and self.keyboard:
            ink.ring(rect.x(), rect.y(), rect.width(), rect.height())

    def _lead(self, ink: Ink, rect: QRect, row: TimelineRow, y: int, h: int) -> None:
        """Tick, time and kind."""
        columns = columns_of(self._look)
        if row.seen:
            ink.glyph(rect.x() + columns.tick, y, h, "seen", "decided", 14)
        ink.words(rect.x() + columns.time, y, h, row.time, MONO_META, "t2")
        ink.glyph(rect.x() + columns.glyph, y, h, row.glyph, "t2", 14)

    def _line(self, ink: Ink, rect: QRect, row: TimelineRow) -> None:
        pad = self._look.measures.pad
        y, h = rect.y(), rect.height() - 1
        self._lead(ink, rect, row, y, h)
        x: float = rect.x() + columns_of(self._look).content
        room = rect.right() - pad - x
        x += ink.words(x, y, h, row.heading, META, "t2", room) + 6
        room = rect.right() - pad - x
        if room > 20:
            ink.identifier(x, y, h, row.untrusted_text, META, "t1", room)

    def _event(self, ink: Ink, rect: QRect, row: TimelineRow, fill: str) -> None:
        look, m = self._look, self._look.measures
        y, h = rect.y() + m.event_pad, look.px(18)
        self._lead(ink, rect, row, y, h)
        x = rect.x() + columns_of(look).content
        right = rect.right() + 1 - m.pad
        free = self._badges(ink, row, right, y, h, fill)
        self._heading(ink, row, x, y, h, free - 8)
        y += h
        if row.untrusted_text:
            room = self._text_room(row, rect.width())
            place = QRectF(x, y, room, rect.bottom() - y)
            y += self.blocks.paint(
                ink.painter,
                place,
                row.untrusted_text,
                max_lines=LINES,
                marked=row.marked,
                more_suffix=", inspector",
            )
        if row.meta:
            ink.words(x, y, look.px(17), row.meta, META, "t3", free - x - 8)

    def _heading(
        self, ink: Ink, row: TimelineRow, x: float, y: float, h: float, right: float
    ) -> None:
        """What it is, whom it names, how many media it has."""
        strong = not row.untrusted_who
        step = META.strong if strong else META
        x += ink.words(x, y, h, row.heading, step, "t1" if strong else "t2", right - x) + 5
        if row.untrusted_who and right > x:
            x += (
                ink.identifier(x, y, h, row.untrusted_who, META.strong, "t1", right - x, sign="@")
                + 5
            )
        if row.media and right > x:
            ink.words(x + 3, y, h, f"with {row.media} media", META, "t2", right - x)

    def _badges(
        self, ink: Ink, row: TimelineRow, right: float, y: float, h: float, fill: str
    ) -> float:
        """Badges packed to the right: stacked, or in the handle line when compact. Returns where
        the room of the heading ends."""
        stacked = self._look.measures.layout == "full"
        tall = self._look.px(BADGE)
        free = at = right
        badges = badges_of(row)
        for n, (glyph, words, token) in enumerate(badges if stacked else badges[::-1]):
            width = ink.badge_width(words, glyph)
            if stacked:
                top = y + n * (tall + 3)
                ink.badge(right - width, top, tall, words, token, glyph=glyph, fill=fill)
                free = min(free, right - width)
            else:
                at -= width
                ink.badge(at, y + (h - tall) / 2, tall, words, token, glyph=glyph, fill=fill)
                at -= 4
                free = at
        return free
