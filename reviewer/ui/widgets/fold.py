"""A section of the inspector that folds; folded, its head still says the figure."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from reviewer.ui.lettering.ink import Ink
from reviewer.ui.looks.fonts import BODY, META
from reviewer.ui.looks.look import look_of
from reviewer.ui.widgets.base import RESTYLED, PaintedButton, caps_width, draw_caps

INSET = 5
"""Px by which a head is wider than its body, so that the focus ring keeps clear of its words."""


class FoldHead(PaintedButton):
    """The line of a folding section: chevron, title, count, a word at the far end, its key."""

    def __init__(self, title: str, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.title, self.key = title, key
        self.count = self.trailing = ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def wanted(self) -> QSize:
        """Title and key; the count gives way."""
        look = self.look
        width = look.px(14) + 10 + look.width(BODY.strong, self.title)
        width += caps_width(look, self.key) + 8 if self.key else 0
        return QSize(width + 40, max(look.measures.section_header, look.measures.keycap + 2))

    def draw(self, ink: Ink) -> None:
        """One line."""
        look, height = self.look, self.height()
        if self.hovered:
            ink.fill(0, 0, self.width(), height, "s2")
        chevron = "chevron-down" if self.isChecked() else "chevron-right"
        x = INSET + ink.glyph(INSET, 0, height, chevron, "t2") + 10
        right = float(self.width() - INSET)
        if self.key:
            right -= caps_width(look, self.key)
            draw_caps(ink, right, 0, height, self.key)
            right -= 8
        x += ink.words(x, 0, height, self.title, BODY.strong, "t1") + 8
        trailing = self.trailing or ("" if self.isChecked() else self.count)
        if trailing:
            width = min(look.width(META, trailing), right - x)
            ink.words(right - width, 0, height, trailing, META, "t2", width)
            right -= width + 8
        if self.isChecked() or self.trailing:
            words, figure = self.parted(right - x)
            ink.words(x, 0, height, words, META, "t3", right - x - look.width(META, figure))
            ink.words(right - look.width(META, figure), 0, height, figure, META, "t3")

    def parted(self, room: float) -> tuple[str, str]:
        """The count's words, which are cut where they do not fit so many px, and the figure at
        their end, which then stays whole."""
        words, comma, figure = self.count.rpartition(", ")
        whole = self.look.width(META, self.count) <= room
        return (self.count, "") if whole or not figure[:1].isdigit() else (words, comma + figure)


class FoldSection(QWidget):
    """A section of the inspector: its head, and a body that folds away. Folded, the head still
    says the figure. ``body`` is a column that takes widgets; ``toggled`` says that it folded."""

    toggled = Signal(bool)

    def __init__(
        self, title: str, key: str = "", parent: QWidget | None = None, *, is_open: bool = True
    ) -> None:
        super().__init__(parent)
        self.head = FoldHead(title, key, self)
        self._inner = QWidget(self)
        self.body = QVBoxLayout(self._inner)
        self.body.setContentsMargins(INSET, 2, INSET, 0)
        self.body.setSpacing(4)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(2)
        self._column.addWidget(self.head)
        self._column.addWidget(self._inner)
        self.head.toggled.connect(self._toggled)
        self.head.setChecked(is_open)
        self._inner.setVisible(is_open)
        self.set_count("")
        self._measure()

    def set_count(self, count: str, trailing: str = "") -> None:
        """The count beside the title, and a word at the far end."""
        if not self.head.is_new((self.head.title, count, trailing)):
            return
        self.head.count, self.head.trailing = count, trailing
        self.head.setAccessibleName(" ".join(p for p in (self.head.title, count, trailing) if p))
        self.head.update()

    def set_key(self, key: str) -> None:
        """Show another key."""
        self.head.key = key
        self.head.updateGeometry()
        self.head.update()

    def set_open(self, is_open: bool) -> None:
        """Open or fold."""
        self.head.setChecked(is_open)

    def is_open(self) -> bool:
        """True while the body shows."""
        return self.head.isChecked()

    def _toggled(self, is_open: bool) -> None:
        self._inner.setVisible(is_open)
        self.head.setAccessibleDescription("open" if is_open else "folded")
        self.toggled.emit(is_open)

    def _measure(self) -> None:
        pad = look_of().measures.pad
        down = 8 if pad > 8 else 4
        self._column.setContentsMargins(pad - INSET, down, pad - INSET, down + 1)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Measure anew where the look changed."""
        if event.type() in RESTYLED:
            self._measure()
        super().changeEvent(event)

    def paintEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The fill and the line below."""
        look = look_of()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("s1"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.colour("line"))
        painter.end()
