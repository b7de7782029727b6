"""Blocks of untrusted running text for delegates: laid out once, painted often.

Each paragraph takes its direction from its first strong character and aligns to that side;
Arabic is larger with more air; what does not fit is counted.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QTextCharFormat, QTextLayout, QTextOption

from reviewer.ui.bidi import first_strong, has_strong
from reviewer.ui.fonts import (
    EVIDENCE,
    EVIDENCE_ARABIC,
    META,
    READING,
    READING_ARABIC,
    Step,
)
from reviewer.ui.look import Look
from reviewer.ui.running import Running, running
from reviewer.ui.script import Units, arabic_runs

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TextStyle:
    """The steps of a block: its own, and the larger one of its Arabic runs."""

    latin: Step
    arabic: Step

    @property
    def mono(self) -> Step:
        """The step of links."""
        return Step(self.latin.size - 1, self.latin.line, mono=True)


EVIDENCE_STYLE = TextStyle(EVIDENCE, EVIDENCE_ARABIC)
READING_STYLE = TextStyle(READING, READING_ARABIC)
SMALL_STYLE = TextStyle(META, Step(13, 20, arabic=True))


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
        for text in shown.text.split("\n"):
            direction = first_strong(text) if has_strong(text) else direction
            pen = _Typesetter(self._look, style, width, direction, colour)
            room = max_lines - lines if max_lines else -1
            layout, used, over, top = pen.set(text, at, shown, spans, top, room)
            if used:
                paragraphs.append(Paragraph(layout, used))
            lines += used
            hidden += over
            at += len(text) + 1
        exact = not shown.cut
        return TextBlock(tuple(paragraphs), top, lines, hidden + (0 if exact else 1), exact)

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


class _Typesetter:
    """Sets one paragraph."""

    def __init__(
        self, look: Look, style: TextStyle, width: int, direction: Qt.LayoutDirection, colour: str
    ) -> None:
        self._look = look
        self._style = style
        self._width = width
        self._direction = direction
        self._colour = colour

    def set(
        self, text: str, at: int, shown: Running, spans: list[Span], top: int, room: int
    ) -> tuple[QTextLayout, int, int, int]:
        """Lay ``text`` out from ``top``; gives layout, lines shown, lines over, the new top.
        ``at`` is where the paragraph stands in the whole; ``room`` lines may be shown, -1 all."""
        runs = arabic_runs(text)
        layout = QTextLayout(text, self._look.font(self._style.latin))
        layout.setCacheEnabled(True)
        rtl = self._direction == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        option = QTextOption(side | Qt.AlignmentFlag.AlignAbsolute)
        option.setTextDirection(self._direction)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(self._formats(text, at, runs, shown.links, spans))
        step = self._style.arabic if runs else self._style.latin
        height = self._look.line(step)
        used = over = 0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self._width)
            if room >= 0 and used >= room:
                over += 1
                line.setPosition(QPointF(0, -10_000))
                continue
            line.setPosition(QPointF(0, top + round((height - line.height()) / 2)))
            used += 1
            top += height
        layout.endLayout()
        return layout, used, over, top

    def _formats(
        self,
        text: str,
        at: int,
        runs: list[Span],
        links: tuple[Span, ...],
        spans: list[Span],
    ) -> list[QTextLayout.FormatRange]:
        units = Units(text)
        end = at + len(text)

        def within(span: Span) -> Span | None:
            first, last = max(span[0], at) - at, min(span[1], end) - at
            return (units.at(first), units.at(last)) if first < last else None

        formats = []
        for first, last in runs:
            formats.append(self._format((units.at(first), units.at(last)), self._style.arabic))
        for span in links:
            if place := within(span):
                formats.append(self._format(place, self._style.mono, "t2"))
        for span in spans:
            if place := within(span):
                formats.append(self._mark(place))
        return formats

    def _format(self, place: Span, step: Step | None, colour: str = "") -> QTextLayout.FormatRange:
        made = QTextLayout.FormatRange()
        made.start, made.length = place[0], place[1] - place[0]
        form = QTextCharFormat()
        if step is not None:
            form.setFont(self._look.font(step))
        if colour:
            form.setForeground(self._look.colour(colour))
        made.format = form
        return made

    def _mark(self, place: Span) -> QTextLayout.FormatRange:
        """Found or pinned: accent underline on the selected surface, never colour alone."""
        made = self._format(place, None)
        form = QTextCharFormat()
        form.setBackground(self._look.colour("s3"))
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        form.setUnderlineColor(QColor(self._look.colour("accent")))
        made.format = form
        return made


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
