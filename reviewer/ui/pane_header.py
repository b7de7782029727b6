"""The line above a pane: its title, its key, its counts, and what the far end says."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from reviewer.ui.lettering.ink import Ink
from reviewer.ui.lettering.stamps import Stamps
from reviewer.ui.looks.fonts import META
from reviewer.ui.looks.look import Look


@dataclass(frozen=True, slots=True)
class Piece:
    """A few words of a painted line; ``glyph`` stands before them."""

    text: str
    token: str = "t2"
    strong: bool = False
    glyph: str = ""
    key: bool = False


class PaneHeader(QWidget):
    """Painted; the focused pane carries 2 px of accent on top."""

    def __init__(self, look: Look, title: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._title = title
        self._key = key
        self._counts: tuple[Piece, ...] = ()
        self._far: tuple[Piece, ...] = ()
        self._active = False
        self._stamps = Stamps(look)
        self._wide: tuple[tuple[int, str], float] = ((-1, ""), 0.0)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(title)
        self._far_widgets: list[QWidget] = []
        self._controls = QHBoxLayout(self)
        self._controls.setContentsMargins(0, 0, 0, 0)
        self._controls.setSpacing(8)
        self._controls.addStretch(1)
        look.changed.connect(self._relook)

    def add_control(self, widget: QWidget) -> None:
        """Put a control at the far end, after those that are there."""
        self._controls.addWidget(widget)
        self._far_widgets.append(widget)
        self._relook()

    def _far_end(self) -> float:
        """Where the controls begin."""
        width = sum(w.sizeHint().width() + 8 for w in self._far_widgets if not w.isHidden())
        return self.width() - self._look.measures.pad - width

    def show_pieces(self, counts: tuple[Piece, ...], far: tuple[Piece, ...] = ()) -> None:
        """Say the counts and the words of the far end."""
        if (counts, far) == (self._counts, self._far):
            return
        self._counts, self._far = counts, far
        said = " ".join(p.text for p in (*counts, *far) if not p.key)
        self.setAccessibleName(f"{self._title}: {said}" if said else self._title)
        self.update(0, 0, ceil(self._far_end()), self.height())  # the controls stay as they are

    def set_title(self, title: str) -> None:
        """Another title."""
        if title != self._title:
            self._title = title
            self.setAccessibleName(title)
            self.update()

    def set_key(self, key: str) -> None:
        """Show another key."""
        self._key = key
        self.update()

    def set_active(self, active: bool) -> None:
        """Whether the keys go to this pane."""
        if active != self._active:
            self._active = active
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The height of the measures."""
        return QSize(100, self._look.measures.pane_header)

    @Slot()
    def _relook(self) -> None:
        self._controls.setContentsMargins(0, 2, self._look.measures.pad, 1)
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Title, keycap, counts; the far end keeps clear of them."""
        painter = QPainter(self)
        ink = Ink(painter, self._look)
        w, h, pad = self.width(), self.height(), self._look.measures.pad
        ink.fill(0, 0, w, h, "s1")
        ink.rule(0, h - 1, w)
        if self._active:
            ink.fill(0, 0, w, 2, "accent")
        width = self._title_width()
        place = QRect(pad, 3, ceil(width) + 1, h - 4)
        self._stamps.paint(ink, place, self._title, self._draw_title)
        x = pad + width + 8
        if self._key and x + ink.keycap_width(self._key) < w - pad:
            x += ink.keycap(x, 0, h, self._key, quiet=True) + 10
        far = self._far_end()
        free = paint_pieces(ink, self._counts, x, h, far)
        width = pieces_width(ink, self._far)
        if self._far and free + 12 + width <= far:
            paint_pieces(ink, self._far, far - width, h, w)

    def _title_width(self) -> float:
        """The title, in capitals, with 0.4 px between the letters."""
        key = (self._look.generation, self._title)
        if self._wide[0] != key:
            letters = self._title.upper()
            width = sum(self._look.width(META.strong, letter) + 0.4 for letter in letters)
            self._wide = (key, width)
        return self._wide[1]

    def _draw_title(self, ink: Ink, rect: QRect) -> None:
        x: float = rect.x()
        for letter in self._title.upper():
            x += ink.words(x, rect.y() - 3, self.height(), letter, META.strong, "t2") + 0.4


def pieces_width(ink: Ink, pieces: tuple[Piece, ...]) -> float:
    """How wide the pieces are together."""
    width = 0.0
    for piece in pieces:
        if piece.key:
            width += ink.keycap_width(piece.text) + 6
            continue
        step = META.strong if piece.strong else META
        width += ink.look.width(step, piece.text) + 5
        width += ink.look.px(12) + 4 if piece.glyph else 0
    return max(0.0, width - 5)


def paint_pieces(
    ink: Ink, pieces: tuple[Piece, ...], x: float, h: int, right: float, y: float = 0
) -> float:
    """Paint pieces from ``x`` on as far as they fit before ``right``; where the last one ends."""
    for piece in pieces:
        if piece.key:
            width = ink.keycap_width(piece.text)
            if x + width > right:
                break
            x += ink.keycap(x, y, h, piece.text) + 6
            continue
        step = META.strong if piece.strong else META
        glyph = ink.look.px(12) + 4 if piece.glyph else 0
        if x + glyph + ink.look.width(step, piece.text) > right + 1:
            break
        if piece.glyph:
            x += ink.glyph(x, y, h, piece.glyph, piece.token, 12) + 4
        x += ink.words(x, y, h, piece.text, step, piece.token) + 5
    return x
