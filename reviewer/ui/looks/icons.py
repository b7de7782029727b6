"""The icon set: round 1.5 px strokes read as painter paths, tinted with a state's colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from reviewer.respath import resource
from reviewer.ui.looks.icon_shapes import DRAWN, NAMES, drawing

__all__ = ["DRAWN", "NAMES", "app_icon", "fill_path", "icon", "icon_path", "paint_icon", "pixmap"]

BOX = 16.0
STROKE = 1.5
APP_SIZES = (16, 32, 48, 128, 256)


def icon_path(name: str) -> QPainterPath:
    """What is stroked of an icon, in a 16 by 16 box; empty for a name that is only filled.

    Raises:
        KeyError: there is no such icon.
    """
    return drawing(name)[0]


def fill_path(name: str) -> QPainterPath:
    """What is filled of an icon; empty for nearly all."""
    return drawing(name)[1]


def app_icon() -> QIcon:
    """The program's own icon, for its windows."""
    made = QIcon()
    for size in APP_SIZES:
        made.addFile(str(resource(f"icons/app/reviewer-{size}.png")))
    return made


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
