"""The one module that knows pyqtgraph: a plot with days along x, and what can be put on it.

It takes half a second to import, so ``overview`` imports it when the desk has been painted and
rests. Time runs in days along x, from left to right in every language; y is in pixels. Every
chart has a fixed number of items, however many events there are: bars and ticks are binned by
the pixel.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QBrush, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QGraphicsRectItem, QWidget

from reviewer.ui.looks.look import Look

pg.setConfigOptions(exitCleanup=False, antialias=False, mouseRateLimit=-1)

INSET = 6
"""Room at both ends of the axis, so that the grips are whole."""


class Chart(pg.GraphicsView):
    """A plot without frame, menu or wheel: a surface of s1 with days along x."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent, background=None)
        self.look = look
        self.axis = (0, 1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.box = pg.ViewBox(enableMenu=False, invertY=True, defaultPadding=0)
        self.box.setMouseEnabled(False, False)
        self.box.disableAutoRange()
        self.setCentralItem(self.box)
        self.scene().sigMouseClicked.connect(self._clicked)

    @property
    def items_count(self) -> int:
        """How many items the chart paints."""
        return len(self.box.childGroup.childItems())

    def bars(self, token: str, z: int = 0) -> Any:
        """A set of bars in one colour."""
        item = pg.BarGraphItem(x0=[], y0=[], width=1, height=[], pen=None)
        item.token = token
        item.setZValue(z)
        self.box.addItem(item, ignoreBounds=True)
        return item

    def fill(self, item: Any, x: Any, w: Any, y: Any, h: Any) -> None:
        """Show other bars; colours are those of the theme now."""
        brush = self.look.colour(item.token)
        shown = len(x) > 0
        item.setVisible(shown)
        if shown:
            full = {"x0": x, "width": w, "y0": y, "height": h}
            item.setOpts(**{k: np.broadcast_to(v, len(x)) for k, v in full.items()}, brush=brush)

    def diamonds(self) -> Any:
        """Marks of hits, which ``mark_hits`` places."""
        item = pg.ScatterPlotItem(symbol="d", pen=None, pxMode=True)
        item.setZValue(6)
        self.box.addItem(item, ignoreBounds=True)
        return item

    def mark_hits(self, item: Any, places: Sequence[float], y: float) -> None:
        """Show hits at these places."""
        colour, size = self.look.colour("hit"), self.look.px(8)
        x = self.pixels_of(places) if len(places) else []
        item.setData(x=x, y=[y] * len(x), size=size, brush=colour)

    def region(self) -> Any:
        """A stretch of the axis with two edges that can be moved."""
        item = pg.LinearRegionItem(swapMode="sort")
        item.setZValue(-5)
        self.box.addItem(item, ignoreBounds=True)
        return item

    def dress(self, region: Any, fill: str, edge: str) -> None:
        """Colours of a region; no fill where there is no token."""
        brush = QBrush(self.look.colour(fill)) if fill else QBrush(Qt.BrushStyle.NoBrush)
        region.setBrush(brush)
        region.setHoverBrush(brush)
        pen = QPen(self.look.colour(edge), 2)
        pen.setCosmetic(True)
        for line in region.lines:
            line.setPen(pen)
            line.setHoverPen(pen)

    def grip(self) -> QGraphicsRectItem:
        """What shows that an edge can be moved: 8 by 18 px, not scaled."""
        grip = QGraphicsRectItem(-4, -9, 8, 18)
        grip.setFlag(QGraphicsRectItem.GraphicsItemFlag.ItemIgnoresTransformations)
        grip.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        grip.setZValue(8)
        self.box.addItem(grip, ignoreBounds=True)
        return grip

    @property
    def span(self) -> int:
        """Days on the axis."""
        return self.axis[1] - self.axis[0] + 1

    @property
    def per_day(self) -> float:
        """Pixels for a day."""
        return max(1.0, self.width() - 2 * INSET) / self.span

    def frame_axis(self) -> None:
        """Put the axis and the pixels where they belong."""
        edge = INSET / self.per_day
        self.box.setRange(
            xRange=(self.axis[0] - edge, self.axis[1] + 1 + edge),
            yRange=(0, max(1, self.height())),
            padding=0,
            disableAutoRange=True,
        )

    def place_at(self, x: float) -> float:
        """The place on the axis of a pixel, never outside."""
        place = self.axis[0] + (x - INSET) / self.per_day
        return min(max(place, self.axis[0]), self.axis[1] + 0.999)

    def pixels_of(self, places: Sequence[float]) -> Any:
        """Places as distinct pixels, back in days: as many marks as can be told apart."""
        pixels = np.unique(np.floor((np.asarray(places) - self.axis[0]) * self.per_day))
        return pixels / self.per_day + self.axis[0]

    @Slot(object)
    def _clicked(self, event: Any) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked_at(self.mapFromScene(event.scenePos()))

    def clicked_at(self, where: QPoint) -> None:
        """A click that nothing else took. For the chart to write."""
        raise NotImplementedError

    def draw(self) -> None:
        """Show everything at the present size and look. For the chart to write."""
        raise NotImplementedError

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802 - Qt's name
        """Bins follow the width."""
        super().resizeEvent(event)
        if event is not None:
            self.draw()
