"""The painted board of the overlay: keys in their places, sentences below, the rest by purpose."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from reviewer.commands.sheet import Line, Place, Sentence, SheetView
from reviewer.ui.lettering.ink import Ink
from reviewer.ui.looks.fonts import BODY, META, Step
from reviewer.ui.looks.look import Look
from reviewer.ui.widgets.base import draw_caps

CAP = Step(16, 22, 600, mono=True)
KEY_W, KEY_H, GAP = 97, 56, 7
LETTER = 25
LINE = 20
HEAD = 22
GROUP_GAP = 2
SHIFTS = (18, 30, 54)
"""By how much each row of letters stands in, as on a keyboard."""
LEFT_W = 640
REST_W = 460
CAPS_W = 126
PAD = 16
GLYPHS = {
    "blocked": ("danger", "danger"),
    "staged": ("staged", "staged"),
    "rule": ("decided", "t2"),
    "never": ("held", "t2"),
}
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
EMPTY = SheetView(False, (), (), (), (), ())
WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop


class Board(QWidget):
    """Paints a view; the same words are its accessible description."""

    left = Signal()
    scrolled = Signal(int, int)
    """Arrow and page keys: lines across and down."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._view = EMPTY
        self._narrow = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Keys that work here")

    def show_view(self, view: SheetView, room: int) -> None:
        """Show other keys. ``room``: px across; where both halves do not fit side by side, the
        second stands below the first."""
        self._view = view
        self._narrow = False
        self._narrow = self._left_width() + self._look.px(REST_W) > room
        self.setAccessibleDescription("; ".join(self.spoken()))
        self.setFixedSize(self.sizeHint())
        self.update()

    def spoken(self) -> Iterator[str]:
        """Everything that is painted, in words."""
        for place in self._view.places():
            yield f"{place.cap}: {place.words}" + (", staged" if place.staged else "")
        for _, lines in self._view.groups:
            for line in lines:
                yield f"{', '.join(line.keys)}: {line.words}"
        for sentence in self._view.sentences:
            yield f"{sentence.lead} {sentence.rest}".strip()

    # -- measures -------------------------------------------------------------------------

    def _left_width(self) -> int:
        keys = 6 * (self._look.px(KEY_W) + GAP)
        return keys if self._narrow else max(keys, self._look.px(LEFT_W)) + PAD

    def _key_height(self) -> int:
        """So high that the longest words are whole."""
        metrics, look = self._look.metrics(META), self._look
        most = QRect(0, 0, look.px(KEY_W) - 16, 1000)
        high = [
            metrics.boundingRect(most, int(WRAP), p.words).height() for p in self._view.places()
        ]
        return max(look.px(KEY_H), look.px(LETTER) + max(high, default=0) + 8)

    def _left_height(self) -> int:
        rows = 1 + len(self._view.left) + len(self._view.right)
        heads = (1 + bool(self._view.right)) * self._look.px(HEAD)
        said = sum(self._sentence_height(s) for s in self._view.sentences)
        return heads + rows * (self._key_height() + GAP) + 16 + said

    def _rest_height(self) -> int:
        count = sum(len(lines) for _, lines in self._view.groups)
        return count * self._look.px(LINE) + len(self._view.groups) * (
            self._look.px(HEAD) + GROUP_GAP
        )

    def _sentence_height(self, sentence: Sentence) -> int:
        lead = self._look.width(BODY.strong, sentence.lead) + 8 if sentence.lead else 0
        room = QRect(0, 0, max(200, self._left_width() - PAD - self._look.px(22) - lead), 1000)
        words = self._look.metrics(BODY).boundingRect(room, int(WRAP), sentence.rest)
        return max(self._look.px(LINE), words.height() + 5)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Wide enough for the board and the rest, high enough for both."""
        left, rest = self._left_width(), self._look.px(REST_W)
        if self._narrow:
            high = self._left_height() + 12 + self._rest_height()
            return QSize(max(left, rest), high)
        return QSize(left + rest, max(self._left_height(), self._rest_height()))

    # -- keys -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc, F1 and ? close, Tab goes to the buttons; nothing goes through to the desk."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_Question):
            self.left.emit()
        elif event.key() in SCROLLS:
            self.scrolled.emit(*SCROLLS[Qt.Key(event.key())])
        event.accept()

    # -- painting -------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The board at the left, the rest at the right."""
        painter = QPainter(self)
        ink = Ink(painter, self._look)
        hold = "hold Alt with every key; " if self._view.alt else ""
        y = self._head(ink, 0, "Left hand", f"{hold}digits label media, letters decide and move")
        y = self._row(ink, 0, y, self._view.digits)
        for shift, row in zip(SHIFTS, self._view.left, strict=False):
            y = self._row(ink, self._look.px(shift), y, row)
        if self._view.right:
            y = self._head(ink, y, "Right hand", "")
        for row in self._view.right:
            y = self._row(ink, 0, y, row)
        y += 5
        ink.rule(0, y, self._left_width() - PAD)
        y += 8
        for sentence in self._view.sentences:
            y = self._sentence(ink, y, sentence)
        if self._narrow:
            self._rest(ink, 0, self._left_height() + 12)
        else:
            ink.fill(self._left_width() - 1, 0, 1, self.height(), "line")
            self._rest(ink, self._left_width() + PAD, 0)
        painter.end()

    def _head(self, ink: Ink, y: int, title: str, words: str) -> int:
        high = self._look.px(HEAD)
        used = ink.words(0, y, high, title.upper(), META.strong, "t2")
        ink.words(used + 8, y, high, words, META, "t2", self._left_width() - used - PAD - 8)
        return y + high

    def _row(self, ink: Ink, x: int, y: int, places: tuple[Place, ...]) -> int:
        wide, high = self._look.px(KEY_W), self._key_height()
        for n, place in enumerate(places):
            self._key(ink, QRect(x + n * (wide + GAP), y, wide, high), place)
        return y + high + GAP

    def _key(self, ink: Ink, box: QRect, place: Place) -> None:
        """One key: letter over act; washed when staged, dashed in danger when blocked."""
        blocked = bool(place.reason)
        edge = "danger" if blocked else "staged" if place.staged else "edge"
        edge = edge if place.ident else "line"
        fill = "wash_staged" if place.staged else "s2" if place.ident else "s1"
        bounds = (box.x(), box.y(), box.width(), box.height())
        line = 2 if place.staged else 1
        ink.box(*bounds, fill=fill, edge=edge, dashed=blocked, line=line, radius=4)
        x, y = box.x() + 10, box.y() + 4
        cap = "t1" if place.ident else "t3"
        ink.words(x, y, self._look.px(LETTER - 4), place.cap, CAP, cap)
        token = "danger" if blocked else "staged" if place.staged else "t1"
        ink.painter.setFont(self._look.font(META.strong if place.staged else META))
        ink.painter.setPen(self._look.colour(token))
        top = self._look.px(LETTER)
        area = QRectF(x, box.y() + top + 2, box.width() - 16, box.height() - top - 2)
        ink.painter.drawText(area, int(WRAP), place.words)

    def _sentence(self, ink: Ink, y: int, sentence: Sentence) -> int:
        """Glyph, the keys in the colour of their state, the sentence; wrapped beside its lead."""
        glyph, token = GLYPHS[sentence.kind]
        line, high = self._look.px(LINE), self._sentence_height(sentence)
        x = float(self._look.px(22))
        ink.glyph(0, y, line, glyph, token)
        if sentence.lead:
            lead = token if sentence.kind in ("blocked", "staged") else "t1"
            x += ink.words(x, y, line, sentence.lead, BODY.strong, lead) + 8
        ink.painter.setFont(self._look.font(BODY))
        ink.painter.setPen(self._look.colour("t1"))
        top = (line - self._look.metrics(BODY).height()) / 2
        area = QRectF(x, y + top, max(200.0, self._left_width() - PAD - x), high)
        ink.painter.drawText(area, int(WRAP), sentence.rest)
        return y + high

    def _rest(self, ink: Ink, left: int, y: int) -> None:
        """What is not on the board, by purpose."""
        head = self._look.px(HEAD)
        for name, lines in self._view.groups:
            ink.words(left, y, head, name.upper(), META.strong, "t2")
            y += head
            for line in lines:
                self._line(ink, left, y, line)
                y += self._look.px(LINE)
            y += GROUP_GAP

    def _line(self, ink: Ink, left: int, y: int, line: Line) -> None:
        high, x = self._look.px(LINE), float(left)
        for key in line.keys[:4]:
            if len(line.keys) > 2 and key not in (line.keys[0], line.keys[-1]):
                continue
            x += draw_caps(ink, x, y, high, key) + 4
            if len(line.keys) > 2 and key == line.keys[0]:
                x += ink.words(x, y, high, "…", BODY, "t2") + 4
        at = max(float(left + self._look.px(CAPS_W)), x + 8)
        words = f"{line.words}: {line.reason}" if line.reason else line.words
        right = left + self._look.px(REST_W) - 2 * PAD
        ink.words(at, y, high, words, BODY, "t3" if line.reason else "t1", right - at)
