"""A painted line that heads a part of the inspector: title, words, words at the far end, key."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from reviewer.ui.lettering.ink import Ink
from reviewer.ui.looks.fonts import BODY
from reviewer.ui.looks.look import Look
from reviewer.ui.pane_header import Piece, paint_pieces, pieces_width


class SectionLine(QWidget):
    """Reads nothing; its owner hands it the words."""

    def __init__(self, look: Look, title: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._title = title
        self._key = key
        self._pieces: tuple[Piece, ...] = ()
        self._far: tuple[Piece, ...] = ()
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_key(self, key: str) -> None:
        """Show another key."""
        self._key = key
        self.update()

    def show_pieces(self, pieces: tuple[Piece, ...], far: tuple[Piece, ...] = ()) -> None:
        """Take the words beside the title and those at the far end."""
        if (pieces, far) != (self._pieces, self._far):
            self._pieces, self._far = pieces, far
            said = [p.text for p in (*pieces, *far)]
            self.setAccessibleName(" ".join([self._title, *said]).strip())
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """One line."""
        return QSize(100, self._look.measures.section_header)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Title, pieces; key and far words at the end."""
        painter = QPainter(self)
        ink = Ink(painter, self._look)
        w, h = self.width(), self.height()
        right: float = w
        if self._key:
            right -= ink.keycap_width(self._key)
            ink.keycap(right, 0, h, self._key)
            right -= 8
        x = 0.0
        if self._title:
            x += ink.words(0, 0, h, self._title, BODY.strong, "t1") + 8
        x = paint_pieces(ink, self._pieces, x, h, right)
        far = pieces_width(ink, self._far)
        if self._far and x + far <= right:
            paint_pieces(ink, self._far, right - far, h, right)
