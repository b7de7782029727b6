"""One line at a time: words, glyphs, tags and keycaps for delegates and painted bars."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from reviewer.ui.lettering.bidi import FSI, PDI, first_strong, identifier_segments
from reviewer.ui.looks.fonts import KEY, META, Step
from reviewer.ui.looks.icons import pixmap
from reviewer.ui.looks.look import Look

VCENTRE = (
    Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
)
TAG_PAD = 6
LARGE = 3000
"""A box of more square px is put together from corners: smoothing its whole area costs most."""


def _whole(value: float) -> bool:
    return value == int(value)


def _clear(size: QSize, dpr: float) -> QPixmap:
    """An empty picture of a size in logical px."""
    made = QPixmap(round(size.width() * dpr), round(size.height() * dpr))
    made.setDevicePixelRatio(dpr)
    made.fill(Qt.GlobalColor.transparent)
    return made


class Ink:
    """A painter with the look in its hand. Lengths in logical px; ``y`` and ``h`` give the line's
    box, in which everything is centred. Methods return the width they used."""

    __slots__ = ("look", "painter")

    def __init__(self, painter: QPainter, look: Look) -> None:
        self.painter = painter
        self.look = look
        # words take their direction from themselves, not from the interface's: "1 of 2" in an
        # interface from right to left would read "of 2 1"
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)

    def colour(self, token: str) -> QColor:
        """The colour of a token."""
        return self.look.colour(token)

    def words(
        self, x: float, y: float, h: float, text: str, step: Step, token: str, room: float = 1e6
    ) -> float:
        """Words of the program, elided at the end of ``room``."""
        look, painter = self.look, self.painter
        width = look.width(step, text)
        if width > room:
            metrics = look.metrics(step)
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room))
            width = metrics.horizontalAdvance(text)
        painter.setFont(look.font(step))
        painter.setPen(look.colour(token))
        line, height = look.said(step, text)
        painter.drawStaticText(QPointF(x, y + (h - height) / 2), line)
        return width

    def identifier(
        self,
        x: float,
        y: float,
        h: float,
        untrusted: str,
        step: Step,
        token: str,
        room: float,
        *,
        sign: str = "",
    ) -> float:
        """A handle, name or id from outside: isolated, with a bordered tag for what is invisible.
        ``sign``, such as ``@``, is put where reading begins: at the right end of one that runs
        from right to left."""
        if sign and first_strong(untrusted) == Qt.LayoutDirection.RightToLeft:
            room -= self.look.width(step, sign)
            used = self.identifier(x, y, h, untrusted, step, token, room)
            return used + self.words(x + used, y, h, sign, step, token)
        at = x + (self.words(x, y, h, sign, step, token, room) if sign else 0)
        for piece in identifier_segments(untrusted):
            left = x + room - at
            if left <= 4:
                break
            if piece.tag:
                at += self._hidden_tag(at, y, h, piece.text, left)
            elif piece.text.isascii():
                at += self.words(at, y, h, piece.text, step, token, left)
            else:
                text = self.look.metrics(step).elidedText(
                    piece.text, Qt.TextElideMode.ElideRight, int(left)
                )
                at += self.words(at, y, h, f"{FSI}{text}{PDI}", step, token)
        return at - x

    def _hidden_tag(self, x: float, y: float, h: float, name: str, room: float) -> float:
        width = self.look.width(KEY, name) + 6
        if width + 2 > room:
            return self.words(x, y, h, "…", KEY, "contested", room)
        height = self.look.px(15)
        self.box(x + 1, round(y + (h - height) / 2), width, height, edge="contested", radius=2)
        self.words(x + 4, y, h, name, KEY, "contested")
        return width + 2

    def identifier_width(self, untrusted: str, step: Step, *, sign: str = "") -> float:
        """How wide ``identifier`` would be, given all the room."""
        width: float = self.look.width(step, sign) if sign else 0
        for piece in identifier_segments(untrusted):
            width += (
                self.look.width(KEY, piece.text) + 8
                if piece.tag
                else self.look.width(step, piece.text)
            )
        return width

    def words_right(
        self, right: float, y: float, h: float, text: str, step: Step, token: str
    ) -> float:
        """Words of the program that end at ``right``."""
        width = self.look.width(step, text)
        return self.words(right - width, y, h, text, step, token)

    def glyph(self, x: float, y: float, h: float, name: str, token: str, size: int = 14) -> float:
        """An icon, centred in the line."""
        look = self.look
        size = look.px(size)
        dpr = self.painter.device().devicePixelRatio()
        made = partial(pixmap, name, size, look.colour(token), dpr)
        place = QPointF(round(x), round(y + (h - size) / 2))
        self.painter.drawPixmap(place, look.made((name, size, token, dpr), made))
        return size

    def badge_width(self, words: str, glyph: str = "", step: Step = META) -> float:
        """How wide ``badge`` will be."""
        icon = self.look.px(12) + 4 if glyph else 0
        return TAG_PAD * 2 + icon + self.look.width(step, words)

    def badge(
        self,
        x: float,
        y: float,
        h: float,
        words: str,
        token: str,
        *,
        glyph: str = "",
        fill: str = "s2",
        step: Step = META,
    ) -> float:
        """A small flat tag: glyph and words on a fill."""
        width = self.badge_width(words, glyph, step)
        self.box(x, y, width, h, fill=fill, radius=2)
        at = x + TAG_PAD
        if glyph:
            at += self.glyph(at, y, h, glyph, token, 12) + 4
        self.words(at, y, h, words, step, token)
        return width

    def keycap_width(self, text: str, step: Step = KEY) -> float:
        """How wide ``keycap`` will be."""
        return max(self.look.measures.keycap, self.look.width(step, text) + 10)

    def keycap(
        self, x: float, y: float, h: float, text: str, *, quiet: bool = False, token: str = "t1"
    ) -> float:
        """A key: s1, edge, a bottom line of 2 px; quiet where it is only a reminder."""
        height = self.look.measures.keycap
        width = self.keycap_width(text)
        top = round(y + (h - height) / 2)
        token = "t2" if quiet else token
        dpr = self.painter.device().devicePixelRatio()
        if not (_whole(x) and _whole(dpr)):
            self._cap(x, top, width, height, text, token, "line" if quiet else "edge")
            return width
        size = QSize(int(width), height)
        make = partial(self._cap_alone, size, dpr, text, token, "line" if quiet else "edge")
        key = ("cap", text, token, quiet, size.width(), height, dpr)
        self.painter.drawPixmap(int(x), top, self.look.made(key, make))
        return width

    def _cap(
        self, x: float, y: float, w: float, h: float, text: str, token: str, edge: str
    ) -> None:
        self.box(x, y, w, h, fill="s1", edge=edge, radius=3)
        self.painter.fillRect(QRectF(x + 2, y + h - 2, w - 4, 1), self.colour(edge))
        self.painter.setFont(self.look.font(KEY))
        self.painter.setPen(self.colour(token))
        self.painter.drawText(QRectF(x, y, w, h - 1), Qt.AlignmentFlag.AlignCenter, text)

    def _cap_alone(self, size: QSize, dpr: float, text: str, token: str, edge: str) -> QPixmap:
        """A keycap as a small picture: the same caps are painted again and again."""
        made = _clear(size, dpr)
        painter = QPainter(made)
        Ink(painter, self.look)._cap(0, 0, size.width(), size.height(), text, token, edge)
        painter.end()
        return made

    def box(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        *,
        fill: str = "",
        edge: str = "",
        radius: int = 3,
        line: int = 1,
        dashed: bool = False,
    ) -> None:
        """A rectangle with round corners; the line lies inside its bounds."""
        if w * h > LARGE and not dashed:
            dpr = self.painter.device().devicePixelRatio()
            if all(map(_whole, (x, y, w, h, dpr))):
                self._large_box(int(x), int(y), int(w), int(h), fill, edge, radius, line)
                return
        half = line / 2 if edge else 0
        pen = QPen(Qt.PenStyle.NoPen)
        if edge:
            pen = QPen(self.colour(edge), line)
            if dashed:
                pen.setDashPattern([3 / line, 3 / line])
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        self.painter.setPen(pen)
        self.painter.setBrush(self.colour(fill) if fill else Qt.BrushStyle.NoBrush)
        box = QRectF(x + half, y + half, w - line * bool(edge), h - line * bool(edge))
        self.painter.drawRoundedRect(box, radius, radius)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _large_box(
        self, x: int, y: int, w: int, h: int, fill: str, edge: str, radius: int, line: int
    ) -> None:
        """The same out of flat rectangles between four corners that are painted once."""
        painter, look = self.painter, self.look
        line = line if edge else 0
        c = radius + line + 1
        dpr = painter.device().devicePixelRatio()
        make = partial(self._corners, c, dpr, fill, edge, radius, line)
        corners = look.made((c, dpr, fill, edge, radius, line), make)
        right, below = x + w - c, y + h - c
        side = c * dpr
        for at, down, sx, sy in ((x, y, 0, 0), (right, y, side, 0), (x, below, 0, side),
                                 (right, below, side, side)):  # fmt: skip
            painter.drawPixmap(QRectF(at, down, c, c), corners, QRectF(sx, sy, side, side))
        wide, high = w - 2 * c, h - 2 * c
        if fill:
            colour = look.colour(fill)
            painter.fillRect(x + c, y + line, wide, h - 2 * line, colour)
            painter.fillRect(x + line, y + c, c - line, high, colour)
            painter.fillRect(right, y + c, c - line, high, colour)
        if edge:
            colour = look.colour(edge)
            painter.fillRect(x + c, y, wide, line, colour)
            painter.fillRect(x + c, y + h - line, wide, line, colour)
            painter.fillRect(x, y + c, line, high, colour)
            painter.fillRect(x + w - line, y + c, line, high, colour)

    def _corners(self, c: int, dpr: float, fill: str, edge: str, radius: int, line: int) -> QPixmap:
        """A box that is nothing but its corners."""
        made = _clear(QSize(2 * c, 2 * c), dpr)
        painter = QPainter(made)
        Ink(painter, self.look).box(
            0, 0, 2 * c, 2 * c, fill=fill, edge=edge, radius=radius, line=line
        )
        painter.end()
        return made

    def fill(self, x: float, y: float, w: float, h: float, token: str) -> None:
        """A flat fill."""
        self.painter.fillRect(QRectF(x, y, w, h), self.colour(token))

    def rule(self, x: float, y: float, w: float, token: str = "line") -> None:
        """A line of 1 px across."""
        self.painter.fillRect(QRectF(x, y, w, 1), self.colour(token))

    def dashes(self, x1: float, x2: float, y: float, token: str = "edge") -> None:
        """A dashed line of 1 px across."""
        pen = QPen(self.colour(token), 1)
        pen.setDashPattern([3, 3])
        self.painter.setPen(pen)
        self.painter.drawLine(QPointF(x1, y + 0.5), QPointF(x2, y + 0.5))

    def ring(self, x: float, y: float, w: float, h: float, *, radius: int = 0) -> None:
        """The focus ring: 2 px, inside the given bounds."""
        self.box(x, y, w, h, edge="focus", line=2, radius=radius)
