"""Rows of the inspector, painted: a name with its value, a mark with its words, in columns."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from reviewer.session.views.views import (
    EarlierLine,
    Fact,
    InspectorView,
    LeadLine,
    PinLine,
    ReportLine,
    WatchLine,
)
from reviewer.ui.lettering.ink import Ink
from reviewer.ui.lettering.plain import show_identifier
from reviewer.ui.lettering.text import SMALL_STYLE, TextBlocks
from reviewer.ui.looks.fonts import META, MONO_META
from reviewer.ui.looks.look import Look

PLAIN, MONO, STRONG, NAME, TEXT = "plain", "mono", "strong", "name", "text"


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``left`` stands in the first column (``untrusted_left``: a handle); the value in
    the second: plain words, mono, a ``name`` or running ``text`` from outside. A ``wide`` row has
    one column only."""

    left: str = ""
    value: str = ""
    kind: str = PLAIN
    glyph: str = ""
    token: str = "t2"
    untrusted_left: bool = False
    strong_left: bool = False
    wide: bool = False
    sign: str = ""
    lines: int = 3


class Rows(QWidget):
    """Painted rows; every row is as high as its value needs at the present width."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._rows: tuple[Row, ...] = ()
        self._blocks = TextBlocks(look, keep=60)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Take the rows."""
        if rows == self._rows:
            return
        self._rows = rows
        said = [f"{show_identifier(r.left)} {show_identifier(r.value, 400)}".strip() for r in rows]
        self.setAccessibleName("; ".join(said))
        self.setVisible(bool(rows))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Text wraps."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """The height of all rows at a width."""
        return sum(self._height(row, width) for row in self._rows)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """At the width it has."""
        width = max(80, self.width())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """It gives way in width, never in height."""
        return QSize(60, self.heightForWidth(max(80, self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width may need another height."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def _split(self, width: int) -> int:
        """Where the second column begins."""
        wanted = max((self._left_width(r) for r in self._rows if not r.wide), default=0)
        least = self._look.px(72)
        return int(min(max(wanted + 14, least), width * 0.45))

    def _left_width(self, row: Row) -> float:
        step = META.strong if row.strong_left else META
        ink = Ink(QPainter(), self._look)
        width = ink.identifier_width(row.left, step, sign=row.sign)
        return width + (self._look.px(12) + 8) * bool(row.glyph)

    def _height(self, row: Row, width: int) -> int:
        line = self._look.line(META)
        if row.kind != TEXT or not row.value:
            return line + 1
        room = width - (self._indent(row) if row.wide else self._split(width))
        text = self._blocks.height(row.value, max(40, room), style=SMALL_STYLE, max_lines=row.lines)
        return text + 1 + (line if row.wide and row.left else 0)

    def _indent(self, row: Row) -> int:
        return self._look.px(12) + 8

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Row after row."""
        painter = QPainter(self)
        ink = Ink(painter, self._look)
        y, width = 0, self.width()
        split = self._split(width)
        for row in self._rows:
            height = self._height(row, width)
            self._paint(ink, row, y, height, split)
            y += height

    def _paint(self, ink: Ink, row: Row, y: int, height: int, split: int) -> None:
        look, width = self._look, self.width()
        line = look.line(META)
        x = 0.0
        if row.glyph:
            x += ink.glyph(0, y, line, row.glyph, row.token, 12) + 8
        room = (width if row.wide else split - 10) - x
        step = META.strong if row.strong_left else META
        if row.untrusted_left:
            used = ink.identifier(x, y, line, row.left, step, "t1", room, sign=row.sign)
        else:
            used = ink.words(x, y, line, row.left, step, "t1" if row.strong_left else "t2", room)
        if not row.value:
            return
        if row.kind == TEXT:
            top = y + line if row.wide and row.left else y
            left = self._indent(row) if row.wide else split
            place = QRectF(left, top, width - left, height)
            self._blocks.paint(
                ink.painter,
                place,
                row.value,
                style=SMALL_STYLE,
                max_lines=row.lines,
                colour="t2" if row.wide else "t1",
            )
            return
        left = int(x + used + 6) if row.wide else split
        self._value(ink, row, left, y, line)

    def _value(self, ink: Ink, row: Row, x: float, y: int, line: int) -> None:
        room = self.width() - x
        if row.kind == NAME:
            ink.identifier(x, y, line, row.value, META, "t1", room, sign=row.sign)
        elif row.kind == MONO:
            ink.identifier(x, y, line, row.value, MONO_META, "t1", room)
        elif row.kind == STRONG:
            ink.words(x, y, line, row.value, META.strong, "t1", room)
        else:
            ink.words(x, y, line, row.value, META, "t1" if row.left else "t2", room)


def fact_row(fact: Fact) -> Row:
    """A name and its value; what comes from outside is running text or an identifier."""
    if fact.mono:
        return Row(fact.name, fact.value, MONO)
    if fact.untrusted:
        return Row(fact.name, fact.value, TEXT)
    return Row(fact.name, fact.value)


def report_rows(reports: list[ReportLine]) -> tuple[Row, ...]:
    """Each claim with its count, when, and the newest statement below it."""
    rows: list[Row] = []
    for report in reports:
        words = f"{report.words} ×{report.count:,}"
        rows.append(Row(words, report.when, glyph="reported", token="t2", untrusted_left=True))
        if report.untrusted_statement:
            rows.append(Row("", report.untrusted_statement, TEXT, wide=True, lines=2))
    return tuple(rows)


def related_rows(related: list[tuple[str, str]]) -> tuple[Row, ...]:
    """Handle and reason."""
    return tuple(
        Row(handle, why, TEXT, untrusted_left=True, sign="@", lines=3) for handle, why in related
    )


def watch_rows(watch: list[WatchLine]) -> tuple[Row, ...]:
    """Each list: its name, tier, source and since; then the sentence and who is left."""
    rows: list[Row] = []
    for line in watch:
        rows.append(Row("", line.untrusted_entity, TEXT, glyph="eye", wide=True, lines=2))
        facts = (("tier", line.untrusted_tier), ("source", line.untrusted_source))
        rows += [Row(name, value, TEXT, lines=2) for name, value in facts if value]
        if line.since:
            rows.append(Row("since", line.since))
        rows.append(Row("", line.coverage, TEXT, wide=True, lines=2))
        rows += [Row(who, words, glyph="undecided", untrusted_left=True, sign="@")
                 for who, words in line.left]  # fmt: skip
        if line.more:
            rows.append(Row("", f"{line.more:,} more are left", wide=True))
    return tuple(rows)


def outcome_of(line: EarlierLine) -> str:
    """The outcome in words; that it was withdrawn comes first, where nothing can cut it."""
    return f"withdrawn: {line.outcome}" if line.withdrawn else line.outcome


def earlier_rows(earlier: list[EarlierLine]) -> tuple[Row, ...]:
    """Outcome, when, policy, by whom; the platform's own words below."""
    rows: list[Row] = []
    for line in earlier:
        parts = [line.when, line.policy, f"by {line.who}" if line.who else ""]
        words = ", ".join(p for p in parts if p)
        outcome = outcome_of(line)
        outcome = outcome[:1].upper() + outcome[1:]
        glyph, token = ("cross", "t2") if line.withdrawn else ("decided", "decided")
        rows.append(
            Row(outcome, words, NAME, glyph=glyph, token=token, strong_left=True, wide=True)
        )
        if line.untrusted_basis:
            rows.append(Row("", line.untrusted_basis, TEXT, wide=True, lines=2))
    return tuple(rows)


def lead_rows(lead: list[LeadLine]) -> tuple[Row, ...]:
    """What the lead said, when and who; what was done well first, then the rest."""
    rows: list[Row] = []
    for line in lead:
        words = ", ".join(p for p in (line.when, f"by {line.who}" if line.who else "") if p)
        title = line.words[:1].upper() + line.words[1:]
        rows.append(
            Row(title, words, NAME, glyph="seen", token="accent", strong_left=True, wide=True)
        )
        if line.untrusted_strengths:
            rows.append(Row("", line.untrusted_strengths, TEXT, wide=True, lines=6))
        if line.untrusted_words:
            rows.append(Row("", line.untrusted_words, TEXT, wide=True, lines=12))
    return tuple(rows)


def pin_rows(pins: list[PinLine]) -> tuple[Row, ...]:
    """Number, what, and the quote, each in one line."""
    rows = []
    for pin in pins:
        words = f"{pin.number}  {pin.words}" + (":" if pin.untrusted_quote else "")
        quote = pin.untrusted_quote.replace("\n", " ")
        rows.append(Row(words, quote, NAME, glyph="pinned", token="accent", wide=True))
    return tuple(rows)


def link_rows(view: InspectorView) -> tuple[Row, ...]:
    """Links, shown defanged, never opened."""
    return tuple(
        Row("", link, TEXT, glyph="link", token="t3", wide=True, lines=2)
        for link in view.untrusted_links
    )
