"""Setting one paragraph of untrusted text: direction, Arabic runs, links, marks."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QTextCharFormat, QTextLayout, QTextOption

from reviewer.ui.lettering.running import Running
from reviewer.ui.lettering.script import Units, arabic_runs
from reviewer.ui.looks.fonts import (
    EVIDENCE,
    EVIDENCE_ARABIC,
    META,
    READING,
    READING_ARABIC,
    Step,
)
from reviewer.ui.looks.look import Look

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


class Typesetter:
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
        form.setUnderlineColor(self._look.colour("accent"))
        made.format = form
        return made
