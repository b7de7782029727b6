"""Blocks of untrusted running text for delegates: laid out once, painted often.

Each paragraph takes its direction from its first strong character and aligns to that side;
Arabic is larger with more air; what does not fit is counted.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QTextLayout

from reviewer.ui.lettering.bidi import first_strong, has_strong
from reviewer.ui.lettering.running import running
from reviewer.ui.lettering.typeset import (
    EVIDENCE_STYLE,
    READING_STYLE,
    SMALL_STYLE,
    Span,
    TextStyle,
    Typesetter,
)
from reviewer.ui.looks.fonts import META
from reviewer.ui.looks.look import Look

__all__ = [
    "EVIDENCE_STYLE",
    "READING_STYLE",
    "SMALL_STYLE",
    "Paragraph",
    "TextBlock",
    "TextBlocks",
    "TextStyle",
    "paint_text_block",
]

COUNTED = 40
"""Hidden lines that are counted one by one; of more, only the paragraphs are."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A laid out paragraph and how many of its lines are shown."""

    layout: QTextLayout
    lines: int


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A laid out text. ``height`` in px, without the line that counts the rest; ``hidden`` lines
    are not shown (``exact`` says whether all of them were counted)."""

    paragraphs: tuple[Paragraph, ...]
    height: int
    lines: int
    hidden: int
    exact: bool = True

    @property
    def more(self) -> str:
        """``+ 4 lines``, or nothing."""
        if not self.hidden:
            return ""
        word = "line" if self.hidden == 1 and self.exact else "lines"
        return f"+ {self.hidden:,}{'' if self.exact else ' or more'} {word}"


class TextBlocks:
    """Lays text out and keeps what it laid out, by text, width and style. One for each view."""

    def __init__(self, look: Look, keep: int = 400) -> None:
        self._look = look
        self._keep = keep
        self._generation = look.generation
        self._blocks: OrderedDict[tuple[object, ...], TextBlock] = OrderedDict()

    def block(
        self,
        untrusted_text: str,
        width: int,
        *,
        style: TextStyle = EVIDENCE_STYLE,
        max_lines: int = 0,
        marked: tuple[Span, ...] = (),
        colour: str = "t1",
    ) -> TextBlock:
        """Lay a text out.

        Args:
            untrusted_text: running text from outside.
            width: px; at most the measure ``text_width`` is used.
            style: the steps of the type scale.
            max_lines: lines shown at most; 0 shows all.
            marked: (start, end) in code points of the source, marked as found or pinned.
            colour: the token of the text, needed where some of it is marked.
        """
        if self._generation != self._look.generation:
            self._generation = self._look.generation
            self._blocks.clear()
        width = max(1, min(width, self._look.measures.text_width))
        key = (untrusted_text, width, style, max_lines, marked, colour)
        found = self._blocks.get(key)
        if found is None:
            found = self._blocks[key] = self._lay_out(
                untrusted_text, width, style, max_lines, marked, colour
            )
            while len(self._blocks) > self._keep:
                self._blocks.popitem(last=False)
        else:
            self._blocks.move_to_end(key)
        return found

    def _lay_out(
        self,
        untrusted_text: str,
        width: int,
        style: TextStyle,
        max_lines: int,
        marked: tuple[Span, ...],
        colour: str,
    ) -> TextBlock:
        most = 4000 if max_lines else 20_000
        shown = running(untrusted_text, most)
        spans = [(shown.shown(start), shown.shown(end)) for start, end in marked]
        paragraphs: list[Paragraph] = []
        direction = first_strong(shown.text)
        top = lines = hidden = at = 0
        exact = not shown.cut
        whole = shown.text.split("\n")
        for number, text in enumerate(whole):
            if hidden > COUNTED:  # what is far below the last line shown is not laid out
                hidden += len(whole) - number
                exact = False
                break
            direction = first_strong(text) if has_strong(text) else direction
            pen = Typesetter(self._look, style, width, direction, colour)
            room = max_lines - lines if max_lines else -1
            layout, used, over, top = pen.set(text, at, shown, spans, top, room)
            if used:
                paragraphs.append(Paragraph(layout, used))
            lines += used
            hidden += over
            at += len(text) + 1
        return TextBlock(tuple(paragraphs), top, lines, hidden + int(shown.cut), exact)

    def paint(
        self,
        painter: QPainter,
        rect: QRectF,
        untrusted_text: str,
        *,
        style: TextStyle = EVIDENCE_STYLE,
        colour: str = "t1",
        max_lines: int = 0,
        marked: tuple[Span, ...] = (),
        more_suffix: str = "",
    ) -> int:
        """Paint a text at the top left of ``rect``; returns the height used in px. The line that
        counts the rest is painted below, with ``more_suffix`` after it."""
        width = int(rect.width())
        block = self.block(
            untrusted_text, width, style=style, max_lines=max_lines, marked=marked, colour=colour
        )
        painter.save()
        painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        painter.setPen(self._look.colour(colour))
        for paragraph in block.paragraphs:
            paint_paragraph(painter, paragraph, rect.topLeft())
        used = block.height
        if block.hidden:
            painter.setFont(self._look.font(META))
            painter.setPen(self._look.colour("t3"))
            line = self._look.line(META)
            place = QRectF(rect.left(), rect.top() + used, rect.width(), line)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, block.more + more_suffix)
            used += line
        painter.restore()
        return used

    def height(
        self,
        untrusted_text: str,
        width: int,
        *,
        style: TextStyle = EVIDENCE_STYLE,
        max_lines: int = 0,
    ) -> int:
        """The height that ``paint`` will use, in px."""
        block = self.block(untrusted_text, width, style=style, max_lines=max_lines)
        return block.height + (self._look.line(META) if block.hidden else 0)


def paint_paragraph(painter: QPainter, paragraph: Paragraph, origin: QPointF) -> None:
    """Paint the lines of a paragraph that are shown, their formats included."""
    layout = paragraph.layout
    if paragraph.lines == layout.lineCount():
        layout.draw(painter, origin)
        return
    for number in range(paragraph.lines):
        layout.lineAt(number).draw(painter, origin)


def paint_text_block(
    painter: QPainter,
    rect: QRectF,
    untrusted_text: str,
    blocks: TextBlocks,
    *,
    style: TextStyle = EVIDENCE_STYLE,
    colour: str = "t1",
    max_lines: int = 0,
) -> int:
    """Paint untrusted text in a rectangle through a view's ``blocks``; returns the height used."""
    return blocks.paint(
        painter, rect, untrusted_text, style=style, colour=colour, max_lines=max_lines
    )
