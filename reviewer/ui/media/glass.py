"""The large view of a picture, as long as the key is held that reveals it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from reviewer.domain.changes import Changes
from reviewer.session.views.views import Picture
from reviewer.ui.bridge import Bridge
from reviewer.ui.looks.look import Look
from reviewer.ui.media.pictures import pixmap_of

if TYPE_CHECKING:
    from reviewer.session.session import Session

PAD = 12
TALLEST = 0.62
"""Of the height of the window: the text of the selected post stays in sight in the inspector."""
GROWS = 3
"""A small picture is drawn at most so many times its size."""


class Glass(QWidget):
    """Lies over media pane and timeline while a medium is revealed and asks for its picture in the
    size there is. It takes no keys and no clicks, and keeps nothing when the key goes up: a picture
    that comes late is dropped.

    Args:
        over: the media pane, above whose foot it lies.
    """

    def __init__(self, session: Session, look: Look, bridge: Bridge, over: QWidget) -> None:
        super().__init__(over)
        self._session = session
        self._look = look
        self._over = over
        self._key = ""
        self._pixmap: QPixmap | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Large view")
        self.hide()
        bridge.changed.connect(self._hear)

    @property
    def pixmap(self) -> QPixmap | None:
        """The picture that is shown; None while nothing is revealed."""
        return self._pixmap

    @Slot(object)
    def _hear(self, changes: Changes) -> None:
        if not changes.touches("conceal", "cursor", "cover", "selection", "label"):
            return
        desk = self._session.desk
        key = "" if desk.covered or not self._over.isVisible() else desk.revealed
        if key != self._key:
            self._key = key
            self._pixmap = None
            self.hide()
            if key:
                self._ask(key)

    def _ask(self, key: str) -> None:
        room = self._room().size() * self.devicePixelRatioF()
        query = self._session.large_picture(key, room.width(), room.height())
        if query is not None:
            self._session.runner.query(query, partial(self._take, key), _not_here)

    def _take(self, key: str, answer: object) -> None:
        if key != self._key or key != self._session.desk.revealed:
            return
        if not isinstance(answer, Picture) or answer.failed:
            return  # the tile says why
        self._pixmap = pixmap_of(answer)
        self._pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self._place()

    def _room(self) -> QRect:
        """In the window: as wide as the media pane, from its foot up."""
        window = self._over.window()
        foot = self._over.mapTo(window, QPoint(0, self._over.height()))
        height = max(self._over.height(), min(foot.y() - PAD, round(window.height() * TALLEST)))
        outer = QRect(foot.x(), foot.y() - height, self._over.width(), height)
        return outer.adjusted(PAD, PAD, -PAD, -PAD)

    def _place(self) -> None:
        """Around the picture, in the middle of the room there is."""
        assert self._pixmap is not None
        room = self._room()
        given = self._pixmap.deviceIndependentSize().toSize()
        size = given.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        size = size.boundedTo(given * GROWS)
        frame = QRect(QPoint(0, 0), size + QSize(2, 2))
        frame.moveCenter(room.center())
        self.setParent(self._over.window())
        self.setGeometry(frame)
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The picture on the window's ground, in a line of the accent."""
        if self._pixmap is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colour("s0"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(self.rect().adjusted(1, 1, -1, -1), self._pixmap)
        painter.setPen(self._look.colour("accent"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


def _not_here(_error: Exception) -> None:
    """The tile of the picture says why there is none."""
