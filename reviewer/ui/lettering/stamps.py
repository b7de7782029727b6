"""Small pictures of what is painted again and again, such as the rows of a list."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QPainter, QPixmap

from reviewer.ui.lettering.ink import Ink
from reviewer.ui.looks.look import Look

MOST = 8_000_000
"""Bytes of pictures that one view keeps."""


class Stamps:
    """What was painted, by all that it depends on. One for each view; it goes with the view.

    Args:
        look: the look; another one forgets everything.
        token: the colour below what is painted. Stamps cover their whole place, so that text has
            the same edges as painted where it stands.

    Attributes:
        made: how many were painted so far. ``placed``: how often one was put in its place.
    """

    def __init__(self, look: Look, token: str = "s1") -> None:
        self._look = look
        self._token = token
        self._kept: OrderedDict[Hashable, QPixmap] = OrderedDict()
        self._bytes = 0
        self._generation = look.generation
        self.made = self.placed = 0

    def paint(
        self, ink: Ink, rect: QRect, key: Hashable, draw: Callable[[Ink, QRect], None]
    ) -> None:
        """Paint in ``rect`` what ``draw`` paints in a rectangle of that size. ``key`` says all that
        it depends on, other than the size and the look. Where a logical px is no whole number of
        device px it is drawn in its place: a stamp would fall between them."""
        dpr = ink.painter.deviceTransform().m11()
        if dpr < 1 or dpr != int(dpr):
            draw(ink, rect)
            return
        self.keep(rect.size(), dpr, key, draw)
        self.put(ink, rect, key)

    def keep(
        self, size: QSize, dpr: float, key: Hashable, draw: Callable[[Ink, QRect], None]
    ) -> None:
        """Paint it now where it is not kept, to put it in its place later."""
        if self._generation != self._look.generation:
            self._generation = self._look.generation
            self._kept.clear()
            self._bytes = 0
        full = (key, size.width(), size.height(), dpr)
        if full in self._kept:
            self._kept.move_to_end(full)
            return
        if dpr < 1 or dpr != int(dpr) or size.isEmpty():
            return
        made = self._kept[full] = self._make(size, dpr, draw)
        self._bytes += _bytes(made)
        while self._bytes > MOST and len(self._kept) > 1:
            self._bytes -= _bytes(self._kept.popitem(last=False)[1])

    def shed(self, count: int) -> None:
        """Keep no more than the last ``count`` that were painted or used."""
        while len(self._kept) > count:
            self._bytes -= _bytes(self._kept.popitem(last=False)[1])

    def put(self, ink: Ink, rect: QRect, key: Hashable) -> bool:
        """Put what is kept in its place; False where nothing is kept of it in the present look."""
        if not self._kept or self._generation != self._look.generation:
            return False
        dpr = ink.painter.deviceTransform().m11()
        found = self._kept.get((key, rect.width(), rect.height(), dpr))
        if found is None:
            return False
        ink.painter.drawPixmap(rect.topLeft(), found)
        self.placed += 1
        return True

    def __len__(self) -> int:
        return len(self._kept)

    def _make(self, size: QSize, dpr: float, draw: Callable[[Ink, QRect], None]) -> QPixmap:
        self.made += 1
        made = QPixmap(size * dpr)
        made.setDevicePixelRatio(dpr)
        made.fill(self._look.colour(self._token))
        painter = QPainter(made)
        draw(Ink(painter, self._look), QRect(QPoint(0, 0), size))
        painter.end()
        return made


def _bytes(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4
