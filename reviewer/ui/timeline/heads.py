"""Paints what parts the event list: day headers, gaps, and the block of undated events."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF

from reviewer.session.views.timeline_views import TimelineRow
from reviewer.ui.lettering.ink import Ink
from reviewer.ui.lettering.text import SMALL_STYLE, TextBlocks
from reviewer.ui.looks.fonts import META, MONO_META
from reviewer.ui.looks.look import Look

BAR = 3
BLOCK_INSET = 10


def badges_of(row: TimelineRow) -> list[tuple[str, str, str]]:
    """(glyph, words, colour) of what is marked on an event."""
    found = []
    if row.pinned:
        found.append(("pinned", f"pinned {row.pinned}", "accent"))
    if row.reports:
        found.append(("reported", f"reported ×{row.reports}", "t2"))
    if row.flagged:
        found.append(("flagged", "flagged", "t1"))
    return found


class Heads:
    """The rows that are not events of a day."""

    def __init__(self, look: Look, blocks: TextBlocks) -> None:
        self._look = look
        self._blocks = blocks

    def day(self, ink: Ink, rect: QRect, row: TimelineRow) -> None:
        """The line above the events of a day."""
        y, h, pad = rect.y(), rect.height(), self._look.measures.pad
        ink.fill(rect.x(), y, rect.width(), h, "s2")
        x: float = rect.x() + pad
        x += ink.words(x, y, h, row.title, META.strong, "t1") + 8
        words = f"{row.count:,} event" + ("" if row.count == 1 else "s")
        ink.words(x, y, h, words, META, "t2")

    def gap(self, ink: Ink, rect: QRect, row: TimelineRow) -> None:
        """The days on which nothing was."""
        look, y, h = self._look, rect.y(), rect.height()
        ink.fill(rect.x(), y, rect.width(), h, "s0")
        days = f"{row.count:,} day" + ("" if row.count == 1 else "s")
        parts = (
            (row.heading or "no events for", META, "t2"),
            (days, META.strong, "t1"),
            (row.title, MONO_META, "t3"),
        )
        width = sum(look.width(step, text) for text, step, _ in parts) + 2 * 8
        x = rect.x() + max(look.measures.pad, (rect.width() - width) / 2)
        middle = y + h // 2
        ink.dashes(rect.x() + 12, x - 10, middle)
        for text, step, token in parts:
            x += ink.words(x, y, h, text, step, token) + 8
        ink.dashes(x + 2, rect.right() - 12, middle)

    def undated(
        self,
        ink: Ink,
        rect: QRect,
        row: TimelineRow,
        number: int,
        last: int,
        *,
        selected: bool,
        ring: bool,
    ) -> None:
        """A row of the block that stands apart: header, or one line with the reason."""
        left, right = rect.x() + BLOCK_INSET, rect.right() + 1 - BLOCK_INSET
        ink.fill(rect.x(), rect.y(), rect.width(), rect.height(), "s1")
        if number == 0:
            self._undated_head(ink, rect, row)
        else:
            self._undated_row(ink, rect, row, selected=selected, ring=ring)
        painter = ink.painter
        painter.save()
        painter.setClipRect(rect)
        top = rect.y() + 5 if number == 0 else rect.y() - 20
        bottom = rect.bottom() - 4 if number == last else rect.bottom() + 20
        ink.box(left, top, right - left, bottom - top, edge="edge", dashed=True)
        painter.restore()

    def _undated_head(self, ink: Ink, rect: QRect, row: TimelineRow) -> None:
        y, h = rect.y() + 6, self._look.measures.day_header
        x: float = rect.x() + BLOCK_INSET + 10
        x += ink.glyph(x, y, h, "undated", "contested") + 8
        x += ink.words(x, y, h, row.title, META.strong, "t1") + 8
        words = f"{row.count:,} event{'' if row.count == 1 else 's'}, not on the axis"
        ink.words(x, y, h, words, META, "t2", rect.right() - BLOCK_INSET - x - 8)

    def _undated_row(
        self, ink: Ink, rect: QRect, row: TimelineRow, *, selected: bool, ring: bool
    ) -> None:
        left, right = rect.x() + BLOCK_INSET + 1, rect.right() - BLOCK_INSET
        y, h = rect.y(), self._look.measures.undated_row
        if selected:
            ink.fill(left, y, right - left, h, "s3")
            ink.fill(left, y, BAR, h, "accent")
        ink.rule(left, y, right - left)
        x: float = left + 9
        x += ink.glyph(x, y, h, row.glyph if row.kind == "event" else "account", "t2") + 10
        x += ink.words(x, y, h, "no time in source", MONO_META, "t2") + 10
        if row.heading and row.kind == "line":
            x += ink.words(x, y, h, row.heading, META, "t2") + 6
        marks = badges_of(row)
        if row.seen:
            right -= self._look.px(14) + 8
            ink.glyph(right, y, h, "seen", "decided", 14)
        for glyph, words, token in marks:
            right -= int(ink.badge_width(words, glyph)) + 4
            ink.badge(right, y + 2, h - 4, words, token, glyph=glyph)
        self._one_line(ink, x, y, h, right - 8 - x, row.untrusted_text)
        if ring:
            ink.ring(left, y, rect.right() - BLOCK_INSET - left, h)

    def _one_line(
        self, ink: Ink, x: float, y: float, h: float, room: float, untrusted: str
    ) -> None:
        """The first line of a text from outside, in a row of its own."""
        if room < 20:
            return
        first = untrusted.replace("\r", "\n").replace("\n", " ")
        block = self._blocks.block(first, int(room), style=SMALL_STYLE, max_lines=1)
        top = y + (h - block.height) / 2
        ink.painter.save()
        ink.painter.setClipRect(QRectF(x, y, room, h))
        self._blocks.paint(
            ink.painter, QRectF(x, top, room, block.height), first, style=SMALL_STYLE, max_lines=1
        )
        ink.painter.restore()
