"""The icon set: round 1.5 px strokes drawn as painter paths, tinted with a state's colour."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from reviewer.ui.icon_shapes import ALIASES, FILLS, NAMES, STROKES

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["NAMES", "fill_path", "icon", "icon_path", "paint_icon", "pixmap"]

BOX = 16.0
STROKE = 1.5
TOKEN = re.compile(r"[A-Z]|-?\d+(?:\.\d+)?")
ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "Z": 0, "O": 3, "R": 5, "A": 5}


def _commands(text: str) -> Iterator[tuple[str, list[float]]]:
    tokens = TOKEN.findall(text)
    at = 0
    while at < len(tokens):
        name = tokens[at]
        count = ARGUMENTS[name]
        yield name, [float(token) for token in tokens[at + 1 : at + 1 + count]]
        at += 1 + count


def _path(text: str) -> QPainterPath:
    path = QPainterPath()
    for name, a in _commands(text):
        here = path.currentPosition()
        if name == "M":
            path.moveTo(*a)
        elif name == "L":
            path.lineTo(*a)
        elif name == "H":
            path.lineTo(a[0], here.y())
        elif name == "V":
            path.lineTo(here.x(), a[0])
        elif name == "C":
            path.cubicTo(*a)
        elif name == "Q":
            path.quadTo(*a)
        elif name == "O":
            path.addEllipse(QPointF(a[0], a[1]), a[2], a[2])
        elif name == "R":
            path.addRoundedRect(QRectF(*a[:4]), a[4], a[4])
        elif name == "A":
            box = QRectF(a[0] - a[2], a[1] - a[2], 2 * a[2], 2 * a[2])
            path.arcTo(box, a[3], a[4])
        else:
            path.closeSubpath()
    return path


@lru_cache(maxsize=256)
def icon_path(name: str) -> QPainterPath:
    """What is stroked of an icon, in a 16 by 16 box; empty for a name that is only filled.

    Raises:
        KeyError: there is no such icon.
    """
    name = ALIASES.get(name, name)
    if name not in STROKES and name not in FILLS:
        raise KeyError(name)
    return _path(STROKES.get(name, ""))


@lru_cache(maxsize=256)
def fill_path(name: str) -> QPainterPath:
    """What is filled of an icon; empty for nearly all."""
    return _path(FILLS.get(ALIASES.get(name, name), ""))


def paint_icon(painter: QPainter, rect: QRectF, name: str, color: QColor) -> None:
    """Paint an icon, scaled to the shorter side of ``rect`` and centred in it."""
    side = min(rect.width(), rect.height())
    factor = side / BOX
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center() - QPointF(side / 2, side / 2))
    painter.scale(factor, factor)
    fill = fill_path(name)
    if not fill.isEmpty():
        painter.fillPath(fill, color)
    stroke = icon_path(name)
    if not stroke.isEmpty():
        pen = QPen(color, STROKE if factor >= 1 else STROKE / factor * 0.92)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(stroke)
    painter.restore()


def pixmap(name: str, size: int, color: QColor, dpr: float = 1.0) -> QPixmap:
    """An icon as a pixmap of ``size`` logical px for a screen of ``dpr`` device px each."""
    made = QPixmap(round(size * dpr), round(size * dpr))
    made.setDevicePixelRatio(dpr)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    paint_icon(painter, QRectF(0, 0, size, size), name, color)
    painter.end()
    return made


def icon(name: str, color: QColor, size: int = 16) -> QIcon:
    """An icon for Qt's own menus and dialogs, sharp on single and double density."""
    made = QIcon()
    for dpr in (1.0, 2.0):
        made.addPixmap(pixmap(name, size, color, dpr))
    return made
